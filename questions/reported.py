"""What stands at an address of this site that a reader reported, and where an editor would correct it."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from clairdroit.comarquage.models import OfficialSheet
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.partners_snippets.models import Partner

PARTNER, SHEET, GLOSSARY = (
    "clairdroit_partners_snippets:partner",
    "clairdroit_comarquage:sheet",
    "clairdroit_glossary:words",
)
# A page, and a file that belongs to one (a feed, a calendar): it stands one step above.
PAGE, PAGE_FILE = "wagtail_serve", "clairdroit_kb_pages:file"


class Correction(NamedTuple):
    """`url` is empty where nobody here may change what stands there, or this person may not."""

    title: str
    url: str


def corrections(addresses: Iterable[str], user: Any) -> dict[str, Correction]:
    """Of each address whose place is known; a few queries, however many there are."""
    matches = {address: match for address in set(addresses) if (match := _match(address))}
    names = {address: match.view_name for address, match in matches.items()}
    things = _partners(matches, names) | _sheets(matches, names) | _pages(matches, names)
    finder = AdminURLFinder(user)
    found = {
        address: Correction(get_latest_str(thing), finder.get_edit_url(thing) or "")
        for address, thing in things.items()
    }
    words = _glossary(user)
    return found | {address: words for address, name in names.items() if name == GLOSSARY}


def _match(address: str) -> ResolverMatch | None:
    """In the language that the address names; the commune after the question mark changes nothing."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    if not path.startswith("/") or not path.isprintable():
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        # As readers type it, and as the site answers.
        for written in (path, f"{path}/"):
            try:
                match = resolve(written)
            except Resolver404:
                continue
            match.path, match.language = path, language  # type: ignore[attr-defined]
            return match
    return None


def _partners(matches: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    asked = {address: matches[address].kwargs["pk"] for address, name in names.items() if name == PARTNER}
    known = Partner.objects.in_bulk(asked.values()) if asked else {}
    return {address: known[pk] for address, pk in asked.items() if pk in known}


def _sheets(matches: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    asked = {address: matches[address].kwargs["sheet_id"] for address, name in names.items() if name == SHEET}
    known = OfficialSheet.objects.in_bulk(asked.values()) if asked else {}
    return {address: known[pk] for address, pk in asked.items() if pk in known}


def _pages(matches: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Whether or not they are public still; a page that moved is found by the redirect from where it stood."""
    asked = {address: _page_path(matches[address]) for address, name in names.items() if name in (PAGE, PAGE_FILE)}
    if not asked:
        return {}
    homes = _homes()
    wanted = {
        address: [home + path for home in homes.get(matches[address].language, ())] for address, path in asked.items()
    }
    paths = {path for each in wanted.values() for path in each}
    known = {page.url_path: page for page in Page.objects.filter(url_path__in=paths).order_by("-pk")}
    found = {address: known[path] for address, each in wanted.items() for path in reversed(each) if path in known}
    return found | _moved({address: matches[address].path for address in asked.keys() - found.keys()})


def _page_path(match: Any) -> str:
    """Below the home page, as `url_path` ends: "logement/louer/", or nothing."""
    path = match.args[0] if match.args else ""
    if match.view_name == PAGE_FILE:
        path = path.rpartition("/")[0] + "/"
    return path if not path or path.endswith("/") else f"{path}/"


def _homes() -> dict[str, list[str]]:
    """The paths of the home pages in each language, the default site's first: a report names no site."""
    homes: dict[str, list[str]] = {}
    for site in Site.objects.order_by("-is_default_site", "pk").select_related("root_page"):
        for home in site.root_page.get_translations(inclusive=True).select_related("locale"):
            homes.setdefault(home.locale.language_code, []).append(home.url_path)
    return homes


def _moved(addresses: dict[str, str]) -> dict[str, Any]:
    asked = {address: Redirect.normalise_path(path) for address, path in addresses.items()}
    if not asked:
        return {}
    rows = Redirect.objects.filter(old_path__in=asked.values(), redirect_page__isnull=False)
    known = {row.old_path: row.redirect_page for row in rows.select_related("redirect_page")}
    return {address: known[path] for address, path in asked.items() if path in known}


def _glossary(user: Any) -> Correction:
    """The page of all hard words: which one is meant stands in the report."""
    allowed = any(user.has_perm(f"clairdroit_glossary.{action}_glossaryentry") for action in ("change", "view"))
    url = reverse(GlossaryEntry.snippet_viewset.get_url_name("list")) if allowed else ""
    return Correction(gettext("The hard words"), url)
