"""Lists of what happened, as Wagtail's viewsets: rows are read and searched; what changes one is an action of ours."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import NullAdminURLFinder
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from clairdroit.admin_lists.word_search import SEARCHED, holding


class RecordsIndexView(IndexView):
    @cached_property
    def search_query(self) -> str:
        """Wagtail's search form refuses words with a NUL among them, and would then show all rows."""
        return self.request.GET.get(self.search_kwarg, "").replace("\x00", " ").strip() if self.is_searchable else ""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        self.has_older = self.is_searching and queryset.count() > SEARCHED
        return holding(self.search_query, queryset, self.search_fields or ())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(searched=SEARCHED, has_older=self.has_older, **kwargs)


class RecordInspectView(InspectView):
    def get_fields_context(self) -> list[dict[str, Any]]:
        """The template of each names what it shows."""
        return []


class RecordsViewSet(ModelViewSet):
    """Who sees the rows is said by the model's permission policy: `RecordsPolicy`, which its app registers."""

    add_to_reference_index = False
    inspect_view_enabled = True
    index_view_class = RecordsIndexView
    inspect_view_class = RecordInspectView
    index_template_name = "admin_lists/records.html"
    index_results_template_name = "admin_lists/records_results.html"
    list_per_page = 100
    # Nothing of the row is written by a form: links to it lead nowhere else than to its page here.
    url_finder_class = NullAdminURLFinder

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # "records": on a telephone each row becomes a card (admin_lists/admin.css).
        return super().get_index_view_kwargs(table_classname="listing records", **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.inspect_view_enabled:
            patterns.append(path("inspect/<int:pk>/", self.inspect_view, name="inspect"))
        return patterns

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None among the rights of a group: adding, changing and deleting would allow nothing, and who sees the rows is
        whoever has the policy's permission."""
        return Permission.objects.none()
