"""What registers have in common, whatever their rows are: these are read and acted upon, never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from clairdroit.admin_lists.permissions import may_read
from clairdroit.admin_lists.word_search import SEARCHED, WordSearch
from clairdroit.facets.counting import Column, Counts, Way, count_rows, narrow_rows
from clairdroit.facets.state import Facet, State

Narrowing = tuple[Facet, Way]


def by_choices(model: type[Model], name: str) -> Narrowing:
    """By a field with choices, under the parameter that Django's admin would give it."""
    field: Any = model._meta.get_field(name)
    labels = {str(value): label for value, label in field.flatchoices if value}
    return Facet(name, f"{name}__exact", field.verbose_name, labels), Column(name)


@dataclass(frozen=True)
class _Filter:
    """What modeladmin takes for a filter: of all facets together, since it asks for nothing but the rows."""

    ways: Mapping[str, Way]
    chosen: Mapping[str, str]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return narrow_rows(rows, self.ways, self.chosen)


class ReadersOnly(PermissionHelper):
    """Of a register: whoever has its permission sees the rows, and nobody writes one by a form."""

    # Given by the register.
    permission: str

    def user_can_list(self, user: Any) -> bool:
        return may_read(user, self.permission)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return may_read(user, self.permission)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False


class OpenButton(ButtonHelper):
    def inspect_button(self, pk: Any, classnames_add: Any = None, classnames_exclude: Any = None) -> dict[str, Any]:
        button = super().inspect_button(pk, classnames_add, classnames_exclude)
        return {**button, "label": _("Open")}


class RegisterIndexView(IndexView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A filter that the address invents answers 400; modeladmin would fail."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters as error:
            raise BadRequest from error

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        return self.model_admin.narrowings()

    @cached_property
    def ways(self) -> dict[str, Way]:
        return {facet.name: way for facet, way in self.narrowings}

    @cached_property
    def state(self) -> State:
        # Words and order stay when a choice is made.
        kept = [Facet("words", self.SEARCH_VAR, read=str), Facet("order", self.ORDER_VAR, read=str)]
        return State.read(self.request.GET, [*(facet for facet, _way in self.narrowings), *kept], self.index_url)

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """modeladmin hands whatever no filter has taken to the database, through every relation: a moderator could ask
        letter by letter for the password of whoever handled a report (`?handled_by__password__startswith=…`)."""
        if set(self.get_filters_params()) - {facet.parameter for facet, _way in self.narrowings}:
            raise IncorrectLookupParameters
        return [_Filter(self.ways, self.state.values)], bool(self.ways), {}, False

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[Any]:
        """modeladmin asks twice, and a search by word opens thousands of rows each time."""
        found: QuerySet[Any] | None = getattr(self, "queryset", None)
        return super().get_queryset(request) if found is None else found.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(searched=SEARCHED, state=self.state, **kwargs)
        counts = self._counts(context["all_count"])
        context["offered"] = [self.state.offer(name, counts.get(name), everything=gettext("All")) for name in self.ways]
        return context

    def _counts(self, total: int) -> Counts:
        """A search by word looks through the newest rows of what is chosen: of more rows than that, each choice would
        want a search of its own, and no number is told."""
        if not self.query:
            return count_rows(self.get_base_queryset(), self.ways, self.state.values)
        if total > SEARCHED:
            return {}
        rows = self.get_base_queryset()
        found = self.get_search_results(self.request, rows, self.query) if self.state.chosen else self.get_queryset()
        return count_rows(found, self.ways, self.state.values)

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        """Of an exported column. modeladmin begins every word with a capital."""
        return capfirst(str(label_for_field(field, model=self.model, model_admin=self.model_admin)))


class RegisterInspectView(InspectView):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read in one sentence alone, "Back to … list", which French says in the plural.
        self.verbose_name = self.verbose_name_plural


class Register(ModelAdmin):
    """A list of rows and a page for each, which people read and act upon; what changes a row is an action.

    A column is a method under `django.contrib.admin.display`, which says its heading and what it is sorted by.
    """

    # What whoever sees the rows has: "clairdroit_mail.view_outboxmail".
    permission: str
    permission_helper_class = ReadersOnly
    button_helper_class = OpenButton
    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    search_handler_class = WordSearch
    index_template_name = "admin_lists/register.html"
    index_view_extra_css = ["admin_lists/admin.css", "facets/admin.css"]
    inspect_view_extra_css = ["admin_lists/admin.css"]
    inspect_view_enabled = True
    history_view_enabled = False

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.permission_helper.permission = self.permission

    def narrowings(self) -> list[Narrowing]:
        """By what the list is narrowed; asked at each request, since days pass and rows come."""
        return []
