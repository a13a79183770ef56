"""wagtail-localize's list of translations, for those who write, of what they may write.

Theirs asks for no more than the right to enter the admin, and names every draft that is being translated.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, get_translatable_models
from wagtail.permissions import page_permission_policy
from wagtail_localize.views.report import TranslationsReportView

SUBMIT = "wagtail_localize.submit_translation"
WRITING = ("add", "change", "publish")


def user_can_read_translations(user: Any) -> bool:
    return bool(
        user.has_perm(SUBMIT) or page_permission_policy.user_has_any_permission(user, WRITING) or _snippets_of(user)
    )


def _snippets_of(user: Any) -> list[type[Model]]:
    """The translated models beside pages that this user may write."""
    models = (model for model in get_translatable_models(include_subclasses=True) if not issubclass(model, Page))
    with_screens: Iterable[Any] = (model for model in models if hasattr(model, "snippet_viewset"))
    return [
        model
        for model in with_screens
        if model.snippet_viewset.permission_policy.user_has_any_permission(user, WRITING)
    ]


class TranslationReport(TranslationsReportView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_read_translations(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Any]:
        """Of pages, those that may be written in one language at least: its translator has no right on the other."""
        pages = page_permission_policy.instances_user_has_any_permission_for(self.request.user, WRITING)
        snippets = ContentType.objects.get_for_models(*_snippets_of(self.request.user)).values()
        return (
            super()
            .get_queryset()
            .filter(
                Q(source__object__in=pages.values("translation_key"))
                | Q(source__specific_content_type__in=[each.pk for each in snippets])
            )
            # Wagtail pages the list: without an order a row may stand on two pages, and another on none.
            .order_by("source__object_repr", "pk")
        )
