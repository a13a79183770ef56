from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Tags, register
from django.db.models.signals import pre_migrate


class ConfigConfig(AppConfig):
    """The reference site: its commands (periodic jobs), health checks and tasks."""

    name = "config"
    label = "clairdroit_site"

    def ready(self) -> None:
        from PIL import Image

        from config.checks import check_connections, check_cookies, check_files
        from config.private_files import close_what_stands_open

        register(check_cookies, Tags.security)
        register(check_files, Tags.security, deploy=True)
        register(check_connections, Tags.database)
        # Django sends it for each application with models, of which this is none.
        pre_migrate.connect(
            lambda **kwargs: close_what_stands_open(),
            sender=apps.get_app_config("auth"),
            weak=False,
            dispatch_uid="clairdroit_site.files",
        )

        # Pillow refuses twice this number, by the size that a picture's header says: before it unpacks anything, and
        # whoever opens it. Wagtail's own limit comes later, when the picture is in memory.
        Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2

        if apps.is_installed("clairdroit.sign_in"):
            from clairdroit.sign_in.signals import password_accepted
            from config.sign_in_pace import right_password

            password_accepted.connect(right_password, dispatch_uid="clairdroit_site.right_password")
