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
        from clairdroit.mail.screens.about import uses
        from clairdroit.mail.shown_keys import key_shapes
        from clairdroit.moderation.submitted import submitted_kinds
        from clairdroit.partners_snippets import checks, link_versions
        from clairdroit.partners_snippets.space import signal_handlers
        from clairdroit.partners_snippets.space.first_page import OwnRecord
        from clairdroit.partners_snippets.space.links import TOKEN_SHAPE
        from clairdroit.partners_snippets.space.sections import space_apps
        from clairdroit.partners_snippets.team_boxes import name_of_box, partners_of
        from clairdroit.partners_snippets.waiting import WaitingRecords
        from clairdroit.roles.names import account_names

        link_versions.connect()
        signal_handlers.register()
        account_names.register(name_of_box)
        uses.register(partners_of)
        key_shapes.register(TOKEN_SHAPE)
        submitted_kinds.register(WaitingRecords())
        space_apps.register(OwnRecord())
        register(checks.check_settings, Tags.compatibility)
