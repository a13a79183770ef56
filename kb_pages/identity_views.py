"""The town's colours as a stylesheet: made of its address alone, so that any cache may keep it and no row is read."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from clairdroit.kb_pages import colours

VERSION = re.compile(r"(x|[0-9a-f]{6})-(x|[0-9a-f]{6})")
DAY = 86_400


@require_safe
def identity_colours(request: HttpRequest) -> HttpResponse:
    """404 for colours that no town could have chosen: nobody makes the site unreadable by a link."""
    found = VERSION.fullmatch(request.GET.get("v", ""))
    if found is None:
        raise Http404
    link, accent = ("" if each == "x" else f"#{each}" for each in found.groups())
    if not all(colours.is_readable(each) for each in (link, accent) if each):
        raise Http404
    # Only digits of the address reach the style sheet: no text of anybody's could.
    response = HttpResponse(colours.stylesheet(link=link, accent=accent), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
