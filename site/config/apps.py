from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The reference site: its commands (periodic jobs), health checks and tasks."""

    name = "config"
    label = "clairdroit_site"
