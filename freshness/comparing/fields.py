"""How Wagtail compares the fields of a model: its own comparisons print what the database holds."""

from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext
from taggit.managers import TaggableManager
from wagtail.admin import compare
from wagtail.fields import RichTextField, StreamField

from clairdroit.freshness.comparing.blocks import in_words, lines, rich_text
from clairdroit.freshness.comparing.words import added, marked, removed


class ByWords(compare.FieldComparison):
    """Two values are the same where people read the same of them."""

    def words(self, value: Any) -> str:
        raise NotImplementedError

    @property
    def before(self) -> str:
        return self.words(self.val_a)

    @property
    def after(self) -> str:
        return self.words(self.val_b)

    def has_changed(self) -> bool:
        return self.before != self.after


class InWords(ByWords):
    """By the words for the value, whatever its type."""

    def words(self, value: Any) -> str:
        return in_words(value)

    def htmldiff(self) -> SafeString:
        return marked(self.before, self.after)


class Value(InWords):
    """One thing in the place of another: never mixed word by word."""

    def htmldiff(self) -> SafeString:
        if not self.has_changed():
            return format_html("{}", self.after)
        both = [html for text, mark in ((self.before, removed), (self.after, added)) if text and (html := mark(text))]
        return format_html_join(" ", "{}", ((html,) for html in both))


class RichWords(InWords):
    def words(self, value: Any) -> str:
        return "\n".join(rich_text(value or ""))


class Choice(Value):
    def words(self, value: Any) -> str:
        return str(dict(self.field.flatchoices).get(value, "" if value is None else value))


class One(Value):
    """Something that the field refers to; what has gone since has no name any more."""

    def words(self, value: Any) -> str:
        found = self.field.related_model._base_manager.filter(pk=value).first() if value is not None else None
        return in_words(found)


class Several(Value):
    """By name, in the order of the alphabet: a version keeps them in another order than the table."""

    def names(self, value: Any) -> list[str]:
        return sorted(in_words(each) for each in value)

    def words(self, value: Any) -> str:
        return ", ".join(self.names(value))

    def htmldiff(self) -> SafeString:
        old, new = self.names(self.val_a), self.names(self.val_b)
        marks = []
        # autojunk takes frequent items of long lists for noise and shows them as replaced.
        for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                marks += [format_html("{}", name) for name in new[new_from:new_to]]
            else:
                marks += [removed(name) for name in old[old_from:old_to]]
                marks += [added(name) for name in new[new_from:new_to]]
        return format_html_join(", ", "{}", ((mark,) for mark in marks))


class Blocks(ByWords):
    """Block by block, each found again by its id: what came, went, moved or changed; of the rest the first words."""

    def words(self, value: Any) -> str:
        return "\n\n".join("\n".join(lines(child.block, child.value)) for child in value)

    def changed_words(self) -> str:
        """What the new version says in the blocks that came or changed."""
        old = {key: _text(child) for key, child in _by_id(self.val_a).items()}
        new = {key: _text(child) for key, child in _by_id(self.val_b).items()}
        return "\n\n".join(text for key, text in new.items() if text != old.get(key))

    def htmldiff(self) -> SafeString:
        return format_html_join("", '<div class="comparison__child-object{}">{}</div>', self._rows())

    def _rows(self) -> list[tuple[str, SafeString]]:
        old, new = _by_id(self.val_a), _by_id(self.val_b)
        order_changed = _moved([key for key in old if key in new], [key for key in new if key in old])
        moved = pgettext("part of a version", "moved")
        rows = []
        for key in _order(list(old), list(new)):
            before, after = (_text(both[key]) if key in both else "" for both in (old, new))
            label = (new.get(key) or old[key]).block.label
            what = moved if key in order_changed else ""
            if key not in old:
                rows.append((" addition", _block(label, pgettext("part of a version", "new"), added(after))))
            elif key not in new:
                rows.append((" deletion", _block(label, pgettext("part of a version", "removed"), removed(before))))
            elif before != after:
                rows.append(("", _block(label, what, marked(before, after))))
            else:
                rows.append(("", _unchanged(label, what, after)))
        return rows


def _by_id(value: Any) -> dict[str, Any]:
    """By place in the text where blocks have no id: those of very old versions, and of tests."""
    return {child.id or f"{child.block_type}-{place}": child for place, child in enumerate(value)}


def _text(child: Any) -> str:
    return "\n".join(lines(child.block, child.value))


def _order(old: list[str], new: list[str]) -> list[str]:
    """As the new version reads; what went stands behind what it stood behind."""
    order = list(new)
    for place, key in enumerate(old):
        if key not in new:
            before = next((each for each in reversed(old[:place]) if each in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Those whose neighbours changed: as few as explain the new order."""
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    # The longest common order counts as unmoved, so that one block put first does not mark all the others.
    return set(new) - {key for match in kept for key in new[match.b : match.b + match.size]}


def _block(label: Any, what: str, html: SafeString) -> SafeString:
    heading = f"{label} – {what}" if what else str(label)
    return format_html('<p class="comparison__label"><strong>{}</strong></p><div>{}</div>', heading, html)


def _unchanged(label: Any, what: str, text: str) -> SafeString:
    heading = f"{label} – {what}" if what else str(label)
    same = pgettext("part of a version", "unchanged")
    first = Truncator(" ".join(text.split())).words(8)
    told = gettext("%(label)s: %(value)s") % {"label": f"{heading} ({same})", "value": first}
    return format_html('<p class="comparison__same">{}</p>', told)


def register() -> None:
    for field, comparison in (
        (models.Field, Value),
        (models.CharField, InWords),
        (models.TextField, InWords),
        (RichTextField, RichWords),
        (StreamField, Blocks),
        (models.ManyToManyField, Several),
        (TaggableManager, Several),
    ):
        compare.register_comparison_class(field, comparison_class=comparison)
    # Behind those that Wagtail has for pictures.
    compare.register_comparison_class(models.ForeignKey, to=models.Model, comparison_class=One)
    # Not asked of the registry for fields with choices.
    compare.ChoiceFieldComparison = Choice
