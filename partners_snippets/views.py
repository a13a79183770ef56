import hashlib
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.page_store.notes import keep
from clairdroit.partners_snippets import conf, directory, map_points
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.filters import named, offered, state_of
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import audience_of
from clairdroit.partners_snippets.presentation import max_age, page_context, present
from clairdroit.territories.place import PARAMETER, place_query, reader_commune

PER_PAGE = 20
MOST_ON_MAP = 300


@require_safe
def partner_directory(request: HttpRequest) -> HttpResponse:
    """Who to turn to: a list first. Everything is in the address, so that it can be kept, printed and sent."""
    now = timezone.now()
    commune = reader_commune(request)
    state = state_of(request)
    found = directory.find(state.values, commune, now)
    state = named(state, found)
    page = Paginator(found.pks, PER_PAGE).get_page(request.GET.get("page"))
    pks = list(page.object_list)
    partners = {partner.pk: partner for partner in Partner.objects.with_page_data().filter(pk__in=pks)}
    records = [present(partners[pk], Audience.PUBLIC, commune=commune, at=now) for pk in pks if pk in partners]
    context = {
        "crumbs": [(_("Who to turn to"), "")],
        "state": state,
        "choices": offered(state, found),
        "carried": state.fields("text", "kind", "km"),
        "found": found,
        "page": page,
        "partners": records,
        # Of a large directory without a commune no part is worth a map.
        "has_map": "open_now" in found.counts and any(_on_map(record) for record in records),
        **_map_settings(),
    }
    keep(request, parameters={"page", *(facet.parameter for facet in state.facets)})
    response = render(request, "partners_snippets/directory.html", context)
    patch_cache_control(response, public=True, max_age=max_age(records, now))
    return response


@require_safe
def partner_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One partner. The number finds it; an old or mistyped name leads on to the right address."""
    partner: Partner = get_object_or_404(Partner.objects.live().with_page_data(), pk=pk)
    if slug != partner.slug:
        url = reverse("clairdroit_partners_snippets:partner", args=[partner.slug, partner.pk])
        return redirect(f"{url}?{urlencode(request.GET)}" if request.GET else url, permanent=True)
    now = timezone.now()
    audience = audience_of(request)
    context = page_context(partner, request, audience=audience)
    response = render(request, "partners_snippets/partner.html", context)
    if audience == Audience.PROFESSIONAL:
        patch_cache_control(response, private=True, no_store=True)
    else:
        keep(request, parameters={PARAMETER})
        patch_cache_control(response, public=True, max_age=max_age([context["partner"]], now))
    return response


@require_safe
def map_data(request: HttpRequest) -> HttpResponse:
    """The places of the directory's list as points. Whoever asks, it holds what everyone may see."""
    now = timezone.now()
    commune = reader_commune(request)
    found = directory.find(state_of(request).values, commune, now, is_counted=False)
    points, changes = map_points.points(list(found.pks[:MOST_ON_MAP]), at=now, query=place_query(commune))
    shown = points[: map_points.MOST_POINTS]
    here = None
    if commune and commune.latitude is not None:
        here = {"name": commune.name, "lat": commune.latitude, "lon": commune.longitude}
    has_more = found.total > MOST_ON_MAP or len(points) > len(shown)
    response = JsonResponse(
        {"points": shown, "here": here, "more": has_more}, json_dumps_params={"separators": (",", ":")}
    )
    patch_cache_control(response, public=True, max_age=max_age([{"changes_at": min(changes, default=None)}], now))
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    # As much work, and no bytes: what is open changes with the clock and not with the records.
    return get_conditional_response(request, etag=etag, response=response) or response


def _on_map(record: dict[str, Any]) -> bool:
    return any(place["latitude"] is not None for place in record["places"])


def _map_settings() -> dict[str, str]:
    return {
        "map_tiles_url": conf.map_tiles_url(),
        "map_tiles_attribution": conf.map_tiles_attribution(),
    }
