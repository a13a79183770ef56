"""What a person does with a mail that failed, or with an address that mails come back from."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clairdroit.mail import addresses, outbox
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.permissions import user_can_see_outbox
from clairdroit.mail.signals import mail_retried
from clairdroit.roles.users import AnyUser


@transaction.atomic
def retry_mail(*, mail: OutboxMail, user: AnyUser) -> OutboxMail:
    """Queues a failed or interrupted e-mail again. After an interruption it may arrive twice: a person decides.

    Only one that the register shows: of all others nothing is left to send once they failed. Raises NotFailedError.
    """
    if not (user_can_see_outbox(user) and mail.is_shown):
        raise PermissionDenied
    mail = outbox.requeue(mail)
    mail_retried.send(OutboxMail, mail=mail, user=user)
    return mail


def clear_bounce(*, address: str, user: AnyUser) -> bool:
    """A person says that this address works. False: it was not noted at all."""
    if not user_can_see_outbox(user):
        raise PermissionDenied
    return addresses.clear_bounce(address=address)
