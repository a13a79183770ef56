from django.db import transaction

from clairdroit.mail import addresses, outbox
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import OutboxMail
from clairdroit.questions.actions.history import log
from clairdroit.questions.enums import EventKind
from clairdroit.questions.errors import NotWaitingError
from clairdroit.questions.permissions import require, user_can_see_outbox
from clairdroit.roles.users import AnyUser


@transaction.atomic
def retry_mail(*, mail: OutboxMail, user: AnyUser) -> OutboxMail:
    """Queues a failed or interrupted e-mail again. After an interruption it may arrive twice: a person decides.

    Only one that the register shows: of all others nothing is left to send once they failed.
    """
    require(user_can_see_outbox(user) and mail.is_shown)
    try:
        mail = outbox.requeue(mail)
    except NotFailedError as error:
        raise NotWaitingError from error
    link = getattr(mail, "question_mail", None)
    if link is not None:
        log(link.question, EventKind.MAIL_RETRIED, user=user, detail=str(link.get_kind_display()))
    return mail


def clear_bounce(*, address: str, user: AnyUser) -> bool:
    """An editor says that this address works. False: it was not noted at all."""
    require(user_can_see_outbox(user))
    return addresses.clear_bounce(address=address)
