"""Two people at the same instant, on a real database with real commits. Run as a program: `races.py NAME`.

A program of its own, because it commits: `test_races.py` starts it once for each race and database (DATABASE_URL).
It prints one JSON object with what is left when both have ended.
"""

# ruff: noqa: E402 (Django is set up before its models are imported)
import datetime
import functools
import io
import os
import threading
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from clairdroit.mail import actions as mail_actions
from clairdroit.mail import delivery
from clairdroit.mail.addresses import note_bounce
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import DeliveryAttempt, OutboxMail
from clairdroit.moderation import actions as moderation_actions
from clairdroit.moderation.errors import ModerationError
from clairdroit.moderation.registry import Key
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors, emails
from clairdroit.questions.drafts import version_of
from clairdroit.questions.enums import EventKind, IncomingKind, MailKind
from clairdroit.questions.incoming.receiving import receive
from clairdroit.questions.jobs.reminders import run
from clairdroit.questions.models import Digest, Event, IncomingMail, ProposedAnswer, Question, QuestionMail
from clairdroit.roles.actions import compose_roles
from clairdroit.taxonomy import working_days
from tests import races
from tests.questions.factories import AssignmentFactory, OutboxMailFactory, UserFactory
from tests.questions.incoming.replies import bounce

MAIL_STEPS = {EventKind.MAIL_FAILED, EventKind.MAIL_RETRIED, EventKind.MAIL_CAME_BACK}
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def at_once(*jobs):
    """Gives the names of the errors; nothing for what went well without a word."""
    refusals = (actions.QuestionsError, ModerationError, NotFailedError, PermissionDenied)
    ended = races.at_once(*jobs, refusals=refusals)
    return [str(each or "") for each in ended]


def editor():
    return UserFactory(username=f"redaction-{uuid.uuid4().hex[:8]}", moderator=True)


def proposal():
    assignment = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    answer = actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text="Allez au CCAS.")
    return ProposedAnswer.objects.get(pk=answer.pk)


def what_is_left(question):
    kinds = Event.objects.filter(question=question).values_list("kind", flat=True)
    question.refresh_from_db()
    return {
        "status": question.status,
        "answer_mails": question.mails.filter(kind=MailKind.ANSWER).count(),
        "sent_events": list(kinds).count(EventKind.ANSWER_SENT),
        "answered_events": list(kinds).count(EventKind.ANSWERED),
        "erased": question.erased_at is not None,
        "words_left": bool(question.text or question.email) or question.answers.exists() or question.mails.exists(),
    }


def in_the_queue(user, answer):
    """A moderator's click after the last look at the mail."""
    url, data = reverse("clairdroit_questions_confirm", args=[answer.pk]), {"version": version_of(answer)}

    def click():
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client.post(url, data).status_code

    return click


def two_editors_approve_in_the_file():
    answer, first, second = proposal(), editor(), editor()
    ended = at_once(
        lambda: actions.send_answer(answer=answer, user=first), lambda: actions.send_answer(answer=answer, user=second)
    )
    return ended, what_is_left(answer.question)


def two_moderators_approve_in_the_queue():
    answer = proposal()
    ended = at_once(in_the_queue(editor(), answer), in_the_queue(editor(), answer))
    return ended, what_is_left(answer.question)


def one_approves_in_the_file_one_in_the_queue():
    answer, user = proposal(), editor()
    ended = at_once(lambda: actions.send_answer(answer=answer, user=user), in_the_queue(editor(), answer))
    return ended, what_is_left(answer.question)


def the_same_revision_is_published_twice():
    answer, user = proposal(), editor()
    revisions = [answer.get_latest_revision() for _ in range(2)]
    for revision in revisions:
        _ = revision.content_object.sent_revision_id  # read before the other one wrote
    ended = at_once(*[lambda revision=revision: revision.publish(user=user) for revision in revisions])
    return ended, what_is_left(answer.question)


def one_approves_one_marks_spam():
    answer, user = proposal(), editor()
    ended = at_once(lambda: actions.mark_spam(question=answer.question, user=user), in_the_queue(editor(), answer))
    return ended, what_is_left(answer.question)


def one_approves_while_the_citizen_erases():
    answer, user = proposal(), editor()
    question = answer.question
    ended = at_once(lambda: actions.send_answer(answer=answer, user=user), lambda: actions.erase(question=question))
    return ended, what_is_left(question)


def the_citizen_sends_twice():
    key = uuid.uuid4().hex
    values = {
        "heading": "logement",
        "text": "Je n’arrive plus à payer mon loyer.",
        "commune": AssignmentFactory().question.commune,
        "email": "nadia@citoyenne.invalid",
        "submission_key": key,
    }
    ended = at_once(*[lambda: actions.submit_question(**values).question.pk for _ in range(4)])
    questions = Question.objects.filter(submission_key=key)
    left = {
        "questions": questions.count(),
        "acknowledgements": sum(each.mails.filter(kind=MailKind.ACKNOWLEDGEMENT).count() for each in questions),
        "received_events": Event.objects.filter(question__in=questions, kind=EventKind.RECEIVED).count(),
    }
    return ended, left


