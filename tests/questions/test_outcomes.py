"""A partner learns what became of its answer: also when an editor joined it with another partner's."""

import pytest
from django.urls import reverse

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors, links
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import Assignment, ProposedAnswer
from clairdroit.questions.outcomes import Outcome, joined_with, outcome_of
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def propose(question, name, text):
    compose_roles()
    assignment = AssignmentFactory(question=question, partner=PartnerFactory(name=name))
    return actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text=text)


@pytest.fixture
def two():
    question = QuestionFactory(assigned=True)
    return propose(question, "ADIL", "Appelez l’ADIL."), propose(question, "CCAS", "Allez au CCAS.")


@pytest.fixture
def joint(two, editor):
    return editors.merge_proposals(first=two[0], second=two[1], user=editor, text="Appelez, puis allez au CCAS.")


def again(answer):
    return Assignment.objects.get(pk=answer.assignment_id)


def space(client, answer):
    token = links.partner_token(answer.assignment.partner)
    first = client.get(reverse("clairdroit_partner_space:space", args=[token])).content.decode()
    own = client.get(reverse("clairdroit_questions:assignment", args=[token, answer.question.uuid])).content.decode()
    return first, own


def by_program(client, answer):
    raw = f"cdp_{answer.pk}"
    PartnerTokenFactory(partner=answer.assignment.partner, raw=raw)
    url = f"/api/partenaire/v1/questions/{answer.question.uuid}"
    return client.get(url, headers={"Authorization": f"Bearer {raw}"}).json()


def test_while_the_joint_answer_is_read_over_each_partner_is_thanked(client, two, joint):
    first, own = space(client, two[0])
    assert "Réunie en une seule réponse avec celle de CCAS" in first
    assert "Votre réponse fait partie d’une réponse commune" in own
    assert "Appelez l’ADIL." in own
    assert "allez au CCAS" not in own, "nobody reads another's words before they are sent"
    told = by_program(client, two[0])
    assert (told["state"], told["joined_with"], told["answer"]) == ("joined", "CCAS", None)


def test_once_it_is_sent_each_reads_what_the_person_received(client, two, joint, editor):
    actions.send_answer(answer=joint, user=editor)
    for answer, other in ((two[0], "CCAS"), (two[1], "ADIL")):
        first, own = space(client, answer)
        assert "Envoyée le" in first
        assert f"avec celle de {other}" in own
        assert "Appelez, puis allez au CCAS." in own
        told = by_program(client, answer)
        assert (told["state"], told["answer"]["signature"]) == ("answered", "ADIL et CCAS")
        assert told["answer"]["text"] == "Appelez, puis allez au CCAS."


def test_joined_with_a_third_it_ends_in_the_last_one(client, two, joint, editor):
    third = propose(two[0].question, "UDAF", "Demandez à l’UDAF.")
    last = editors.merge_proposals(first=joint, second=third, user=editor, text="Les trois.")
    assert outcome_of(again(two[0])) == Outcome.JOINED
    assert joined_with(again(two[0])) == "CCAS, UDAF"
    actions.send_answer(answer=last, user=editor)
    assert {outcome_of(again(each)) for each in (*two, third)} == {Outcome.ANSWERED}
    assert "Les trois." in space(client, two[1])[1]


def test_separated_again_each_is_read_over_on_its_own(client, two, joint, editor):
    editors.separate_proposals(joint=joint, user=editor)
    assert outcome_of(again(two[0])) == Outcome.PROPOSED
    assert "Réunie" not in space(client, two[0])[0]


def test_a_joint_answer_that_was_never_sent_is_said_to_have_ended(client, two, joint, editor):
    actions.close(question=joint.question, user=editor, reason="La personne a trouvé.")
    assert outcome_of(again(two[0])) == Outcome.ENDED
    assert "la question a été réglée autrement" in space(client, two[0])[0]


def test_what_was_sent_alone_stays_sent_when_the_question_is_taken_up_again(client, two, editor):
    actions.send_answer(answer=two[0], user=editor)
    actions.reopen(question=two[0].question, user=editor)
    assert outcome_of(again(two[0])) == Outcome.ANSWERED
    assert joined_with(again(two[0])) == ""


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({}, Outcome.WAITING),
        ({"status": AssignmentStatus.SILENT}, Outcome.WAITING),
        ({"declined": True}, Outcome.ENDED),
        ({"question__answered": True, "question__assigned": False}, Outcome.ENDED),
        ({"question__erased": True, "question__assigned": False}, Outcome.ERASED),
    ],
    ids=["asked", "silent", "declined", "answered by another", "erased"],
)
def test_without_an_answer_the_status_tells(values, outcome):
    assert outcome_of(AssignmentFactory(**values)) == outcome


def test_the_lists_ask_a_fixed_number_of_queries(client, two, joint, editor, django_assert_max_num_queries):
    actions.send_answer(answer=joint, user=editor)
    partner = two[0].assignment.partner
    for number in range(4):
        question = QuestionFactory(assigned=True)
        mine = AssignmentFactory(question=question, partner=partner)
        pair = (
            actions.submit_proposal(assignment=mine, user=team_user(partner), text="Un."),
            propose(question, f"Autre {number}", "Deux."),
        )
        editors.merge_proposals(first=pair[0], second=pair[1], user=editor, text="Les deux.")
    assert ProposedAnswer.objects.filter(merged_into=None).count() == 5
    client.logout()  # as partners come: nobody is signed in
    with django_assert_max_num_queries(40):
        client.get(reverse("clairdroit_partner_space:space", args=[links.partner_token(partner)]))
