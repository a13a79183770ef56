from typing import Any

from django.utils.html import escape
from wagtail.models import Page, Site
from wagtail.rich_text.pages import PageLinkHandler


class OnePassPageLinkHandler(PageLinkHandler):
    """Links between pages, read together and without their bodies: an address needs neither.

    A link leads to the page that its author chose: each language's text has links of its own.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Any]:
        ids = [attrs.get("id") for attrs in attrs_list]
        found = {str(page.pk): page for page in Page.objects.filter(pk__in=ids).select_related("locale")}
        return [found.get(str(pk)) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = cls.get_many(attrs_list)
        root_paths = Site.get_site_root_paths()
        for page in filter(None, pages):
            page._wagtail_cached_site_root_paths = root_paths  # read once for all the links of a text
        return [f'<a href="{escape(page.url or "")}">' if page else "<a>" for page in pages]
