import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.taxonomy.months import add_months


class VerificationMixin(models.Model):
    """Says when someone last confirmed that the text is still right, and when to ask again.

    `verified_at` is not a modification date: correcting a comma does not verify, and verifying
    changes no text. Pages inherit this class, because Wagtail's Page already has an `owner`;
    everything else inherits `VerifiableMixin`. Name it before Page or RevisionMixin in the bases.
    """

    review_months = models.PositiveSmallIntegerField(
        _("review"), choices=ReviewRhythm.choices, default=ReviewRhythm.HALF_YEARLY
    )
    verified_at = models.DateField(_("verified on"), null=True, blank=True, editable=False, db_index=True)
    verified_by = models.CharField(
        _("verified by"),
        max_length=255,
        blank=True,
        editable=False,
        help_text=_("As readers see it after “verified by”, article included."),
    )
    # Beside the name, which stays when the account goes and is what readers see.
    verified_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("verified by (account)"),
    )

    # A copy has never been verified. A translation is the same text, which `mark_verified` confirms in all languages.
    exclude_fields_in_copy = ["verified_at", "verified_by", "verified_by_user"]
    shared_by_translations = ["verified_at", "verified_by", "verified_by_user"]

    class Meta:
        abstract = True

    @property
    def review_due_on(self) -> datetime.date | None:
        """None when never verified: then it is due at once."""
        return add_months(self.verified_at, self.review_months) if self.verified_at else None

    @property
    def is_stale(self) -> bool:
        due = self.review_due_on
        return due is None or due <= timezone.localdate()

    def with_content_json(self, content: dict) -> Any:
        """A revision restores the text, never the verification: that belongs to the live record."""
        # Wagtail's own, of whatever the record is besides.
        parent: Any = super()
        obj = parent.with_content_json(content)
        obj.verified_at = self.verified_at
        obj.verified_by = self.verified_by
        obj.verified_by_user_id = self.verified_by_user_id
        return obj


class VerifiableMixin(VerificationMixin):
    """For anything but pages: adds the person who answers for the record."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("The person asked to confirm that this is still right."),
    )

    class Meta:
        abstract = True
