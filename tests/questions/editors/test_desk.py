"""A front-desk worker takes a question down, and tells the person its answer."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.moderation.listing import waiting_for
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors, links, partner_space
from clairdroit.questions.drafts import version_of
from clairdroit.questions.editors.desk.views import GUARD
from clairdroit.questions.enums import EventKind, MailKind, QuestionOrigin, QuestionStatus, TellingWay, WaitingKind
from clairdroit.questions.models import Assignment, Question, Telling
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.desk import ANSWER, TAKE_DOWN, WORDS, answered_for, filled, page_of, take_down, taken_by
from tests.questions.factories import AssignmentFactory, EventFactory, QuestionFactory, UserFactory, proposed_answer
from tests.questions.reading import move_in
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client, front_desk):
    client.force_login(front_desk)
    return front_desk


def asked_of(question):
    """What a partner asks of the person, until somebody has told them."""
    asked = AssignmentFactory(question=question)
    partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text="Depuis quand ?")
    return Telling.objects.get(question=question)


def tell(client, telling, way=TellingWay.PRINTED, **values):
    url = reverse("clairdroit_questions:tell", args=[telling.question.uuid, telling.pk])
    return client.post(url, {"way": way, "revision": telling.revision_id or "", **values}, follow=True)


class TestTakingDown:
    def test_without_an_address_it_is_recorded_routed_and_nobody_is_written_to(self, client, worker):
        partner = PartnerFactory(headings=["logement"], communes=[CommuneFactory()])
        page = take_down(client).content.decode()
        question = Question.objects.get()
        assert (question.text, question.heading, question.email) == (WORDS, "logement", "")
        assert (question.origin, question.commune.name) == (QuestionOrigin.DESK, "Versailles")
        assert question.events.get(kind=EventKind.RECEIVED).user == worker
        assert [each.partner for each in question.assignments.all()] == [partner]
        assert [mail.question_mail.kind for mail in OutboxMail.objects.all()] == [MailKind.ASSIGNMENT]
        assert question.reference in page
        assert "La question est enregistrée" in page
        assert "Feuille pour la personne" in page

    def test_with_an_address_the_person_is_told_that_it_was_written_down(self, client, worker):
        take_down(client, email="nadia@exemple.fr", origin="phone")
        mail = OutboxMail.objects.get(question_mail__kind=MailKind.ACKNOWLEDGEMENT)
        assert mail.to == ["nadia@exemple.fr"]
        assert "que vous avez posée par téléphone" in mail.message
        assert links.follow_url(Question.objects.get()) in mail.message

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("text", "", "Écrivez la question."),
            ("text", "Loyer", "Écrivez-en un peu plus"),
            ("heading", "", "Choisissez un sujet"),
            ("place", "Nulle-Part-sur-Rien", "Nous ne connaissons pas"),
            ("email", "nadia@", "Cette adresse n’est pas complète"),
            ("phone", "demain", "Ce n’est pas un numéro"),
            ("phone", "12", "Ce n’est pas un numéro"),
            ("origin", "", "Dites si la personne est venue"),
            ("origin", "form", "form"),
            ("consent", "", "Demandez à la personne"),
        ],
    )
    def test_what_is_not_right_is_said_and_nothing_is_lost(self, client, worker, field, value, said):
        page = take_down(client, **{"text": "Je garde ces mots-là.", field: value}).content.decode()
        assert said in page
        assert field == "text" or "Je garde ces mots-là." in page
        assert not Question.objects.exists()

    @pytest.mark.parametrize("token", ["", "forgé"])
    def test_a_page_that_is_none_of_ours_is_shown_again_with_what_was_typed(self, client, worker, token):
        page = take_down(client, token=token).content.decode()
        assert WORDS in page
        assert not Question.objects.exists()

    def test_a_page_open_over_night_loses_nothing(self, client, worker, old_token):
        import datetime

        page = take_down(client, token=old_token(GUARD.name, age=datetime.timedelta(hours=13))).content.decode()
        assert "Rien n’est perdu" in page
        assert WORDS in page

    def test_a_double_click_is_one_question(self, client, worker):
        given = filled()
        for _click in range(2):
            client.post(reverse(TAKE_DOWN), given)
        assert Question.objects.count() == 1

    def test_the_number_is_shown_to_be_called_back_and_never_to_a_partner(self, client, worker):
        PartnerFactory(headings=["logement"], communes=[CommuneFactory()])
        take_down(client, origin="phone", phone="06 39 98 12 34", text=f"{WORDS} Rappelez le 06.39.98.12.34.")
        question = Question.objects.get()
        assert "tel:+33639981234" in client.get(page_of(question)).content.decode()
        mail = OutboxMail.objects.get(question_mail__kind=MailKind.ASSIGNMENT)
        assert not re.search(r"39\D?98\D?12", mail.message + mail.html_message)
        actions.erase(question=question)
        question.refresh_from_db()
        assert question.phone == ""

    def test_it_begins_with_the_heading_and_the_town_of_the_address(self, client, worker):
        commune = CommuneFactory(postal_codes=["78000"])
        page = client.get(reverse(TAKE_DOWN), {"rubrique": "sante", "commune": commune.pk})
        assert page.context["form"]["heading"].value() == "sante"
        assert page.context["form"]["commune"].value() == commune.pk

    def test_their_own_are_listed_with_what_is_to_be_told_and_without_words(self, client, worker):
        telling = answered_for(worker, UserFactory(moderator=True))
        other = taken_by(UserFactory(), text="Ceci est à une autre personne.")
        page = client.get(reverse(TAKE_DOWN)).content.decode()
        assert telling.question.reference in page
        assert "À dire à la personne" in page
        assert "payer mon loyer" not in page
        assert other.reference not in page


class TestWhoMay:
    def addresses(self, question):
        telling = question.tellings.first()
        yield from (page_of(question), page_of(question, "sheet"))
        yield from (page_of(question, name) for name in ("add_said", "desk_address", "desk_erase"))
        if telling is not None:
            yield reverse("clairdroit_questions:tell", args=[question.uuid, telling.pk])

    def test_a_visitor_is_led_to_the_sign_in_and_back(self, client, front_desk):
        question = answered_for(front_desk, UserFactory(moderator=True)).question
        for url in (reverse(TAKE_DOWN), *self.addresses(question)):
            for method in (client.get, client.post):
                response = method(url)
                assert response.status_code == 302
                assert response["Location"].startswith(reverse("wagtailadmin_login"))
        question.refresh_from_db()
        assert question.is_open

    def test_a_colleague_sees_nothing_of_it(self, client, front_desk):
        question = answered_for(UserFactory(), UserFactory(moderator=True)).question
        client.force_login(front_desk)
        for url in self.addresses(question):
            for method in (client.get, client.post):
                assert method(url, {"said": "x", "asked": "oui", "way": "phone"}).status_code in (403, 405)
        question.refresh_from_db()
        assert question.is_open

    def test_an_account_without_the_right_is_refused(self, client):
        client.force_login(UserFactory())
        assert client.get(reverse(TAKE_DOWN)).status_code == 403
        assert client.post(reverse(TAKE_DOWN), filled()).status_code == 403
        assert not Question.objects.exists()

    def test_neither_register_nor_queue_nor_admin(self, client, worker):
        taken_by(worker)
        for name in ("questions_modeladmin_index", "clairdroit_moderation_queue", "wagtailadmin_home"):
            assert client.get(reverse(name)).status_code in (302, 403)
        assert waiting_for(worker) == []

    def test_whoever_wrote_it_down_keeps_it_when_an_editor_corrects_how_it_came(self, client, worker):
        """Who entered it is a fact of its own: the person comes back to that desk, whatever the figures say of it."""
        take_down(client, email="nadia@exemple.fr")
        question = Question.objects.get()
        assert question.taken_down_by == worker
        coordinator = UserFactory(moderator=True)
        for origin in (QuestionOrigin.FORM, QuestionOrigin.MAIL, QuestionOrigin.PHONE):
            editors.change_matter(
                question=question, user=coordinator, heading="logement", commune=question.commune, origin=origin
            )
            assert client.get(page_of(question)).status_code == 200
            assert page_of(question) in client.get(reverse(TAKE_DOWN)).content.decode()
        actions.add_detail(question=question, text="Elle a reçu une lettre.", user=worker)
        question.refresh_from_db()
        assert "Elle a reçu une lettre." in question.words

    def test_said_to_have_come_by_the_desk_it_is_nobody_s_who_did_not_write_it(self, client, worker):
        question = QuestionFactory()
        editors.change_matter(
            question=question,
            user=UserFactory(moderator=True),
            heading=question.heading,
            commune=question.commune,
            origin=QuestionOrigin.DESK,
        )
        assert client.get(page_of(question)).status_code == 403
        assert not Question.objects.taken_down_by(worker).exists()

    def test_a_question_of_the_form_is_none_of_the_desk(self, client, worker):
        """Nor one that the same account, which handled questions then, made of an e-mail."""
        question = QuestionFactory()
        EventFactory(question=question, kind=EventKind.RECEIVED, user=worker)
        assert client.get(page_of(question)).status_code == 403

    def test_whoever_handles_questions_may_all_of_it(self, client, front_desk):
        telling = answered_for(front_desk, UserFactory(moderator=True))
        client.force_login(UserFactory(moderator=True))
        assert client.get(page_of(telling.question)).status_code == 200
        tell(client, telling)
        assert Telling.objects.told().exists()

    def test_no_cache_keeps_a_page_and_no_engine_finds_it(self, client, worker):
        telling = answered_for(worker, UserFactory(moderator=True))
        for url in (reverse(TAKE_DOWN), page_of(telling.question), page_of(telling.question, "sheet")):
            response = client.get(url)
            assert "no-store" in response["Cache-Control"]
            assert "noindex" in response["X-Robots-Tag"]

    def test_the_site_s_roles_give_the_right(self, db):
        from django.core.management import call_command

        call_command("setup_site", verbosity=0)
        right = Permission.objects.get(codename="take_down_question")
        holding = set(Group.objects.filter(permissions=right).values_list("name", flat=True))
        assert holding == {"Professionnels", "Modérateurs", "Coordination"}

    def test_the_link_stands_at_the_foot_for_them_alone(self, client, worker):
        other = UserFactory()
        assert reverse(TAKE_DOWN) in client.get(reverse("clairdroit_questions:ask")).content.decode()
        client.force_login(other)
        assert reverse(TAKE_DOWN) not in client.get(reverse("clairdroit_questions:ask")).content.decode()


class TestTelling:
    def test_an_approved_answer_is_called_ready_and_no_longer_with_the_partners(self, client, worker):
        question = answered_for(worker, UserFactory(moderator=True)).question
        for page in (page_of(question), reverse(TAKE_DOWN)):
            shown = client.get(page).content.decode()
            assert "Réponse prête, à dire à la personne" in shown
            assert "Chez les partenaires" not in shown
            assert "Réponse attendue" not in shown

    @pytest.mark.parametrize(("way", "said"), [("printed", "Remise imprimée"), ("phone", "Dite par téléphone")])
    def test_by_one_button_it_is_answered_and_marked_so(self, client, worker, way, said):
        telling = answered_for(worker, UserFactory(moderator=True))
        page = client.get(page_of(telling.question)).content.decode()
        assert ANSWER in page
        assert "ADIL 78" in page
        assert said in tell(client, telling, way).content.decode()
        telling.question.refresh_from_db()
        assert telling.question.status == QuestionStatus.ANSWERED
        assert Telling.objects.get().way == way

    def test_a_corrected_answer_is_not_marked_before_it_was_read(self, client, worker):
        telling = answered_for(worker, editor := UserFactory(moderator=True))
        answer = telling.answer
        answer.text = "Avant le 10."
        answer.save_revision(user=editor).publish(user=editor)
        page = tell(client, telling).content.decode()
        assert "a été corrigée entre-temps" in page
        assert "Avant le 10." in page
        assert not Telling.objects.told().exists()

    @pytest.mark.parametrize("way", ["", "pigeon"])
    def test_how_has_to_be_said(self, client, worker, way):
        telling = answered_for(worker, UserFactory(moderator=True))
        assert "Dites comment" in tell(client, telling, way).content.decode()
        assert not Telling.objects.told().exists()

    def test_another_questions_telling_is_not_told(self, client, worker):
        telling = answered_for(worker, UserFactory(moderator=True))
        other = taken_by(worker)
        url = reverse("clairdroit_questions:tell", args=[other.uuid, telling.pk])
        assert "plus rien à dire" in client.post(url, {"way": "phone"}, follow=True).content.decode()
        assert not Telling.objects.told().exists()

    @pytest.mark.parametrize("meanwhile", ["answered on the page", "asked anew", "erased"])
    def test_what_the_person_said_is_not_lost_where_it_is_wanted_no_more(self, client, worker, meanwhile):
        telling = asked_of(taken_by(worker, status=QuestionStatus.ASSIGNED))
        question, asked = telling.question, telling.assignment
        if meanwhile == "erased":
            actions.erase(question=question)
        else:
            actions.add_detail(question=question, text="Depuis mars.")
        if meanwhile == "asked anew":
            partner_space.ask_citizen(
                assignment=Assignment.objects.get(pk=asked.pk), user=team_user(asked.partner), text="Quel mois ?"
            )
        response = tell(client, telling, TellingWay.PHONE, said="Elle dit : depuis avril.")
        assert "plus rien à dire" in response.content.decode()
        assert ("Elle dit : depuis avril." in response.content.decode()) == (meanwhile != "erased")
        assert not Telling.objects.told().exists()

    def test_more_than_a_detail_may_hold_is_said_and_not_cut(self, client, worker):
        telling = asked_of(taken_by(worker, status=QuestionStatus.ASSIGNED))
        response = tell(client, telling, TellingWay.PHONE, said="mot " * 501)
        assert response.context["form"].errors
        assert not Telling.objects.told().exists()

    def test_what_the_person_was_told_stays_as_it_was_told(self, client, worker):
        telling = answered_for(worker, editor := UserFactory(moderator=True))
        tell(client, telling)
        answer = telling.answer
        answer.text = "Avant le 10."
        answer.save_revision(user=editor).publish(user=editor)
        assert [each.words for each in Telling.objects.order_by("pk")] == [ANSWER, "Avant le 10."]
        page = client.get(page_of(telling.question)).content.decode()
        assert ANSWER in page
        assert "Avant le 10." in page

    def test_nobody_is_sent_elsewhere_afterwards(self, client, worker):
        telling = answered_for(worker, UserFactory(moderator=True))
        response = tell(client, telling, next="https://ailleurs.example/")
        assert response.redirect_chain[-1][0] == page_of(telling.question)

    def test_what_the_person_says_joins_their_question(self, client, worker):
        question = taken_by(worker)
        response = client.post(page_of(question, "add_said"), {"said": "Le bail finit en mars."}, follow=True)
        assert "La précision est ajoutée" in response.content.decode()
        question.refresh_from_db()
        assert question.words.endswith("Le bail finit en mars.")
        assert question.events.get(kind=EventKind.DETAIL_ADDED).user == worker

    @pytest.mark.parametrize("said", ["", "  ", "x" * 2001])
    def test_nothing_and_too_much_are_said(self, client, worker, said):
        question = taken_by(worker)
        assert client.post(page_of(question, "add_said"), {"said": said}).context["form"].errors
        assert question.words == Question.objects.get().words

    def test_data_are_erased_only_on_the_persons_word(self, client, worker):
        question = taken_by(worker)
        client.post(page_of(question, "desk_erase"))
        question.refresh_from_db()
        assert not question.erased_at
        client.post(page_of(question, "desk_erase"), {"asked": "oui"})
        question.refresh_from_db()
        assert question.erased_at
        assert client.get(page_of(question)).status_code == 200

    def test_each_reading_is_logged_once_somebody_moves_in_the_page(self, client, worker):
        question = taken_by(worker)
        page = client.get(page_of(question))
        assert not question.events.filter(kind=EventKind.VIEWED).exists()
        move_in(client, page)
        event = question.events.get(kind=EventKind.VIEWED)
        assert (event.user, event.detail) == (worker, "la page du guichet")


class TestTheSheet:
    def test_before_the_answer_it_says_the_number_the_words_and_how_to_go_on(self, client, worker):
        question = taken_by(worker, text=WORDS)
        page = client.get(page_of(question, "sheet")).content.decode()
        for words in (question.reference, WORDS, links.follow_url(question), "<svg", "Revenez avec cette feuille"):
            assert words in page

    def test_with_the_answer_as_soon_as_it_is_approved(self, client, worker):
        telling = answered_for(worker, UserFactory(moderator=True))
        page = client.get(page_of(telling.question, "sheet")).content.decode()
        assert ANSWER in page
        assert "ADIL 78" in page
        assert not Telling.objects.told().exists()

    def test_without_a_proposal_that_nobody_has_approved(self, client, worker):
        question = taken_by(worker, status=QuestionStatus.ASSIGNED)
        proposed_answer(ANSWER, assignment=AssignmentFactory(question=question))
        assert ANSWER not in client.get(page_of(question, "sheet")).content.decode()


class TestTheFollowUpPage:
    def test_an_approved_answer_stands_there_and_no_e_mail_is_spoken_of(self, client, front_desk):
        telling = answered_for(front_desk, UserFactory(moderator=True))
        page = client.get(links.follow_url(telling.question)).content.decode()
        assert "Votre réponse est prête" in page
        assert ANSWER in page
        tell(client, telling)
        assert "Vous recevrez un e-mail" not in page

    @pytest.mark.parametrize("state", ["received", "assigned", "answered", "out_of_scope"])
    def test_nothing_promises_an_e_mail(self, client, state):
        traits = {} if state == "received" else {state: True}
        question = QuestionFactory(without_address=True, **traits)
        if state == "out_of_scope":
            Telling.objects.create(question=question, kind="out_of_scope", text="Voyez la mairie.")
        page = client.get(links.follow_url(question)).content.decode()
        assert "e-mail" not in page.partition("<main")[2].partition("</main")[0]
        assert state != "out_of_scope" or "Voyez la mairie." in page


class TestTheEditorsSide:
    def test_it_waits_in_the_queue_with_the_number_to_call(self, client, front_desk):
        editor = UserFactory(moderator=True)
        telling = answered_for(front_desk, editor)
        Question.objects.update(phone="0639981234")
        [item] = [each for each in waiting_for(editor) if each.key.kind == WaitingKind.TO_TELL]
        assert item.key.number == str(telling.pk)
        client.force_login(editor)
        page = client.get(reverse("clairdroit_moderation_queue"), {"genre": WaitingKind.TO_TELL}).content.decode()
        assert "Réponses à remettre" in page
        assert "06 39 98 12 34".replace(" ", "\xa0") in page

    def test_from_the_file_it_is_told_and_the_file_says_so(self, client, front_desk):
        editor = UserFactory(moderator=True)
        telling = answered_for(front_desk, editor)
        client.force_login(editor)
        file = reverse("questions_modeladmin_inspect", args=[telling.question.pk])
        page = client.get(file).content.decode()
        assert 'id="a-remettre"' in page
        assert "à remettre" in page
        response = tell(client, telling, TellingWay.PHONE, next=file)
        assert response.redirect_chain[-1][0] == file
        assert "Dite par téléphone le" in response.content.decode()
        assert "remise ou lue le" in response.content.decode()
        assert [each for each in waiting_for(editor) if each.key.kind == WaitingKind.TO_TELL] == []

    def test_approving_says_where_the_answer_waits(self, client):
        editor = UserFactory(moderator=True)
        answer = proposed_answer(
            ANSWER, AssignmentFactory(question=QuestionFactory(assigned=True, without_address=True))
        )
        client.force_login(editor)
        url = reverse("clairdroit_questions_confirm", args=[answer.pk])
        page = client.post(url, {"version": version_of(answer)}, follow=True).content.decode()
        assert "«\xa0Réponses à remettre\xa0»" in page

    def test_the_digest_counts_it(self, front_desk):
        from clairdroit.questions.reminders.editors import what_waits
        from clairdroit.questions.reminders.lines import digest_sections

        answered_for(front_desk, UserFactory(moderator=True))
        waiting = what_waits()
        assert waiting.to_tell_count == 1
        assert "1 réponse à remettre" in " ".join(part.title for part in digest_sections(waiting))
