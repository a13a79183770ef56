from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """One queue for all that waits for a decision; each app registers its source."""

    name = "clairdroit.moderation"
    label = "clairdroit_moderation"
    verbose_name = _("Moderation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clairdroit.moderation import notices
        from clairdroit.moderation.registry import sources
        from clairdroit.moderation.submitted import WorkflowSource

        sources.register(WorkflowSource())
        notices.register()
