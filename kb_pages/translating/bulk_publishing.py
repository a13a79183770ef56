"""Publishing several pages that were ticked in a list: those that are half translated only where it was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from clairdroit.kb_pages.translating.acceptances import accept_half
from clairdroit.kb_pages.translating.missing import half


class PublishManyForm(DefaultPageForm):
    include_descendants = forms.BooleanField(required=False, label=_("Publish the pages below them too"))
    include_half = forms.BooleanField(
        required=False,
        label=_("Publish those that are not translated whole too: readers get the rest as it was written"),
    )


class PublishMany(PublishBulkAction):
    template_name = "kb_pages/admin/publish_many.html"
    form_class = PublishManyForm

    def object_context(self, page: Page) -> dict[str, Any]:
        below = [found for found in drafts_below(page) if half(found)]
        return super().object_context(page) | {"half": half(page.specific), "half_below": below}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        has_half = any(item["half"] or item["half_below"] for item in context["items"])
        for name, is_asked in (("include_descendants", context["has_draft_descendants"]), ("include_half", has_half)):
            if not is_asked:
                # A box that changes nothing is not asked.
                del context["form"].fields[name]
        context["asks_more"] = bool(context["form"].fields)
        return context

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | {"view": self}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        *,
        view: Any = None,
        include_descendants: bool = False,
        user: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        takes_half = view.cleaned_form.cleaned_data["include_half"]
        chosen = [page.specific for page in objects]
        below = [each for page in objects for each in drafts_below(page)] if include_descendants else []
        # Wagtail has checked what was ticked, not what lies below it.
        below = [page for page in below if page.permissions_for_user(user).can_publish()]
        left = 0
        for pages in (chosen, below):
            for page in [each for each in pages if half(each)]:
                if takes_half:
                    accept_half(thing=page, revision=page.get_latest_revision(), user=user)
                else:
                    pages.remove(page)
                    left += 1
        # Each on its own: Wagtail would publish all that lies below.
        done, with_them = (super(PublishMany, cls).execute_action(pages, user=user)[0] for pages in (chosen, below))
        tell_what_waits(view.request, left)
        return done, with_them


def drafts_below(page: Page) -> list[Page]:
    return list(page.get_descendants().not_live().specific())


def tell_what_waits(request: Any, left: int) -> None:
    if left:
        words = ngettext(
            "%(count)d page was not published: some of its passages are not translated.",
            "%(count)d pages were not published: some of their passages are not translated.",
            left,
        )
        messages.warning(request, words % {"count": left})
