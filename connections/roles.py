from clairdroit.roles import AppRoles, Role
from clairdroit.roles.declaring import CHANGING

ROLES = AppRoles(
    rights={
        # Who answers in a partner's name, and who is told of questions: `permissions.user_can_manage_connections`.
        Role.COORDINATION: {
            "clairdroit_connections.partnertoken": ("add", "view"),
            "clairdroit_connections.webhook": CHANGING,
        },
    },
)
