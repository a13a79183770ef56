from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clairdroit.search import registry
from clairdroit.search.addresses import localized, typed_text, with_place
from clairdroit.search.suggestions import HEADING, MAX_TEXT_LENGTH, QUERY, suggest

# Seconds: a page published meanwhile is found by the search at once.
MAX_AGE = 300


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def suggestions(request: HttpRequest) -> HttpResponse:
    """What search.js shows below the box: the answer depends on the address alone."""
    text = typed_text(request, MAX_TEXT_LENGTH)
    commune = request.GET.get("commune", "")
    place = registry.place_of(commune, request) if commune and text else None
    language = get_language() or settings.LANGUAGE_CODE
    headings = registry.headings(request) if text else []
    found = suggest(text, language=language, place=place, on=timezone.localdate(), headings=headings)
    kinds = {HEADING: pgettext("suggestion", "topic"), QUERY: pgettext("suggestion", "often searched")} | {
        source.kind: str(source.label) for source in registry.sources
    }
    return JsonResponse(
        {
            "announcement": _announcement(len(found)) if text else "",
            "suggestions": [
                {
                    "label": each.label,
                    "note": each.place or capfirst(kinds.get(each.kind, "")),
                    "url": with_place(localized(each.url_path, is_translated=each.is_translated), place),
                    "language": each.language if each.language != language else "",
                }
                for each in found
            ],
        }
    )


def _announcement(count: int) -> str:
    """Said by a screen reader when the list has opened."""
    if not count:
        return gettext("No suggestion.")
    told = ngettext("%(count)d suggestion.", "%(count)d suggestions. Use the arrow keys.", count)
    return told % {"count": count}
