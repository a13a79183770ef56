"""A code that several browsers send at the same instant lets one of them in."""

import json

import pytest

from tests.programs import DATABASES, migrated, run


@pytest.fixture(scope="module", params=DATABASES)
def ended(request, tmp_path_factory):
    with migrated(request.param, tmp_path_factory.mktemp("codes")) as url:
        found = json.loads(run(["-m", "tests.sign_in.races"], url))
    assert found["database"] == request.param
    return found["races"]


@pytest.mark.parametrize("name", ["the_same_code_of_an_application", "the_same_recovery_code"])
def test_a_code_lets_one_browser_in(ended, name):
    for round_ in ended[name]:
        assert round_["answers"] == ["200"] * 5 + ["302"]
        assert round_["in"] == 1
        assert round_.get("left", 9) == 9


def test_guesses_sent_together_are_one_guess(ended):
    for round_ in ended["many_guesses"]:
        assert round_ == {"answers": ["wrong"], "looked_at": 1}


def test_a_button_pressed_several_times_makes_one_secret(ended):
    for round_ in ended["a_button_pressed_several_times"]:
        assert round_ == {"failed": [], "waiting": 1}
