from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from clairdroit.glossary.enums import Source
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.panels import ENTRY_EDIT_HANDLER
from clairdroit.glossary.searched_word import add_to, readers_word


class EntryFilterSet(WagtailFilterSet):
    source = django_filters.ChoiceFilter(choices=Source, label=_("Source"))
    is_jargon = django_filters.BooleanFilter(label=_("Not to be used"))
    is_shown_in_place = django_filters.BooleanFilter(label=_("Explained in the texts"))
    explained = django_filters.BooleanFilter(method="by_explanation", label=_("Has something to tell readers"))
    live = django_filters.BooleanFilter(label=_("Published"))
    differs = django_filters.BooleanFilter(method="by_difference", label=_("Differs from the feed"))

    class Meta:
        model = GlossaryEntry
        fields = ["source", "is_jargon", "is_shown_in_place", "explained", "live", "differs"]

    def by_explanation(self, entries: Any, name: str, wanted: bool) -> QuerySet:
        explained = GlossaryEntry.objects.explained()
        return entries.filter(pk__in=explained) if wanted else entries.exclude(pk__in=explained)

    def by_difference(self, entries: Any, name: str, wanted: bool) -> QuerySet:
        differing = GlossaryEntry.objects.differing_from_feed()
        return entries.filter(pk__in=differing) if wanted else entries.exclude(pk__in=differing)


class EntryCreateView(CreateView):
    """`?term=` brings a reader's word, to be joined to the word that texts use."""

    def get_initial_form_instance(self) -> GlossaryEntry:
        entry: GlossaryEntry = super().get_initial_form_instance() or GlossaryEntry()
        add_to(entry, readers_word(self.request))
        return entry


class EntryEditView(EditView):
    """The same for an entry that is there."""

    def get_object(self, queryset: QuerySet | None = None) -> GlossaryEntry:
        entry: GlossaryEntry = super().get_object(queryset)
        if self.request.method == "GET":
            add_to(entry, readers_word(self.request))
        return entry


class EntryViewSet(SnippetViewSet):
    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    model = GlossaryEntry
    icon = "help"
    menu_label = _("Glossary")
    menu_order = 250
    add_to_admin_menu = True
    edit_handler = ENTRY_EDIT_HANDLER
    filterset_class = EntryFilterSet
    list_per_page = 50
    # In the table itself, so that a word is found by its synonyms too.
    search_backend_name = None
    search_fields = ["term", "stands_for", "plain_wording", "synonyms"]
    list_display = [
        "term",
        Column("stands_for", label=_("Stands for")),
        Column("plain_wording", label=_("Plain wording")),
        Column("synonyms", label=_("Synonyms"), accessor=lambda entry: ", ".join(entry.synonym_list)),
        BooleanColumn("is_jargon", label=_("Do not use")),
        BooleanColumn("is_shown_in_place", label=_("In the texts")),
        Column("source", label=_("Source"), accessor="get_source_display", sort_key="source"),
        UpdatedAtColumn(),
    ]
    list_export = [
        "term",
        "stands_for",
        "plain_wording",
        "explanation",
        "synonyms",
        "is_jargon",
        "is_shown_in_place",
        "source",
        "feed_id",
    ]
    export_filename = "mots-difficiles"
    copy_view_enabled = False
