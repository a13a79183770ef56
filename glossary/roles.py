from clairdroit.roles import AppRoles, Role
from clairdroit.roles.declaring import DECIDING, EVERYTHING

ENTRY = "clairdroit_glossary.glossaryentry"

ROLES = AppRoles(
    rights={
        # Whoever writes under a heading writes in the glossary too: what they propose goes through moderation.
        Role.EDITORS: {ENTRY: ("add", "change", "view")},
        Role.MODERATORS: {ENTRY: ("add", "change", "view", *DECIDING)},
        Role.COORDINATION: {ENTRY: EVERYTHING},
    },
    moderated=(ENTRY,),
)
