"""Every e-mail of this app: one function here, three templates of its name. All go through the outbox."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.mail import digests, outbox
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.reading.sent_text import texts_of_mail
from clairdroit.mail.rendering import Words
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.partners_snippets.space.emails import who_writes
from clairdroit.public_forms.digests import stop_url as stop_url_of
from clairdroit.questions import links, sent_words, thread_headers
from clairdroit.questions.enums import ANSWERABLE, Kept, MailKind
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.mail_words import words_of
from clairdroit.questions.models import Assignment, ProposedAnswer, Question, QuestionMail
from clairdroit.questions.reminders.lines import digest_sections
from clairdroit.questions.reply_addresses import takes_replies
from clairdroit.questions.routing.rules import target_days

if TYPE_CHECKING:
    from clairdroit.questions.reminders.editors import DigestContent


def queue(
    kind: MailKind,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    question: Question | None = None,
    assignment: Assignment | None = None,
    headers: dict[str, str] | None = None,
    not_before: datetime.datetime | None = None,
) -> OutboxMail:
    """A row of the outbox, in the transaction of whoever calls: it leaves when, and only if, that commits.

    With a question it joins the thread of its correspondent: the citizen, or (`assignment`) a partner.

    UnreadableTextError: a text that belongs into it has lost its key, and nobody should receive a sentence about that.
    """
    _refuse_unreadable(to, context, question)
    threaded = thread_headers.headers(kind, question, assignment) if question is not None else {}
    words = words_of(kind, language, context, takes_reply="Reply-To" in threaded)
    headers = {**threaded, **(headers or {})}
    mail = outbox.queue(words, to=[to], kind=kind.value, headers=headers, not_before=not_before)
    if question is not None:
        QuestionMail.objects.create(
            question=question,
            email=mail,
            kind=kind,
            assignment=assignment,
            links_version=link_versions.version_of(assignment.partner) if assignment is not None else "",
            parts=1 + question.details.count() if assignment is not None else 0,
            message_id=mail.message_id,
        )
        sent_words.keep(question, texts_of_mail(mail.message, mail.html_message))
    return mail


def question_received(question: Question) -> OutboxMail | None:
    """Without any of its words: whoever types another's address writes nothing to them through us."""
    return _to_citizen(MailKind.ACKNOWLEDGEMENT, question, delay=target_days(question.heading, question.commune))


def partner_asked(assignment: Assignment) -> OutboxMail:
    return _to_partner(MailKind.ASSIGNMENT, assignment)


def changes_asked(assignment: Assignment, comment: str, *, by: Any) -> OutboxMail:
    return _to_partner(MailKind.CHANGES, assignment, comment=comment, by=who_writes(by))


def detail_added(assignment: Assignment, *, count: int = 1, not_before: datetime.datetime | None = None) -> OutboxMail:
    return _to_partner(MailKind.DETAIL, assignment, count=count, not_before=not_before)


def file_passed_on(assignment: Assignment, name: str, *, by: Any) -> OutboxMail:
    return _to_partner(MailKind.FILE_PASSED, assignment, passed=name, by=who_writes(by))


def draft_kept(assignment: Assignment, kept: Kept, *, by: str = "") -> OutboxMail:
    """The partner answered by e-mail: what arrived waits in its space, to be read over and handed in."""
    return _to_partner(MailKind.DRAFT_KEPT, assignment, kept=kept, by=by)


def handed_over(assignment: Assignment) -> OutboxMail:
    return _to_partner(
        MailKind.HANDED_OVER, assignment, giver=assignment.handed_over_by, word=assignment.handed_over_word
    )


def partner_reminded(assignment: Assignment, *, by: Any, word: str = "") -> OutboxMail:
    """An editor wants this partner's answer now: about one question, beside the lists that the clock sends."""
    return _to_partner(MailKind.REMINDER, assignment, word=word, by=who_writes(by))


def detail_asked(assignment: Assignment) -> OutboxMail | None:
    return _to_citizen(
        MailKind.DETAIL_ASKED, assignment.question, partner=assignment.partner, asked=assignment.asked_of_citizen
    )


def answer_to_citizen(answer: ProposedAnswer) -> OutboxMail | None:
    return _to_citizen(MailKind.ANSWER, answer.question, answer=answer, asked=answer.question.words)


def preview_of_answer(answer: ProposedAnswer) -> Words:
    """What `answer_to_citizen` would queue, for an editor who is about to send it: nothing is written."""
    return _preview(MailKind.ANSWER, answer.question, answer=answer, asked=answer.question.words)


def out_of_scope(question: Question, explanation: str) -> OutboxMail | None:
    return _to_citizen(MailKind.OUT_OF_SCOPE, question, explanation=explanation)


