from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField

from clairdroit.glossary.enums import Source
from clairdroit.glossary.initials import words_context
from clairdroit.glossary.managers import GlossaryManager
from clairdroit.glossary.phrases import fold, lines

# What the import writes; synonyms and switches are the editors'.
TEXT_FIELDS = ("term", "stands_for", "explanation")
# What it keeps for itself: no version of an entry brings an older state of these back.
FEED_FIELDS = ("source", "feed_id", "feed_text", "feed_news", "gone_at")


class GlossaryEntry(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """An acronym or a hard word: explained to readers in place; for the search, the same as its synonyms."""

    term = models.CharField(
        _("acronym or hard word"), max_length=160, help_text=_("As texts write it: “RSA”, “forclusion”.")
    )
    stands_for = models.CharField(
        _("what the letters stand for"),
        max_length=255,
        blank=True,
        help_text=_("For an acronym only: “revenu de solidarité active”."),
    )
    plain_wording = models.CharField(
        _("plain wording"),
        max_length=255,
        blank=True,
        help_text=_("What to say instead: “perte d’un droit parce que le délai est passé”."),
    )
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Two or three short sentences, in plain words.")
    )
    synonyms = models.TextField(
        _("synonyms"),
        blank=True,
        help_text=_(
            "One a line: other words that readers type for the very same thing (“proprio” for “bailleur”). The search "
            "treats them as one word, at once. A word that can also mean something else spoils other searches: "
            "leave it out."
        ),
    )
    is_jargon = models.BooleanField(
        _("do not use"),
        default=False,
        help_text=_("Editors are asked to write the plain wording instead of this word."),
    )
    is_shown_in_place = models.BooleanField(
        _("explained in the texts"),
        default=True,
        help_text=_(
            "Where a page first uses the word, readers can open its explanation. Switch it off for a word that is too "
            "common, or that has another meaning in other texts."
        ),
    )

    source = models.CharField(_("source"), max_length=4, choices=Source, default=Source.OWN, editable=False)
    feed_id = models.CharField(_("identifier in the feed"), max_length=20, blank=True, editable=False)
    # What the import last wrote: a text that differs from it was changed by an editor, and is theirs.
    feed_text = models.JSONField(default=dict, blank=True, editable=False)
    # What the feed says now, where the text is an editor's; null when there is nothing new to tell.
    feed_news = models.JSONField(null=True, blank=True, editable=False)
    gone_at = models.DateTimeField(_("gone from the feed at"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="glossary_entry", for_concrete_model=False)
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="glossary_entry",
        for_concrete_model=False,
    )

    objects = GlossaryManager()

    # A translation is the town's own, whoever wrote the French.
    exclude_fields_in_copy = [*FEED_FIELDS]
    override_translatable_fields = [SynchronizedField("is_jargon"), SynchronizedField("is_shown_in_place")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("term"),
                "locale",
                name="glossary_term_once_a_language",
                violation_error_message=_("The glossary already has this word in this language."),
            ),
            models.UniqueConstraint(
                fields=["feed_id", "locale"],
                condition=~models.Q(feed_id=""),
                name="glossary_once_per_feed_id",
            ),
        ]
        indexes = [models.Index(fields=["live", "changed_at"], name="glossary_version")]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('clairdroit_glossary:words')}#{self.anchor}"

    @property
    def revisions(self) -> GenericRelation:
        return self._revisions

    @property
    def workflow_states(self) -> GenericRelation:
        return self._workflow_states

    @property
    def synonym_list(self) -> list[str]:
        return lines(self.synonyms)

    @property
    def phrases(self) -> list[str]:
        """All that means the same for the search."""
        return [phrase for phrase in (self.term, self.stands_for, *self.synonym_list) if phrase]

    @property
    def is_editors_own(self) -> bool:
        """Whether its text is no longer, or never was, as the import wrote it."""
        if self.source == Source.OWN or self.has_unpublished_changes:
            return True
        return any(getattr(self, name) != self.feed_text.get(name, "") for name in TEXT_FIELDS)

    def with_content_json(self, content: dict) -> GlossaryEntry:
        kept = {name: getattr(self, name) for name in FEED_FIELDS}
        entry = super().with_content_json(content)
        for name, value in kept.items():
            setattr(entry, name, value)
        return entry

    @property
    def feed_news_in_words(self) -> list[tuple[str, str]]:
        """What the feed says now, with the fields' names."""
        news = self.feed_news or {}
        return [(str(field.verbose_name), news[field.name]) for field in self._meta.fields if field.name in news]

    @property
    def anchor(self) -> str:
        return f"mot-{slugify(self.term) or self.pk}"

    def clean(self) -> None:
        super().clean()
        self.term = " ".join(self.term.split())
        errors: dict[str, list[str]] = {}
        if not fold(self.term):
            errors["term"] = [gettext("Write a word: nothing is left of this without its punctuation.")]
        elif twin := self.twin():
            errors["term"] = [
                gettext("The glossary already has “%(term)s” in this language: complete that entry instead.")
                % {"term": twin}
            ]
        if wrong := self.wrong_synonyms():
            errors["synonyms"] = wrong
        if errors:
            raise ValidationError(errors)

    def twin(self) -> GlossaryEntry | None:
        """Another entry of this language for the same word, however it is accented."""
        key = fold(self.term)
        others = GlossaryEntry.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk).only("term")
        return next((other for other in others if fold(other.term) == key), None)

    def wrong_synonyms(self) -> list[str]:
        wrong, met = [], {fold(self.term): self.term}
        for synonym in self.synonym_list:
            key = fold(synonym)
            if not key:
                wrong.append(gettext("“%(synonym)s” holds no word.") % {"synonym": synonym})
            elif key == fold(self.term):
                wrong.append(gettext("“%(synonym)s” is the word itself.") % {"synonym": synonym})
            elif key in met:
                wrong.append(
                    gettext("“%(synonym)s” is there twice (“%(first)s”).") % {"synonym": synonym, "first": met[key]}
                )
            met.setdefault(key, synonym)
        return wrong

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "glossary/words.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **words_context([self])}
