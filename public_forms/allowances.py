"""How many mails a stranger can cause to somebody else in a day: to whoever owns an address that anybody may type."""

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clairdroit.mail.address_spellings import box_of
from clairdroit.public_forms import conf
from clairdroit.public_forms.models import MailAllowance

SALT = "clairdroit.public_forms.allowances"


def may_write(kind: str, address: str) -> bool:
    """Whether one more mail of this kind may leave for that address today; counted if so, within the transaction."""
    return take(kind, box_of(address), conf.mails_per_address())


def take(kind: str, receiver: str, limit: int) -> bool:
    """One more of `limit` a day for this receiver, by whatever name; False, and nothing counted, where none is left."""
    day = timezone.localdate()
    digest = salted_hmac(SALT, f"{day}\x1f{kind}\x1f{receiver}", algorithm="sha256").hexdigest()
    row, _created = MailAllowance.objects.get_or_create(day=day, digest=digest)
    # One statement: of two at once both count.
    return bool(MailAllowance.objects.filter(pk=row.pk, count__lt=limit).update(count=F("count") + 1))
