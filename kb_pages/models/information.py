from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clairdroit.kb_pages.blocks import NewsBody
from clairdroit.kb_pages.models.base import SitePage
from clairdroit.kb_pages.models.settings import SiteIdentity


class InformationPage(SitePage):
    """A page about the site itself: legal notice, accessibility. In the footer when “in menus” is ticked."""

    summary = models.CharField(_("summary in one sentence"), max_length=240, blank=True)
    body = StreamField(NewsBody(), verbose_name=_("body"), blank=True, use_json_field=True)

    parent_page_types = ["clairdroit_kb_pages.HomePage"]
    subpage_types: list[str] = []
    show_in_menus_default = True
    template = "kb_pages/information_page.html"

    content_panels = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        identity = SiteIdentity.for_request(request)
        return context | {"site_says": identity.said_on(self) if identity is not None else []}

    @property
    def lead(self) -> str:
        return self.summary
