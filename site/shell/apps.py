from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    """What surrounds the pages of all apps: header, footer, form fields, icons, styles. `templates/` and `locale/` of
    the repository's root are its own, by links, so that they are installed with it."""

    name = "clairdroit.shell"
    label = "clairdroit_shell"
    verbose_name = _("Site shell")
