from clairdroit.roles import AppRoles, Role
from clairdroit.roles.declaring import CHANGING, DECIDING, EVERYTHING

PARTNER = "clairdroit_partners_snippets.partner"
PRIVATE_CONTACT = "clairdroit_partners_snippets.privatecontact"

ROLES = AppRoles(
    rights={
        Role.MODERATORS: {
            PARTNER: ("add", "change", "view", *DECIDING),
            PRIVATE_CONTACT: ("add", "change", "view"),
        },
        Role.COORDINATION: {
            PARTNER: EVERYTHING,
            PRIVATE_CONTACT: CHANGING,
            "clairdroit_partners_snippets.partnerkind": CHANGING,
        },
        # On the public site, once signed in: nothing of theirs is in the admin.
        Role.PROFESSIONALS: {PRIVATE_CONTACT: ("view",)},
    },
    moderated=(PARTNER,),
)
