from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.redirects.views import permission_checker

from config import redirect_imports

redirect_imports.take_over_imports()


@hooks.register("construct_help_menu")
def keep_to_our_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and its news are in English, and about screens that are others here."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]


@hooks.register("register_admin_urls", order=-1)
def register_import_of_redirects() -> list[URLPattern]:
    """Before Wagtail's own, under the same address."""
    start = permission_checker.require_any("add")(redirect_imports.start_import)
    return [path("redirects/import/", start, name="clairdroit_import_redirects")]
