"""Before a question is sent: what the site says already, as a list while typing and as a step without JavaScript."""

import datetime
import html
import logging
import re

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.public_forms import guard
from clairdroit.questions import citizen
from clairdroit.questions.citizen.views import existing_help
from clairdroit.questions.models import Event, FoundHelp, Question
from clairdroit.search import indexing
from tests.questions.factories import FoundHelpFactory, UserFactory
from tests.search.factories import put
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
URL = "/poser-ma-question/"
HELP = "/poser-ma-question/aide/"
FOUND = "/poser-ma-question/aide/trouvee/"
MESSAGE = "Mon propriétaire garde le dépôt de garantie de mon logement, que faire ?"


@pytest.fixture
def sheet():
    found = put("Dépôt de garantie", kind="sheet", key="F31269", summary="Le dépôt de garantie d’un logement.")
    indexing.count_terms()
    return found


@pytest.fixture
def filled(old_token):
    return {
        "heading": "logement",
        "text": MESSAGE,
        "place": CommuneFactory().label,
        "email": "nadia@citoyenne.invalid",
        "consent": "on",
        "token": old_token("question"),
    }


def page(response):
    return response.content.decode()


def hidden(shown):
    """The hidden fields of the step's form, as its button sends them."""
    form = re.search(rf'<form[^>]*action="{URL}">.*?</form>', shown, re.S)[0]
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }


def receipt(shown):
    return re.search(r'name="receipt" value="([^"]+)"', shown)[1]


