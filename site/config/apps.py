from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Tags, register


class ConfigConfig(AppConfig):
    """The reference site: its commands (periodic jobs), health checks and tasks."""

    name = "config"
    label = "clairdroit_site"

    def ready(self) -> None:
        from PIL import Image

        from config.checks import check_cookies

        register(check_cookies, Tags.security)

        # Pillow refuses twice this number, by the size that a picture's header says: before it unpacks anything, and
        # whoever opens it. Wagtail's own limit comes later, when the picture is in memory.
        Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2

        if apps.is_installed("clairdroit.sign_in"):
            from clairdroit.sign_in.signals import password_accepted
            from config.sign_in_pace import right_password

            password_accepted.connect(right_password, dispatch_uid="clairdroit_site.right_password")
