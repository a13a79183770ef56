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
        from clairdroit.freshness.board import work_lists
        from clairdroit.kb_pages import signal_handlers
        from clairdroit.kb_pages.accounts.checks import check_account_screens
        from clairdroit.kb_pages.models import SiteIdentity
        from clairdroit.kb_pages.scheduling import LATE_PAGES
        from clairdroit.kb_pages.translating.missing import TO_TRANSLATE
        from clairdroit.kb_pages.waiting import HalfTranslated, WaitingPages
        from clairdroit.kb_pages.withdrawing.links import DEAD_LINKS
        from clairdroit.kb_pages.withdrawing.searched_fields import watch_addresses
        from clairdroit.mail.rendering import site_facts
        from clairdroit.moderation.cautions import guards
        from clairdroit.moderation.submitted import submitted_kinds

        signal_handlers.register()
        watch_addresses()
        work_lists.register(LATE_PAGES)
        work_lists.register(DEAD_LINKS)
        work_lists.register(TO_TRANSLATE)
        submitted_kinds.register(WaitingPages())
        guards.register(HalfTranslated())
        site_facts.register(SiteIdentity.about_default_site)
        register(check_account_screens, Tags.security)
