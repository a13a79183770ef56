"""Whoever sends too often is told so, and that nothing was done: never an answer as if it had been."""

import re

import pytest
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.space import access as partner_access
from clairdroit.public_forms import FormToken
from clairdroit.public_forms.rates import HARD_LIMIT
from clairdroit.questions import links
from clairdroit.questions.citizen.views import existing_help, reports
from clairdroit.questions.models import ErrorReport, FoundHelp
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db

PROXY = {"headers": {"X-Forwarded-For": "203.0.113.9"}}
NEIGHBOUR = {"headers": {"X-Forwarded-For": "203.0.113.10"}}


@pytest.fixture(autouse=True)
def behind_a_proxy(settings, one_hour):
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"


def assert_refused(response, words="Trop de demandes viennent de votre connexion"):
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 3600
    assert words in response.content.decode()


class TestALinkAskedFor:
    def ask(self, client, **options):
        values = {"email": "equipe@caf.example", "token": FormToken.issue(partner_access.FORM).raw}
        return client.post(reverse("clairdroit_partner_space:request_link"), values, **options)

    def test_one_that_is_not_sent_is_not_called_sent(self, client, settings):
        settings.CLAIRDROIT_MAILS_PER_ADDRESS = 100  # what one box gets on a day is another limit
        PartnerFactory(team_email="equipe@caf.example")
        for _each in range(HARD_LIMIT):
            assert "un lien vient de lui être envoyé" in self.ask(client, **PROXY).content.decode()
        sent = OutboxMail.objects.count()
        refused = self.ask(client, **PROXY)
        assert_refused(refused)
        assert "un lien vient de lui être envoyé" not in refused.content.decode()
        assert 'value="equipe@caf.example"' in refused.content.decode()
        assert OutboxMail.objects.count() == sent
        # Another visitor behind the same proxy is not silenced.
        assert self.ask(client, **NEIGHBOUR).status_code == 200
        assert OutboxMail.objects.count() == sent + 1

    def test_the_refusal_tells_nothing_of_the_address(self, client):
        def refused(address):
            values = {"email": address, "token": FormToken.issue(partner_access.FORM).raw}
            answers = [
                client.post(reverse("clairdroit_partner_space:request_link"), values, **PROXY)
                for _each in range(HARD_LIMIT + 1)
            ]
            page = answers[-1].content.decode().replace(address, "")
            return re.sub(r'(name="token" value=)"[^"]+"', r"\1", page)

        PartnerFactory(team_email="equipe@caf.example")
        known = refused("equipe@caf.example")
        cache.clear()
        assert known == refused("personne@caf.example")


def test_a_remark_that_is_not_passed_on_stays_in_the_form_with_the_corrections(client):
    partner = PartnerFactory(team_email="equipe@caf.example")
    address = reverse("clairdroit_partner_space:record", args=[links.partner_token(partner)])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    for number in range(HARD_LIMIT):
        assert client.post(address, {**values, "remark": f"Remarque {number}"}, **PROXY).status_code == 302
    told = ErrorReport.objects.count()
    refused = client.post(address, {**values, "remark": "Une de plus"}, **PROXY)
    assert_refused(refused)
    assert "Une de plus" in refused.content.decode()
    assert ErrorReport.objects.count() == told


def test_help_that_is_not_looked_up_is_not_called_none(client, monkeypatch):
    monkeypatch.setattr(existing_help, "MAX_PER_HOUR", 2)
    address = reverse("clairdroit_questions:existing_help")
    answers = [client.post(address, {"text": "mon loyer est trop cher"}, **PROXY) for _each in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert_refused(answers[2])


def test_a_word_that_is_not_counted_is_not_called_counted(client):
    def say(number, **options):
        receipt = signing.dumps(
            [f"page:{number}", "Loyer", "/loyer/", "logement"], salt=existing_help.SALT, compress=True
        )
        values = {"receipt": receipt, "token": FormToken.issue(existing_help.GUARD.name).raw}
        return client.post(reverse("clairdroit_questions:found_answer"), values, **options)

    for number in range(HARD_LIMIT):
        assert say(number, **PROXY).status_code == 302
    counted = FoundHelp.objects.count()
    for _again in range(2):
        assert_refused(say("un", **PROXY), "Nous n’avons pas pu le compter")
    assert FoundHelp.objects.count() == counted
    assert say("un", **NEIGHBOUR).status_code == 302
    assert FoundHelp.objects.count() == counted + 1


class TestFetchedOften:
    """Filters of mail and browsers fetch a page as often as they like: whoever then writes in it is not refused."""

    TIMES = 3 * HARD_LIMIT

    def fetch(self, client, address):
        for _each in range(self.TIMES):
            assert client.get(address, **PROXY).status_code == 200
            assert client.head(address, **PROXY).status_code == 200

    def test_who_asks_for_a_link(self, client):
        PartnerFactory(team_email="equipe@caf.example")
        self.fetch(client, reverse("clairdroit_partner_space:request_link"))
        assert TestALinkAskedFor().ask(client, **PROXY).status_code == 200
        assert OutboxMail.objects.count() == 1

    def test_who_corrects_a_record_and_asks_for_a_key(self, client):
        partner = PartnerFactory(team_email="equipe@caf.example")
        record, keys = (
            reverse(name, args=[links.partner_token(partner)])
            for name in ("clairdroit_partner_space:record", "clairdroit_connections:keys")
        )
        self.fetch(client, record)
        self.fetch(client, keys)
        form = client.get(record).context["form"]
        values = {name: form[name].value() or "" for name in form.fields}
        assert client.post(record, {**values, "remark": "Une remarque"}, **PROXY).status_code == 302
        assert client.post(keys, {"name": "Suivi"}, **PROXY).status_code == 302

    def test_who_reports_an_error(self, client, old_token):
        self.fetch(client, reverse("clairdroit_questions:report_error"))
        values = {"text": "Le numéro a changé.", "page": "/", "token": old_token(reports.GUARD.name)}
        sent = client.post(reverse("clairdroit_questions:report_error"), values, **PROXY)
        assert sent.status_code == 200
        assert ErrorReport.objects.count() == 1
