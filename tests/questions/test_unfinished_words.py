"""What a partner is writing and has not handed in is nobody else's: no screen of the admin shows it, none sends it."""

import pytest
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import handed_in, is_with_partner, latest, version_of
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import Assignment, ProposedAnswer
from tests.questions.factories import AssignmentFactory, QuestionFactory, proposed_answer

pytestmark = pytest.mark.django_db
HANDED_IN, UNFINISHED = "Écrivez au bailleur avant le 15.", "Non-remis : je vérifie encore."
WAGTAIL = "wagtailsnippets_clairdroit_questions_proposedanswer:"


def write(asked):
    asked = Assignment.objects.get(pk=asked.pk)
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text=UNFINISHED)
    return ProposedAnswer.objects.get(assignment=asked)


def given_back(editor):
    asked = AssignmentFactory(question=QuestionFactory(assigned=True))
    actions.ask_for_changes(answer=proposed_answer(HANDED_IN, assignment=asked), user=editor, comment="Plus court.")
    return asked


def never_handed_in(editor):
    return write(AssignmentFactory(question=QuestionFactory(assigned=True)))


def changed(editor):
    return write(given_back(editor))


def silent(editor):
    answer = changed(editor)
    Assignment.objects.filter(answer=answer).update(status=AssignmentStatus.SILENT)
    return ProposedAnswer.objects.get(pk=answer.pk)


def changed_and_released(editor):
    answer = changed(editor)
    actions.release(assignment=answer.assignment, user=editor)
    return ProposedAnswer.objects.get(pk=answer.pk)


def released_before_it_was_handed_in(editor):
    answer = never_handed_in(editor)
    actions.release(assignment=answer.assignment, user=editor)
    return ProposedAnswer.objects.get(pk=answer.pk)


def asked_again_after_it_was_sent(editor):
    asked = AssignmentFactory(question=QuestionFactory(assigned=True))
    actions.send_answer(answer=proposed_answer(HANDED_IN, assignment=asked), user=editor)
    actions.add_detail(question=asked.question, text="Il manque un point.")
    actions.assign(question=asked.question, partner=asked.partner, user=editor)
    return write(asked)


STATES = [
    never_handed_in,
    changed,
    silent,
    changed_and_released,
    released_before_it_was_handed_in,
    asked_again_after_it_was_sent,
]


@pytest.fixture(params=STATES, ids=lambda state: state.__name__)
def answer(request, editor):
    return request.param(editor)


def addresses(answer):
    pk, last = answer.pk, answer.latest_revision_id
    other = proposed_answer("Une autre.", assignment=AssignmentFactory(question=answer.question))
    for name in ("edit", "history", "usage", "delete", "unpublish", "preview_on_edit"):
        yield reverse(WAGTAIL + name, args=[pk])
    for name in ("revisions_view", "revisions_revert"):
        yield reverse(WAGTAIL + name, args=[pk, last])
    for first in ("earliest", "live"):
        yield reverse(f"{WAGTAIL}revisions_compare", args=[pk, first, "latest"])
    for name in ("confirm", "preview_mail", "review"):
        yield reverse(f"clairdroit_questions_{name}", args=[pk])
    yield reverse("clairdroit_questions_review", args=[other.pk])
    yield reverse("clairdroit_questions_merge", args=[pk, other.pk])
    yield reverse("clairdroit_questions_merge", args=[other.pk, pk])
    yield reverse("questions_modeladmin_inspect", args=[answer.question_id])
    yield reverse("questions_modeladmin_index")
    yield reverse("clairdroit_moderation_queue")
    yield reverse("clairdroit_questions_chase")
    yield reverse("wagtailadmin_home")
    yield reverse(WAGTAIL + "list")


def words_of(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_no_screen_shows_it(client, answer):
    assert is_with_partner(answer)
    assert handed_in(answer).text in (HANDED_IN, "")
    shown = [each for each in addresses(answer) if "Non-remis" in words_of(client.get(each))]
    assert shown == []


@pytest.mark.parametrize(
    "data",
    [
        {"loaded_revision_id": "0", "text": "À moi."},
        {"text": "À moi."},
        {"text": "À moi.", "decision": "enregistrer", "version": "0"},
        {"text": "À moi.", "compose": "remplacer"},
    ],
)
def test_no_form_shows_it_or_writes_over_it(client, answer, data):
    names = [(f"{WAGTAIL}edit", [answer.pk]), ("clairdroit_questions_review", [answer.pk])]
    for name, args in names:
        assert "Non-remis" not in words_of(client.post(reverse(name, args=args), data))
    assert latest(ProposedAnswer.objects.get(pk=answer.pk)).text == UNFINISHED


def test_no_button_sends_it(client, answer):
    client.post(reverse("clairdroit_questions_confirm", args=[answer.pk]), {"version": version_of(answer)})
    client.post(reverse(f"{WAGTAIL}edit", args=[answer.pk]), {"text": UNFINISHED, "action-publish": "1"})
    assert not [mail for mail in OutboxMail.objects.all() if "Non-remis" in mail.message]


def test_who_opens_it_is_told_and_led_to_the_file(client, editor):
    answer = changed(editor)
    response = client.get(reverse(f"{WAGTAIL}edit", args=[answer.pk]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("questions_modeladmin_inspect", args=[answer.question_id])
    assert "écrit cette réponse et ne l’a pas encore remise" in words_of(response)
    assert HANDED_IN in words_of(client.get(response.redirect_chain[-1][0]))


def test_what_was_handed_in_and_corrected_is_the_editors_to_read(client, editor):
    answer = proposed_answer(HANDED_IN, assignment=AssignmentFactory(question=QuestionFactory(assigned=True)))
    editors.edit_proposal(answer=answer, user=editor, text="Corrigé par l’équipe.")
    actions.release(assignment=answer.assignment, user=editor)
    answer = ProposedAnswer.objects.get(pk=answer.pk)
    assert handed_in(answer).text == "Corrigé par l’équipe."
    assert client.get(reverse(f"{WAGTAIL}edit", args=[answer.pk])).status_code == 200
