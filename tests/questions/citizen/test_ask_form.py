"""The form as citizens meet it: without JavaScript, with mistakes, twice, late, and from machines."""

import datetime
import re
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.mail.models import OutboxMail
from clairdroit.public_forms import guard, times_seen
from clairdroit.public_forms.challenge import is_solved, make_challenge
from clairdroit.public_forms.rates import HARD_LIMIT, QUIET_LIMIT
from clairdroit.questions.enums import EventKind, QuestionStatus
from clairdroit.questions.models import Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import RoutingRuleFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
URL = "/poser-ma-question/"


@pytest.fixture
def commune():
    return CommuneFactory()


@pytest.fixture
def filled(commune, old_token):
    return {
        "heading": "logement",
        "text": "Je n’arrive plus à payer mon loyer.",
        "place": commune.label,
        "email": "nadia@citoyenne.invalid",
        "consent": "on",
        "token": old_token("question"),
    }


def page(response):
    return response.content.decode()


def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(client):
    response = client.get(URL)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "csrfmiddlewaretoken" not in page(response)


def test_the_address_fills_in_heading_and_commune(client, commune):
    shown = page(client.get(URL, {"rubrique": "logement", "commune": commune.pk}))
    assert '<option value="logement" selected>' in shown
    assert f'value="{commune.label}"' in shown


def test_a_made_up_heading_or_commune_in_the_address_is_left_out(client):
    shown = page(client.get(URL, {"rubrique": "<script>", "commune": "99999"}))
    assert "<script>" not in shown
    assert '<option value="" selected>' in shown
    assert 'name="place"' in shown


def test_a_good_form_is_thanked_for_and_stored_in_the_reader_s_words(client, filled):
    response = client.post(URL, filled, follow=True)
    question = Question.objects.get()
    assert response.status_code == 200
    assert question.reference in page(response)
    assert question.text == "Je n’arrive plus à payer mon loyer."
    assert question.language == "fr"
    assert question.consent_at


@pytest.mark.parametrize("missing", ["heading", "text", "place", "email", "consent"])
def test_each_missing_field_is_named_beside_it_and_in_the_summary_and_nothing_is_lost(client, filled, missing):
    del filled[missing]
    shown = page(client.post(URL, filled))
    assert f'id="id_{missing}_error"' in shown
    assert f'href="#id_{missing}"' in shown
    assert re.search(r"<title>\s*Erreur", shown)
    for name in set(filled) - {"token", "consent", "heading"}:
        assert filled[name] in shown
    assert not Question.objects.exists()
    assert not OutboxMail.objects.exists()


def test_an_address_without_its_end_is_explained(client, filled):
    shown = page(client.post(URL, {**filled, "email": "nadia@exemple"}))
    assert "n’est pas complète" in shown
    assert 'value="nadia@exemple"' in shown


def test_not_knowing_the_subject_is_an_answer(client, filled):
    client.post(URL, {**filled, "heading": "ne-sais-pas"})
    question = Question.objects.get()
    assert question.heading == ""
    assert EventKind.NO_CANDIDATE in [event.kind for event in question.events.all()]


def test_a_name_that_several_towns_bear_offers_them(client, filled):
    first = CommuneFactory(insee="93066", name="Saint-Denis", search_name="saint denis")
    second = CommuneFactory(insee="97411", name="Saint-Denis", search_name="saint denis")
    filled["place"] = "saint denis"
    shown = page(client.post(URL, filled))
    assert f'value="{first.pk}"' in shown
    assert f'value="{second.pk}"' in shown
    assert not Question.objects.exists()
    client.post(URL, {**filled, "commune": second.pk})
    assert Question.objects.get().commune == second


def test_an_unknown_town_is_said_to_be_unknown(client, filled):
    shown = page(client.post(URL, {**filled, "place": "Zzyzzyx-les-Bains"}))
    assert "Nous ne connaissons pas cette commune" in shown


def test_a_commune_code_that_does_not_fit_what_was_typed_is_not_believed(client, filled, commune):
    CommuneFactory(insee="97411", name="Saint-Denis", search_name="saint denis")
    client.post(URL, {**filled, "commune": "97411"})
    assert Question.objects.get().commune == commune


def test_a_page_left_open_too_long_shows_all_that_was_typed_and_then_sends(client, filled, old_token):
    filled["token"] = old_token("question", age=datetime.timedelta(hours=13))
    shown = page(client.post(URL, filled))
    assert "ouverte depuis longtemps" in shown
    assert filled["text"] in shown
    assert filled["email"] in shown
    assert not Question.objects.exists()
    fresh = re.search(r'name="token" value="([^"]+)"', shown).group(1)
    assert fresh != filled["token"]


