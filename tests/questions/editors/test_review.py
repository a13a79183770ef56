"""Where an editor decides on one answer."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import TaskState

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.editors.answers.comparing import only_here
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind
from clairdroit.questions.models import Assignment, Event, ProposedAnswer
from tests.questions.factories import QuestionFactory, UserFactory, proposed_answer
from tests.questions.proposing import propose
from tests.questions.reading import read

pytestmark = pytest.mark.django_db


def url(answer):
    return reverse("clairdroit_questions_review", args=[answer.pk])


def decide(client, answer, decision, query="", **data):
    values = {"text": latest(answer).text, "version": version_of(answer), "decision": decision, **data}
    response = client.post(url(answer) + query, values)
    if decision.startswith("envoyer") and response.status_code == 302:
        # The mail is looked at, and confirmed.
        after = QueryDict(response.url.partition("?")[2])
        page = client.get(response.url)
        return client.post(response.url, {"then": after["suite"], "version": page.context["version"]})
    return response


def sent(answer):
    return [mail.email.message for mail in answer.question.mails.filter(kind=MailKind.ANSWER)]


class TestScreen:
    def test_the_answer_stands_beside_the_question_its_details_and_the_note(self, client, editor):
        answer = proposed_answer("La réponse du partenaire.")
        actions.add_detail(question=answer.question, text="J’ai deux enfants.")
        page = read(client, url(answer)).content.decode()
        assert "La réponse du partenaire." in page
        assert "payer mon loyer" in page
        assert "review__words--added" in page
        assert Event.objects.filter(question=answer.question, kind=EventKind.VIEWED, user=editor).exists()

    def test_only_this_question_s_other_proposals_stand_beside_it(self, client, editor):
        question = QuestionFactory(assigned=True)
        one = propose(question, "ADIL", "Appelez l’ADIL. Continuez à payer.")
        propose(question, "CCAS", "Continuez à payer. Allez au CCAS.")
        propose(QuestionFactory(assigned=True), "CAF", "Une tout autre affaire.")
        page = client.get(url(one)).content.decode()
        assert "<mark>Allez au CCAS.</mark>" in page
        assert "<mark>Continuez à payer.</mark>" not in page
        assert "Une tout autre affaire." not in page

    def test_it_says_what_is_hard_to_read(self, client, editor):
        page = client.get(url(proposed_answer("Venez, le cas échéant."))).content.decode()
        assert "<mark>le cas échéant</mark>" in page

    def test_nobody_else_reads_it(self, client):
        answer = proposed_answer()
        client.force_login(UserFactory())
        assert client.get(url(answer)).status_code == 302
        assert not Event.objects.filter(kind=EventKind.VIEWED).exists()

    def test_an_answer_that_left_can_be_read_only(self, client, editor):
        answer = actions.send_answer(answer=proposed_answer(), user=editor)
        assert 'name="decision"' not in client.get(url(answer)).content.decode()


class TestDecisions:
    def test_approving_sends_the_corrected_text(self, client, editor):
        answer = proposed_answer()
        assert decide(client, answer, "envoyer", text="Texte relu.").url == reverse("clairdroit_moderation_queue")
        assert ["Texte relu." in message for message in sent(answer)] == [True]

    def test_approve_and_open_the_next_one_of_the_same_list(self, client, editor):
        first, second = proposed_answer(), proposed_answer()
        QuestionFactory()
        response = decide(client, first, "envoyer-suivante", "?genre=reponse")
        assert response.url == url(second) + "?genre=reponse"
        assert decide(client, second, "envoyer-suivante", "?genre=reponse").url.endswith("/a-decider/?genre=reponse")

    def test_saving_sends_nothing(self, client, editor):
        answer = proposed_answer()
        assert decide(client, answer, "enregistrer", text="Texte relu.").url == url(answer)
        assert latest(ProposedAnswer.objects.get(pk=answer.pk)).text == "Texte relu."
        assert not sent(answer)

    def test_asking_for_changes_needs_a_word(self, client, editor):
        answer = proposed_answer()
        assert decide(client, answer, "corriger").status_code == 200
        decide(client, answer, "corriger", comment="Plus court.")
        answer.assignment.refresh_from_db()
        assert answer.assignment.status == AssignmentStatus.DRAFTING

    def test_of_what_its_partner_is_changing_what_was_handed_in_is_read_and_sent(self, client, editor):
        answer = proposed_answer("Une première réponse.")
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
        assignment = Assignment.objects.get(pk=answer.assignment_id)
        actions.save_draft(assignment=assignment, user=team_user(assignment.partner), text="Des mots pas finis")
        confirm = reverse("clairdroit_questions_confirm", args=[answer.pk])
        for address in (url(answer), confirm, reverse("clairdroit_questions_preview_mail", args=[answer.pk])):
            page = client.get(address).content.decode()
            assert "Une première réponse." in page
            assert "pas finis" not in page
        version = version_of(ProposedAnswer.objects.get(pk=answer.pk))
        client.post(confirm, {"version": version, "then": "liste"})
        (message,) = sent(answer)
        assert "Une première réponse." in message
        assert "pas finis" not in message

    def test_without_saying_which_text_was_seen_nothing_is_sent(self, client, editor):
        answer = proposed_answer()
        page = client.post(reverse("clairdroit_questions_confirm", args=[answer.pk]), {"then": "liste"})
        assert "a changé" in page.content.decode()
        assert not sent(answer)

    def test_what_a_colleague_saved_is_shown_and_nothing_typed_is_lost(self, client, editor):
        answer = proposed_answer()
        seen = version_of(answer)
        editors.edit_proposal(answer=answer, user=UserFactory(moderator=True), text="D’une autre main.")
        page = decide(client, answer, "envoyer", text="De la mienne.", version=seen).content.decode()
        assert "D’une autre main." in page
        assert "De la mienne." in page
        assert not sent(answer)

    def test_a_second_click_sends_nothing_twice(self, client, editor):
        answer = proposed_answer()
        for _click in range(2):
            assert decide(client, answer, "envoyer").status_code in (200, 302)
        assert len(sent(answer)) == 1

    @pytest.mark.parametrize("decision", ["", "x", "separer"])
    def test_what_no_button_sends_changes_nothing(self, client, editor, decision):
        answer = proposed_answer()
        assert decide(client, answer, decision).status_code == 200
        assert TaskState.objects.filter(status="in_progress").count() == 1


class TestMergeScreen:
    @pytest.fixture
    def two(self):
        question = QuestionFactory(assigned=True)
        return propose(question, "ADIL", "Un.\n\nDeux."), propose(question, "CCAS", "Trois.\n\nQuatre.")

    def test_paragraphs_are_put_together_in_the_order_given(self, client, editor, two):
        address = reverse("clairdroit_questions_merge", args=[answer.pk for answer in two])
        data = {"compose": "1", "place-0-1": "2", "place-1-0": "1", "place-0-0": "x"}
        assert client.post(address, data).context["text"] == "Trois.\n\nDeux."
        assert TaskState.objects.filter(status="in_progress").count() == 2

    def test_the_page_begins_with_all_of_the_first_and_what_only_the_second_says(self, client, editor):
        question = QuestionFactory(assigned=True)
        first = propose(question, "ADIL", "Bonjour,\n\nAppelez le CCAS demain matin.\n\nBonne journée.")
        second = propose(question, "CCAS", "Bonjour,\n\nDemain matin, appelez le CCAS.\n\nApportez votre bail signé.")
        response = client.get(reverse("clairdroit_questions_merge", args=[first.pk, second.pk]))
        together = "Bonjour,\n\nAppelez le CCAS demain matin.\n\nApportez votre bail signé.\n\nBonne journée."
        assert response.context["text"] == together
        assert 'name="place-1-2" value="3"' in response.content.decode()

    @pytest.fixture
    def put_together(self, client, two):
        """Presses "Assembler" on a page as it was shown, with what was typed into it since."""
        address = reverse("clairdroit_questions_merge", args=[answer.pk for answer in two])

        def press(page=None, **typed):
            shown = page.context if page else client.get(address).context
            places = {f"place-{name}": place for each in shown["answers"] for name, _part, place in each["parts"]}
            data = {**places, "text": shown["text"], "composed": shown["composed"], "compose": "1"} | typed
            if "keep" in data or "join" in data:
                del data["compose"]
            return client.post(address, {name: value.replace("\n", "\r\n") for name, value in data.items()})

        return press

    def test_corrections_go_along_where_paragraphs_change_places(self, editor, put_together):
        # The page begins with a short last paragraph at the end: it may be a greeting.
        corrected = "Un, corrigé.\n\nTrois.\n\nQuatre.\n\nDeux."
        page = put_together(text=corrected, **{"place-1-1": "1", "place-0-0": "2", "place-0-1": "3", "place-1-0": ""})
        assert (page.context["text"], page.context["fresh"]) == ("Quatre.\n\nUn, corrigé.\n\nDeux.", "")
        again = put_together(page, **{"place-1-1": ""})
        assert (again.context["text"], again.context["fresh"]) == ("Un, corrigé.\n\nDeux.", "")

    @pytest.mark.parametrize(
        ("text", "places"),
        [
            ("Tout autre chose.", {}),
            ("Un.\n\nTrois.\n\nQuatre.\n\nDeux, corrigé.", {"place-0-1": ""}),
            ("Trois.\n\nUn.\n\nQuatre.\n\nDeux.", {"place-0-0": "2", "place-1-0": "1"}),
            ("Un.\n\nTrois.\n\nQuatre.\n\nDeux.\n\nEt merci.", {}),
        ],
        ids=["written anew", "its paragraph was left out", "moved by hand", "added"],
    )
    def test_corrections_that_would_go_are_asked_about_and_kept_meanwhile(self, editor, put_together, text, places):
        page = put_together(text=text, **places)
        assert (page.context["text"], bool(page.context["fresh"])) == (text, True)
        assert "Garder mon texte" in page.content.decode()
        kept = put_together(page, keep="1")
        assert (kept.context["text"], kept.context["fresh"]) == (text, "")
        assert put_together(kept).context["fresh"], "the next time it is asked again"
        replaced = put_together(page, compose="remplacer")
        assert (replaced.context["text"], replaced.context["fresh"]) == (page.context["fresh"], "")

    def test_a_text_by_hand_of_which_nobody_says_what_it_was_made_of_is_not_replaced(self, editor, put_together):
        assert put_together(text="De ma main.", composed="").context["text"] == "De ma main."

    def test_the_corrected_result_is_kept_as_one_answer(self, client, editor, two):
        address = reverse("clairdroit_questions_merge", args=[answer.pk for answer in two])
        versions = {f"version-{side}": version_of(answer) for side, answer in enumerate(two)}
        response = client.post(address, {"join": "1", "text": "Ensemble.", **versions})
        joint = ProposedAnswer.objects.get(assignment=None)
        assert response.url == url(joint)
        assert decide(client, joint, "envoyer").status_code == 302
        assert len(sent(joint)) == 1

    def test_a_proposal_for_another_question_is_not_found(self, client, editor, two):
        other = proposed_answer()
        assert client.get(reverse("clairdroit_questions_merge", args=[two[0].pk, other.pk])).status_code == 404


def test_a_text_in_progress_is_read_over(client, editor):
    page = client.post(reverse("clairdroit_questions_reread"), {"text": "Venez <b>nonobstant</b> \x00 la pluie."})
    assert "<mark>nonobstant</mark>" in page.content.decode()
    assert "<b>" not in page.content.decode()


def test_a_sentence_that_both_say_in_other_order_is_not_marked():
    ((said, other),) = only_here("Appelez le CCAS demain. Payez.", "Demain appelez le CCAS.")
    assert (said.is_only_here, other.is_only_here) == (False, True)
