"""Partner records in the moderation queue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from clairdroit.moderation.registry import Kind, QueueItem
from clairdroit.moderation.submitted import Submitted, SubmittedKind
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.team_boxes import boxes


class WaitingRecords(SubmittedKind):
    kind = Kind("fiche", _("Partner records"), 30)
    model = Partner

    def items(self, tasks: Mapping[str, Submitted]) -> Iterator[QueueItem]:
        headings: dict[int, list[str | None]] = defaultdict(list)
        # A row for each heading, one without for a partner that has none.
        for pk, heading in Partner.objects.filter(pk__in=tasks).order_by().values_list("pk", "headings"):
            headings[pk].append(heading)
        for pk, found in headings.items():
            yield self.item(pk, tasks, found)

    def has_notice(self, state: WorkflowState, *, is_to_author: bool) -> bool:
        """A partner's team box has no access to the admin: `space/signal_handlers.py` tells it what became of its
        record."""
        return not (is_to_author and boxes().filter(user=state.requested_by_id).exists())

    def title(self, thing: Any) -> str:
        return str(thing.name)
