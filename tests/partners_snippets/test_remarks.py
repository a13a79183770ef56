"""What a partner says of its record and the form does not hold reaches somebody, or the partner is told that not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.signals import record_remarked
from clairdroit.partners_snippets.space import actions
from clairdroit.partners_snippets.space.links import partner_token
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory
from tests.questions.mail_forms import in_both_forms

pytestmark = pytest.mark.django_db
WORDS = "Nous déménageons au <3> rue Neuve."


@pytest.fixture
def nobody_keeps_remarks():
    """As on a site without the app that has error reports."""
    listening = record_remarked.receivers
    record_remarked.receivers = []
    record_remarked.sender_receivers_cache.clear()
    yield
    record_remarked.receivers = listening
    record_remarked.sender_receivers_cache.clear()


@pytest.fixture
def partner():
    return PartnerFactory(name="ADIL 78", phone="01 99 00 10 45", team_email="equipe@adil.invalid")


def send(client, partner, **changes):
    shown = {name: getattr(partner, name) for name in ("description", "phone", "email", "website", "languages")}
    url = reverse("clairdroit_partner_space:record", args=[partner_token(partner)])
    return client.post(url, {**shown, "remark": WORDS, **changes})


def told():
    return list(OutboxMail.objects.filter(kind=PartnerMail.RECORD_REMARK))


@pytest.mark.usefixtures("nobody_keeps_remarks")
class TestByMail:
    def test_coordination_reads_it_once_however_often_the_form_is_sent(self, client, partner):
        readers = {UserFactory(coordinator=True).email, UserFactory(coordinator=True).email}
        UserFactory(moderator=True)
        for _time in range(2):
            assert send(client, partner).url.endswith("?fait=corrige")
        assert {mail.to[0] for mail in told()} == readers
        assert len(told()) == 2
        for form in in_both_forms(told()[0]):
            assert WORDS in form
            assert "« ADIL 78 » a écrit au sujet de sa fiche" in form.replace("\xa0", " ")
        assert partner.team_email not in told()[0].message + told()[0].html_message
        assert "Merci" in client.get(send(client, partner).url).content.decode()

    def test_another_remark_is_another_mail(self, client, partner):
        UserFactory(coordinator=True)
        send(client, partner)
        send(client, partner, remark="Fermé le lundi.")
        assert len(told()) == 2

    def test_where_nobody_can_be_told_the_words_stay_in_the_form_and_corrections_are_kept(self, client, partner):
        UserFactory(coordinator=True, email="")
        answer = send(client, partner, phone="01 99 00 20 20")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "ne parvient à personne" in page
        assert "Vos corrections sont chez l’équipe" in page
        assert "Nous déménageons au &lt;3&gt; rue Neuve." in page
        assert not OutboxMail.objects.exists()
        assert Partner.objects.get().get_latest_revision_as_object().phone == "01 99 00 20 20"
        # Somebody is there again: the same words are no second copy.
        UserFactory(coordinator=True)
        send(client, partner, phone="01 99 00 20 20")
        assert len(told()) == 1


def test_where_an_app_keeps_them_no_mail_is_sent(client, partner):
    UserFactory(coordinator=True)
    assert send(client, partner).status_code == 302
    assert not told()


def test_nobody_but_the_partner_s_own_people_say_something_of_it(partner):
    UserFactory(coordinator=True)
    with pytest.raises(PermissionDenied):
        actions.remark(partner=partner, user=team_user(PartnerFactory()), text=WORDS, submission_key="x")
    assert not OutboxMail.objects.exists()
