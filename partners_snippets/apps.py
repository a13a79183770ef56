from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class PartnersSnippetsConfig(AppConfig):
    """The directory of partners, their places and their private contacts."""

    name = "clairdroit.partners_snippets"
    label = "clairdroit_partners_snippets"
    verbose_name = _("Partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.moderation.submitted import register_submitted
        from clairdroit.partners_snippets import checks, link_versions
        from clairdroit.partners_snippets.space import sections
        from clairdroit.partners_snippets.space.first_page import OwnRecord
        from clairdroit.partners_snippets.waiting import WaitingRecords

        link_versions.connect()
        register_submitted(WaitingRecords())
        sections.register(OwnRecord())
        register(checks.check_settings, Tags.compatibility)
