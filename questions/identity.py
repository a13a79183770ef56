from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import Site

from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.partners_snippets.models import PartnerMember


def site_identity(request: HttpRequest | None = None) -> SiteIdentity:
    """What the site says of itself; mails have no request, and take the default site's words.

    With a request it is the row that the header reads: one query for both.
    """
    if request is not None and Site.find_for_request(request):
        return SiteIdentity.for_request(request)
    return SiteIdentity.of_default_site()


def name_of(user: Any) -> str:
    """For mails: a person by name, a team box as its partner; empty for whoever has none.

    Never the login: somebody else could try to sign in with it, and it tells the reader nothing.
    """
    if user is None:
        return ""
    box = PartnerMember.objects.filter(user=user, is_team_box=True).select_related("partner").first()
    if box is not None:
        return box.partner.name
    name = str(user.get_full_name()).strip() if hasattr(user, "get_full_name") else ""
    return "" if name == user.get_username() else name


def who_writes(user: Any) -> str:
    """The same for readers outside the team."""
    name = name_of(user)
    return gettext("%(name)s (team of the site)") % {"name": name} if name else gettext("the team of the site")
