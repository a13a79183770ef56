from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    """What surrounds the pages of all apps: header, footer, form fields, icons, styles.

    `locale` is a link to the reference site's catalogue, which holds its texts too, so that it is installed with it.
    """

    name = "clairdroit.shell"
    label = "clairdroit_shell"
    verbose_name = _("Site shell")

    def ready(self) -> None:
        from clairdroit.shell import checks
        from clairdroit.shell.spreadsheets import guard_exports
        from clairdroit.shell.typed_dates import keep_typed_dates, refuse_days_out_of_time

        guard_exports()
        keep_typed_dates()
        refuse_days_out_of_time()
        register(checks.check_apps, Tags.compatibility)
        register(checks.check_addresses, Tags.urls)
        register(checks.check_context_processors, Tags.templates)
        register(checks.check_languages, Tags.translation)