def the_partner_hands_in_twice():
    assignment = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    user = team_user(assignment.partner)
    ended = at_once(
        *[lambda: actions.submit_proposal(assignment=assignment, user=user, text="Allez au CCAS.") for _ in range(2)]
    )
    kinds = list(Event.objects.filter(question=assignment.question).values_list("kind", flat=True))
    answer = ProposedAnswer.objects.get(assignment=assignment)
    left = {"proposed_events": kinds.count(EventKind.PROPOSED), "workflows": answer.workflow_states.count()}
    return ended, left


def two_editors_ask_the_same_partner():
    source = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    question, partner = source.question, source.partner
    source.delete()
    users = [editor(), editor()]
    ended = at_once(*[lambda u=u: actions.assign(question=question, partner=partner, user=u) and "" for u in users])
    left = {
        "assignments": question.assignments.count(),
        "mails": question.mails.filter(kind=MailKind.ASSIGNMENT).count(),
    }
    return ended, left


def two_proposals():
    first = proposal()
    assignment = AssignmentFactory(question=first.question)
    second = actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text="Appelez l’ADIL.")
    return first, ProposedAnswer.objects.get(pk=second.pk)


def joined_left(question):
    joint = question.answers.filter(assignment=None)
    waiting = [answer for answer in question.answers.all() if answer.current_workflow_task_state]
    return {**what_is_left(question), "joint": joint.count(), "waiting": len(waiting)}


def two_editors_join_the_same_proposals():
    (first, second), users = two_proposals(), [editor(), editor()]
    ended = at_once(
        *[
            lambda user=user: editors.merge_proposals(first=first, second=second, user=user, text="Les deux.") and ""
            for user in users
        ]
    )
    return ended, joined_left(first.question)


def one_joins_while_one_approves():
    (first, second), users = two_proposals(), [editor(), editor()]
    ended = at_once(
        lambda: editors.merge_proposals(first=first, second=second, user=users[0], text="Les deux.") and "",
        lambda: actions.send_answer(answer=second, user=users[1]) and "",
    )
    return ended, joined_left(first.question)


def two_clocks_remind():
    """`send_reminders` twice at once: one partner to remind, one that is silent, one question late for its citizen."""
    Question.objects.all().delete()
    Digest.objects.all().delete()
    OutboxMail.objects.all().delete()
    user = editor()
    today = timezone.localdate()
    while not working_days.is_working_day_here(today):
        today += datetime.timedelta(days=1)
    quiet_since = timezone.now() - datetime.timedelta(days=30)
    remind_since = timezone.now()
    while working_days.working_days_between(timezone.localdate(remind_since), today) < 3:
        remind_since -= datetime.timedelta(days=1)
    box = f"equipe-{uuid.uuid4().hex[:8]}@partenaire.invalid"
    for since, team_email in ((quiet_since, ""), (remind_since, box)):
        AssignmentFactory(
            question__submission_key=uuid.uuid4().hex,
            question__received_at=quiet_since,
            question__due_at=quiet_since + datetime.timedelta(days=5) if team_email else None,
            partner__team_email=team_email,
            notified_at=since,
        )
    ended = at_once(*[lambda: run(today=today)["failed"] or "" for _ in range(2)])
    to = [mail.to[0] for mail in OutboxMail.objects.all()]
    kinds = list(Event.objects.values_list("kind", flat=True))
    left = {
        "to_the_team": to.count(box),
        "to_the_citizen": QuestionMail.objects.filter(kind=MailKind.LATE).count(),
        "to_the_editor": to.count(user.email),
        "twice_to_anybody": len(to) - len(set(to)),
        "silent": kinds.count(EventKind.SILENT),
        "reminded": kinds.count(EventKind.REMINDED),
    }
    return ended, left


def corrected_record(user):
    """Public, with a correction that waits; the partner and the version."""
    moderators = Group.objects.get(name="Modérateurs")
    moderators.permissions.add(Permission.objects.get(codename="publish_partner"))
    task, _created = GroupApprovalTask.objects.get_or_create(name="Relecture des fiches")
    task.groups.add(moderators)
    workflow, created = Workflow.objects.get_or_create(name="Relecture des fiches")
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task)
    partner = AssignmentFactory(question__submission_key=uuid.uuid4().hex).partner
    partner.save_revision().publish()
    partner = type(partner).objects.get(pk=partner.pk)
    partner.languages = "français, dari"
    revision = partner.save_revision()
    workflow.start(partner, user)
    return partner, revision.pk


