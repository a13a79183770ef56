from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class KbPagesConfig(AppConfig):
    """The page tree: home, eight headings, topics, articles, news and events."""

    name = "clairdroit.kb_pages"
    label = "clairdroit_kb_pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now, and these modules need them.
        from clairdroit.freshness.board import register_list
        from clairdroit.kb_pages import signal_handlers
        from clairdroit.kb_pages.accounts.checks import check_account_screens
        from clairdroit.kb_pages.scheduling import LATE_PAGES
        from clairdroit.kb_pages.translating.missing import TO_TRANSLATE
        from clairdroit.kb_pages.waiting import HalfTranslated, WaitingPages
        from clairdroit.kb_pages.withdrawing.links import DEAD_LINKS
        from clairdroit.kb_pages.withdrawing.watched import watch_addresses
        from clairdroit.moderation.cautions import register_guard
        from clairdroit.moderation.submitted import register_submitted

        signal_handlers.register()
        watch_addresses()
        register_list(LATE_PAGES)
        register_list(DEAD_LINKS)
        register_list(TO_TRANSLATE)
        register_submitted(WaitingPages())
        register_guard(HalfTranslated())
        register(check_account_screens, Tags.security)
