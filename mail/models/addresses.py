import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField

# A full mailbox or a server that is down says little; the same on so many different days says enough.
SOFT_LIMIT = 3
# After so long without another one, the count begins anew.
SOFT_MEMORY = datetime.timedelta(days=30)


def address_key(address: str, secret: str | bytes | None = None) -> str:
    """By what an address is found without being readable: bound to SECRET_KEY, so that nobody can try addresses out."""
    salt, value = "clairdroit.mail.addresses", address.strip().lower()
    return salted_hmac(salt, value, secret, algorithm="sha256").hexdigest()


def known_keys(address: str) -> list[str]:
    """Under the secret of today and those before it, until the daily job has come by (`renew_address_keys`)."""
    return [address_key(address, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


class UnreachableAddressQuerySet(models.QuerySet["UnreachableAddress"]):
    def for_address(self, address: str) -> "UnreachableAddressQuerySet":
        return self.filter(key__in=known_keys(address))

    def blocking(self) -> "UnreachableAddressQuerySet":
        return self.filter(Q(hard=True) | Q(soft_bounces__gte=SOFT_LIMIT))

    def blocks(self, address: str) -> bool:
        """Whether it is of no use to write to this address. The outbox sends all the same: whoever queues a mail asks
        this, and knows whom to reach otherwise."""
        return self.for_address(address).blocking().exists()

    def blocked_among(self, addresses: list[str]) -> set[str]:
        """Those of these addresses that are blocked, in one query."""
        keys = {address: set(known_keys(address)) for address in addresses}
        blocked = set(self.blocking().filter(key__in=set().union(*keys.values())).values_list("key", flat=True))
        return {address for address, known in keys.items() if known & blocked}


class UnreachableAddress(models.Model):
    """An address from which mails came back. Rows change by `addresses.note_bounce` and `clear_bounce` only."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    address = EncryptedTextField(_("e-mail address"))
    hard = models.BooleanField(
        _("does not exist"), default=False, help_text=_("Refused for good: the mailbox or its domain is unknown.")
    )
    soft_bounces = models.PositiveSmallIntegerField(_("days with a temporary failure in a row"), default=0)
    detail = EncryptedTextField(_("what the server said"), blank=True)
    first_at = models.DateTimeField(_("since"), default=timezone.now)
    last_at = models.DateTimeField(_("last time"), default=timezone.now)

    objects = UnreachableAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address that does not work")
        verbose_name_plural = _("addresses that do not work")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="unreachable_has_bounced",
                condition=Q(hard=True) | Q(soft_bounces__gt=0),
                violation_error_message=_("An address stands here because a mail came back from it."),
            ),
        ]

    def __str__(self) -> str:
        # Not the address, which may be a citizen's: this name stands in logs and titles.
        return str(_("Address no. %(number)s") % {"number": self.pk})

    @property
    def state(self) -> str:
        """In words, for whoever looks after the outbox."""
        if self.hard:
            return gettext("Does not exist: mails come back")
        if self.soft_bounces >= SOFT_LIMIT:
            return gettext("Has failed for days: mails come back")
        return gettext("Has had a temporary failure")