def two_editors_approve_small_corrections():
    user, other = editor(), editor()
    partner, revision = corrected_record(user)
    seen = {Key("fiche", str(partner.pk)): revision}
    done = []
    ended = at_once(
        *[
            lambda each=each: done.append(moderation_actions.approve_together(seen=seen, user=each)) or ""
            for each in (user, other)
        ]
    )
    partner.refresh_from_db()
    return ended, {"approved": sum(done), "languages": partner.languages}


def one_approves_a_text_one_gives_it_back():
    users = [editor(), editor()]
    partner, revision = corrected_record(users[0])
    decide = functools.partial(moderation_actions.decide_text, revision=revision, comment="Plus court.")
    ended = at_once(
        lambda: decide(decision=moderation_actions.APPROVE, user=users[0]) and "",
        lambda: decide(decision=moderation_actions.REJECT, user=users[1]) and "",
    )
    partner.refresh_from_db()
    states = list(partner.workflow_states.values_list("status", flat=True))
    return ended, {"public": partner.languages, "states": states, "refused": len([each for each in ended if each])}


def one_approves_a_text_while_another_saves_it():
    """What was not read must not become public."""
    user = editor()
    partner, revision = corrected_record(user)
    newer = partner.get_latest_revision_as_object()
    newer.languages = "non lu"
    ended = at_once(
        lambda: (
            moderation_actions.decide_text(revision=revision, decision=moderation_actions.APPROVE, user=user) and ""
        ),
        lambda: newer.save_revision() and "",
    )
    partner.refresh_from_db()
    return ended, {"public": partner.languages}


def two_citizens_write_to_the_same_partners():
    """The one's question was given to the one partner first, the other's to the other first."""
    first = [AssignmentFactory(question__submission_key=uuid.uuid4().hex) for _each in range(2)]
    for asked in first:
        emails.partner_asked(asked)
    for asked, other in (first, first[::-1]):
        later = asked.notified_at + datetime.timedelta(minutes=1)
        AssignmentFactory(question=asked.question, partner=other.partner, notified_at=later)
    questions = [asked.question for asked in first]
    ended = at_once(
        *[lambda each=each: actions.add_detail(question=each, text="Depuis mars.") and "" for each in questions]
    )
    mails = QuestionMail.objects.filter(question__in=questions, kind=MailKind.DETAIL)
    return ended, {"mails": mails.count()}


def a_detail_comes_while_the_mail_about_the_last_one_leaves():
    """It joins that mail or has one of its own; both details are told, none in a mail that was sent before."""
    OutboxMail.objects.all().delete()
    asked = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    actions.add_detail(question=asked.question, text="Depuis mars.")
    sent = {}
    delivery.deliver = lambda mail: (
        sent.update({mail.pk: mail.message}) or delivery.Result(delivery.DeliveryOutcome.DELIVERED, 250)
    )
    leaves_at = timezone.now() + datetime.timedelta(milliseconds=30)
    OutboxMail.objects.update(not_before=leaves_at)

    def send():
        while timezone.now() < leaves_at + datetime.timedelta(milliseconds=200):
            delivery.send_due()
        return ""

    ended = at_once(send, lambda: actions.add_detail(question=asked.question, text="Deux enfants.") and "")
    waiting = [mail.message for mail in OutboxMail.objects.waiting()]
    told = "\n".join([*sent.values(), *waiting])
    return ended, {
        "both_told": "Depuis mars." in told and "Deux enfants." in told,
        "mails_per_text": len({*sent.values(), *waiting}) == len([*sent.values(), *waiting]) <= 2,
    }


def two_editors_correct_an_address():
    asked = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    question = asked.question
    emails.question_received(question)
    ended = at_once(
        *[
            lambda user=user: editors.correct_address(question=question, email="juste@b.invalid", user=user) and ""
            for user in (editor(), editor())
        ]
    )
    corrected = Event.objects.filter(question=question, kind=EventKind.ADDRESS_CORRECTED)
    return ended, {"mails": question.mails.count(), "corrected": corrected.count()}


def two_workers_send():
    OutboxMail.objects.all().delete()
    for _ in range(20):
        OutboxMailFactory(message_id=f"<{uuid.uuid4().hex}@clairdroit.invalid>")
    delivered = []
    delivery.deliver = lambda mail: (
        delivered.append(mail.pk) or delivery.Result(delivery.DeliveryOutcome.DELIVERED, 250)
    )
    ended = at_once(*[lambda: delivery.send_due() and "" for _ in range(3)])
    left = {"delivered": len(delivered), "mails": len(set(delivered)), "attempts": DeliveryAttempt.objects.count()}
    return ended, left


