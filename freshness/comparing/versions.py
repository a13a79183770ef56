import dataclasses
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext
from wagtail.admin import compare
from wagtail.admin.panels import get_edit_handler

from clairdroit.freshness.comparing.fields import Blocks, InWords, RichWords


@dataclasses.dataclass(frozen=True)
class Change:
    """One field, or one list of records that belong to the thing, as its form names it."""

    label: str
    html: SafeString
    # What the new version says there, where that is prose; for whoever checks how plain it is.
    text: str = ""


def changes_between(before: Any, after: Any, request: HttpRequest) -> list[Change]:
    """In the order of the form, with the fields that this person may see there and no others."""
    found = (comparison(before, after) for comparison in _comparisons(after, request))
    return [_change(each) for each in found if each.has_changed()]


def everything_in(thing: Any, request: HttpRequest) -> list[Change]:
    """Of something that was never public: all that it says."""
    found = (_whole(comparison(thing, thing)) for comparison in _comparisons(thing, request))
    return [change for change in found if change.html]


def change_of(comparison: Any) -> Change:
    """For Wagtail's own screen, which has made the comparison."""
    return _change(comparison)


def _comparisons(thing: Any, request: HttpRequest) -> list[Any]:
    # Pages have it, and snippets by their viewset.
    known = getattr(type(thing), "get_edit_handler", None)
    handler = known() if known is not None else get_edit_handler(type(thing))
    return handler.get_bound_panel(instance=thing, request=request, form=None).get_comparison()


def _change(comparison: Any) -> Change:
    label = str(comparison.field_label())
    if comparison.is_child_relation:
        return Change(label, _children(comparison))
    return Change(label, comparison.htmldiff(), _prose(comparison))


def _prose(comparison: Any) -> str:
    if isinstance(comparison, Blocks):
        return comparison.changed_words()
    return comparison.after if type(comparison) in (InWords, RichWords) else ""


def _whole(comparison: Any) -> Change:
    label = str(comparison.field_label())
    if comparison.is_child_relation:
        return Change(label, _rows(_whole_child(each) for each in comparison.get_child_comparisons()))
    if not isinstance(comparison, InWords | Blocks):
        return Change(label, comparison.htmldiff() if comparison.val_a else SafeString())
    html = format_html_join(SafeString("<br>"), "{}", ((line,) for line in comparison.after.splitlines()))
    prose = comparison.after if type(comparison) in (InWords, RichWords, Blocks) else ""
    return Change(label, html, prose)


def _children(relation: compare.ChildRelationComparison) -> SafeString:
    """Those that came, went, moved or changed; of these, what changed in them."""
    return _rows(html for each in relation.get_child_comparisons() if (html := _child(each)))


def _child(child: Any) -> SafeString | str:
    if child.is_addition():
        return _labelled(pgettext("part of a version", "new"), _whole_child(child), "addition")
    if child.is_deletion():
        return _labelled(pgettext("part of a version", "removed"), _whole_child(child), "deletion")
    changed = [each for each in child.get_field_comparisons() if each.has_changed()]
    what = pgettext("part of a version", "moved") if child.get_position_change() else ""
    if not changed and not what:
        return ""
    return _labelled(what, _pairs((each.field_label(), each.htmldiff()) for each in changed), "", str(child.obj_b))


def _whole_child(child: Any) -> SafeString:
    found = [(each.field_label(), each) for each in child.get_field_comparisons()]
    return _pairs((label, each.htmldiff()) for label, each in found if getattr(each, "after", each.val_a))


def _labelled(what: str, html: SafeString, kind: str, name: str = "") -> SafeString:
    heading = " – ".join(filter(None, [name, what]))
    return format_html(
        '<div class="{}"><p class="comparison__label"><strong>{}</strong></p>{}</div>', kind, heading, html
    )


def _pairs(pairs: Iterator[tuple[Any, Any]]) -> SafeString:
    inner = format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs)
    return format_html('<dl class="comparison__list">{}</dl>', inner) if inner else SafeString()


def _rows(rows: Iterator[Any]) -> SafeString:
    return format_html_join("", '<div class="comparison__child-object">{}</div>', ((row,) for row in rows if row))
