from typing import Any

from django.utils.html import escape
from wagtail.models import Page, Site
from wagtail.rich_text.pages import PageLinkHandler


class OnePassPageLinkHandler(PageLinkHandler):
    """Links between pages, read together and without their bodies: an address needs neither.

    A link leads to the page that its author chose: each language's text has links of its own. What is not published,
    not yet or no longer, is plain text: the reader is led to no page that is not found.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Any]:
        ids = [attrs.get("id") for attrs in attrs_list]
        found = {str(page.pk): page for page in Page.objects.filter(pk__in=ids, live=True).select_related("locale")}
        return [found.get(str(pk)) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = cls.get_many(attrs_list)
        root_paths = Site.get_site_root_paths()
        for page in filter(None, pages):
            page._wagtail_cached_site_root_paths = root_paths  # read once for all the links of a text
        urls = [page.url if page else None for page in pages]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
