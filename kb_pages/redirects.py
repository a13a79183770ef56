"""Addresses of pages that were renamed or moved, and of the site that a town had before."""

from django.core.exceptions import DisallowedRedirect
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from clairdroit.territories.place import reader_commune, url_with_place


class PlaceRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects without losing the reader's place; in the place of Wagtail's own in MIDDLEWARE."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            answer = super().process_response(request, response)
        except DisallowedRedirect:
            # To `mailto:` or the like, which no browser is led to: the page is not there, as without that redirect.
            return response
        if answer is response:
            return answer
        # Django’s check knows what browsers make of “////elsewhere”.
        # A commune's code is for our own pages: another site is not told where the reader lives.
        is_ours = url_has_allowed_host_and_scheme(answer["Location"], {request.get_host()})
        if is_ours and (commune := reader_commune(request)):
            answer["Location"] = url_with_place(answer["Location"], commune)
        return answer


def leads_on(request: HttpRequest) -> bool:
    """Whether a redirect is kept for this address."""
    return get_redirect(request, Redirect.normalise_path(request.path, decode_unicode=False)) is not None
