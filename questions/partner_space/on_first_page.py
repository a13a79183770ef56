"""What the first page of the partners' space says of questions: what waits, what is begun, what was answered."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.sections import Section, SpaceApp, Visit
from clairdroit.public_forms import FormToken
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.outcomes import answer_of
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.questions.partner_space.listing import DECLINED, handed_in_by, waiting_of
from clairdroit.questions.partner_space.views.reading import READING

STYLES = ("questions/questions.css",)


class QuestionsInSpace(SpaceApp):
    def sections(self, visit: Visit) -> Iterator[Section]:
        open_ones = [AssignmentForPartner(each) for each in waiting_of(visit.partner)]
        waiting = [each for each in open_ones if each.status != AssignmentStatus.DRAFTING]
        drafts = [each for each in open_ones if each.status == AssignmentStatus.DRAFTING]
        handed_in = handed_in_by(visit.partner)
        answered = [AssignmentForPartner(each) for each in handed_in if answer_of(each) is not None]
        if declined := _declined(visit.partner, visit.request.GET.get(DECLINED, "")):
            yield _section("questions/partner_space/includes/declined_now.html", -10, {"declined": declined})
        lists: dict[str, Any] = {"waiting": waiting, "drafts": drafts, "answered": answered}
        yield _section(
            "questions/partner_space/includes/waiting.html",
            10,
            lists,
            anchor="a-traiter",
            label=_("To answer"),
            count=len(waiting),
        )
        if drafts:
            yield _section(
                "questions/partner_space/includes/drafts.html",
                20,
                lists,
                anchor="brouillons",
                label=_("Drafts"),
                count=len(drafts),
            )
        if answered:
            yield _section(
                "questions/partner_space/includes/answered.html",
                30,
                lists,
                anchor="reponses",
                label=_("Your answers"),
                count=len(answered),
            )
        yield _section("questions/partner_space/includes/availability_link.html", 50, {})
        yield _section(
            "questions/partner_space/includes/list_reading.html",
            70,
            {"reading_token": FormToken.issue(READING).raw},
            scripts=("questions/reading.js", "questions/partner_space/draft_copy.js"),
        )


def _section(template: str, order: int, context: dict[str, Any], **more: Any) -> Section:
    return Section(template, order, context, styles=STYLES, **more)


def _declined(partner: Partner, reference: str) -> AssignmentForPartner | None:
    """What was passed on a moment ago; None for any other reference, which may be somebody else's."""
    try:
        found = assignment_of(partner, uuid.UUID(reference))
    except (ValueError, Http404):
        return None
    return AssignmentForPartner(found) if found.status == AssignmentStatus.DECLINED else None
