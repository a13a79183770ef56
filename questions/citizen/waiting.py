"""What people reported, in the moderation queue."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.questions.citizen.reported_pages import Correction, corrections
from clairdroit.questions.enums import WaitingKind
from clairdroit.questions.models import ErrorReport
from clairdroit.questions.permissions import HANDLE, user_can_handle_questions


class ReportSource(Source):
    kinds = (Kind(WaitingKind.REPORT, _("Error reports"), 70),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            for pk, created_at in ErrorReport.objects.pending().order_by().values_list("pk", "created_at"):
                yield QueueItem(Key(WaitingKind.REPORT, str(pk)), since=created_at)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        reports = list(ErrorReport.objects.filter(pk__in=[item.key.number for item in items]))
        places = corrections([report.page for report in reports], user)
        return {
            Key(WaitingKind.REPORT, str(report.pk)): Described(
                title=Truncator(" ".join(report.text.split())).chars(90),
                url=reverse("signalements:inspect", args=[report.pk]),
                note=report.page,
                links=_to_correct(places.get(report.page)),
            )
            for report in reports
        }


def _to_correct(place: Correction | None) -> tuple[tuple[str, str], ...]:
    return ((gettext("Correct “%(title)s”") % {"title": place.title}, place.url),) if place and place.url else ()
