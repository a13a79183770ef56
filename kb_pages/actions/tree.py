from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from clairdroit.kb_pages import first_content
from clairdroit.kb_pages.models import EventIndexPage, HeadingPage, HomePage, NewsIndexPage, SitePage
from clairdroit.taxonomy.enums import Heading

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass
class Tree:
    """The pages a site cannot do without; `made` says which of them this run created."""

    site: Site
    home: HomePage
    headings: dict[str, HeadingPage]
    news_index: NewsIndexPage
    event_index: EventIndexPage
    made: list[str] = field(default_factory=list)


@transaction.atomic
def build_tree(*, base_url: str = "", site_name: str = "", user: Any = None) -> Tree:
    """Create the home page, the eight headings and the two indexes where they are missing.

    What exists keeps its words, its address and its place, whatever an editor has made of it. `base_url`
    ("https://droits.ville.fr") sets the site's address; without it an existing site keeps its own.
    """
    locale = Locale.get_default()
    made: list[str] = []
    # The first words are the site's, whatever language the terminal speaks.
    with translation.override(locale.language_code):
        _name_root()
        home = _home(locale, made, user)
        headings = {key: _heading(home, key, made, user) for key in Heading.values}
        news_index = _index(home, NewsIndexPage, first_content.news_index(), made, user)
        event_index = _index(home, EventIndexPage, first_content.event_index(), made, user)
    site = _site(home, base_url, site_name, made)
    _drop_welcome_page(home)
    return Tree(site, home, headings, news_index, event_index, made)


def _name_root() -> None:
    """Wagtail's own name for what is above all pages is English, and the first thing that editors see of the tree."""
    Page.objects.filter(depth=1, title="Root").update(title=_("All pages"), draft_title=_("All pages"))


def _home(locale: Locale, made: list[str], user: Any) -> HomePage:
    existing = HomePage.objects.filter(locale=locale).order_by("path").first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    return _add(root, HomePage(locale=locale, **first_content.home()), made, user)


def _heading(home: HomePage, key: str, made: list[str], user: Any) -> HeadingPage:
    existing = HeadingPage.objects.child_of(home).filter(key=key).first()
    if existing is not None:
        return existing
    return _add(home, HeadingPage(locale=home.locale, key=key, **first_content.heading(key)), made, user)


def _index(home: HomePage, model: type[SitePage], content: dict[str, str], made: list[str], user: Any) -> Any:
    existing = model._default_manager.child_of(home).first()
    if existing is not None:
        return existing
    return _add(home, model(locale=home.locale, **content), made, user)


def _add(parent: Page, page: SitePage, made: list[str], user: Any) -> Any:
    page.owner = user
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    # With a revision: the editor opens the newest one, and the history begins with it.
    page.save_revision(user=user).publish(user=user)
    made.append(page.title)
    # Read again: `publish` changes another instance of the row.
    return type(page).objects.get(pk=page.pk)


def _site(home: HomePage, base_url: str, site_name: str, made: list[str]) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", is_default_site=True)
        made.append("Site")
    # Wagtail's own fixture roots the site at its welcome page.
    site.root_page = home.page_ptr
    if base_url:
        site.hostname, site.port = _host_and_port(base_url)
    if site_name or not site.site_name:
        site.site_name = site_name or first_content.site_name()
    site.save()
    return site


def record_address(base_url: str) -> None:
    """Give the default site this address, where it has another: feeds and mails name it."""
    host, port = _host_and_port(base_url)
    for site in Site.objects.filter(is_default_site=True).exclude(hostname=host, port=port):
        site.hostname, site.port = host, port
        site.save()


def _host_and_port(base_url: str) -> tuple[str, int]:
    address = urlsplit(base_url)
    return address.hostname or "localhost", address.port or DEFAULT_PORTS.get(address.scheme, 80)


def _drop_welcome_page(home: HomePage) -> None:
    """Wagtail's first migration leaves a page that says welcome; it goes when nobody has made anything of it."""
    for page in Page.objects.filter(depth=2, content_type__model="page", slug="home").exclude(pk=home.pk):
        if page.is_leaf() and not page.sites_rooted_here.exists() and page.latest_revision_id is None:
            page.delete()
