"""The list of the addresses that mails come back from."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from clairdroit.admin_lists.viewsets import RecordInspectView, RecordsViewSet
from clairdroit.mail.models import UnreachableAddress
from clairdroit.mail.screens.about import uses_of
from clairdroit.taxonomy.day_words import shortly


class AddressFilterSet(WagtailFilterSet):
    hard__exact = django_filters.ChoiceFilter(
        field_name="hard", label=_("State"), choices=[("1", _("Does not exist")), ("0", _("Temporary failures"))]
    )

    class Meta:
        model = UnreachableAddress
        fields: list[str] = []


class AddressInspectView(RecordInspectView):
    page_title = _("Address that does not work")

    def get_page_subtitle(self) -> str:
        # The row's number says nothing beside the address, and does not fit on a telephone.
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses, advice = uses_of(self.object.address, self.request.user)
        return super().get_context_data(address=self.object, uses=uses, advice=advice, **kwargs)


class AddressViewSet(RecordsViewSet):
    model = UnreachableAddress
    name = "adresses"
    menu_label = _("Addresses that do not work")
    icon = "warning"
    inspect_view_class = AddressInspectView
    inspect_template_name = "mail/screens/address.html"
    filterset_class = AddressFilterSet
    list_display = [
        TitleColumn("address", label=_("Address"), url_name="adresses:inspect"),
        Column("state", label=_("State")),
        Column("last_at", label=_("Last time"), accessor=lambda address: shortly(address.last_at), sort_key="last_at"),
    ]