def test_what_is_being_typed_finds_help_without_being_kept(client, sheet, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.post(HELP, {"text": MESSAGE})
    shown = page(response)
    assert "1 page de ce site" in shown
    assert f'href="{sheet.url_path}" target="_blank"' in shown
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "propriétaire" not in caplog.text
    assert not Question.objects.exists()


def test_the_words_may_not_stand_in_an_address(client, sheet):
    assert client.get(HELP, {"text": MESSAGE}).status_code == 405


@pytest.mark.parametrize("text", ["", "bonjour", "\x00\x00", "le dépôt", "zzyzzyx qwertz uiopue asdfgh"])
def test_nothing_to_go_by_is_an_empty_fragment(client, sheet, text):
    response = client.post(HELP, {"text": text, "place": "\x00", "heading": "<script>"})
    assert response.status_code == 200
    assert not page(response).strip()


def test_the_place_typed_so_far_goes_along_with_the_links(client, sheet):
    commune = CommuneFactory()
    shown = page(client.post(HELP, {"text": MESSAGE, "place": commune.label}))
    assert f"{sheet.url_path}?commune={commune.pk}" in shown


def test_another_site_cannot_ask(client, sheet):
    assert client.post(HELP, {"text": MESSAGE}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_machine_that_asks_without_end_gets_nothing_more(client, sheet, one_hour, monkeypatch):
    monkeypatch.setattr(existing_help, "MAX_PER_HOUR", 2)
    answers = [client.post(HELP, {"text": MESSAGE}) for _turn in range(3)]
    assert page(answers[1]).strip()
    # The script shows what a refusal holds to nobody.
    assert answers[2].status_code == 429
    assert 'class="existing-help' not in page(answers[2])


def test_the_step_offers_help_and_sends_nothing(client, filled, sheet):
    shown = page(client.post(URL, filled))
    assert "pas encore envoyée" in shown
    assert "Dépôt de garantie" in shown
    assert MESSAGE in html.unescape(shown)
    assert not Question.objects.exists()
    assert not OutboxMail.objects.exists()


def test_one_click_on_the_step_sends_all_that_was_typed(client, filled, sheet):
    response = client.post(URL, hidden(page(client.post(URL, filled))))
    question = Question.objects.get()
    assert question.reference in response["Location"]
    assert (question.text, question.email, question.heading) == (MESSAGE, filled["email"], "logement")


def test_a_double_click_on_the_step_is_one_question(client, filled, sheet):
    again = hidden(page(client.post(URL, filled)))
    client.post(URL, again)
    client.post(URL, again)
    assert Question.objects.count() == 1


def test_whoever_saw_the_help_while_typing_is_not_held_up(client, filled, sheet):
    client.post(URL, {**filled, "help_seen": "1"})
    assert Question.objects.count() == 1


def test_without_help_there_is_no_step(client, filled):
    client.post(URL, filled)
    assert Question.objects.count() == 1


def test_a_search_that_fails_stands_in_nobody_s_way(client, filled, sheet, monkeypatch, caplog):
    def failing(*args, **kwargs):
        raise DatabaseError(f"syntax error near {MESSAGE}")

    monkeypatch.setattr(existing_help, "related_help", failing)
    client.post(URL, filled)
    assert Question.objects.count() == 1
    assert "existing help failed" in caplog.text
    assert "propriétaire" not in caplog.text


def test_the_step_leads_back_to_the_form_with_everything_in_it(client, filled, sheet):
    step = hidden(page(client.post(URL, filled)))
    shown = page(client.post(URL, {**step, "change": "1"}))
    assert MESSAGE in html.unescape(shown)
    assert f'value="{filled["email"]}"' in shown
    assert '<option value="logement" selected>' in shown
    assert f'name="token" value="{filled["token"]}"' in shown
    assert 'name="help_seen" value="1"' in shown
    assert not Question.objects.exists()


def test_the_check_for_machines_comes_after_the_step_and_keeps_it_passed(client, filled, sheet, monkeypatch):
    monkeypatch.setattr(guard, "QUIET_LIMIT", 0)
    step = page(client.post(URL, filled))
    assert 'id="verification"' not in step
    task = page(client.post(URL, hidden(step)))
    assert 'id="verification"' in task
    assert 'name="help_seen" value="1"' in task
    assert f'name="token" value="{filled["token"]}"' in task
    assert not Question.objects.exists()


def test_the_trap_is_carried_through_the_step(client, filled, sheet):
    step = hidden(page(client.post(URL, {**filled, "precision_bis": "http://publicite.invalid"})))
    assert step["precision_bis"] == "http://publicite.invalid"
    assert 'id="verification"' in page(client.post(URL, step))


def test_an_answer_found_is_counted_by_month_heading_and_page_and_nothing_is_sent(client, filled, sheet):
    shown = page(client.post(URL, filled))
    response = client.post(FOUND, {"receipt": receipt(shown), "token": filled["token"]}, follow=True)
    assert "Rien n’a été envoyé" in page(response)
    found = FoundHelp.objects.get()
    assert (found.heading, found.help_key, found.times) == ("logement", "sheet:F31269", 1)
    assert found.month == timezone.localdate().replace(day=1)
    assert not Question.objects.exists()
    assert not Event.objects.exists()


def test_the_buttons_send_nothing_that_was_typed(client, filled, sheet):
    shown = page(client.post(URL, filled))
    form = re.search(r'<form id="aide-trouvee".*?</form>', shown, re.S)[0]
    assert re.findall(r'name="(\w+)"', form) == ["token"]
    assert 'form="aide-trouvee" name="receipt"' in shown


def test_a_second_click_is_not_a_second_answer(client, filled, sheet):
    given = {"receipt": receipt(page(client.post(URL, filled))), "token": filled["token"]}
    client.post(FOUND, given)
    client.post(FOUND, given)
    assert FoundHelp.objects.get().times == 1


@pytest.mark.parametrize("change", [{"receipt": "inventé"}, {"receipt": ""}, {"token": "inventé"}])
def test_an_invented_answer_is_thanked_for_and_not_counted(client, filled, sheet, change):
    given = {"receipt": receipt(page(client.post(URL, filled))), "token": filled["token"]}
    assert client.post(FOUND, given | change, follow=True).status_code == 200
    assert not FoundHelp.objects.exists()


def test_the_same_page_counts_apart_under_each_heading_and_month(monkeypatch):
    page_found = {"key": "sheet:F1", "title": "Fiche", "url_path": "/fiche/"}
    FoundHelpFactory(month=datetime.date(2020, 1, 1), help_key="sheet:F1", heading="sante", times=7)
    for heading in ("sante", "sante", "emploi"):
        citizen.count_found_help(**page_found, heading=heading)
    now = FoundHelp.objects.since(timezone.localdate().replace(day=1))
    assert sorted(now.values_list("heading", "times")) == [("emploi", 1), ("sante", 2)]
    assert FoundHelp.objects.by_month()[-1] == (datetime.date(2020, 1, 1), 7)


def test_editors_read_the_count_and_others_do_not(client):
    FoundHelpFactory(title="Dépôt de garantie", times=12, month=datetime.date(2026, 3, 1))
    FoundHelpFactory(title="Payer son loyer", times=5, month=datetime.date(2026, 2, 1))
    address = reverse("reponses-trouvees:index")
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(moderator=True))
    shown = page(client.get(address))
    assert "Dépôt de garantie" in shown
    assert "mars 2026" in shown.lower()
    february = page(client.get(address, {"mois": "2026-02"}))
    assert "Payer son loyer" in february
    assert "Dépôt de garantie" not in february
    assert client.get(address, {"mois": "\x00"}).status_code == 200
