from django.apps import AppConfig, apps


class ConfigConfig(AppConfig):
    """The reference site: its commands (periodic jobs), health checks and tasks."""

    name = "config"
    label = "clairdroit_site"

    def ready(self) -> None:
        if apps.is_installed("clairdroit.sign_in"):
            from clairdroit.sign_in.signals import password_accepted
            from config.sign_in_pace import right_password

            password_accepted.connect(right_password, dispatch_uid="clairdroit_site.right_password")
