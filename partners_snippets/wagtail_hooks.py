from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from clairdroit.help_pages.pages import HelpPage
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner, PartnerKind
from clairdroit.partners_snippets.permissions import kept_by_others, user_can_renew_links
from clairdroit.partners_snippets.restricted_snippets import DeleteOwn, localize_urls
from clairdroit.partners_snippets.space import admin_urls
from clairdroit.partners_snippets.viewsets import PartnersGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from wagtail.models import ModelLogEntry

register_snippet(PartnersGroup)
# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", DeleteOwn, order=1)


@hooks.register("register_admin_urls", order=-1)
def register_restricted_urls() -> list[URLPattern]:
    return list(localize_urls())


@hooks.register("register_log_actions")
def register_link_log(actions: LogActionRegistry) -> None:
    @actions.register_action("clairdroit.links_renewed")
    class LinksRenewed(LogFormatter):
        label = _lazy("Links renewed")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            reason = log_entry.data.get("reason", "")
            why = LinkReason(reason).label if reason in LinkReason.values else ""
            return _("The links of this partner were renewed. %(why)s.") % {"why": why}


@hooks.register("after_bulk_action")
def end_links_of_closed_accounts(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: BulkAction
) -> None:
    """Wagtail deactivates several accounts by one statement, which sends no signal."""
    if action_type == "set_active_state" and not action.cleaned_form.cleaned_data["mark_as_active"]:
        link_versions.accounts_closed([account.pk for account in objects])


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_others_need(request: HttpRequest, instances: list[Model]) -> HttpResponse | None:
    """One and many at once: Wagtail itself would end in an error page, and only after the question "are you sure"."""
    ours = [instance for instance in instances if isinstance(instance, Partner | PartnerKind)]
    refused = [instance for instance in ours if kept_by_others(instance)]
    for instance in refused:
        if isinstance(instance, Partner):
            sentence = _(
                "“%(name)s” cannot be deleted: questions have been sent to it, and their history needs it. "
                "Unpublish it instead: readers no longer see it."
            )
        else:
            sentence = _("“%(name)s” cannot be deleted: partners are of this kind. Give them another kind first.")
        messages.error(request, sentence % {"name": instance})
    if not refused:
        return None
    urls = AdminURLFinder(request.user)
    return redirect(urls.get_edit_url(refused[0]) or "wagtailadmin_home")


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "importer",
            _lazy("Fill the directory"),
            _lazy("Add a partner by hand, import a whole file, take over a partner’s corrections."),
            "partners_snippets/help/directory",
            ("wagtailsnippets_clairdroit_partners_snippets", "clairdroit_partners_"),
            order=50,
        )
    ]


@hooks.register("register_admin_urls")
def register_space_urls() -> list[URLPattern]:
    return admin_urls.urlpatterns


@hooks.register("register_snippet_listing_buttons")
def add_renewal_button(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    if not isinstance(snippet, Partner) or not user_can_renew_links(user, snippet):
        return []
    url = reverse("clairdroit_partners_renew_links", args=[snippet.pk])
    return [Button(_("Renew the links"), url, icon_name="key", priority=60)]
