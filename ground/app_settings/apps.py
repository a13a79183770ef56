from importlib import import_module

from django.apps import AppConfig, apps
from django.core.checks import register
from django.utils.module_loading import module_has_submodule


class AppSettingsConfig(AppConfig):
    """What every app says of its settings: their names, their defaults, and which values stop the start."""

    name = "clairdroit.app_settings"
    label = "clairdroit_app_settings"

    def ready(self) -> None:
        from clairdroit.app_settings import checks

        for config in apps.get_app_configs():
            if config.name.startswith("clairdroit.") and module_has_submodule(config.module, "conf"):
                import_module(f"{config.name}.conf")
        register(checks.check_settings)
