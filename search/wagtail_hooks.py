from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from clairdroit.search import synonym_trials
from clairdroit.search.mirror import is_configured
from clairdroit.search.permissions import user_can_see_searches
from clairdroit.search.views import board


class SearchServerPanel(Component):
    """Says what the search server lacks, to those who can do something about it."""

    order = 50
    template_name = "search/admin/search_server.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        from clairdroit.search.mirror.health import trouble

        return {"trouble": trouble()}


@hooks.register("construct_homepage_panels")
def add_search_server_panel(request: HttpRequest, panels: list[Component]) -> None:
    if is_configured() and request.user.is_superuser:
        panels.append(SearchServerPanel())


@hooks.register("register_admin_urls")
def register_search_urls() -> list[URLPattern]:
    return [
        path("searches/", board.searches_board, name="clairdroit_search_board"),
        path("searches/<int:pk>/", board.settle_search, name="clairdroit_search_settle"),
        path("search/try-synonyms/", synonym_trials.try_synonyms, name="clairdroit_search_try_synonyms"),
    ]


class SearchesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_searches(request.user)


@hooks.register("register_admin_menu_item")
def register_board_menu_item() -> MenuItem:
    return SearchesMenuItem(_("Searches"), reverse("clairdroit_search_board"), icon_name="search", order=260)
