"""Who may do what with mails: the one place to read."""

from clairdroit.admin_lists.permissions import may_read
from clairdroit.roles.users import AnyUser

# Whoever looks after what people were sent: `roles.py`.
SEE_OUTBOX = "clairdroit_mail.view_outboxmail"


def user_can_see_outbox(user: AnyUser) -> bool:
    """Read what our apps have sent and to whom, send again what failed, say that an address works."""
    return may_read(user, SEE_OUTBOX)
