"""The editors' digest in words: one part for each thing that waits, with the address of its list."""

import dataclasses
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clairdroit.questions import links
from clairdroit.questions.enums import WaitingKind
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.reminders import stages
from clairdroit.taxonomy.day_words import day_in_words

if TYPE_CHECKING:
    from clairdroit.questions.reminders.editors import DigestContent

QUEUE = "clairdroit_moderation_queue"


@dataclasses.dataclass(frozen=True)
class DigestSection:
    title: str
    url: str
    lines: list[str] = dataclasses.field(default_factory=list)


def digest_sections(waiting: "DigestContent") -> list[DigestSection]:
    register, chase = reverse("questions_modeladmin_index"), reverse("clairdroit_questions_chase")
    found = [
        (
            waiting.answers_count,
            ngettext("%(number)d answer to read over", "%(number)d answers to read over", waiting.answers_count),
            f"{reverse(QUEUE)}?genre={WaitingKind.ANSWER}",
            [_answer(each) for each in waiting.answers],
        ),
        (
            waiting.late_count,
            ngettext("%(number)d late question", "%(number)d late questions", waiting.late_count),
            f"{chase}?liste=retard",
            [" ".join([f"{_question(each)} – {each.late_in_words}", *_waited_for(each)]) for each in waiting.late],
        ),
        (
            waiting.no_reply_count,
            ngettext(
                "%(number)d question without a reply from the partners",
                "%(number)d questions without a reply from the partners",
                waiting.no_reply_count,
            ),
            f"{chase}?liste=sans-reponse",
            [" ".join([_question(each), *_waited_for(each)]) for each in waiting.no_reply],
        ),
        (
            waiting.unassigned_count,
            ngettext(
                "%(number)d question that nobody is working on",
                "%(number)d questions that nobody is working on",
                waiting.unassigned_count,
            ),
            f"{register}?panier=sans-partenaire",
            [],
        ),
        (
            waiting.to_tell_count,
            ngettext(
                "%(number)d thing to tell a person without an e-mail address",
                "%(number)d things to tell people without an e-mail address",
                waiting.to_tell_count,
            ),
            f"{reverse(QUEUE)}?genre={WaitingKind.TO_TELL}",
            [],
        ),
        (
            waiting.failed_mails_count,
            ngettext("%(number)d e-mail not delivered", "%(number)d e-mails not delivered", waiting.failed_mails_count),
            f"{reverse('courriels_modeladmin_index')}?etat=echec",
            [],
        ),
        (
            waiting.reports_count,
            ngettext("%(number)d error report", "%(number)d error reports", waiting.reports_count),
            f"{reverse('signalements:index')}?status__exact=new",
            [],
        ),
    ]
    return [
        DigestSection(title % {"number": number}, links.absolute(url), lines)
        for number, title, url, lines in found
        if number
    ]


def _question(question: Question) -> str:
    return " · ".join(filter(None, [question.reference, question.heading_label, question.place_label]))


def _waited_for(question: Question) -> list[str]:
    """Which partners, each with the working days since its last sign; one that waits for the person is not named."""
    today, said = timezone.localdate(), []
    asked = question.assignments.waiting().filter(waiting_for_citizen_since=None).with_signs().order_by("partner__name")
    for each in asked:
        days = stages.days_without_sign(each, today)
        words = ngettext("%(days)d working day without a sign", "%(days)d working days without a sign", days)
        said.append(f"{each.partner.name}, {words % {'days': days}}" if days else each.partner.name)
    return [f"({' ; '.join(said)})"] if said else []


def _answer(answer: ProposedAnswer) -> str:
    since = _("since %(date)s") % {"date": day_in_words(answer.created_at, "j F")}
    return " · ".join([_question(answer.question), answer.signature or _("The editors"), since])
