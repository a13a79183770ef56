from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.breadcrumbs import way_from_home
from clairdroit.help_pages.pages import all_pages


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request, "help_pages/contents.html", {"pages": all_pages(), "breadcrumbs_items": way_from_home(here=_("Help"))}
    )


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    pages = all_pages()
    shown = next((one for one in pages if one.slug == slug), None)
    if shown is None:
        raise Http404
    return TemplateResponse(
        request,
        "help_pages/page.html",
        {
            "shown": shown,
            "text": shown.text(),
            "others": [one for one in pages if one is not shown],
            "breadcrumbs_items": way_from_home(
                (_("Help"), reverse("clairdroit_help_pages:contents")), here=shown.title
            ),
        },
    )