def while_the_citizen_erases(question, job):
    """Both are in the middle of it: the one has held what it holds before it writes into the history, the other the
    question. Where the one holds the question too, the other cannot be, and it goes on alone."""
    begun = threading.Event()

    def meet(instance, **kwargs):
        if instance.kind == EventKind.ERASED:
            begun.set()
        elif instance.kind in MAIL_STEPS:
            begun.wait(0.5)

    pre_save.connect(meet, sender=Event)
    try:
        ended = at_once(lambda: job() and "", lambda: actions.erase(question=question) and "")
    finally:
        pre_save.disconnect(meet, sender=Event)
    return ended, {key: value for key, value in what_is_left(question).items() if key in ("erased", "words_left")}


def a_mail_is_refused_while_the_citizen_erases():
    question = proposal().question
    attempt = delivery.claim(emails.question_received(question).pk)
    refused = delivery.Result(delivery.DeliveryOutcome.PERMANENT, 550, "5.1.1", recipient_refused=True)
    return while_the_citizen_erases(question, lambda: delivery.finish(attempt, refused))


def a_mail_is_past_its_time_while_the_citizen_erases():
    question = proposal().question
    mail = emails.question_received(question)
    OutboxMail.objects.filter(pk=mail.pk).update(expires_at=timezone.now())
    return while_the_citizen_erases(question, delivery.give_up_expired)


def an_editor_sends_again_while_the_citizen_erases():
    question, user = proposal().question, editor()
    mail = emails.question_received(question)
    OutboxMail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED)
    return while_the_citizen_erases(question, lambda: mail_actions.retry_mail(mail=mail, user=user))


def a_mail_comes_back_while_the_citizen_erases():
    question = proposal().question
    mail = emails.question_received(question)
    note_bounce(address=question.email, hard=False, detail="4.2.2")
    raw = bounce(mail, address=question.email)
    received = []
    ended, left = while_the_citizen_erases(question, lambda: received.append(receive(source=io.BytesIO(raw))[0]))
    # Whoever loses a fight for rows leaves a message that "could not be looked at".
    kinds = list(IncomingMail.objects.filter(pk__in=[each.pk for each in received]).values_list("kind", flat=True))
    return ended, {**left, "broken": IncomingKind.BROKEN in kinds}


def a_notice_leaves_while_its_question_is_erased():
    """It belongs to no question, and names one: its attempts are deleted before its own row."""
    question = proposal().question
    identifier = f"<{uuid.uuid4().hex}@clairdroit.invalid>"
    mail = OutboxMailFactory(message_id=identifier, subject=f"Question {question.reference}", message="…")
    attempt = delivery.claim(mail.pk)
    begun, hold = threading.Event(), delivery.hold

    def deleted(**kwargs):
        begun.set()

    def held(pk):
        mail = hold(pk)
        begun.wait(0.5)
        return mail

    post_delete.connect(deleted, sender=DeliveryAttempt)
    delivery.hold = held
    try:
        ended = at_once(
            lambda: delivery.finish(attempt, delivery.Result(delivery.DeliveryOutcome.DELIVERED, 250)) or "",
            lambda: actions.erase(question=question) and "",
        )
    finally:
        delivery.hold = hold
        post_delete.disconnect(deleted, sender=DeliveryAttempt)
    return ended, {"mails": OutboxMail.objects.filter(pk=attempt.email_id).count()}


RACES = {
    race.__name__: race
    for race in (
        two_editors_approve_in_the_file,
        two_moderators_approve_in_the_queue,
        one_approves_in_the_file_one_in_the_queue,
        the_same_revision_is_published_twice,
        one_approves_one_marks_spam,
        one_approves_while_the_citizen_erases,
        the_citizen_sends_twice,
        the_partner_hands_in_twice,
        two_editors_ask_the_same_partner,
        two_editors_join_the_same_proposals,
        one_joins_while_one_approves,
        two_clocks_remind,
        two_editors_approve_small_corrections,
        one_approves_a_text_one_gives_it_back,
        one_approves_a_text_while_another_saves_it,
        two_citizens_write_to_the_same_partners,
        a_detail_comes_while_the_mail_about_the_last_one_leaves,
        two_editors_correct_an_address,
        two_workers_send,
        a_mail_is_refused_while_the_citizen_erases,
        a_mail_is_past_its_time_while_the_citizen_erases,
        an_editor_sends_again_while_the_citizen_erases,
        a_mail_comes_back_while_the_citizen_erases,
        a_notice_leaves_while_its_question_is_erased,
    )
}


def with_names(race):
    return lambda: dict(zip(("ended", "left"), race(), strict=True))


if __name__ == "__main__":
    races.tell({name: with_names(race) for name, race in RACES.items()}, rounds=ROUNDS, before=compose_roles)
