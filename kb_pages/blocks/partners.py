from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from clairdroit.kb_pages.blocks import previews
from clairdroit.partners_snippets.enums import Audience


class PartnerChooserBlock(SnippetChooserBlock):
    """Reads all the partners of an article together, with what their cards show."""

    def __init__(self, target_model: str = "clairdroit_partners_snippets.Partner", **kwargs: Any) -> None:
        super().__init__(target_model, **kwargs)

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """For migrations: what the database holds is that of Wagtail's block, and this class may move."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args or ("clairdroit_partners_snippets.Partner",), kwargs

    def bulk_to_python(self, values: Iterable[int | None]) -> list[models.Model | None]:
        found = self.model_class.objects.with_page_data(Audience.PUBLIC)
        # A partner that was deleted stays in the list as None: the block shows the others.
        by_id = found.in_bulk([value for value in values if value is not None])
        return [by_id.get(value) for value in values]


class PartnersBlock(blocks.StructBlock):
    """Who to turn to, by reference: telephone, address and hours are those of the partner's record."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    partners = blocks.ListBlock(PartnerChooserBlock(label=_("Partner")), min_num=1, label=_("Partners"))

    class Meta:
        icon = "group"
        label = _("Who to turn to")
        description = _("Partners to call or visit: telephone, address and hours come from their records.")
        template = "kb_pages/blocks/partners.html"
        preview_value = staticmethod(previews.partners)
