from django.db import models
from django.utils.translation import gettext_lazy as _

from clairdroit.search.enums import Shelf
from clairdroit.search.managers import (
    AskedQueryQuerySet,
    MirrorChangeQuerySet,
    SearchDocumentQuerySet,
    SuggestedTitleQuerySet,
)


class SearchDocument(models.Model):
    """What the search keeps of one object: enough to find it and to show it without reading the object again.

    The full-text structures beside this table are filled by the database itself from the `terms_…` columns
    (triggers on SQLite, a generated column on PostgreSQL: migration 0002), so they can never disagree with it.
    A row that is not live is being built by `rebuild_search` and is found by nobody.
    """

    kind = models.CharField(max_length=32)
    object_key = models.CharField(max_length=64)
    shelf = models.CharField(max_length=10, choices=Shelf)
    is_live = models.BooleanField(default=True)
    language = models.CharField(max_length=12, default="fr")
    is_translated = models.BooleanField(default=False)
    is_local = models.BooleanField(default=False)
    is_stale = models.BooleanField(default=False)
    updated_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_by = models.CharField(max_length=200, blank=True)
    happens_on = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # Space-separated, with a space on each side, so that `contains` finds a whole code.
    heading_keys = models.CharField(max_length=200, blank=True)
    audience_keys = models.CharField(max_length=200, blank=True)
    area_codes = models.TextField(blank=True)
    # As `kind:key`, one space between.
    cites = models.TextField(blank=True)
    cited_by = models.PositiveIntegerField(default=0)
    terms_audience = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    url_path = models.CharField(max_length=500)
    indexed_at = models.DateTimeField(auto_now=True)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    # Last, because a row is read up to its last wanted column: candidates are judged without reading texts.
    terms_title = models.TextField(blank=True)
    terms_summary = models.TextField(blank=True)
    terms_chapters = models.TextField(blank=True)
    terms_body = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # What stands in another language than the rest: {"language": …, "texts": [title, summary or passages of the body]}.
    untranslated = models.JSONField(null=True, blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_key", "is_live"], name="search_document_once_per_object"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def other_language(self) -> str:
        return self.untranslated["language"] if self.untranslated else ""

    def language_of(self, text: str) -> str:
        """Of its title, its summary or a part of its body."""
        said = text.strip(" …")
        texts = self.untranslated["texts"] if said and self.untranslated else ()
        # A passage may be a part of a line, and a sentence a part of a passage.
        is_other = any(said in passage or (passage in said and len(passage) > len(said) / 2) for passage in texts)
        return self.other_language if is_other else self.language


class SearchTerm(models.Model):
    """How many documents of a shelf hold a term, for ranking; and the word people read for it, for spelling.

    The row of the empty term counts all documents of the shelf.
    Counted when the index is rebuilt; between two rebuilds each refresh adds and takes away its own.
    """

    shelf = models.CharField(max_length=10, choices=Shelf)
    term = models.CharField(max_length=60)
    documents = models.PositiveIntegerField()
    word = models.CharField(max_length=60)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        constraints = [models.UniqueConstraint(fields=["shelf", "term"], name="search_term_once_per_shelf")]
        indexes = [models.Index(fields=["shelf", "length"], name="search_term_by_length")]

    def __str__(self) -> str:
        return self.term


class MirrorChange(models.Model):
    """Elasticsearch is to look at this object's document again. Written with the change itself, gone once it has."""

    kind = models.CharField(max_length=32)
    object_key = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = MirrorChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to mirror")
        verbose_name_plural = _("changes to mirror")

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_key}"


class SuggestedTitle(models.Model):
    """The title of a live document, by which it is suggested while the reader types.

    A table of its own: a suggestion is asked for at every letter, and reads rows of a hundred bytes instead of texts.
    `titles.follow_index` keeps it; the full-text structure beside it is filled by the database (migration 0005).
    """

    kind = models.CharField(max_length=32)
    object_key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    is_translated = models.BooleanField()
    # What is offered first among equals: the kind's own order, local before national, stale last.
    rank = models.PositiveSmallIntegerField()
    happens_on = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # The words of title and place without accents, each after a space.
    words = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    # Of the title's own words, where the page is not translated whole; else the document's.
    title_language = models.CharField(max_length=12, null=True)
    place = models.CharField(max_length=300, blank=True)
    url_path = models.CharField(max_length=500)
    heading_keys = models.CharField(max_length=200, blank=True)

    objects = SuggestedTitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested title")
        verbose_name_plural = _("suggested titles")
        constraints = [models.UniqueConstraint(fields=["kind", "object_key"], name="search_title_once_per_object")]
        indexes = [
            models.Index(fields=["rank", "words"], name="search_title_by_rank"),
            models.Index(fields=["latitude", "longitude"], name="search_title_by_coordinates"),
        ]

    def __str__(self) -> str:
        return self.title


class AskedQuery(models.Model):
    """What people search, known by a keyed digest; its words are kept once enough days have seen them.

    The row without a fingerprint stands for all that is never counted by itself: messages, what looks personal.
    """

    fingerprint = models.CharField(max_length=32, unique=True, blank=True)
    text = models.CharField(max_length=60, blank=True)
    # As `SuggestedTitle.words`.
    words = models.CharField(max_length=120, blank=True)
    # How often a result was followed: from some on, the words are suggested to others.
    clicks = models.PositiveIntegerField(default=0)
    # An editor has dealt with all up to this day.
    handled_on = models.DateField(null=True)
    is_ignored = models.BooleanField(default=False)

    objects = AskedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search made by readers")
        verbose_name_plural = _("searches made by readers")

    def __str__(self) -> str:
        return self.text or str(_("(words not kept)"))


class QueryDay(models.Model):
    """How often a query was asked on a day, and what became of it."""

    query = models.ForeignKey(AskedQuery, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    nothing = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    clicked = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("searches of a day")
        verbose_name_plural = _("searches of days")
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="search_query_once_a_day")]
        indexes = [models.Index(fields=["day"], name="search_query_by_day")]

    def __str__(self) -> str:
        return f"{self.query}, {self.day}"