@pytest.mark.parametrize("token", ["", "faux", "a:b:c", "x" * 5000])
def test_a_form_without_a_token_of_ours_is_shown_again(client, filled, token):
    shown = page(client.post(URL, {**filled, "token": token}))
    assert filled["text"] in shown
    assert not Question.objects.exists()


def test_a_token_made_for_another_form_does_not_serve(client, filled, old_token):
    client.post(URL, {**filled, "token": old_token("erreur")})
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Referer": "https://ailleurs.example/page"},
        # Browsers send ASCII; programs send anything.
        {"Origin": "https://évêque.example"},
        {"Origin": "https://[testserver"},
        {"Origin": "https://testserver"},
    ],
)
def test_a_form_posted_from_another_site_is_refused(client, filled, headers):
    response = client.post(URL, filled, headers=headers)
    assert response.status_code == 403
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {"Referer": "http://testserver/x"}]
)
def test_a_form_posted_from_our_own_page_is_taken(client, filled, headers):
    assert client.post(URL, filled, headers=headers).status_code == 302


class TestSuspicion:
    def test_a_form_sent_at_once_is_asked_for_a_task_and_nothing_is_lost(self, client, filled, old_token):
        filled["token"] = old_token("question", age=datetime.timedelta(0))
        shown = page(client.post(URL, filled))
        assert "Une dernière vérification" in shown
        # Said at the top, where a reader on a telephone lands: the task itself stands below the whole form.
        assert shown.index("Pas encore envoyé") < shown.index('name="text"') < shown.index('id="verification"')
        assert filled["text"] in shown
        assert not Question.objects.exists()

    def test_the_sum_lets_a_reader_without_javascript_through(self, client, filled, old_token, monkeypatch):
        # Not three seconds: a busy machine may take them between two of these requests.
        monkeypatch.setattr("clairdroit.public_forms.guard.TOO_FAST", datetime.timedelta(hours=1))
        filled["token"] = old_token("question", age=datetime.timedelta(0))
        monkeypatch.setattr("clairdroit.public_forms.challenge.secrets.randbelow", lambda limit: 1)
        shown = page(client.post(URL, filled))
        assert "trois plus trois" in shown
        proof = re.search(r'name="sum_token" value="([^"]+)"', shown).group(1)
        client.post(URL, {**filled, "sum": "7", "sum_token": proof})
        assert not Question.objects.exists()
        assert client.post(URL, {**filled, "sum": " 6 ", "sum_token": proof}).status_code == 302
        other = {**filled, "text": "Une autre question.", "sum": "6", "sum_token": proof}
        assert "Une dernière vérification" in page(client.post(URL, other))
        assert Question.objects.get().suspicion == ""

    def test_the_computed_proof_lets_a_browser_through(self, client, filled, old_token):
        import base64
        import json

        import altcha

        filled["token"] = old_token("question", age=datetime.timedelta(0))
        challenge = altcha.Challenge.from_dict(json.loads(make_challenge().puzzle))
        solution = altcha.solve_challenge(challenge)
        payload = altcha.Payload(challenge, solution).to_base64()
        assert client.post(URL, {**filled, "altcha": payload}).status_code == 302
        # The same again is a copy; other words want another solution.
        assert client.post(URL, {**filled, "altcha": payload}).status_code == 302
        other = {**filled, "text": "Une autre question.", "altcha": payload}
        assert "Une dernière vérification" in page(client.post(URL, other))
        forged = json.loads(base64.b64decode(payload))
        forged["challenge"]["parameters"]["keyPrefix"] = ""
        forged = base64.b64encode(json.dumps(forged).encode()).decode()
        assert not is_solved({"altcha": forged}, submission_key="")

    # The last: so many lists within each other that no program reads them.
    @pytest.mark.parametrize("payload", ["", "%%%", "bm9uZQ==", "W10=", "e30=", "x" * 3000, "W1tb" * 495])
    def test_a_broken_proof_proves_nothing(self, payload):
        assert not is_solved({"altcha": payload}, submission_key="")

    def test_the_hidden_field_holds_the_question_for_an_editor(self, client, filled, commune, monkeypatch):
        PartnerFactory(headings=["logement"], communes=[commune])
        monkeypatch.setattr(guard, "is_solved", lambda data, submission_key: True)
        client.post(URL, {**filled, "precision_bis": "http://pub.example"})
        question = Question.objects.get()
        assert question.status == QuestionStatus.RECEIVED
        assert question.suspicion
        assert [event.kind for event in question.events.all()] == [EventKind.RECEIVED, EventKind.HELD]

    def test_many_links_are_suspicious(self, client, filled):
        filled["text"] = "Voyez http://a.example http://b.example www.c.example"
        assert "Une dernière vérification" in page(client.post(URL, filled))

    def test_many_forms_from_one_connection_are_asked_for_the_task_but_never_refused(self, client, filled, one_hour):
        for number in range(QUIET_LIMIT):
            response = client.post(URL, {**filled, "text": f"Une question numéro {number}."})
            assert response.status_code == 302
        assert "Une dernière vérification" in page(client.post(URL, {**filled, "text": "Une de plus."}))
        assert client.post(URL, filled, REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_who_sends_the_same_words_until_the_site_can_store_them_has_sent_them_once(
        self, client, filled, monkeypatch
    ):
        def full_disk(**values):
            raise OperationalError("database or disk is full")

        client.raise_request_exception = False
        with monkeypatch.context() as patched:
            patched.setattr("clairdroit.questions.citizen.views.ask.actions.submit_question", full_disk)
            for _try in range(HARD_LIMIT + 1):
                assert client.post(URL, filled).status_code == 503
        assert client.post(URL, filled).status_code == 302
        assert not Question.objects.get().suspicion

    def test_behind_a_proxy_visitors_are_told_apart_by_what_the_proxy_wrote(self, rf, one_hour, settings):
        settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
        hour = datetime.timedelta(hours=1)
        seen = [
            times_seen(rf.get("/", headers={"X-Forwarded-For": value}), "essai", within=hour)
            for value in ("192.0.2.1", "192.0.2.2", "203.0.113.9, 192.0.2.1")
        ]
        assert seen == [1, 1, 2]

    def test_a_cache_that_takes_nothing_in_stops_nobody(self, rf, monkeypatch):
        monkeypatch.setattr("django.core.cache.backends.locmem.LocMemCache.add", lambda *args, **kwargs: False)
        request = rf.get("/")
        assert [times_seen(request, "plein", within=datetime.timedelta(hours=1)) for _ in range(2)] == [1, 1]

    def test_each_hour_counts_anew_however_steadily_an_address_sends(self, rf, monkeypatch):
        seen = []
        for clock in ("10:05", "10:50", "11:01", "11:40"):
            now = datetime.datetime.fromisoformat(f"2026-11-26T{clock}:00+00:00")
            monkeypatch.setattr(timezone, "localtime", lambda now=now: now)
            seen.append(times_seen(rf.get("/"), "essai", within=datetime.timedelta(hours=1)))
        assert seen == [1, 2, 1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "NUL \x00 et substitut \ud800 dans le texte",
        "{{ question.email }} {% load static %} voilà tout",
        "<script>alert(1)</script> et puis voilà",
        "Bonjour\r\nBcc: autre@exemple.invalid\r\n\r\nvoilà",
        "‮à l’envers‬ et retour",
    ],
)
def test_hostile_words_are_kept_as_words(client, filled, text):
    # As a browser, or something worse, writes it: bytes that need not be valid UTF-8.
    body = urlencode({**filled, "text": text.encode("utf-8", "surrogatepass")})
    response = client.post(URL, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    question = Question.objects.get()
    assert "\x00" not in question.text
    mail = OutboxMail.objects.get()
    assert "<script>" not in mail.html_message
    assert "Bcc" not in mail.headers
    if "{{" in text:
        assert "{{ question.email }}" in question.text


def test_other_methods_are_refused(client):
    assert client.put(URL).status_code == 405
    assert client.get(reverse("clairdroit_questions:thanks", args=["ABCD1234"])).status_code == 200


def test_whoever_has_no_address_or_gets_no_mail_is_told_whom_to_call(client):
    """Only where the site has a telephone."""
    thanks = reverse("clairdroit_questions:thanks", args=["A1B2C3D4"])
    assert "Pas d’adresse e-mail" not in page(client.get(URL))
    assert "Toujours rien" not in page(client.get(thanks))
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.contact_phone = "01 99 00 10 10"
    identity.save()
    assert 'Appelez le <a href="tel:+33199001010">' in page(client.get(URL))
    assert "donnez le numéro A1B2C3D4" in page(client.get(thanks))


def test_the_confirmation_promises_what_the_rule_for_this_question_says(client, filled, commune):
    RoutingRuleFactory(heading="logement", target_days=5)
    client.post(URL, filled)
    (mail,) = OutboxMail.objects.filter(question_mail__kind="question_received")
    assert "en 5 jours ouvrés" in mail.message
