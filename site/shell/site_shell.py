"""What the header, the footer and the error pages need to know of the site; each value is read once, if shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from clairdroit.mail.shown_keys import is_key_address
from clairdroit.shell.own_access import own_access
from clairdroit.shell.site_tree import is_public, tree_of
from clairdroit.territories.place import reader_commune, url_with_place


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str


@dataclass(frozen=True)
class PageLink:
    title: str
    url: str
    key: str = ""
    language: str = ""
    """Of the page, where it is not the reader's."""


class SiteShell:
    """One per request: `shell_of`."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.tree = tree_of(request)

    @property
    def own_access_url(self) -> str:
        try:
            return reverse(own_access.filled) if own_access.filled else ""
        except NoReverseMatch:  # a host may leave its addresses out
            return ""

    @property
    def identity(self) -> Any:
        """The town's settings (`kb_pages.SiteIdentity`); None where that application or the site is missing."""
        return self.tree.identity

    @property
    def identity_language(self) -> str:
        """Of the name and the tagline, which the town writes once; "" where it is the reader’s."""
        return "" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE

    @cached_property
    def home_url(self) -> str:
        return self._page_link(self._home).url if self._home else "/"

    @property
    def news_url(self) -> str:
        links = self._menu.get("newsindexpage")
        return links[0].url if links else ""

    @property
    def information_pages(self) -> list[PageLink]:
        """Accessibility, privacy, legal notice: what the town wrote about the site itself."""
        return self._menu.get("informationpage", [])

    @cached_property
    def headings(self) -> list[PageLink]:
        """The eight headings, in the tree's order."""
        below = self.tree.below(self._home) if self._home else []
        return [self._page_link(page) for page in below if page.content_type.model == "headingpage"]

    @cached_property
    def canonical_url(self) -> str:
        """The page's own address: without the reader's commune, which changes nothing of what the page is about."""
        return self.request.build_absolute_uri(self.request.path)

    @property
    def report_path(self) -> str:
        """The address an error report would name; none where the address is itself a secret (signed links), also one
        that a mail program has lengthened, and that leads nowhere."""
        match = self.request.resolver_match
        is_a_form = match is not None and "clairdroit_questions" in match.namespaces
        return "" if is_a_form or is_key_address(self.request.path) else self.request.path

    @cached_property
    def page(self) -> Page | None:
        """The page of the tree that the address leads to; None for the other applications' views."""
        match = self.request.resolver_match
        if match is None or match.url_name != "wagtail_serve":
            return None
        return Page.find_for_request(self.request, self.request.path)

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same page in the other languages, where it is live there; other views, where the home page is."""
        if self._home is None or len(settings.LANGUAGES) < 2:
            return []
        names = dict(settings.LANGUAGES)
        translations = {page.locale.language_code: page for page in self._translations}
        return [
            LanguageLink(code, get_language_info(code)["name_local"].capitalize(), self._in_language(code, page))
            for code, page in translations.items()
            if code in names
        ]

    @property
    def _translations(self) -> list[Page]:
        page = self.page or self._home
        if page is None:
            return []
        if (known := getattr(page, "other_languages", None)) is not None:
            return known  # one of our pages, whose own template lists them too
        if page == self._home and self.tree.site is not None:
            homes = self.tree.homes(self.tree.site)
            others = [home for home in homes if home.live and home.alias_of_id is None and home.pk != page.pk]
            return [home for home in others if is_public(home)]
        translations = Page.objects.live().public().filter(translation_key=page.translation_key, alias_of=None)
        return list(translations.exclude(pk=page.pk).select_related("locale"))

    def _in_language(self, code: str, page: Page) -> str:
        match = self.request.resolver_match
        if match is not None and match.url_name != "wagtail_serve":
            return translate_url(self.request.get_full_path(), code)
        return url_with_place(self._page_link(page).url, reader_commune(self.request))

    @property
    def _home(self) -> Page | None:
        """The home page in the reader's language."""
        return self.tree.home

    @cached_property
    def _menu(self) -> dict[str, list[PageLink]]:
        """The home page's children that stand in menus, by the name of their type, for header and footer."""
        if self._home is None or self.tree.site is None:
            return {}
        by_kind: dict[str, list[Page]] = {}
        for home in dict.fromkeys([self._home, self.tree.site.root_page]):
            for page in self.tree.below(home):
                if page.content_type.model != "informationpage" or page.show_in_menus:
                    by_kind.setdefault(page.content_type.model, []).append(page)
        links: dict[str, list[PageLink]] = {}
        for kind, found in by_kind.items():
            own = [page for page in found if page.locale_id == self._home.locale_id]
            links[kind] = [self._page_link(page) for page in own or found]
        return links

    def _page_link(self, page: Page) -> PageLink:
        self.tree.share_addresses()
        language = page.locale.language_code
        spoken = "" if self._home is None or page.locale_id == self._home.locale_id else language
        return PageLink(page.title, page.get_url(self.request) or "/", getattr(page, "key", "") or "", spoken)


def shell_of(request: HttpRequest) -> SiteShell:
    if not hasattr(request, "_site_shell"):
        setattr(request, "_site_shell", SiteShell(request))  # noqa: B010 – kept on the request, as `tree_of` does
    return getattr(request, "_site_shell")  # noqa: B009
