from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpPagesConfig(AppConfig):
    """Help inside Wagtail's admin: one page for each task, offered by the app whose task it is.

    Stands before ``wagtail.admin`` in INSTALLED_APPS: it adds a link to the admin's base template.
    """

    name = "clairdroit.help_pages"
    label = "clairdroit_help_pages"
    verbose_name = _("Help")
