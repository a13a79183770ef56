from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from clairdroit.territories.managers import MAX_TEXT
from clairdroit.territories.models import Commune
from clairdroit.territories.place import clear_choice, url_with_place


@require_safe
def choose_commune(request: HttpRequest) -> HttpResponse:
    """Where the commune form leads: straight back when the text is clear, else a list to choose from."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    next_url = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(next_url, {request.get_host()}, request.is_secure()):
        next_url = "/"
    found = Commune.objects.lookup(text) if text else []
    choice = clear_choice(text, found)
    if choice:
        return HttpResponseRedirect(url_with_place(next_url, choice))
    return render(
        request,
        "territories/choose_commune.html",
        {
            "text": text,
            "next_url": next_url,
            "without_place_url": url_with_place(next_url, None),
            "choices": [(commune, url_with_place(next_url, commune)) for commune in found],
        },
    )
