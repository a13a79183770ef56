"""At the desk, in the file and in the received e-mails at the same instant. As `races.py`, which prepares Django."""

import io
import uuid

from tests.questions.races import ROUNDS, at_once, editor, in_the_queue, what_is_left, with_names

# isort: split
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from clairdroit.public_forms import FormToken
from clairdroit.questions import actions, editors, incoming
from clairdroit.questions.enums import EventKind, MailKind, QuestionOrigin, TellingWay
from clairdroit.questions.models import Event, Question, QuestionMail
from clairdroit.roles.actions import compose_roles
from tests import races
from tests.questions.factories import AssignmentFactory, UserFactory


def front_desk():
    worker = UserFactory(username=f"accueil-{uuid.uuid4().hex[:8]}")
    right = Permission.objects.get(content_type__app_label="clairdroit_questions", codename="take_down_question")
    worker.user_permissions.add(right)
    return worker


def taken_down(worker, **values):
    """Of somebody without an address; the routing of the races before finds nobody for it."""
    taken = actions.take_down(
        user=worker,
        origin=QuestionOrigin.DESK,
        heading="",
        text="Mon propriétaire veut que je parte avant Noël.",
        commune=None,
        email="",
        submission_key=uuid.uuid4().hex,
        **values,
    )
    return taken.question


def posted(user, url, data):
    """A click, told by the status of what came of it."""

    def click():
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client.post(url, data).status_code

    return click


def a_front_desk_worker_presses_twice():
    worker, town = front_desk(), AssignmentFactory(question__submission_key=uuid.uuid4().hex).question.commune
    data = {
        "origin": "desk",
        "text": f"Je n’arrive plus à payer mon loyer. {uuid.uuid4().hex}",
        "heading": "logement",
        "place": town.label,
        "commune": town.pk,
        "consent": "on",
        "token": FormToken.issue("saisie").raw,
    }
    ended = at_once(*[posted(worker, reverse("clairdroit_questions:take_down"), data)] * 3)
    return ended, {"questions": Question.objects.taken_down_by(worker).count()}


def two_tell_the_same_answer():
    worker, user = front_desk(), editor()
    question = taken_down(worker)
    actions.answer_directly(question=question, user=user, text="Écrivez au bailleur.")
    telling = question.tellings.get()
    url = reverse("clairdroit_questions:tell", args=[question.uuid, telling.pk])
    data = {"revision": telling.revision_id}
    ended = at_once(
        posted(worker, url, {**data, "way": "phone"}),
        posted(user, url, {**data, "way": "printed"}),
    )
    kinds = list(Event.objects.filter(question=question).values_list("kind", flat=True))
    told = {"told": kinds.count(EventKind.ANSWER_TOLD), "ways": len(set(question.tellings.values_list("way")))}
    return ended, {**what_is_left(question), **told}


def one_tells_while_an_address_is_noted():
    """The person has it on paper or by e-mail: the address is known in both cases, and the answer is sent again there
    where it was told first."""
    worker, user = front_desk(), editor()
    question = taken_down(worker)
    actions.answer_directly(question=question, user=user, text="Écrivez au bailleur.")
    telling = question.tellings.get()
    ended = at_once(
        lambda: actions.tell(telling=telling, user=worker, way=TellingWay.PHONE, revision=telling.revision_id) and "",
        lambda: editors.correct_address(question=question, email="nadia@citoyenne.invalid", user=user) and "",
    )
    left = what_is_left(question)
    return ended, {"status": left["status"], "answered_events": left["answered_events"], "mails": left["answer_mails"]}


def received_mail():
    raw = (
        f"From: <nadia@citoyenne.invalid>\nTo: mairie@ville.invalid\nMessage-ID: <{uuid.uuid4().hex}@x.invalid>\n"
        "Subject: Une question\n\nComment demander le RSA ?\n"
    )
    return incoming.receive(source=io.BytesIO(raw.encode()))[0]


def two_make_a_question_of_one_mail():
    mail = received_mail()
    given = {"heading": "", "commune": None, "text": mail.reply, "email": "nadia@citoyenne.invalid", "language": "fr"}
    ended = at_once(
        *[
            lambda user=user: incoming.make_question(mail=mail, user=user, **given) and ""
            for user in (editor(), editor())
        ]
    )
    made = Question.objects.filter(submission_key=mail.question_key)
    mails = QuestionMail.objects.filter(question__in=made, kind=MailKind.ACKNOWLEDGEMENT)
    return ended, {"questions": made.count(), "mails": mails.count()}


def two_remind_one_partner():
    asked = AssignmentFactory(question__submission_key=uuid.uuid4().hex)
    ended = at_once(
        *[lambda user=user: actions.remind_now(assignment=asked, user=user) and "" for user in (editor(), editor())]
    )
    mails = asked.question.mails.filter(kind=MailKind.REMINDER)
    return ended, {"mails": mails.count(), "refused": ended.count("NotRemindedError")}


def an_own_answer_is_sent_twice():
    user = editor()
    question = AssignmentFactory(question__submission_key=uuid.uuid4().hex).question
    answer = editors.save_own(question=question, user=user, text="Prenez rendez-vous.")
    ended = at_once(in_the_queue(user, answer), in_the_queue(user, answer))
    return ended, what_is_left(question)


def two_correct_the_matter():
    """Each leaves a step that says what it found: the second one's is from what the first wrote."""
    question = AssignmentFactory(question__submission_key=uuid.uuid4().hex).question
    ended = at_once(
        *[
            lambda heading=heading: (
                editors.change_matter(
                    question=question, user=editor(), heading=heading, commune=None, origin=question.origin
                )
                and ""
            )
            for heading in ("sante", "famille")
        ]
    )
    question.refresh_from_db()
    steps = Event.objects.filter(question=question, kind=EventKind.MATTER_CHANGED).order_by("pk")
    last = steps.last()
    is_told = question.heading_label in last.detail.rpartition("→")[2] or question.heading_label in last.detail
    return ended, {"steps": steps.count(), "last_is_told": is_told}


RACES = {
    race.__name__: race
    for race in (
        a_front_desk_worker_presses_twice,
        two_tell_the_same_answer,
        one_tells_while_an_address_is_noted,
        two_make_a_question_of_one_mail,
        two_remind_one_partner,
        an_own_answer_is_sent_twice,
        two_correct_the_matter,
    )
}

if __name__ == "__main__":
    races.tell({name: with_names(race) for name, race in RACES.items()}, rounds=ROUNDS, before=compose_roles)
