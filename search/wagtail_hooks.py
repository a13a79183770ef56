from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from clairdroit.search.mirror import is_configured


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
