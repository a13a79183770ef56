"""RFC 9457: a type has one title, whatever happened, and its address tells what it means."""

import re
from pathlib import Path

import pytest
from django.http import Http404
from django.test import override_settings
from django.urls import include, path
from django.utils import translation
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from clairdroit.connections.api import problem_types, problems
from clairdroit.connections.api.problem_types import TYPES, problem
from clairdroit.questions import actions
from config.bodies import too_large
from config.outage import unavailable

BASE = "/api/partenaire/v1"
PAGE = (Path(__file__).parents[2] / "docs" / "partner-api.md").read_text()
urlpatterns = [path("api/", include([]))]

ANSWERS = {
    "unreadable": [(problems.unreadable, HttpError(400, "a")), (problems.unreadable, ValueError("b"))],
    "key": [(problems.not_authenticated, AuthenticationError())],
    "not_found": [(problems.not_found, None), (problems.not_found, Http404("b"))],
    "method": [(lambda request, allowed: problems.not_allowed(allowed), "GET")],
    "not_waiting": [
        (problems.refused, actions.QuestionsError("un")),
        (problems.refused, actions.QuestionsError("deux")),
    ],
    "erased": [(problems.gone, problems.GoneError())],
    "too_large": [(too_large, 2_000_000), (too_large, 7_000_000)],
    "invalid": [
        (problems.not_valid, ValidationError([{"type": "missing", "loc": ("body", "text")}])),
        (problems.refused_by_form, problems.InvalidError({"text": ["Trop long."]})),
        (problems.refused, actions.EmptyTextError()),
    ],
    "too_many": [(problems.throttled, Throttled(3))],
    "unavailable": [(lambda request, _none: unavailable(request), None)],
}


@pytest.mark.parametrize("code", ANSWERS)
def test_the_title_is_that_of_its_type_whatever_happened(rf, code):
    request = rf.get(f"{BASE}/questions")
    answers = [answer(request, error) for answer, error in ANSWERS[code]]
    with translation.override("fr"):
        title = str(TYPES[code].title)
    for each in answers:
        said = re.search(r'"title": "([^"]+)"', each.content.decode())[1]
        assert (each.status_code, said) == (TYPES[code].status, title)
        assert f'"type": "{problem_types.type_uri(code)}"' in each.content.decode()


def test_titles_tell_types_apart():
    assert len({str(each.title) for each in TYPES.values()}) == len(TYPES)


def test_the_title_does_not_follow_the_detail():
    one, other = (problem("conflict", words, theirs=words).content.decode() for words in ("Un.", "Deux."))
    assert one.replace("Un.", "Deux.") == other
    assert one.count("Un.") == 2


@pytest.mark.parametrize("code", TYPES)
def test_each_type_s_address_is_that_of_its_meaning(client, code):
    where, pointer = problem_types.type_uri(code).split("#/")
    found = client.get(where).json()
    for step in pointer.split("/"):
        found = found[step]
    assert found["description"].startswith(f"{TYPES[code].status} `{code}`. ")
    assert list(found["content"]) == [problem_types.MEDIA_TYPE]


def test_the_page_for_partners_lists_them_all():
    table = re.findall(r"^\| (\d{3}) \| `(\w+)` \| \S", PAGE, re.M)
    assert sorted((int(status), code) for status, code in table) == sorted(
        (each.status, code) for code, each in TYPES.items()
    )


@override_settings(ROOT_URLCONF=__name__)
def test_without_the_interface_a_problem_says_what_its_status_says():
    said = problem("unavailable", "Plus tard.").content.decode()
    assert '"type": "about:blank", "title": "Service Unavailable"' in said
