from django.http import HttpRequest
from wagtail.models import Site

from clairdroit.kb_pages.models import SiteIdentity


def site_identity(request: HttpRequest | None = None) -> SiteIdentity:
    """What the site says of itself; mails have no request, and take the default site's words.

    With a request it is the row that the header reads: one query for both.
    """
    if request is not None and Site.find_for_request(request):
        return SiteIdentity.for_request(request)
    return SiteIdentity.of_default_site()
