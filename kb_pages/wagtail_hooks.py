from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse, translate_url
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from clairdroit.help_pages.pages import HelpPage
from clairdroit.kb_pages.accounts import take_over_accounts
from clairdroit.kb_pages.accounts.viewsets import BULK_ACTIONS
from clairdroit.kb_pages.actions import begin_anew, give_copies_an_owner
from clairdroit.kb_pages.home_summary import OURS
from clairdroit.kb_pages.links import OnePassPageLinkHandler
from clairdroit.kb_pages.models import SitePage
from clairdroit.kb_pages.new_articles import write_article
from clairdroit.kb_pages.translating.acceptances import ACCEPTED_LOG_ACTION
from clairdroit.kb_pages.translating.bulk_publishing import PublishMany
from clairdroit.kb_pages.translating.publishing import ask_before_publishing
from clairdroit.kb_pages.translating.publishing import urls as translating_urls
from clairdroit.kb_pages.translation_report import TranslationReport, user_can_read_translations
from clairdroit.kb_pages.viewsets import CHOOSERS
from clairdroit.kb_pages.withdrawing.deleting import delete_translations, note_what_leads_there
from clairdroit.kb_pages.withdrawing.views import DeleteMany, WithdrawMany, tell_what_is_left, withdraw_translations
from clairdroit.kb_pages.without_scripts import before_creating_page, before_editing, refuse_without_blocks
from clairdroit.kb_pages.workflow_pages import take_over_leaves
from clairdroit.page_store.notes import keep
from clairdroit.territories.place import PARAMETER, reader_commune, url_with_place

take_over_accounts()
take_over_leaves()
for bulk_action in (*BULK_ACTIONS, PublishMany, WithdrawMany, DeleteMany):
    # After Wagtail's own, which they replace.
    hooks.register("register_bulk_action", bulk_action, order=1)

# Before wagtail-localize's own, which publish.
hooks.register("before_edit_page", ask_before_publishing, order=-1)
hooks.register("before_edit_snippet", ask_before_publishing, order=-1)
hooks.register("register_admin_urls", translating_urls, order=-1)
# After them: the translator's editor sends no blocks.
hooks.register("before_create_page", before_creating_page, order=1)
hooks.register("before_edit_page", before_editing, order=1)
hooks.register("before_create_snippet", refuse_without_blocks, order=1)
hooks.register("before_edit_snippet", before_editing, order=1)
hooks.register("before_unpublish_page", withdraw_translations)
hooks.register("after_unpublish_page", tell_what_is_left)
hooks.register("before_delete_page", note_what_leads_there)
hooks.register("after_delete_page", delete_translations)


@hooks.register("register_admin_viewset")
def register_choosers() -> list[Any]:
    return list(CHOOSERS)


@hooks.register("register_admin_urls")
def register_writing() -> list[URLPattern]:
    return [path("write-an-article/", write_article, name="clairdroit_kb_pages_write")]


# Before wagtail-localize's own, under the same addresses.
@hooks.register("register_admin_urls", order=-1)
def register_translation_report() -> list[URLPattern]:
    place = "localize/reports/translations/"
    return [
        path(place, TranslationReport.as_view(), name="clairdroit_kb_pages_translations"),
        path(f"{place}results/", TranslationReport.as_view(results_only=True), name="clairdroit_kb_pages_translated"),
    ]


class HalfPublished(LogFormatter):
    label = _("Publish a translation that is not whole")

    def format_message(self, log_entry: Any) -> str:
        number = log_entry.data.get("missing", 0)
        return ngettext(
            "Had it published with %(count)d passage in %(language)s",
            "Had it published with %(count)d passages in %(language)s",
            number,
        ) % {"count": number, "language": log_entry.data.get("language", "")}


@hooks.register("register_log_actions")
def register_half_published(actions: LogActionRegistry) -> None:
    actions.register_action(ACCEPTED_LOG_ACTION)(HalfPublished)


@hooks.register("construct_reports_menu")
def leave_translations_out(request: HttpRequest, items: list[MenuItem]) -> None:
    if not user_can_read_translations(request.user):
        address = reverse("wagtail_localize:translations_report")
        items[:] = [item for item in items if item.url != address]


# After Wagtail's own, which it replaces.
@hooks.register("construct_homepage_summary_items", order=1)
def count_what_is_listed(request: HttpRequest, items: list[SummaryItem]) -> None:
    items[:] = [OURS[type(item)](request) if type(item) in OURS else item for item in items]


@hooks.register("after_convert_alias_page")
def begin_a_converted_alias_anew(request: HttpRequest, page: Page) -> None:
    """An alias in another language shares the key of its page, and has become its translation."""
    if not page.get_translations().filter(alias_of=None).exists():
        begin_anew(page=page, user=request.user)


@hooks.register("after_copy_page")
def give_a_copy_to_who_made_it(request: HttpRequest, page: Page, new_page: Page) -> None:
    if new_page.alias_of_id is None:
        give_copies_an_owner(page=new_page, user=request.user)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=1)
def register_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(OnePassPageLinkHandler)


@hooks.register("before_serve_page")
def lead_to_the_language_it_is_written_in(
    page: Page, request: HttpRequest, args: tuple, kwargs: dict
) -> HttpResponse | None:
    """No page is shown under the address of a language it is not written in.

    Such are the addresses of a language that has no page there, and Wagtail's aliases: French text in an English tree.
    """
    source = page.alias_of if page.alias_of_id else None
    if source is not None and source.locale_id != page.locale_id and source.live:
        return HttpResponseRedirect(url_with_place(source.get_url(request) or "/", reader_commune(request)))
    if page.locale.language_code == get_language():
        return None
    return HttpResponseRedirect(translate_url(request.get_full_path(), settings.LANGUAGE_CODE))


@hooks.register("before_serve_page")
def let_it_be_kept(page: Page, request: HttpRequest, args: tuple, kwargs: dict) -> None:
    """Ours alone: what a host's own page shows to whom, only the host knows."""
    if isinstance(page, SitePage):
        keep(request, parameters={PARAMETER})


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "ecrire",
            _("Write a page"),
            _("Begin an article, choose its blocks, hand it in, withdraw it."),
            "kb_pages/help/write",
            (
                "clairdroit_kb_pages",
                "wagtailadmin_pages:",
                "wagtailadmin_explore",
                "wagtailimages:",
                "wagtaildocs:",
                "wagtail_localize:",
                "wagtailsnippets_clairdroit_glossary",
                "clairdroit_search_",
            ),
            order=10,
        ),
        HelpPage(
            "regler",
            _("Set the site up, open accounts"),
            _("The site’s name, colours and telephone; who may do what; what to do when somebody leaves."),
            "kb_pages/help/set_up",
            (
                "wagtailsettings:",
                "wagtailusers_",
                "wagtailredirects:",
                "wagtailadmin_workflows:",
                "wagtailadmin_account",
            ),
            order=70,
        ),
    ]
