"""Whoever has forgotten their password gets a mail; whoever floods or looks for accounts gets nothing out of it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from clairdroit.mail.models import OutboxMail
from config import password_reset
from tests.worker import do_what_waits

pytestmark = pytest.mark.django_db

VISITOR, NEIGHBOUR = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}
LINK = re.compile(r"https?://[^/]+/admin/password_reset/confirm/[^/]+/[^/\s]+/")
SENT = "/admin/password_reset/done/"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings, one_hour):
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"


@pytest.fixture
def ada():
    return get_user_model().objects.create_user("ada", "ada@ville.invalid", "un mot de passe assez long")


def ask(client, address, headers=VISITOR):
    return client.post(reverse("wagtailadmin_password_reset"), {"email": address}, headers=headers)


def test_the_worker_sends_a_link_that_works(client, ada):
    assert ask(client, "Ada@Ville.invalid").headers["Location"] == SENT
    assert not OutboxMail.objects.exists(), "the request writes no mail"
    do_what_waits()
    mail = OutboxMail.objects.get()
    assert mail.to == ["ada@ville.invalid"]
    assert "ada" in mail.message
    page = client.get(LINK.search(mail.message)[0], follow=True)
    assert page.status_code == 200
    assert 'name="new_password1"' in page.content.decode()


def test_the_link_begins_with_the_sites_address_whatever_host_was_named(client, ada, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("wagtailadmin_password_reset"), {"email": "ada@ville.invalid"}, headers={"Host": "ailleurs.example"}
    )
    do_what_waits()
    assert LINK.search(OutboxMail.objects.get().message)[0].startswith(settings.WAGTAILADMIN_BASE_URL)


def test_two_accounts_of_one_address_get_a_link_each(client, ada):
    get_user_model().objects.create_user("ada-2", "ada@ville.invalid", "un autre mot de passe long")
    ask(client, "ada@ville.invalid")
    do_what_waits()
    assert len({LINK.search(mail.message)[0] for mail in OutboxMail.objects.all()}) == 2


def test_an_account_that_was_closed_meanwhile_gets_none(client, ada):
    ask(client, "ada@ville.invalid")
    ada.is_active = False
    ada.save()
    do_what_waits()
    assert not OutboxMail.objects.exists()


def steps(client, address):
    with CaptureQueriesContext(connection) as seen:
        response = ask(client, address)
    said = (response.status_code, response.headers["Location"], sorted(response.headers), response.content)
    # Names of savepoints carry a number of their own.
    return said, [query["sql"].split()[:3] for query in seen if "SAVEPOINT" not in query["sql"]]


def test_an_address_with_an_account_and_one_without_are_answered_by_the_same_steps(client, ada):
    ask(client, "premier@ville.invalid")
    with_account, without = steps(client, "ada@ville.invalid"), steps(client, "personne@ville.invalid")
    assert with_account == without
    assert DBTaskResult.objects.count() == 3
    no_password = get_user_model().objects.create_user("sans", "sans@ville.invalid")
    assert not no_password.has_usable_password()
    assert steps(client, "sans@ville.invalid") == without


def test_what_waits_names_no_address(client, ada):
    ask(client, "ada@ville.invalid")
    ask(client, "personne@ville.invalid")
    assert "ville.invalid" not in str(list(DBTaskResult.objects.values()))


def test_one_visitor_cannot_flood_and_is_told_so(client, ada, settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 100  # what one box gets in a day is another limit
    for _each in range(password_reset.MOST_PER_HOUR):
        assert ask(client, "ada@ville.invalid").status_code == 302
    refused, of_nobody = ask(client, "ada@ville.invalid"), ask(client, "personne@ville.invalid")
    for answer in (refused, of_nobody):
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 3600
    page = refused.content.decode()
    assert "Trop de demandes viennent de votre connexion" in page
    assert 'value="ada@ville.invalid"' in page
    do_what_waits()
    assert OutboxMail.objects.count() == password_reset.MOST_PER_HOUR
    # Another visitor behind the same proxy is not silenced.
    assert ask(client, "ada@ville.invalid", NEIGHBOUR).status_code == 302


def test_one_box_gets_few_mails_in_a_day_from_however_many_visitors_and_nobody_is_told(client, ada, settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 3
    spellings = [
        "ada@ville.invalid",
        "ADA@ville.invalid",
        "Ada@Ville.Invalid",
        "ada@VILLE.invalid",
        "aDa@ville.invalid",
    ]
    for number, address in enumerate(spellings):
        answer = ask(client, address, {"X-Forwarded-For": f"203.0.113.{number + 20}"})
        assert answer.headers["Location"] == SENT
    do_what_waits()
    assert OutboxMail.objects.count() == 3
    grace = get_user_model().objects.create_user("grace", "grace@ville.invalid", "un mot de passe assez long")
    ask(client, grace.email)
    do_what_waits()
    assert [mail.to for mail in OutboxMail.objects.order_by("pk")][3:] == [["grace@ville.invalid"]]


def test_a_mistyped_address_counts_for_nothing(client):
    for _each in range(password_reset.MOST_PER_HOUR + 5):
        assert ask(client, "ada").status_code == 200
    assert ask(client, "ada@ville.invalid").status_code == 302
