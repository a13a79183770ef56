"""An address that looks mistyped is asked about once, in the forms of a question."""

import pytest
from lxml import html

from clairdroit.questions.models import Question
from tests.questions.factories import QuestionFactory
from tests.territories.factories import CommuneFactory


@pytest.fixture
def filled(db, old_token):
    return {
        "heading": "logement",
        "text": "Je n’arrive plus à payer mon loyer.",
        "place": CommuneFactory().label,
        "email": "nadia@gmial.com",
        "consent": "on",
        "token": old_token("question"),
    }


def form_of(response):
    (form,) = html.fromstring(response.content.decode()).xpath("//form[@class='form']")
    return form


def values_of(response, filled):
    """As a browser sends them; not so soon that they look like a machine's."""
    return dict(form_of(response).form_values()) | {"token": filled["token"]}


def asked(client, filled):
    return values_of(client.post("/poser-ma-question/", filled), filled)


class TestTheForm:
    def test_it_asks_once_and_loses_nothing(self, client, filled):
        response = client.post("/poser-ma-question/", filled)
        form = form_of(response)
        assert "Vouliez-vous écrire nadia@gmail.com" in form.text_content().replace("\u00a0", " ")
        assert form.fields["email"] == "nadia@gmial.com"
        assert form.fields["text"].strip() == filled["text"]
        assert not Question.objects.exists()

    def test_what_is_sent_again_unchanged_is_right(self, client, filled):
        again = asked(client, filled)
        client.post("/poser-ma-question/", again)
        assert Question.objects.get().email == "nadia@gmial.com"

    def test_a_corrected_address_is_sent_at_once(self, client, filled):
        again = asked(client, filled)
        client.post("/poser-ma-question/", {**again, "email": "nadia@gmail.com"})
        assert Question.objects.get().email == "nadia@gmail.com"

    def test_another_slip_is_asked_about_too(self, client, filled):
        again = asked(client, filled)
        response = client.post("/poser-ma-question/", {**again, "email": "nadia@hotmial.com"})
        assert "nadia@hotmail.com" in form_of(response).text_content()
        assert not Question.objects.exists()

    def test_the_step_before_sending_takes_the_answer_along(self, client, filled):
        again = asked(client, filled)
        changed = client.post("/poser-ma-question/", {**again, "change": "1"})
        client.post("/poser-ma-question/", values_of(changed, filled) | {"consent": "on"})
        assert Question.objects.get().email == "nadia@gmial.com"

    def test_nothing_is_asked_of_a_good_address(self, client, filled):
        client.post("/poser-ma-question/", {**filled, "email": "nadia@gmail.com"})
        assert Question.objects.get().email == "nadia@gmail.com"


@pytest.mark.django_db
def test_whoever_corrects_an_address_is_asked_too(client, django_user_model):
    user = django_user_model.objects.create_superuser("anne", "anne@ville.example", "x")
    question = QuestionFactory(email="nadia@gmial.com")
    client.force_login(user)
    address = f"/admin/questions/{question.pk}/adresse/"
    page = client.post(address, {"email": "nadia@gmal.com"}).content.decode()
    assert "nadia@gmail.com" in page
    client.post(address, {"email": "nadia@gmal.com", "email_demande": "nadia@gmal.com"})
    question.refresh_from_db()
    assert question.email == "nadia@gmal.com"
