"""Which texts may be approved together: corrections of public texts so small that one page shows them whole.

Of models that registered their kind and are decided on here: what leaves as an e-mail cannot be called back. What is
not in this table of changes has not changed: the revision is compared with the public version field by field, lists
and blocks included, and anything but a few short plain texts and ticks makes it a thing to open by itself.
"""

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.admin.compare import TextDiff, diff_text
from wagtail.fields import RichTextField
from wagtail.models import Revision

from clairdroit.moderation.cautions import cautions
from clairdroit.moderation.registry import QueueItem
from clairdroit.moderation.submitted import submitted_kinds

MOST_FIELDS = 4
# Characters, before and after: what somebody reads in half a minute.
LONGEST = 1000
PLAIN = (models.CharField, models.TextField, models.BooleanField)


@dataclasses.dataclass(frozen=True)
class Change:
    label: str
    # Wagtail's marks of what goes and what comes, escaped.
    html: str


@dataclasses.dataclass(frozen=True)
class SmallCorrection:
    item: QueueItem
    title: str
    changes: list[Change]


def small_corrections(items: Iterable[QueueItem]) -> list[SmallCorrection]:
    """Those of the things that may be approved together; a few queries for each, so for what one page shows."""
    found = []
    for item in items:
        thing = _public(item)
        # What needs a caution is opened by itself, where its screen says so.
        is_plain = thing is not None and not cautions(thing)
        changes = changes_of(thing, Revision.objects.filter(pk=item.revision).first()) if is_plain else None
        if changes:
            found.append(SmallCorrection(item, str(thing), changes))
    return found


def changes_of(public: Any, revision: Revision | None) -> list[Change] | None:
    """None when the correction is not small; as soon as one field is something else than plain short text."""
    if revision is None:
        return None
    # Through JSON, as a revision's content has been: dates and decimals compare as text on both sides.
    now = json.loads(json.dumps(public.serializable_data(), cls=DjangoJSONEncoder))
    then = revision.content
    changes = []
    for name in sorted({*now, *then}):
        if now.get(name) == then.get(name):
            continue
        field = _field(public, name)
        if field is not None and not field.editable:
            # Bookkeeping: numbers of revisions, dates of publication.
            continue
        if field is None or not _is_plain(field, now.get(name), then.get(name)):
            return None
        changes.append(Change(capfirst(str(field.verbose_name)), _marked(now.get(name), then.get(name))))
    return changes if len(changes) <= MOST_FIELDS else None


def _public(item: QueueItem) -> Any:
    """The thing as readers see it now; None for what is not public yet, or is of another kind."""
    kind = submitted_kinds.get(item.key.kind)
    return kind.public(item.key.number) if kind is not None and kind.is_decided_here else None


def _field(thing: Any, name: str) -> Any:
    return next((field for field in thing._meta.concrete_fields if field.name == name), None)


def _is_plain(field: Any, before: Any, after: Any) -> bool:
    # A choice is one word to read, but what hangs on it cannot be seen in the table.
    if not isinstance(field, PLAIN) or isinstance(field, RichTextField) or field.choices:
        return False
    return max(len(str(before)), len(str(after))) <= LONGEST


def _marked(before: Any, after: Any) -> str:
    if isinstance(before, bool) and isinstance(after, bool):
        words = [gettext("yes") if value else gettext("no") for value in (before, after)]
        return TextDiff([("deletion", words[0]), ("addition", words[1])], separator=" ").to_html()
    return diff_text(str(before or ""), str(after or "")).to_html() or escape(after)
