"""What the registers have in common: rows are read and acted upon, never edited."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.wagtail_admin.word_search import SEARCHED, WordSearch


class HandlersOnly(PermissionHelper):
    """Whoever handles questions sees these lists; rows are changed by actions alone."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_handle_questions(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return user_can_handle_questions(user)

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

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """modeladmin hands whatever no filter has taken to the database, through every relation: a moderator could ask
        letter by letter for the password of whoever handled a report (`?handled_by__password__startswith=…`)."""
        filters, has_filters, remaining, use_distinct = super().get_filters(request)
        if remaining:
            raise IncorrectLookupParameters
        return filters, has_filters, remaining, use_distinct

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(searched=SEARCHED, **kwargs)

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

    permission_helper_class = HandlersOnly
    button_helper_class = OpenButton
    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    search_handler_class = WordSearch
    index_template_name = "questions/admin/register.html"
    index_view_extra_css = ["questions/admin.css"]
    inspect_view_extra_css = ["questions/admin.css"]
    inspect_view_enabled = True
    history_view_enabled = False
