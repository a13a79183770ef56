"""Passwords that whoever knows the town would try; and what the log and the browser learn of coming and going."""

import logging

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from clairdroit.sign_in.models import AuthenticatorApp
from clairdroit.sign_in.passwords import LocalWordsValidator
from tests.sign_in.people import give_code, give_password, person, sign_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://infodroits.versailles.fr"
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "site_name": "Vos droits à Sérignan", "root_page_id": 1},
    )


def refused(password, *validators):
    try:
        validate_password(password, password_validators=list(validators) or None)
    except ValidationError as error:
        return [each.code for each in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Versailles2026!",
        "infodroits-2026",
        "VERSAILLES_infodroits",
        "Sérignan-34410!!",
        "serignan serignan",
        "Bienvenue-Mairie1",
        "azertyuiop12",
        "Qsdfghjklm!2026",
        "azertyqsdfghwxcvbn",
        "Clairdroit-Admin",
        "MotDePasse-2026!",
        "Printemps2026!!!",
        "1234567890123",
    ],
)
def test_words_of_the_town_and_numbers_are_no_password(password):
    assert "password_of_local_words" in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "quatre chevaux verts",
        "mot-de-passe-de-test",
        "versailles et la girafe",
        "Zx9!kq#Versailles",
        "日本語のパスワードabcd",
    ],
)
def test_other_words_beside_them_are_one(password):
    assert not refused(password)


def test_a_town_adds_its_own_words():
    assert not refused("roquefort-1411-roquefort")
    assert refused("roquefort-1411-roquefort", LocalWordsValidator(["Roquefort"])) == ["password_of_local_words"]


def test_the_rule_is_told_and_said_in_words():
    assert "noms du site ou de la ville" in " ".join(password_validators_help_texts())
    with pytest.raises(ValidationError, match="tout le monde connaît ici"):
        validate_password("Versailles2026!")


def test_no_page_takes_such_a_password(client):
    user = person()
    sign_in(client, user)
    values = {"current": "mot-de-passe-de-test", "new_password1": "Versailles2026!", "new_password2": "Versailles2026!"}
    client.post("/admin/access/password/", values | {"old_password": "mot-de-passe-de-test"})
    user.refresh_from_db()
    assert user.check_password("mot-de-passe-de-test")


def test_coming_and_going_stand_in_the_log_by_number_alone(client, caplog):
    caplog.set_level(logging.INFO)
    user = person("lise")
    with_app(user)
    give_password(client, user)
    assert "Signed in" not in caplog.text
    give_code(client, "000000")
    AuthenticatorApp.objects.update(throttling_failure_count=0)
    sign_in(client, user)
    client.post(reverse("wagtailadmin_logout"))
    told = [(record.message, record.user_id) for record in caplog.records if hasattr(record, "user_id")]
    assert told == [("Wrong code for a second step", user.pk), ("Signed in", user.pk), ("Signed out", user.pk)]
    assert [record.factor for record in caplog.records if record.message == "Signed in"] == ["app"]
    assert "lise" not in "".join(str(vars(record)) for record in caplog.records if hasattr(record, "user_id"))


def test_after_signing_out_the_browser_keeps_no_page_and_partners_keep_their_drafts(client):
    sign_in(client, person())
    answer = client.post(reverse("wagtailadmin_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert not client.cookies[django_settings.SESSION_COOKIE_NAME].value
