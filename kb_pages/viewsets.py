"""Choosers for lists too long for a drop-down: a search box over the communes and the EPCI."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from clairdroit.territories.models import Commune, Epci


class TextFilterForm(BaseFilterForm):
    """One search box; a subclass says what it looks at. Wagtail's own needs an indexed model."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"data-chooser-modal-search": True})
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        self.search_query = (self.cleaned_data.get("q") or "").strip()
        if self.search_query:
            self.is_searching = True
            objects = self.find(objects, self.search_query)
        return objects

    def find(self, objects: QuerySet, words: str) -> QuerySet:
        raise NotImplementedError


class CommuneFilterForm(TextFilterForm):
    def find(self, objects: QuerySet, words: str) -> QuerySet:
        return objects.filter(pk__in=[commune.pk for commune in Commune.objects.lookup(words, limit=20)])


class EpciFilterForm(TextFilterForm):
    def find(self, objects: QuerySet, words: str) -> QuerySet:
        return objects.filter(Q(name__icontains=words) | Q(code=words))


class CommuneChooseMixin:
    filter_form_class = CommuneFilterForm


class CommuneChooseView(CommuneChooseMixin, ChooseView):
    pass


class CommuneChooseResultsView(CommuneChooseMixin, ChooseResultsView):
    pass


class EpciChooseMixin:
    filter_form_class = EpciFilterForm


class EpciChooseView(EpciChooseMixin, ChooseView):
    pass


class EpciChooseResultsView(EpciChooseMixin, ChooseResultsView):
    pass


class CommuneChooserViewSet(ChooserViewSet):
    model = Commune
    icon = "site"
    choose_one_text = _("Choose a commune")
    choose_another_text = _("Choose another commune")
    choose_view_class = CommuneChooseView
    choose_results_view_class = CommuneChooseResultsView
    per_page = 20


class EpciChooserViewSet(ChooserViewSet):
    model = Epci
    icon = "site"
    choose_one_text = _("Choose a group of communes")
    choose_another_text = _("Choose another group of communes")
    choose_view_class = EpciChooseView
    choose_results_view_class = EpciChooseResultsView
    per_page = 20


commune_chooser = CommuneChooserViewSet("commune_chooser", url_prefix="choisir-une-commune")
epci_chooser = EpciChooserViewSet("epci_chooser", url_prefix="choisir-un-epci")

CHOOSERS = (commune_chooser, epci_chooser)
