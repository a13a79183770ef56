from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from clairdroit.partners_snippets.restricted_snippets import RestrictedChooserViewSet
from clairdroit.questions.editors.rules.forms import AVAILABILITY_EDIT_HANDLER, RULE_EDIT_HANDLER
from clairdroit.questions.models import PartnerAvailability, RoutingRule

SUBMENU_HOOK = "register_clairdroit_routing_menu_item"


class RoutingRuleViewSet(SnippetViewSet):
    model = RoutingRule
    icon = "group"
    chooser_viewset_class = RestrictedChooserViewSet
    menu_label = _("Rules")
    edit_handler = RULE_EDIT_HANDLER
    list_display = [
        Column("heading_label", label=_("Heading"), sort_key="heading"),
        Column("territory_label", label=_("Territory")),
        Column("get_mode_display", label=_("How they are asked")),
        Column("target_days", label=_("Working days")),
    ]
    list_filter = ["heading", "mode"]
    search_fields = ["heading"]
    search_backend_name = None
    copy_view_enabled = False


class PartnerAvailabilityViewSet(SnippetViewSet):
    model = PartnerAvailability
    icon = "date"
    chooser_viewset_class = RestrictedChooserViewSet
    menu_label = _("Availability")
    edit_handler = AVAILABILITY_EDIT_HANDLER
    list_display = [
        "partner",
        Column("capacity", label=_("Questions at once")),
        Column("away_in_words", label=_("Away")),
        Column("refusals_in_words", label=_("Does not take")),
    ]
    search_fields = ["partner__name"]
    search_backend_name = None
    copy_view_enabled = False


class RoutingGroup(SnippetViewSetGroup):
    menu_label = _("Routing")
    menu_icon = "group"
    menu_order = 160
    items = (RoutingRuleViewSet, PartnerAvailabilityViewSet)
    submenu_hook = SUBMENU_HOOK
