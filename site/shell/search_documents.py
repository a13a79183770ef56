"""What the search shows beside its results of the site's shell. Loaded by the search alone."""

from django.http import HttpRequest

from clairdroit.search.api import HeadingLink, heading_providers
from clairdroit.shell.site_shell import shell_of


def headings(request: HttpRequest) -> list[HeadingLink]:
    """Those of the page's own menu, which is read once for each request."""
    return [HeadingLink(link.key, link.title, link.url) for link in shell_of(request).headings]


heading_providers.register(headings)
