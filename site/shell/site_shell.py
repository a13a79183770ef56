"""What the header, the footer and the error pages need to know of the site; each value is read once, if shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from clairdroit.territories.place import reader_commune, url_with_place

PAGES = "clairdroit_kb_pages"


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
    """One per request. `kb_pages` is looked up by label, so that a site without our page tree keeps its shell."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def identity(self) -> Any:
        """The town's settings (`kb_pages.SiteIdentity`); None where that application or the site is missing."""
        try:
            model = apps.get_model(PAGES, "SiteIdentity")
        except LookupError:
            return None
        site = Site.find_for_request(self.request)
        return model.for_request(self.request) if site else None

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
        """The eight doors, in the tree's order."""
        try:
            model = apps.get_model(PAGES, "HeadingPage")
        except LookupError:
            return []
        if self._home is None:
            return []
        pages = model.objects.live().child_of(self._home).select_related("locale").order_by("path")
        return [self._page_link(page) for page in pages]

    @cached_property
    def canonical_url(self) -> str:
        """The page's own address: without the reader's commune, which changes nothing of what the page is about."""
        return self.request.build_absolute_uri(self.request.path)

    @property
    def report_path(self) -> str:
        """The address an error report would name; none where the address is itself a secret (signed links)."""
        match = self.request.resolver_match
        return "" if match is not None and "clairdroit_questions" in match.namespaces else self.request.path

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
        translations = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None)
        return list(translations.exclude(pk=page.pk).select_related("locale"))

    def _in_language(self, code: str, page: Page) -> str:
        match = self.request.resolver_match
        if match is not None and match.url_name != "wagtail_serve":
            return translate_url(self.request.get_full_path(), code)
        return url_with_place(self._page_link(page).url, reader_commune(self.request))

    @cached_property
    def _home(self) -> Page | None:
        """The home page in the reader's language."""
        site = Site.find_for_request(self.request)
        if site is None:
            return None
        root = site.root_page
        if self.page is not None and self.page.locale_id == root.locale_id:
            root.locale = self.page.locale
            return root
        return root.localized

    @cached_property
    def _menu(self) -> dict[str, list[PageLink]]:
        """The home page's children that stand in menus, by the name of their type: one query for header and footer."""
        links: dict[str, list[PageLink]] = {}
        if self._home is None:
            return links
        root = Site.find_for_request(self.request).root_page
        children = Q()
        for home in {self._home, root}:
            children |= Q(path__startswith=home.path, depth=home.depth + 1)
        pages = Page.objects.live().filter(children, content_type__app_label=PAGES, alias_of=None)
        by_kind: dict[str, list[Page]] = {}
        for page in pages.select_related("content_type", "locale").order_by("path"):
            if page.content_type.model != "informationpage" or page.show_in_menus:
                by_kind.setdefault(page.content_type.model, []).append(page)
        for kind, found in by_kind.items():
            own = [page for page in found if page.locale_id == self._home.locale_id]
            links[kind] = [self._page_link(page) for page in own or found]
        return links

    def _page_link(self, page: Page) -> PageLink:
        language = page.locale.language_code
        spoken = "" if self._home is None or page.locale_id == self._home.locale_id else language
        return PageLink(page.title, page.get_url(self.request) or "/", getattr(page, "key", ""), spoken)
