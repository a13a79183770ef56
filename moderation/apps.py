from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """One queue for all that waits for a decision; each app registers its source."""

    name = "clairdroit.moderation"
    label = "clairdroit_moderation"
