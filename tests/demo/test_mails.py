import pytest
from django.urls import reverse

from clairdroit.mail.enums import MailStatus
from tests.questions.factories import OutboxMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_site(settings):
    settings.CLAIRDROIT_DEMO = True


@pytest.fixture
def answer():
    return OutboxMailFactory(
        from_email="droits@clairval.invalid",
        to=["nadia@citoyens.example.org"],
        subject="La réponse à votre question",
        message="Bonjour,\n\nSuivez ce lien : https://clairval.example.org/ma-question/\n<b>à la lettre</b>",
        status=MailStatus.WAITING,
    )


def test_the_list_shows_each_mail_and_whether_it_left(client, demo_site, answer):
    page = client.get(reverse("demo:mails")).content.decode()
    assert "La réponse à votre question" in page
    assert "nadia@citoyens.example.org" in page
    assert "en attente" in page


def test_a_mail_is_shown_as_text_with_links_to_follow(client, demo_site, answer):
    page = client.get(reverse("demo:mail", args=[answer.pk])).content.decode()
    assert '<a href="https://clairval.example.org/ma-question/"' in page
    assert "<b>à la lettre</b>" not in page
    assert "&lt;b&gt;" in page


def test_an_empty_outbox_says_how_to_fill_it(client, demo_site):
    assert "Posez une question" in client.get(reverse("demo:mails")).content.decode()


def test_search_engines_are_kept_away(client, demo_site, answer):
    for address in (reverse("demo:mails"), reverse("demo:mail", args=[answer.pk])):
        assert '<meta name="robots" content="noindex">' in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["list", "mail"])
def test_a_real_site_never_shows_its_mails(client, settings, answer, name):
    settings.CLAIRDROIT_DEMO = False
    address = reverse("demo:mails") if name == "list" else reverse("demo:mail", args=[answer.pk])
    assert client.get(address).status_code == 404


def test_an_unknown_mail_is_not_found(client, demo_site):
    assert client.get(reverse("demo:mail", args=[999_999])).status_code == 404
