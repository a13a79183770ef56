from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from clairdroit.glossary.enums import Source


class FeedPanel(Panel):
    """Where an imported entry comes from, and what the feed says where an editor has changed the text."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "glossary/admin/feed_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.feed_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["entry"] = self.instance
            context["is_from_feed"] = self.instance.source == Source.FEED
            return context


ENTRY_EDIT_HANDLER = ObjectList(
    [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("stands_for")], heading=_("The word")),
        MultiFieldPanel(
            [FieldPanel("plain_wording"), FieldPanel("explanation"), FieldPanel("is_shown_in_place")],
            heading=_("For readers"),
        ),
        MultiFieldPanel([FieldPanel("synonyms")], heading=_("For the search")),
        MultiFieldPanel([FieldPanel("is_jargon")], heading=_("For editors")),
        FeedPanel(heading=_("Source")),
    ]
)
