"""A form of an app that is none of ours, protected by what `public_forms` offers and nothing else."""

import base64
import datetime
import json
import re

import altcha
import pytest
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from clairdroit.public_forms import FormGuard, FormToken, is_flooded, public_form, refused, too_often
from clairdroit.public_forms.fields import AddressField, CleanTextField
from clairdroit.public_forms.rates import HARD_LIMIT, QUIET_LIMIT
from config import urls as site_urls

GUARD = FormGuard("essai")
PAGE = Template(
    "{% include 'public_forms/includes/not_sent_yet.html' %}<p>{{ notice }}</p>"
    "<form method='post'>{{ form }}{% include 'public_forms/includes/guards.html' %}</form>"
)
TASK = "Une dernière vérification"
stored = {}


class EssayForm(forms.Form):
    email = AddressField()
    text = CleanTextField()


@public_form
def essay(request: HttpRequest) -> HttpResponse:
    form = EssayForm(request.POST or None)
    if request.method != "POST":
        return shown(form)
    token, notice = GUARD.token_of(request)
    if not form.is_valid() or token is None:
        return shown(form, notice=notice)
    key = token.submission_key(*form.cleaned_data.values())
    examined = GUARD.examine(request, token=token, submission_key=key, text=form.cleaned_data["text"])
    if examined.challenge:
        return shown(form, token=token, challenge=examined.challenge)
    stored[key] = (form.cleaned_data, examined.suspicion)
    return HttpResponse("Merci")


@public_form
def link(request: HttpRequest) -> HttpResponse:
    return refused(HttpResponse(too_often())) if is_flooded(request, "lien-essai") else HttpResponse("Envoyé")


def shown(form, *, notice="", token=None, challenge=None):
    context = {"form": form, "notice": notice, **GUARD.shown(token=token, challenge=challenge)}
    return HttpResponse(PAGE.render(Context(context)))


# Beside the site's own addresses, which some of its middleware asks for.
urlpatterns = [path("essai/", essay), path("lien/", link), *site_urls.urlpatterns]


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_site_of_its_own(monkeypatch):
    # Not three seconds: a busy machine may take them between two requests.
    monkeypatch.setattr("clairdroit.public_forms.guard.TOO_FAST", datetime.timedelta(seconds=30))
    stored.clear()
    cache.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def values(*, seconds=60, **changed):
    then = timezone.now() - datetime.timedelta(seconds=seconds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clairdroit.public_forms.tokens.timezone.now", lambda: then)
        token = FormToken.issue("essai").raw
    return {"token": token, "email": "anne@example.org", "text": "Bonjour.", **changed}


def send(client, sent, **options):
    return client.post("/essai/", sent, **options)


def test_the_page_holds_all_that_protects_the_form_and_sets_no_cookie(client):
    page = client.get("/essai/")
    words = page.content.decode()
    assert 'name="token"' in words
    assert 'name="precision_bis"' in words
    # Without its style the field for machines would be seen.
    assert "public_forms.css" in words
    assert TASK not in words
    assert not page.cookies


def test_what_a_person_sends_is_stored_once(client):
    sent = values()
    assert [send(client, sent).content.decode() for _each in range(2)] == ["Merci", "Merci"]
    [(cleaned, suspicion)] = stored.values()
    assert cleaned["text"] == "Bonjour."
    assert not suspicion


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Referer": "https://ailleurs.example/page"},
        {"Origin": "http://["},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_sends_nothing(client, headers):
    assert send(client, values(), headers=headers).status_code == 403
    assert not stored


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {"Referer": "http://testserver/a"}],
)
def test_our_own_page_does(client, headers):
    assert send(client, values(), headers=headers).content == b"Merci"


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", "Nous n’avons pas pu vérifier"),
        ("x" * 5000, "Nous n’avons pas pu vérifier"),
        (None, "Cette page était ouverte depuis longtemps"),
    ],
)
def test_a_token_that_proves_nothing_loses_nothing(client, token, words):
    sent = values() | {"token": token} if token is not None else values(seconds=13 * 3600)
    page = send(client, sent).content.decode()
    assert words in page
    assert "Bonjour." in page
    assert not stored
    fresh = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert fresh != sent["token"]


def test_a_token_of_another_form_is_none(client):
    assert "Nous n’avons pas pu vérifier" in send(client, values(token=FormToken.issue("autre").raw)).content.decode()


@pytest.mark.parametrize(
    ("changed", "serious"),
    [
        ({"precision_bis": "http://pub.example"}, True),
        ({"seconds": 1}, False),
        ({"text": "http://a.example https://b.example www.c.example"}, True),
    ],
)
def test_what_looks_like_a_machines_asks_for_a_task_and_keeps_all(client, changed, serious):
    sent = values(**changed)
    page = send(client, sent).content.decode()
    assert TASK in page
    assert "challenge.js" in page
    assert sent["text"].split()[0] in page
    assert not stored
    puzzle = json.loads(re.search(r'data-challenge="([^"]+)"', page)[1].replace("&quot;", '"'))
    challenge = altcha.Challenge.from_dict(puzzle)
    proof = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
    assert send(client, sent | {"altcha": proof}).content == b"Merci"
    [(_cleaned, suspicion)] = stored.values()
    assert suspicion.serious is serious
    # Good for that one submission.
    assert TASK in send(client, sent | {"altcha": proof, "email": "autre@example.org"}).content.decode()


def test_without_a_script_a_sum_in_words_will_do(client):
    sent = values(seconds=1)
    page = send(client, sent).content.decode()
    words = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit")
    first, second = re.search(r"Combien font (\w+) plus (\w+)", page).groups()
    token = re.search(r'name="sum_token" value="([^"]+)"', page)[1]
    total = words.index(first) + words.index(second) + 4
    assert TASK in send(client, sent | {"sum_token": token, "sum": str(total + 1)}).content.decode()
    assert send(client, sent | {"sum_token": token, "sum": f" {total} "}).content == b"Merci"


@pytest.mark.parametrize("proof", ["", "%", base64.b64encode(b"[]").decode(), base64.b64encode(b'{"a": 1}').decode()])
def test_what_proves_nothing_is_asked_again(client, proof):
    assert TASK in send(client, values(seconds=1, altcha=proof, sum="9", sum_token="x")).content.decode()


def test_many_from_one_address_are_asked_and_none_refused(client, one_hour):
    for number in range(QUIET_LIMIT):
        assert send(client, values(text=f"Lettre {number}")).content == b"Merci"
    assert TASK in send(client, values(text="Une de plus")).content.decode()
    assert send(client, values(text="D’ailleurs"), REMOTE_ADDR="192.0.2.9").content == b"Merci"


def test_a_form_that_keeps_nothing_refuses_and_says_when(client, one_hour):
    for _each in range(HARD_LIMIT):
        assert client.post("/lien/").status_code == 200
    refusal = client.post("/lien/")
    assert refusal.status_code == 429
    assert 1 <= int(refusal["Retry-After"]) <= 3600
    assert "Trop de demandes viennent de votre connexion" in refusal.content.decode()
