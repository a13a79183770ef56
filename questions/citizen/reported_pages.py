"""What stands at an address of this site that a reader reported, and where an editor would correct it."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
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


class Place(NamedTuple):
    """What an address names: the view behind it, with what the address gives it."""

    view: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    path: str
    language: str


def corrections(addresses: Iterable[str], user: Any) -> dict[str, Correction]:
    """Of each address whose place is known; a few queries, however many there are."""
    places = {address: place for address in set(addresses) if (place := _place(address))}
    things = (
        _by_key(places, PARTNER, "pk", Partner) | _by_key(places, SHEET, "sheet_id", OfficialSheet) | _pages(places)
    )
    finder = AdminURLFinder(user)
    found = {
        address: Correction(get_latest_str(thing), finder.get_edit_url(thing) or "")
        for address, thing in things.items()
    }
    words = _glossary(user)
    return found | {address: words for address, place in places.items() if place.view == GLOSSARY}


def _place(address: str) -> Place | None:
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
            return Place(match.view_name, match.args, match.kwargs, path, language)
    return None


def _by_key(places: dict[str, Place], view: str, name: str, model: Any) -> dict[str, Any]:
    asked = {address: place.kwargs[name] for address, place in places.items() if place.view == view}
    known = model.objects.in_bulk(asked.values()) if asked else {}
    return {address: known[key] for address, key in asked.items() if key in known}


def _pages(places: dict[str, Place]) -> dict[str, Any]:
    """Whether or not they are public still; a page that moved is found by the redirect from where it stood."""
    asked = {address: place for address, place in places.items() if place.view in (PAGE, PAGE_FILE)}
    if not asked:
        return {}
    homes = _homes()
    wanted = {
        address: [home + _page_path(place) for home in homes.get(place.language, ())]
        for address, place in asked.items()
    }
    paths = {path for each in wanted.values() for path in each}
    known = {page.url_path: page for page in Page.objects.filter(url_path__in=paths).order_by("-pk")}
    found = {address: known[path] for address, each in wanted.items() for path in reversed(each) if path in known}
    return found | _moved({address: asked[address].path for address in asked.keys() - found.keys()})


def _page_path(place: Place) -> str:
    """Below the home page, as `url_path` ends: "logement/louer/", or nothing."""
    path = place.args[0] if place.args else ""
    if place.view == PAGE_FILE:
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
