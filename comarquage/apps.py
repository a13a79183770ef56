from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComarquageConfig(AppConfig):
    """Official fiches of service-public, read from the DILA co-marquage feed."""

    name = "clairdroit.comarquage"
    label = "clairdroit_comarquage"
    verbose_name = _("Official fiches")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Before Wagtail's viewsets ask for a policy: theirs would offer adding and deleting.
        from wagtail.permissions import register_permission_policy

        from clairdroit.comarquage.models import Dossier, FeedImport, OfficialSheet
        from clairdroit.comarquage.permissions import READ, READ_AND_CHANGE, LimitedPermissionPolicy

        for model, allowed in ((OfficialSheet, READ), (FeedImport, READ), (Dossier, READ_AND_CHANGE)):
            register_permission_policy(model, LimitedPermissionPolicy(model, allowed))
