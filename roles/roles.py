"""What belongs to Wagtail and Django themselves."""

from django.conf import settings

from clairdroit.roles.declaring import CHANGING, AppRoles
from clairdroit.roles.enums import Role

USER_APP, USER_MODEL = settings.AUTH_USER_MODEL.split(".")
ACCOUNT = f"{USER_APP}.{USER_MODEL.lower()}"
ENTER_ADMIN = {"wagtailadmin.admin": ("access",)}

ROLES = AppRoles(
    rights={
        Role.EDITORS: ENTER_ADMIN,
        Role.MODERATORS: ENTER_ADMIN,
        Role.COORDINATION: {
            **ENTER_ADMIN,
            "wagtailredirects.redirect": CHANGING,
            "wagtailcore.workflow": CHANGING,
            "wagtailcore.task": CHANGING,
            "wagtailcore.collection": CHANGING,
            # Whatever model of accounts the project has.
            ACCOUNT: ("add", "change", "view"),
            "wagtail_localize.translation": ("submit",),
        },
    }
)
