"""At the desk: an address that was noted wrongly, and what the site says already."""

from unittest.mock import Mock

import pytest
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.questions.citizen.views import existing_help
from clairdroit.questions.citizen.views.existing_help import Offer
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models import Question, Telling
from tests.questions.desk import TAKE_DOWN, answered_for, page_of, take_down, taken_by
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client, front_desk):
    client.force_login(front_desk)
    return front_desk


class TestTheAddress:
    """Whoever took the question down corrects what they noted: the person stands in front of them."""

    def test_a_wrong_one_is_corrected_and_the_confirmation_leaves_again(self, client, worker):
        take_down(client, email="nadia@citoyenne.example")
        question = Question.objects.get()
        page = client.post(page_of(question, "desk_address"), {"email": "nadia@citoyens.example"}, follow=True)
        question.refresh_from_db()
        assert question.email == "nadia@citoyens.example"
        assert "L’adresse est corrigée." in page.content.decode()
        mails = OutboxMail.objects.filter(question_mail__kind=MailKind.ACKNOWLEDGEMENT)
        assert [mail.to for mail in mails] == [["nadia@citoyens.example"]]

    def test_one_that_comes_later_is_noted_and_the_answer_leaves_for_it(self, client, worker):
        question = answered_for(worker, UserFactory(moderator=True)).question
        client.post(page_of(question, "desk_address"), {"email": "nadia@citoyens.example"})
        (mail,) = OutboxMail.objects.filter(question_mail__kind=MailKind.ANSWER)
        assert mail.to == ["nadia@citoyens.example"]
        assert not Telling.objects.waiting().exists()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("nadia@", "n’est pas complète"),
            ("nadia@gmial.com", "nadia@gmail.com"),
            ("", "Écrivez l’adresse."),
        ],
    )
    def test_what_is_not_right_is_said_beside_it_and_kept(self, client, worker, typed, said):
        question = taken_by(worker)
        page = client.post(page_of(question, "desk_address"), {"email": typed}).content.decode()
        assert said in page
        assert '<details class="disclosure" open>' in page
        question.refresh_from_db()
        assert not question.has_address

    def test_a_colleague_cannot(self, client, worker):
        question = taken_by(UserFactory())
        assert client.post(page_of(question, "desk_address"), {"email": "a@ville.example"}).status_code == 403


class TestWhatTheSiteSaysAlready:
    def test_it_is_offered_while_the_question_is_typed(self, client, worker):
        page = client.get(reverse(TAKE_DOWN)).content.decode()
        address = reverse("clairdroit_questions:existing_help")
        assert f'data-existing-help="{address}?guichet"' in page
        assert "existing_help.js" in page

    def test_at_the_desk_it_is_read_or_printed_and_nothing_is_counted(self, client, worker, monkeypatch):
        offer = Offer(Mock(title="Payer mon loyer", url_here="/logement/", language="fr", excerpt=""), "reçu")
        monkeypatch.setattr(existing_help, "offers_for", lambda **asked: [offer])
        address = reverse("clairdroit_questions:existing_help")
        asked = {"text": "Je ne peux plus payer mon loyer"}
        assert "C’est ma réponse" in client.post(address, asked).content.decode()
        at_desk = client.post(f"{address}?guichet", asked).content.decode()
        assert "Payer mon loyer" in at_desk
        assert "lisez-la avec la personne" in at_desk
        assert "<button" not in at_desk
