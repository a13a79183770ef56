from django.db import transaction
from django.utils import timezone
from post_office.models import STATUS

from clairdroit.questions.actions.history import log
from clairdroit.questions.enums import EventKind
from clairdroit.questions.errors import NotWaitingError
from clairdroit.questions.models import OutboxMail
from clairdroit.questions.permissions import AnyUser, require, user_can_see_outbox


@transaction.atomic
def retry_mail(*, mail: OutboxMail, user: AnyUser) -> OutboxMail:
    """Queues a failed or interrupted e-mail again. After an interruption it may arrive twice: a person decides.

    Only one of ours: of all others nothing is left to send once they failed.
    """
    require(user_can_see_outbox(user))
    mail = OutboxMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    require(mail.is_shown)
    if mail.status != STATUS.failed:
        raise NotWaitingError
    OutboxMail.objects.filter(pk=mail.pk).update(
        status=STATUS.queued, scheduled_time=None, number_of_retries=0, last_updated=timezone.now()
    )
    link = getattr(mail, "question_mail", None)
    if link is not None:
        log(link.question, EventKind.MAIL_RETRIED, user=user, detail=str(link.get_kind_display()))
    mail.refresh_from_db()
    return mail
