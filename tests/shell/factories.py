"""A small site to stand the shell on: a home page, its news, a page in the footer."""

from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from clairdroit.kb_pages.models import HeadingPage, HomePage, InformationPage, NewsIndexPage


def site_with_a_home_page() -> HomePage:
    # A test of the browser empties the tables, what migrations put there included.
    Locale.objects.get_or_create(language_code="fr")
    root = Page.objects.filter(depth=1).first() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", headline="Quel est votre besoin ?"))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="Essai")
    return home


def add(parent: Page, model: type[Page], title: str, **fields: object) -> Page:
    return parent.add_child(instance=model(title=title, slug=slugify(title), **fields))


def news_index(home: HomePage) -> Page:
    return add(home, NewsIndexPage, "Actualités")


def footer_page(home: HomePage, title: str = "Vos données") -> Page:
    return add(home, InformationPage, title, show_in_menus=True)


def heading(home: HomePage, key: str, title: str) -> Page:
    return add(home, HeadingPage, title, key=key)


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def in_english(page: Page, title: str) -> Page:
    copy = page.copy_for_translation(english(), copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    return copy
