"""The window in which an editor chooses a partner: among hundreds named "CCAS", the town tells which."""

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsViewMixin, ChooseViewMixin, CreationFormMixin
from wagtail.snippets.views.chooser import BaseSnippetChooseView, SnippetChooserViewSet

from clairdroit.partners_snippets.models import Partner, Place

# Each word is two subqueries.
MAX_WORDS = 6


class PartnerFilterForm(BaseFilterForm):
    """By name, kind, town and postal code, in the tables themselves: Wagtail's index holds names only, and SQLite
    reads the whole of it for each search."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Name, kind, town or postal code")}),
        required=False,
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        typed = self.cleaned_data.get("q") or ""
        for word in typed.split()[:MAX_WORDS]:
            places = Place.objects.filter(Q(city__icontains=word) | Q(postal_code__startswith=word))
            objects = objects.filter(
                Q(name__icontains=word) | Q(kind__name__icontains=word) | Q(pk__in=places.values("partner"))
            )
        if typed:
            self.is_searching, self.search_query = True, typed
        return objects


if TYPE_CHECKING:
    from wagtail.snippets.views.chooser import BaseSnippetChooseView as ChooserView
else:
    ChooserView = object


class PartnerChooseMixin(ChooserView):
    filter_form_class = PartnerFilterForm

    @cached_property
    def columns(self) -> list[Column]:
        title, *others = super().columns
        return [
            title,
            Column("kind", label=_("Kind")),
            Column("towns", label=_("Town"), accessor=towns),
            *others,
        ]

    def get_object_list(self) -> QuerySet:
        return Partner.objects.select_related("kind").prefetch_related("places").order_by("name", "pk")


class PartnerChooseView(PartnerChooseMixin, ChooseViewMixin, CreationFormMixin, BaseSnippetChooseView):
    pass


class PartnerChooseResultsView(PartnerChooseMixin, ChooseResultsViewMixin, CreationFormMixin, BaseSnippetChooseView):
    pass


class PartnerChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PartnerChooseView
    choose_results_view_class = PartnerChooseResultsView


def towns(partner: Partner) -> str:
    """ "78000 Versailles"; editors see it whatever readers may: they see the whole record."""
    found = dict.fromkeys(f"{place.postal_code} {place.city}".strip() for place in partner.places.all())
    return ", ".join(town for town in found if town)
