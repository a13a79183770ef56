"""Which site a request is for, and the top of its page tree: two queries, whoever asks and however often."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath


class SiteTree:
    """One per request: `tree_of`. A site without `kb_pages` has a tree too: of Wagtail's pages alone."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def sites(self) -> list[Site]:
        """All of them, with their first pages and what their towns say of themselves: seldom more than one."""
        model = identity_model()
        return list(Site.objects.select_related("root_page__locale", *([_accessor(model)] if model else [])))

    @cached_property
    def site(self) -> Site | None:
        """Kept where Wagtail looks for it, or taken from there when its own view has asked before."""
        if not hasattr(self.request, "_wagtail_site"):
            # Of the host as sent: an address refused by ALLOWED_HOSTS still gets an error page.
            request: Any = self.request
            host = split_domain_port(request._get_raw_host())[0]
            setattr(self.request, "_wagtail_site", site_for(self.sites, host, int(self.request.get_port())))  # noqa: B010
        known = Site.find_for_request(self.request)
        return next((site for site in self.sites if known and site.pk == known.pk), known)

    @cached_property
    def identity(self) -> Any:
        """The town's settings (`kb_pages.SiteIdentity`); None where that application or the site is missing."""
        model = identity_model()
        if model is None or self.site is None:
            return None
        name = model.get_cache_attr_name()
        if not hasattr(self.request, name) and (identity := getattr(self.site, _accessor(model), None)) is not None:
            identity._request = self.request
            setattr(self.request, name, identity)
        return model.for_request(self.request)

    @cached_property
    def pages(self) -> list[Page]:
        """The first page of each site in each language, and what stands right below this site’s, in tree order."""
        wanted = Q(translation_key__in={site.root_page.translation_key for site in self.sites})
        pages = Page.objects.all()
        if self.site is not None and has_pages():
            from clairdroit.kb_pages import menu

            wanted |= menu.below(self.site.root_page)
            pages = menu.with_menu_facts(pages, self.site.root_page)
        return list(pages.filter(wanted).select_related("locale", "content_type").order_by("path"))

    def share_addresses(self) -> None:
        """Gives Wagtail the addresses of all sites' trees, which it would ask its cache for: on a small site, that is
        a table of the database."""
        if not hasattr(self.request, "_wagtail_cached_site_root_paths"):
            setattr(self.request, "_wagtail_cached_site_root_paths", self.root_paths)  # noqa: B010

    @property
    def root_paths(self) -> list[SiteRootPath]:
        """As `Site.get_site_root_paths` gives them: the deepest first."""
        sites = sorted(self.sites, key=lambda site: (not site.is_default_site, site.hostname))
        # Sorted twice: Python's sort is stable, so the first order decides between equals.
        sites.sort(key=lambda site: site.root_page.url_path, reverse=True)
        return [
            SiteRootPath(site.pk, home.url_path, site.root_url, home.locale.language_code)
            for site in sites
            for home in self.homes(site)
        ]

    def homes(self, site: Site) -> list[Page]:
        """The site's first page in each language."""
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            return [site.root_page]
        return [page for page in self.pages if page.translation_key == site.root_page.translation_key]

    @cached_property
    def home(self) -> Page | None:
        """The live home page in the reader's language; the site's first page where that is not translated."""
        if self.site is None:
            return None
        try:
            language = get_supported_content_language_variant(get_language())
        except LookupError:
            language = ""
        homes = (home for home in self.homes(self.site) if home.live and home.locale.language_code == language)
        return next(homes, self.site.root_page)

    def below(self, home: Page) -> list[Page]:
        """The live pages right below one of this site's home pages, without those that are not for everybody."""
        return [page for page in self.pages if page.is_child_of(home) and is_public(page)]


def is_public(page: Page) -> bool:
    """Of the tree's own pages: they were asked for with this said, where the pages' application is installed."""
    return not getattr(page, "is_restricted", False)


def tree_of(request: HttpRequest) -> SiteTree:
    if not hasattr(request, "_site_tree"):
        setattr(request, "_site_tree", SiteTree(request))  # noqa: B010 – kept on the request, whose class does not know it
    return getattr(request, "_site_tree")  # noqa: B009


def site_for(sites: list[Site], hostname: str, port: int) -> Site | None:
    """As Wagtail chooses (`get_site_for_hostname`), among rows that are at hand already."""
    named = [site for site in sites if site.hostname == hostname]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in named if site.port == port), None)
    if exact or default in named:
        return exact or default
    return named[0] if len(named) == 1 else default


def has_pages() -> bool:
    return apps.is_installed("clairdroit.kb_pages")


def identity_model() -> Any:
    if not has_pages():
        return None
    from clairdroit.kb_pages.menu import SiteIdentity

    return SiteIdentity


def _accessor(model: Any) -> str:
    return model._meta.get_field("site").remote_field.get_accessor_name()
