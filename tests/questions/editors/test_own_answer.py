"""“Répondre soi-même”: the draft is kept, the mail is looked at, and leaves once."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Revision

from clairdroit.mail.address_spellings import masked_address
from clairdroit.mail.shown_keys import without_keys
from clairdroit.questions import actions, editors, emails
from clairdroit.questions.drafts import latest, own_draft, version_of
from clairdroit.questions.enums import AssignmentStatus, MailKind, QuestionStatus
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.models import ProposedAnswer, Question, QuestionMail, ReplyAddress, Telling
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    AssignmentFactory,
    PhraseFactory,
    ProposedAnswerFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return QuestionFactory()


def page_of(question):
    return reverse("clairdroit_questions_answer_oneself", args=[question.pk])


def write(client, question, text, **data):
    draft = question.answers.filter(assignment=None, live=False).first()
    return client.post(page_of(question), {"text": text, "version": version_of(draft), **data})


def confirm_url(answer):
    return reverse("clairdroit_questions_confirm", args=[answer.pk])


def text_of(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def answers_sent(question):
    return QuestionMail.objects.filter(question=question, kind=MailKind.ANSWER)


class TestDraft:
    def test_it_is_kept_and_found_again_after_signing_out(self, client, editor, question):
        write(client, question, "Prenez rendez-vous.", keep="1")
        client.logout()
        client.force_login(editor)
        assert "Prenez rendez-vous." in text_of(client.get(page_of(question)))
        assert not answers_sent(question).exists()

    def test_one_for_each_editor_and_the_file_names_the_writer(self, client, editor, question):
        write(client, question, "Le mien.", keep="1")
        other = UserFactory(moderator=True, first_name="Inès", last_name="Carpentier")
        editors.save_own(question=question, user=other, text="Le sien.")
        assert "Le mien." in text_of(client.get(page_of(question)))
        assert "Le sien." not in text_of(client.get(page_of(question)))
        file = text_of(client.get(reverse("questions_modeladmin_inspect", args=[question.pk])))
        assert "brouillon de Inès Carpentier" in file
        assert "Le sien." in file

    def test_saving_again_leaves_one_version(self, editor, question):
        for text in ("Un", "Un deux", "Un deux trois"):
            answer = editors.save_own(question=question, user=editor, text=text)
        assert answer.revisions.count() == 1
        assert latest(answer).text == "Un deux trois"

    def test_nothing_written_is_no_draft(self, client, editor, question):
        write(client, question, "  ", keep="1")
        assert not ProposedAnswer.objects.exists()

    def test_two_windows_never_overwrite_each_other(self, client, editor, question):
        write(client, question, "La première.", keep="1")
        page = client.post(page_of(question), {"text": "La seconde.", "version": "0", "keep": "1"})
        assert "dans une autre fenêtre" in text_of(page)
        assert "La première." in text_of(page)
        assert "La seconde." in text_of(page)
        assert latest(own_draft(question, editor)).text == "La première."

    @pytest.mark.parametrize(
        ("chosen", "kept"),
        [("mien", "La seconde."), ("leur", "La première."), ("joindre", "La seconde.\n\nLa première.")],
    )
    def test_after_that_the_writer_chooses(self, client, editor, question, chosen, kept):
        write(client, question, "La première.", keep="1")
        conflict = client.post(page_of(question), {"text": "La seconde.", "version": "0", "keep": "1"})
        data = {"text": "La seconde.", "version": conflict.context["version"], "after_conflict": "1"}
        client.post(page_of(question), {**data, "settle": chosen})
        assert latest(own_draft(question, editor)).text == kept

    def test_it_is_deleted_by_its_button(self, client, editor, question):
        write(client, question, "À jeter.", keep="1")
        client.post(reverse("clairdroit_questions_discard", args=[question.pk]))
        assert not ProposedAnswer.objects.exists()

    def test_a_joint_answer_that_went_back_to_its_partners_is_nobody_s_draft(self, editor, question):
        first = proposed_answer("Un.")
        second = proposed_answer("Deux.")
        second.assignment.question = first.question
        Question.objects.filter(pk=first.question_id).update(status=QuestionStatus.ASSIGNED)
        ProposedAnswer.objects.filter(pk=second.pk).update(question=first.question)
        type(second.assignment).objects.filter(pk=second.assignment_id).update(question=first.question)
        second = ProposedAnswer.objects.get(pk=second.pk)
        joint = editors.merge_proposals(first=first, second=second, user=editor, text="Ensemble.")
        actions.ask_for_changes(answer=joint, user=editor, comment="Plus court.")
        assert own_draft(first.question, editor) is None

    @pytest.mark.parametrize("length", [MAX_ANSWER, MAX_ANSWER + 1])
    def test_a_text_that_is_too_long_is_said_and_kept_on_the_page(self, client, editor, question, length):
        page = write(client, question, "a" * length, keep="1")
        if length <= MAX_ANSWER:
            assert page.status_code == 302
        else:
            assert "trop long" in text_of(page)
            assert "a" * length in text_of(page)
            assert own_draft(question, editor) is None

    def test_a_question_that_closed_meanwhile_gives_the_text_back_to_be_copied(self, client, editor, question):
        actions.close(question=question, user=editor)
        page = text_of(write(client, question, "Trop tard, mais écrit.", preview="1"))
        assert "n’attend plus de réponse" in page
        assert "Trop tard, mais écrit." in page
        assert not ProposedAnswer.objects.exists()

    def test_nobody_else_writes_or_reads_one(self, client, question):
        client.force_login(UserFactory())
        assert client.get(page_of(question)).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            editors.save_own(question=question, user=UserFactory(), text="Non.")


class TestAids:
    def test_phrases_pages_and_remarks_are_those_of_partners(self, client, editor, question):
        PhraseFactory(text="Bonjour, merci pour votre question.")
        write(client, question, "Venez, le cas échéant.", keep="1")
        page = text_of(client.get(page_of(question)))
        assert 'name="insert_before"' in page
        assert "<mark>le cas échéant</mark>" in page
        assert reverse("clairdroit_questions_suggest_pages", args=[question.pk]) in page

    def test_a_phrase_goes_in_without_javascript(self, client, editor, question):
        write(client, question, "Allez à l’ADIL.", insert_before="Bonjour.")
        assert latest(own_draft(question, editor)).text == "Bonjour.\n\nAllez à l’ADIL."

    def test_pages_are_looked_for_again_while_it_is_typed(self, client, editor, question):
        answer = client.post(reverse("clairdroit_questions_suggest_pages", args=[question.pk]), {"text": "loyer"})
        assert answer.status_code == 200

    def test_another_language_has_no_french_remarks(self, client, editor):
        question = QuestionFactory(language="en")
        write(client, question, "Venez, le cas échéant.", keep="1")
        assert "<mark>le cas échéant</mark>" not in text_of(client.get(page_of(question)))


class TestAutosave:
    def post(self, client, question, **data):
        return client.post(reverse("clairdroit_questions_keep_draft", args=[question.pk]), data)

    def test_it_keeps_and_gives_the_version_back(self, client, editor, question):
        first = self.post(client, question, text="Un", version="0").json()
        second = self.post(client, question, text="Un deux", version=first["version"])
        assert second.status_code == 200
        assert second.json()["version"] == version_of(own_draft(question, editor))

    def test_an_empty_page_is_no_draft(self, client, editor, question):
        assert self.post(client, question, text="", version="0").json()["version"] == "0"

    def test_another_window_too_long_and_too_late(self, client, editor, question):
        self.post(client, question, text="Un", version="0")
        refused = self.post(client, question, text="Deux", version="0")
        assert (refused.status_code, refused.json()["theirs"]) == (409, "Un")
        assert self.post(client, question, text="a" * (MAX_ANSWER + 1)).status_code == 422
        actions.close(question=question, user=editor)
        assert self.post(client, question, text="Trois").status_code == 410


class TestConfirmation:
    @pytest.fixture
    def answer(self, client, editor, question):
        response = write(client, question, "Prenez rendez-vous au CCAS.", preview="1")
        answer = own_draft(question, editor)
        assert response.url == confirm_url(answer)
        return answer

    def test_it_shows_the_mail_and_a_masked_address(self, client, answer):
        page = text_of(client.get(confirm_url(answer)))
        assert "Envoyer à n…a@c…e.invalid ?" in page
        assert "nadia@citoyenne" not in page
        assert "Prenez rendez-vous au CCAS." in page
        assert not QuestionMail.objects.exists()

    @pytest.mark.parametrize("replies", ["", "reponses@clairdroit.invalid"])
    def test_what_is_shown_is_what_leaves_but_for_the_person_s_key(self, client, settings, answer, replies):
        settings.CLAIRDROIT_REPLY_ADDRESS = replies
        words = client.get(confirm_url(answer)).context["words"]
        frame = client.get(reverse("clairdroit_questions_preview_mail", args=[answer.pk]))
        assert not ReplyAddress.objects.exists(), "looking writes nothing"
        client.post(confirm_url(answer), {"version": version_of(answer)})
        mail = answers_sent(answer.question).get().email
        assert words.subject == mail.subject
        assert words.text == mail.shown_text
        assert words.html == without_keys(mail.html_message)
        assert frame.content.decode().startswith(words.html.partition("</body>")[0])
        assert words.text != mail.message

    def test_the_frame_has_its_colours_and_runs_nothing(self, client, answer):
        frame = client.get(reverse("clairdroit_questions_preview_mail", args=[answer.pk]))
        policy = frame["Content-Security-Policy"]
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert " sandbox " in text_of(client.get(confirm_url(answer)))

    def test_it_leaves_once_however_often_the_button_is_pressed(self, client, answer):
        for _click in range(2):
            response = client.post(confirm_url(answer), {"version": version_of(answer)}, follow=True)
        assert answers_sent(answer.question).count() == 1
        assert "en route" in text_of(response)
        assert Question.objects.get(pk=answer.question_id).status == QuestionStatus.ANSWERED

    def test_what_changed_since_it_was_looked_at_is_shown_anew_and_not_sent(self, client, editor, answer):
        seen = version_of(answer)
        editors.save_own(question=answer.question, user=editor, text="Un autre texte.")
        page = text_of(client.post(confirm_url(answer), {"version": seen}))
        assert "Le texte a changé depuis" in page
        assert "Un autre texte." in page
        assert not answers_sent(answer.question).exists()

    def test_a_question_that_somebody_answered_meanwhile_gets_no_second_answer(self, client, answer):
        other = UserFactory(moderator=True)
        actions.answer_directly(question=answer.question, user=other, text="Déjà répondu.")
        assert "n’attend plus de réponse" in text_of(client.get(confirm_url(answer)))
        assert client.post(confirm_url(answer), {"version": version_of(answer)}).url == page_of(answer.question)
        assert answers_sent(answer.question).count() == 1

    def test_who_need_not_answer_any_more_is_named_and_released(self, client, answer):
        asked = AssignmentFactory(question=answer.question, partner=PartnerFactory(name="ADIL 78"))
        assert "Ce partenaire n’aura plus à répondre : ADIL 78." in text_of(client.get(confirm_url(answer)))
        client.post(confirm_url(answer), {"version": version_of(answer)})
        asked.refresh_from_db()
        assert asked.status == AssignmentStatus.RELEASED

    def test_a_colleague_s_draft_is_not_sent_by_somebody_else(self, client, answer):
        other = UserFactory(moderator=True)
        client.force_login(other)
        assert "n’attend plus de réponse" in text_of(client.get(confirm_url(answer)))
        assert client.post(confirm_url(answer), {"version": version_of(answer)}).status_code in (302, 403)
        assert not answers_sent(answer.question).exists()

    def test_an_empty_draft_is_not_shown_as_a_mail(self, client, editor, question):
        assert write(client, question, " ", preview="1").url == page_of(question)

    def test_without_an_address_it_waits_to_be_told(self, client, editor):
        question = QuestionFactory(email="", origin="desk")
        write(client, question, "Prenez rendez-vous au CCAS.", preview="1")
        answer = own_draft(question, editor)
        page = text_of(client.get(confirm_url(answer)))
        assert "n’a pas d’adresse e-mail" in page
        assert "Prenez rendez-vous au CCAS." in page
        assert "à remettre" in text_of(client.post(confirm_url(answer), {"version": version_of(answer)}, follow=True))
        assert Telling.objects.filter(answer=answer).count() == 1
        assert not answers_sent(question).exists()

    def test_a_draft_that_its_partner_has_not_handed_in_is_nobody_else_s_to_read(self, client, editor):
        draft = ProposedAnswerFactory()
        assert client.get(confirm_url(draft)).status_code == 404
        assert client.get(reverse("clairdroit_questions_preview_mail", args=[draft.pk])).status_code == 404


class TestReview:
    def test_approving_shows_the_mail_first_and_keeps_the_correction(self, client, editor):
        answer = proposed_answer()
        review = reverse("clairdroit_questions_review", args=[answer.pk])
        data = {"text": "Texte relu.", "version": version_of(answer), "decision": "envoyer-suivante"}
        response = client.post(f"{review}?genre=reponse", data)
        assert response.url == f"{confirm_url(answer)}?suite=suivante&genre=reponse"
        page = client.get(response.url)
        assert "Texte relu." in text_of(page)
        assert "Envoyer à n…a@c…e.invalid ?" in text_of(page)
        assert not answers_sent(answer.question).exists()
        client.post(response.url, {"version": page.context["version"], "then": "suivante"})
        assert "Texte relu." in answers_sent(answer.question).get().email.message

    def test_the_file_leads_to_the_same_look(self, client, editor):
        answer = proposed_answer()
        file = text_of(client.get(reverse("questions_modeladmin_inspect", args=[answer.question_id])))
        assert confirm_url(answer) in file

    def test_back_leads_to_the_text_with_the_filters(self, client, editor):
        answer = proposed_answer()
        page = text_of(client.get(f"{confirm_url(answer)}?suite=liste&genre=reponse"))
        assert f'href="{reverse("clairdroit_questions_review", args=[answer.pk])}?genre=reponse"' in page


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("nadia@citoyenne.fr", "n…a@c…e.fr"),
        ("al@x.fr", "a…@x….fr"),
        ("jean.dupont@mail.ville.fr", "j…t@m…e.fr"),
        ("a@localhost", "a…@…localhost"),
    ],
)
def test_an_address_is_recognised_and_not_read(address, masked):
    assert masked_address(address) == masked


def test_a_draft_is_erased_with_its_question(editor, question):
    editors.save_own(question=question, user=editor, text="Les mots d’un brouillon.")
    actions.erase(question=question)
    assert [latest(answer).text for answer in question.answers.all()] in ([], [""])
    assert "brouillon" not in str(Revision.objects.values_list("content", flat=True))


def test_a_preview_of_any_answer_writes_no_row(editor, question):
    answer = editors.save_own(question=question, user=editor, text="Voici.")
    emails.preview_of_answer(latest(answer))
    assert not QuestionMail.objects.exists()


class TestOtherWords:
    """What else an editor writes to people by a button of the file."""

    def post(self, client, question, action, **data):
        return client.post(reverse("clairdroit_questions_act", args=[question.pk, action]), data)

    def test_out_of_scope_is_seen_as_a_mail_before_it_leaves(self, client, editor, question):
        page = self.post(client, question, "hors-sujet", text="Voyez la mairie.")
        assert "Envoyer à n…a@c…e.invalid ?" in text_of(page)
        assert "Voyez la mairie." in page.context["words"].text
        question.refresh_from_db()
        assert question.is_open
        again = self.post(client, question, "hors-sujet", text="Voyez votre mairie.", confirmed=page.context["seen"])
        assert "Voyez votre mairie." in again.context["words"].text
        assert "regardez l’e-mail" in text_of(again)
        question.refresh_from_db()
        assert question.is_open
        self.post(client, question, "hors-sujet", text="Voyez votre mairie.", confirmed=again.context["seen"])
        mail = QuestionMail.objects.get(question=question, kind=MailKind.OUT_OF_SCOPE).email
        assert "Voyez votre mairie." in mail.message
        assert page.context["words"].subject == mail.subject

    def test_without_an_address_it_is_said_that_it_waits_to_be_told(self, client, editor):
        question = QuestionFactory(email="", origin="phone")
        assert "attend d’être dit" in text_of(self.post(client, question, "hors-sujet", text="Voyez la mairie."))

    def test_the_same_answer_to_others_names_them_masked(self, client, editor, question):
        other = QuestionFactory(email="paul@ailleurs.invalid")
        editors.link_questions(question=question, other=other, user=editor)
        answer = actions.answer_directly(question=question, user=editor, text="Allez au CCAS.")
        page = self.post(client, question, "repondre-a-tous", answer=answer.pk, text="Allez au CCAS.")
        assert "Envoyer à p…l@a…s.invalid ?" in text_of(page)
        assert "paul@ailleurs" not in text_of(page)
        assert not answers_sent(other).exists()
        third = QuestionFactory(email="zelie@ailleurs.invalid")
        editors.link_questions(question=question, other=third, user=editor)
        seen = page.context["seen"]
        page = self.post(client, question, "repondre-a-tous", answer=answer.pk, text="Allez au CCAS.", confirmed=seen)
        assert "z…e@a…s.invalid" in text_of(page)
        assert not answers_sent(other).exists()
        seen = page.context["seen"]
        self.post(client, question, "repondre-a-tous", answer=answer.pk, text="Allez au CCAS.\r\n", confirmed=seen)
        assert answers_sent(other).count() == 1
