"""How many mails a stranger can cause to somebody else in a day: to whoever owns an address that anybody may type."""

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clairdroit.questions.boxes import box_of
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models import MailAllowance

# Details that somebody may add, and each partner at work is told of, for one question.
DETAILS = 10


def mails_per_day() -> int:
    return getattr(settings, "CLAIRDROIT_MAILS_PER_ADDRESS", 5)


def may_write(kind: MailKind, address: str) -> bool:
    """Whether one more mail of this kind may leave for that address today; counted if so, within the transaction."""
    return _take(kind, box_of(address), mails_per_day())


def may_tell_of_detail(assignment_id: int) -> bool:
    return _take(MailKind.DETAIL, str(assignment_id), DETAILS)


def forget_allowances() -> int:
    """Those of days that are over, by the daily job."""
    return MailAllowance.objects.filter(day__lt=timezone.localdate()).delete()[0]


def _take(kind: MailKind, receiver: str, limit: int) -> bool:
    day = timezone.localdate()
    digest = salted_hmac(
        "clairdroit.questions.allowances", f"{day}\x1f{kind}\x1f{receiver}", algorithm="sha256"
    ).hexdigest()
    row, _created = MailAllowance.objects.get_or_create(day=day, digest=digest)
    # One statement: of two at once both count.
    return bool(MailAllowance.objects.filter(pk=row.pk, count__lt=limit).update(count=F("count") + 1))
