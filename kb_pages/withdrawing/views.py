from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm, PageBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from clairdroit.kb_pages.withdrawing.links import (
    leading,
    live_translations,
    naming,
    pages_leading_to,
    snippets_naming,
    with_all_below,
)
from clairdroit.kb_pages.withdrawing.telling import tell_of_addresses, tell_of_links, tell_of_translations, ticked


def withdraw_translations(request: HttpRequest, page: Page) -> None:
    """Before the page itself goes: what was ticked, but for what the person may not withdraw."""
    descendants = bool(request.POST.get("include_descendants"))
    for other in live_translations(page):
        # Ticked in the form, but asked again: the form may have been made by hand.
        if other.pk in ticked(request) and other.permissions_for_user(request.user).can_unpublish():
            UnpublishPageAction(other, user=request.user, include_descendants=descendants).execute()


def tell_what_is_left(request: HttpRequest, page: Page) -> None:
    gone = list(page.get_translations().filter(pk__in=ticked(request), live=False))
    tell_of_translations(request, len(gone))
    tell_of_links(request, pages_leading_to([page, *gone]).count())
    tell_of_addresses(request, len(snippets_naming([page, *gone])))


class WithdrawManyForm(DefaultPageForm):
    include_descendants = forms.BooleanField(required=False, label=_("Withdraw the pages below them too"))
    include_translations = forms.BooleanField(required=False, label=_("Withdraw their translations too"))


class WithTheirTranslations(PageBulkAction):
    """For several pages that were ticked in a list: what leads to them is said before and after, and their
    translations can go along."""

    # Whatever of this stands in the form is asked only where there is any of it, as the items' context says.
    asked_of: dict[str, str] = {"include_translations": "translations"}

    def object_context(self, page: Page) -> dict[str, Any]:
        translations = [found for found in live_translations(page) if self.check_perm(found)]
        return super().object_context(page) | {
            "translations": translations,
            "leading": leading(self.all_that_goes(page), self.request.user),
            "naming": naming(self.all_that_goes(page), self.request.user),
        }

    def all_that_goes(self, page: Page) -> list[Page]:
        return [page]

    def acted_on(self, pages: list[Page]) -> list[Page]:
        return pages

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for field, about in self.asked_of.items():
            if not any(item[about] for item in context["items"]):
                del context["form"].fields[field]
        context["asks_more"] = bool(context["form"].fields)
        return context

    def get_execution_context(self) -> dict[str, Any]:
        chosen = self.cleaned_form.cleaned_data
        return super().get_execution_context() | {"view": self, "include_translations": chosen["include_translations"]}

    @classmethod
    def execute_action(
        cls, objects: list[Page], *, view: Any = None, include_translations: bool = False, **kwargs: Any
    ) -> tuple[int, int]:
        if include_translations:
            chosen = {page.pk for page in objects}
            found = {other.pk: other for page in objects for other in live_translations(page) if other.pk not in chosen}
            objects = [*objects, *(page for page in found.values() if view.check_perm(page))]
        objects = view.acted_on(objects)
        going = [each for page in objects for each in view.all_that_goes(page)]
        # Counted before: a deletion takes the references along.
        left, named = pages_leading_to(going).count(), len(snippets_naming(going))
        done: tuple[int, int] = super().execute_action(objects, **kwargs)
        tell_of_links(view.request, left)
        tell_of_addresses(view.request, named)
        return done


class WithdrawMany(WithTheirTranslations, UnpublishBulkAction):
    template_name = "kb_pages/admin/withdraw_many.html"
    form_class = WithdrawManyForm
    asked_of = WithTheirTranslations.asked_of | {"include_descendants": "live_descendant_count"}

    def all_that_goes(self, page: Page) -> list[Page]:
        asked = self.cleaned_form.cleaned_data if self.cleaned_form else {}
        return with_all_below([page]) if asked.get("include_descendants") else [page]


class DeleteManyForm(DefaultPageForm):
    include_descendants = None
    include_translations = forms.BooleanField(required=False, label=_("Delete their translations too"))


class DeleteMany(WithTheirTranslations, DeleteBulkAction):
    template_name = "kb_pages/admin/delete_many.html"
    form_class = DeleteManyForm

    def all_that_goes(self, page: Page) -> list[Page]:
        return with_all_below([page])

    def acted_on(self, pages: list[Page]) -> list[Page]:
        """Without those below another one of them: they go with it, and are no more when their turn comes."""
        return [page for page in pages if not any(page.is_descendant_of(other) for other in pages)]
