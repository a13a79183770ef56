from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def keep_to_our_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and its news are in English, and about screens that are others here."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]
