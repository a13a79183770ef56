from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from clairdroit.help_pages.pages import HelpPage
from clairdroit.moderation.editor import after_editing
from clairdroit.moderation.menu import QueueMenuItem
from clairdroit.moderation.panel import QueuePanel
from clairdroit.moderation.permissions import user_can_decide
from clairdroit.moderation.views import approving, deciding, queue
from clairdroit.moderation.wagtails_approval import take_over_approval

take_over_approval()
# The last: it leads away, and what others do after an edit is done by then.
hooks.register("after_edit_page", after_editing, order=100)
hooks.register("after_edit_snippet", after_editing, order=100)

HELP = HelpPage(
    "decider",
    _("See what waits, and decide"),
    _("The list of all that waits, a page or a record to read over, several small corrections at once."),
    "moderation/help/decide",
    ("clairdroit_moderation_",),
    order=18,
)


@hooks.register("register_admin_urls")
def register_queue_urls() -> list[URLPattern]:
    return [
        path("a-decider/", queue.queue, name="clairdroit_moderation_queue"),
        path("a-decider/texte/<slug:kind>/<str:number>/", deciding.decide, name="clairdroit_moderation_decide"),
        path("a-decider/valider/", approving.approve_together, name="clairdroit_moderation_approve_together"),
        path("a-decider/confier/", queue.assign_waiting, name="clairdroit_moderation_assign_waiting"),
    ]


@hooks.register("register_admin_menu_item")
def register_queue_menu_item() -> QueueMenuItem:
    return QueueMenuItem(_("To decide"), reverse("clairdroit_moderation_queue"), icon_name="clipboard-list", order=140)


@hooks.register("construct_homepage_panels")
def add_queue_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own list shows a part of the same things, in another order."""
    if user_can_decide(request.user):
        panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
        panels.append(QueuePanel())


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [HELP]
