from clairdroit.roles import AppRoles, Role

# Whoever looks after what people were sent: of `OutboxMail.shown` alone.
OUTBOX = {"clairdroit_mail.outboxmail": ("view",)}

ROLES = AppRoles(rights={Role.MODERATORS: OUTBOX, Role.COORDINATION: OUTBOX})
