"""Snippets whose names are for their own people.

Wagtail asks for no right but that of entering the admin before its choosers, its question "delete these?" and
wagtail-localize's list name any snippet: editors read which partner answered which question, and who its people are.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail_localize.views.snippets_api import SnippetViewSet as LocalizeViewSet

ANY_RIGHT = ("add", "change", "delete", "view", "publish", "lock", "unlock")
View = Callable[..., HttpResponseBase]


def user_has_to_do_with(user: Any, model: Any) -> bool:
    policy = model.snippet_viewset.permission_policy
    return bool(policy.user_has_any_permission(user, ANY_RIGHT))


def user_can_choose(user: Any, model: Any) -> bool:
    """Partners and words are cited by every editor; other snippets are chosen by whoever has to do with them."""
    chooser = model.snippet_viewset.chooser_viewset_class
    return not issubclass(chooser, RestrictedChooserViewSet) or user_has_to_do_with(user, model)


class RestrictedChooserViewSet(SnippetChooserViewSet):
    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        view = super().construct_view(view_class, **kwargs)

        @functools.wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not user_has_to_do_with(request.user, self.model):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked


class DeleteOwn(DeleteBulkAction):
    """In the place of Wagtail's, which names what it refuses to delete."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_to_do_with(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ListOfSnippets(LocalizeViewSet):
    """wagtail-localize's, for its screen of translations."""

    def get_queryset(self) -> QuerySet[Model]:
        if not user_can_choose(self.request.user, self.get_model()):
            raise PermissionDenied
        return super().get_queryset()


def localize_urls() -> Iterable[URLPattern]:
    """Before wagtail-localize's own, under the same addresses."""
    base = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
    yield path(base, ListOfSnippets.as_view({"get": "list"}))
    yield path(f"{base}<str:pk>/", ListOfSnippets.as_view({"get": "retrieve"}))