def preview_out_of_scope(question: Question, explanation: str) -> Words:
    return _preview(MailKind.OUT_OF_SCOPE, question, explanation=explanation)


def takes_longer(question: Question, likely: datetime.date) -> OutboxMail | None:
    return _to_citizen(MailKind.LATE, question, likely=likely)


def partner_digest(partner: Partner, waiting: "Sequence[Assignment]") -> OutboxMail:
    """None of the citizens' words: the row belongs to no question, and erasing one would not find it."""
    lines = [
        {
            "reference": each.question.reference,
            "heading": each.question.heading_label,
            "place": each.question.place_label,
            "asked_on": each.notified_at,
            "left": "" if each.is_waiting_for_citizen else each.question.left_in_words,
            "url": links.assignment_url(each),
        }
        for each in waiting
    ]
    stop_url = stop_url_of(partner)
    return queue(
        MailKind.PARTNER_DIGEST,
        to=partner.team_email,
        language=settings.LANGUAGE_CODE,
        headers=digests.unsubscribe_headers(stop_url),
        context={
            "partner": partner,
            "waiting": lines,
            "space_url": space_links.space_url(partner),
            "own_url": links.own_url(partner),
            "stop_url": stop_url,
            "days": space_links.link_days(),
        },
    )


def editor_digest(reader: Any, waiting: "DigestContent") -> OutboxMail:
    """References and places, no words: whoever reads the list opens the file, and that reading is logged."""
    language = UserProfile.get_for_user(reader).get_preferred_language()
    stop_url = stop_url_of(reader)
    with translation.override(language):
        parts = digest_sections(waiting)
    return queue(
        MailKind.EDITOR_DIGEST,
        to=getattr(reader, reader.get_email_field_name()),
        language=language,
        headers=digests.unsubscribe_headers(stop_url),
        context={
            "parts": parts,
            "account_url": links.absolute(reverse("wagtailadmin_account")),
            "stop_url": stop_url,
        },
    )


def _to_citizen(kind: MailKind, question: Question, **context: Any) -> OutboxMail | None:
    """None for somebody who has no address: nobody is written to."""
    if not question.has_address:
        return None
    return queue(
        kind,
        to=question.email,
        language=question.language,
        question=question,
        context={**_about(question), **context},
    )


def _preview(kind: MailKind, question: Question, **context: Any) -> Words:
    context = {**_about(question), **context}
    _refuse_unreadable("", context, question)
    takes_reply = kind in ANSWERABLE and takes_replies()
    return words_of(kind, question.language, context, takes_reply=takes_reply).for_others


def _about(question: Question) -> dict[str, Any]:
    return {"question": question, "follow_url": links.follow_url(question)}


def _to_partner(
    kind: MailKind,
    assignment: Assignment,
    *,
    comment: str = "",
    word: str = "",
    giver: Partner | None = None,
    passed: str = "",
    kept: Kept | None = None,
    by: str = "",
    count: int = 1,
    not_before: datetime.datetime | None = None,
) -> OutboxMail:
    """The question as the partner may see it, and what others wrote about it: the templates get no row."""
    question, seen = assignment.question, AssignmentForPartner(assignment)
    with translation.override(settings.LANGUAGE_CODE):
        expected = "" if seen.is_waiting_for_citizen else seen.question.left_in_words
    return queue(
        kind,
        to=assignment.partner.team_email,
        language=settings.LANGUAGE_CODE,
        question=question,
        assignment=assignment,
        not_before=not_before,
        context={
            "partner": assignment.partner,
            "reference": question.reference,
            "heading": seen.question.heading_label,
            "place": seen.question.place_label,
            "text": seen.question.text,
            "left_out": (seen if kind == MailKind.DRAFT_KEPT else seen.question).left_out,
            "comment": seen.question.mention(comment),
            "word": seen.question.mention(word),
            "giver": giver,
            "passed": passed,
            "count": count,
            "kept": kept,
            "by": seen.question.mention(by),
            "expected": expected,
            "asked_on": assignment.notified_at,
            "own_url": links.own_url(assignment.partner),
            "assignment_url": links.assignment_url(assignment),
            "days": space_links.link_days(),
        },
    )


def _refuse_unreadable(to: str, context: dict[str, Any], question: Question | None) -> None:
    """Beside what stands in the context itself, which `rendered` looks at."""
    words: list[Any] = [to]
    words += [question.text] if question is not None else []
    words += [value.text for value in context.values() if isinstance(value, ProposedAnswer)]
    if any(isinstance(value, Unreadable) for value in words):
        raise UnreadableTextError
