import datetime
from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from typing import Self

from django.db import connections, models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from clairdroit.search import structures

LATE_MINUTES = 10


class SearchDocumentQuerySet(models.QuerySet):
    def live(self) -> Self:
        """What readers find; the rest is being built by `rebuild_search`."""
        return self.filter(is_live=True)

    def staged(self) -> Self:
        return self.filter(is_live=False)

    def of(self, kind: str, keys: Collection[str]) -> Self:
        return self.filter(kind=kind, object_key__in=keys)


class MirrorChangeQuerySet(models.QuerySet):
    def note(self, kind: str, keys: Collection[str]) -> None:
        self.bulk_create([self.model(kind=kind, object_key=key) for key in keys])

    def note_kind(self, kind: str) -> None:
        """Every object of the kind that has a row; in the database itself, since they can be very many."""
        table = self.model._meta.db_table
        documents = self.model._meta.apps.get_model("clairdroit_search", "SearchDocument")._meta.db_table
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (kind, object_key, made_at) "
                f"SELECT DISTINCT kind, object_key, CURRENT_TIMESTAMP FROM {documents} WHERE kind = %s",
                [kind],
            )

    def late(self) -> Self:
        """Waiting for so long that the server or the worker must be down."""
        return self.filter(made_at__lt=timezone.now() - datetime.timedelta(minutes=LATE_MINUTES))


class SuggestedTitleQuerySet(models.QuerySet):
    """Beginnings of words come from `analysis.fold`: letters and digits only."""

    def matching(self, *guesses: Sequence[Sequence[str]], limit: int) -> Self:
        """Titles that have, for each group of a guess, a word that begins with one of it.

        From the full-text index: `limit` titles of each guess, whichever come first; quick for what few titles have,
        and never longer than that for the rest.
        """
        condition, expressions = structures.titles_condition(connections[self.db].vendor, guesses, limit)
        return self.filter(RawSQL(condition, expressions, output_field=models.BooleanField()))

    def containing(self, beginnings: Sequence[Sequence[str]]) -> Self:
        """The same, one title after the other: quick for what many titles have, in the order of an index."""
        titles = self
        for group in beginnings:
            condition = models.Q()
            for beginning in group:
                condition |= models.Q(words__contains=f" {beginning}")
            titles = titles.filter(condition)
        return titles

    def in_language(self, language: str) -> Self:
        return self.filter(models.Q(is_translated=False) | models.Q(language=language))


class AskedQueryQuerySet(models.QuerySet):
    def to_look_at(self, since: datetime.date) -> Self:
        """Queries whose words are kept, with what was counted since then and since an editor dealt with them."""
        counted = models.Q(days__day__gte=since) & (
            models.Q(handled_on=None) | models.Q(days__day__gt=models.F("handled_on"))
        )
        totals = {
            name: Coalesce(models.Sum(f"days__{name}", filter=counted), 0) for name in ("nothing", "shown", "clicked")
        }
        return self.exclude(text="").filter(is_ignored=False).annotate(**totals)

    def without_result(self, since: datetime.date) -> Self:
        return self.to_look_at(since).filter(nothing__gt=0).order_by("-nothing", "text")

    def without_click(self, since: datetime.date) -> Self:
        """What was shown more often than anything was followed."""
        asked = self.to_look_at(since).annotate(unfollowed=models.F("shown") - models.F("clicked"))
        return asked.filter(unfollowed__gt=0).order_by("-unfollowed", "text")

    def about(self, *guesses: Sequence[Sequence[str]]) -> Self:
        """Queries that have, for each group of a guess, a word that begins with one of it."""
        any_guess = models.Q()
        for beginnings in guesses:
            guess = models.Q()
            for group in beginnings:
                guess &= reduce(or_, (models.Q(words__contains=f" {beginning}") for beginning in group))
            any_guess |= guess
        return self.filter(any_guess)

    def successful(self, clicks: int) -> Self:
        return self.exclude(words="").filter(is_ignored=False, clicks__gte=clicks).order_by("-clicks", "text")
