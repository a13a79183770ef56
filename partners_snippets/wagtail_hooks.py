from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.models import register_snippet

from clairdroit.partners_snippets.models import Partner, PartnerKind
from clairdroit.partners_snippets.permissions import kept_by_others
from clairdroit.partners_snippets.viewsets import PartnersGroup

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

register_snippet(PartnersGroup)


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_others_need(request: HttpRequest, instances: list[Model]) -> HttpResponse | None:
    """One and many at once: Wagtail itself would end in an error page, and only after the question "are you sure"."""
    ours = [instance for instance in instances if isinstance(instance, Partner | PartnerKind)]
    refused = [instance for instance in ours if kept_by_others(instance)]
    for instance in refused:
        if isinstance(instance, Partner):
            sentence = _(
                "“%(name)s” cannot be deleted: questions have been sent to it, and their history needs it. "
                "Unpublish it instead: readers no longer see it."
            )
        else:
            sentence = _("“%(name)s” cannot be deleted: partners are of this kind. Give them another kind first.")
        messages.error(request, sentence % {"name": instance})
    if not refused:
        return None
    urls = AdminURLFinder(request.user)
    return redirect(urls.get_edit_url(refused[0]) or "wagtailadmin_home")
