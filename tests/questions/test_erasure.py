"""Words are planted through the doors that people use; erased, nothing of them is left anywhere."""

import pickle
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db.models import CASCADE
from django.urls import reverse
from wagtail.models import TaskState

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, erasure, links
from clairdroit.questions.encryption import make_key
from clairdroit.questions.encryption.rotation import encrypted_fields
from clairdroit.questions.enums import EventKind
from clairdroit.questions.models import Assignment, Event, OutboxMail, ProposedAnswer, Question
from clairdroit.questions.moderation import set_up_moderation
from clairdroit.questions.outbox import send_due
from tests.partners_snippets.factories import PartnerFactory
from tests.questions import whole_database
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.territories.factories import CommuneFactory

WORDS = {
    "form": "amaryllis",
    "address": "odile.pivoine",
    "detail": "hortensia",
    "draft": "chrysantheme",
    "note": "myosotis",
    "decline": "campanule",
    "comment": "coquelicot",
    "answer": "jonquille",
    "preview": "gardenia",
    "notice": "belladone",
}


def post(client, url, **data):
    answer = client.post(url, data)
    assert answer.status_code in (200, 302), (url, answer.status_code)
    return answer


@pytest.fixture
def planted(client, old_token, caplog, admin_client, settings):
    """The question whose every trace holds one of WORDS, through forms, partners' space, admin and worker."""
    caplog.set_level("DEBUG")
    set_up_moderation()
    settings.CLAIRDROIT_PARTNERS_ASKED = 2
    commune = CommuneFactory()
    for name in ("ADIL", "CCAS"):
        PartnerFactory(name=name, headings=["logement"], communes=[commune], team_email=f"{name}@interne.invalid")
    post(
        client,
        reverse("clairdroit_questions:ask"),
        heading="logement",
        text=f"Je ne peux plus payer mon loyer : {WORDS['form']}.",
        place=commune.label,
        email=f"{WORDS['address']}@citoyenne.invalid",
        consent="on",
        jeton=old_token("question"),
    )
    question = Question.objects.get()
    follow = reverse("clairdroit_questions:follow", args=[links.follow_token(question)])
    first, second = question.assignments.order_by("pk")
    page = re.sub(r"^https?://[^/]+", "", links.assignment_url(first))
    post(client, page, text=f"Réponse : {WORDS['draft']}.", note=f"Note : {WORDS['note']}.", version="0", envoyer="1")
    other = re.sub(r"^https?://[^/]+", "", links.assignment_url(second))
    post(client, f"{other}decliner/", reason=f"Refus : {WORDS['decline']}.")
    answer = ProposedAnswer.objects.get()
    snippet = "wagtailsnippets_clairdroit_questions_proposedanswer"
    post(admin_client, reverse(f"{snippet}:preview_on_edit", args=[answer.pk]), text=f"Aperçu : {WORDS['preview']}.")
    task = TaskState.objects.get()
    refuse = reverse(f"{snippet}:workflow_action", args=[answer.pk, "reject", task.pk])
    post(admin_client, refuse, comment=f"À revoir : {WORDS['comment']}.")
    post(client, follow + "preciser/", detail=f"Précision : {WORDS['detail']}.")
    answer = ProposedAnswer.objects.get()
    actions.submit_proposal(assignment=first, user=team_user(first.partner), text=f"Mieux : {WORDS['answer']}.")
    act = reverse("clairdroit_questions_act", args=[question.pk, "envoyer"])
    post(admin_client, act, answer=answer.pk)
    # A notice that names the question in its text alone, as Wagtail's own do.
    OutboxMail.objects.create(
        from_email="site@clairdroit.invalid",
        to=["equipe@interne.invalid"],
        subject=f"Réponse à la question {question.reference}",
        message=WORDS["notice"],
    )
    send_due()
    admin_client.get(f"/admin/questions/inspect/{question.pk}/")
    client.get(follow)
    return question


def elsewhere(caplog):
    kept = getattr(cache, "_cache", {})
    return caplog.text + "".join(map(str, (pickle.loads(value) for value in kept.values())))


@pytest.mark.django_db
def test_nothing_stands_in_clear_and_after_erasing_nothing_stands_at_all(planted, client, caplog):
    assert whole_database.holding(*WORDS.values()) == set()
    assert not [word for word in WORDS.values() if word.encode() in whole_database.raw_bytes()]
    actions.note_bounce(address=f"{WORDS['address']}@citoyenne.invalid", hard=True, detail="5.1.1")
    written = whole_database.sealed_values()
    assert len(written) > 40
    steps = planted.events.count()

    post(client, reverse("clairdroit_questions:erase", args=[links.follow_token(planted)]))

    assert whole_database.holding(*WORDS.values()) == set()
    left = written & whole_database.sealed_values()
    assert left == set()
    # SQLite's pages that were given free among them: secure_delete writes over what is deleted.
    raw = whole_database.raw_bytes()
    assert not [value for value in written if value.encode() in raw]
    assert not [word for word in WORDS.values() if word.encode() in raw]
    assert not [word for word in WORDS.values() if word in elsewhere(caplog)]
    question = Question.objects.get()
    assert question.erased_at
    assert question.events.count() > steps
    assert question.assignments.count() == 2
    assert client.get(reverse("clairdroit_questions:follow", args=[links.follow_token(planted)])).status_code == 200


@pytest.mark.django_db
def test_erasing_needs_no_key(settings):
    assignment = AssignmentFactory(declined=True)
    settings.CLAIRDROIT_QUESTION_KEYS = [make_key()]
    question = actions.erase(question=Question.objects.get(pk=assignment.question_id))
    assert (question.text, question.email) == ("", "")
    assert Assignment.objects.get().decline_reason == "-"


@pytest.mark.django_db
def test_another_question_keeps_everything():
    kept, erased = AssignmentFactory(declined=True), QuestionFactory()
    actions.erase(question=erased)
    kept.refresh_from_db()
    assert kept.decline_reason == "Ce n’est pas notre domaine."
    assert kept.question.text


@pytest.mark.django_db
def test_erasing_twice_is_one_step():
    question = QuestionFactory()
    actions.erase(question=question)
    actions.erase(question=question)
    assert Event.objects.filter(kind=EventKind.ERASED).count() == 1


def reached(roots):
    """The models whose rows are deleted with a row of `roots`, because their foreign keys cascade."""
    found, waiting = set(), list(roots)
    while waiting:
        model = waiting.pop()
        if model in found:
            continue
        found.add(model)
        waiting += [relation.related_model for relation in model._meta.related_objects if relation.on_delete is CASCADE]
    return found


# Their words belong to no question; retention removes them.
APART = {"ErrorReport", "UnreachableAddress"}


def test_every_model_with_words_is_erased_with_its_question():
    deleted = {
        relation.related_model
        for root in (Question, Assignment)
        for relation in root._meta.related_objects
        if relation.related_model not in erasure.EMPTIED
    }
    covered = reached(deleted | {OutboxMail}) | set(erasure.EMPTIED)
    with_words = {model for model in apps.get_models() if encrypted_fields(model)}
    assert len(with_words) > 5
    assert {model.__name__ for model in with_words - covered} <= APART


@pytest.mark.django_db
def test_staff_and_figures_see_that_it_was_erased(client):
    question = QuestionFactory()
    actions.erase(question=question)
    client.force_login(UserFactory(moderator=True))
    assert client.get(f"/admin/questions/inspect/{question.pk}/").status_code == 200
