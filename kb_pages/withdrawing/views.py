from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from clairdroit.kb_pages.withdrawing.links import leading, live_translations, pages_leading_to


def withdraw_translations(request: HttpRequest, page: Page) -> None:
    """Before the page itself goes: what was ticked, but for what the person may not withdraw."""
    descendants = bool(request.POST.get("include_descendants"))
    for other in live_translations(page):
        if other.pk in ticked(request) and other.permissions_for_user(request.user).can_unpublish():
            UnpublishPageAction(other, user=request.user, include_descendants=descendants).execute()


def tell_what_is_left(request: HttpRequest, page: Page) -> None:
    gone = list(page.get_translations().filter(pk__in=ticked(request), live=False))
    if gone:
        words = ngettext("%(count)d translation went along.", "%(count)d translations went along.", len(gone))
        messages.info(request, words % {"count": len(gone)})
    if left := pages_leading_to([page, *gone]).count():
        words = ngettext(
            "%(count)d page still has a link to it: it is listed under “To keep right”.",
            "%(count)d pages still have a link to it: they are listed under “To keep right”.",
            left,
        )
        messages.warning(request, words % {"count": left})


def ticked(request: HttpRequest) -> set[int]:
    return {
        int(key) for key in request.POST.getlist("translations") if key.isascii() and key.isdigit() and len(key) < 10
    }


class WithdrawManyForm(DefaultPageForm):
    include_descendants = forms.BooleanField(required=False, label=_("Withdraw the pages below them too"))
    include_translations = forms.BooleanField(required=False, label=_("Withdraw their translations too"))


class WithdrawMany(UnpublishBulkAction):
    """The same for several pages that were ticked in a list."""

    template_name = "kb_pages/admin/withdraw_many.html"
    form_class = WithdrawManyForm

    def object_context(self, page: Page) -> dict[str, Any]:
        translations = [found for found in live_translations(page) if self.check_perm(found)]
        user = self.request.user
        return super().object_context(page) | {"translations": translations, "leading": leading([page], user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["has_translations"] = any(item["translations"] for item in context["items"])
        for name, is_asked in (
            ("include_descendants", context["has_live_descendants"]),
            ("include_translations", context["has_translations"]),
        ):
            if not is_asked:
                del context["form"].fields[name]
        return context

    def get_execution_context(self) -> dict[str, Any]:
        chosen = self.cleaned_form.cleaned_data
        return super().get_execution_context() | {"include_translations": chosen["include_translations"]}

    @classmethod
    def execute_action(
        cls, objects: list[Page], *, include_translations: bool = False, permission_checker: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        if include_translations:
            chosen = {page.pk for page in objects}
            found = {other.pk: other for page in objects for other in live_translations(page) if other.pk not in chosen}
            objects = [*objects, *(page for page in found.values() if permission_checker(page))]
        return super().execute_action(objects, permission_checker=permission_checker, **kwargs)
