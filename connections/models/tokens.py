import datetime
import hashlib
import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PREFIX = "cdp_"
# In the cache: a request that only reads writes no row, and one date is not kept in two places.
LAST_USE_KEPT = datetime.timedelta(days=90)
# No key is made so soon after the team box was changed: its former one may be read after a weekend only.
AFTER_NEW_BOX = datetime.timedelta(days=3)
# What is kept readable of a token, so that people can tell theirs apart.
SHOWN = len(PREFIX) + 6


def new_token() -> str:
    """256 random bits: nobody guesses one, so a fast digest is enough and looking one up stays cheap."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class PartnerTokenQuerySet(models.QuerySet["PartnerToken"]):
    def usable(self) -> "PartnerTokenQuerySet":
        """Not revoked, and of a partner that is still in the network."""
        return self.filter(revoked_at__isnull=True, partner__live=True)


class PartnerToken(models.Model):
    """A key with which a partner's software acts as the partner's team. The key itself is not kept, only its digest."""

    partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.CASCADE,
        related_name="api_tokens",
        verbose_name=_("partner"),
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("Which software uses the key, and who looks after it.")
    )
    shown = models.CharField(_("begins with"), max_length=SHOWN, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # Of the confirmation that made it, which so makes one key and no second. Empty for a key that coordination made.
    asked_with = models.CharField(max_length=32, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = PartnerTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner’s key")
        verbose_name_plural = _("partners’ keys")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner} – {self.name}"

    def note_use(self) -> None:
        """To the minute: not every request is worth a write."""
        now, last = timezone.now(), self.last_use
        if last is None or now - last >= datetime.timedelta(minutes=1):
            cache.set(self._cache_key, now, timeout=LAST_USE_KEPT.total_seconds())

    @property
    def last_use(self) -> datetime.datetime | None:
        """None also of a key whose last use the cache has forgotten."""
        return cache.get(self._cache_key)

    @property
    def _cache_key(self) -> str:
        return f"partner-key-used:{self.pk}"

    @property
    def state(self) -> str:
        if self.revoked_at:
            return gettext("Withdrawn")
        return gettext("Works") if self.partner.live else gettext("Asleep: the partner is not published")
