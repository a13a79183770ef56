from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_supported_content_language_variant

from clairdroit.questions.enums import PhraseKind
from clairdroit.taxonomy.enums import Heading


class StandardPhraseQuerySet(models.QuerySet["StandardPhrase"]):
    def for_question(self, *, heading: str, language: str) -> "StandardPhraseQuerySet":
        """Those of its heading before those of every heading; in its language, else in the site's own."""
        fitting = self.filter(Q(heading="") | Q(heading=heading))
        spoken = fitting.filter(locale__language_code=language)
        if not spoken.exists():
            own = get_supported_content_language_variant(settings.LANGUAGE_CODE)
            spoken = fitting.filter(locale__language_code=own)
        return spoken.order_by("-heading", "position", "pk")


class StandardPhrase(models.Model):
    """How the network opens and closes its answers: offered to partners while they write, never put in by itself."""

    kind = models.CharField(_("where it stands"), max_length=10, choices=PhraseKind.choices)
    text = models.TextField(_("text"), max_length=1000, help_text=_("Short sentences, no acronyms."))
    heading = models.CharField(
        _("heading"), max_length=20, choices=Heading.choices, blank=True, help_text=_("Empty: for every heading.")
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.PROTECT, related_name="+", verbose_name=_("language")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smallest number comes first.")
    )

    objects = StandardPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard phrase")
        verbose_name_plural = _("standard phrases")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="phrase_kind_is_known",
                condition=Q(kind__in=PhraseKind.values),
                violation_error_message=_("A phrase opens or closes an answer."),
            ),
            models.CheckConstraint(
                name="phrase_has_text", condition=~Q(text=""), violation_error_message=_("A phrase has a text.")
            ),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(80)
