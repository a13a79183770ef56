from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from clairdroit.freshness.panels import CHANGES_ASKED_PANEL, WHY_PANEL
from clairdroit.glossary.enums import Source
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.searched_word import entries_near, readers_word

# What the search takes for the same: see GlossaryEntry.phrases.
PHRASE_FIELDS = ("term", "stands_for", "synonyms")
EDIT_FORM = "wagtailsnippets_clairdroit_glossary_glossaryentry:edit"


class ReaderWordPanel(Panel):
    """Says where the word came from that stands among the synonyms, and offers the entries it may belong to."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "glossary/admin/reader_word_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.request and readers_word(self.request))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            word = readers_word(self.request)
            context |= {"word": word, "is_new": self.instance.pk is None, "near": self.near(word)}
            return context

        def near(self, word: str) -> list[tuple[GlossaryEntry, str]]:
            """With the addresses of their forms, for a new entry's form alone."""
            if self.instance.pk or not self.request.user.has_perm("clairdroit_glossary.change_glossaryentry"):
                return []
            query = urlencode({"term": word})
            return [(entry, f"{reverse(EDIT_FORM, args=[entry.pk])}?{query}") for entry in entries_near(word)]


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


class TrialPanel(Panel):
    """Sends the form as it stands, unsaved, to the search's page to try synonyms on. Without the search: nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "glossary/admin/trial_panel.html"

        @cached_property
        def address(self) -> str:
            try:
                return reverse("clairdroit_search_try_synonyms")
            except NoReverseMatch:
                return ""

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.address)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["address"] = self.address
            context["fields"] = PHRASE_FIELDS
            saved = type(self.instance).objects.live().filter(pk=self.instance.pk).first()
            context["query"] = readers_word(self.request)
            context["saved"] = "\n".join(saved.phrases) if saved else ""
            return context


ENTRY_EDIT_HANDLER = ObjectList(
    [
        CHANGES_ASKED_PANEL,
        WHY_PANEL,
        ReaderWordPanel(),
        MultiFieldPanel([FieldPanel("term"), FieldPanel("stands_for")], heading=_("The word")),
        MultiFieldPanel(
            [FieldPanel("plain_wording"), FieldPanel("explanation"), FieldPanel("is_shown_in_place")],
            heading=_("For readers"),
        ),
        MultiFieldPanel([FieldPanel("synonyms"), TrialPanel()], heading=_("For the search")),
        MultiFieldPanel([FieldPanel("is_jargon")], heading=_("For editors")),
        FeedPanel(heading=_("Source")),
    ]
)
