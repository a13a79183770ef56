"""Two people at the desk, in the file or in the received e-mails at the same instant: each thing happens once."""

import json

import pytest

from tests.programs import DATABASES, migrated, run
from tests.questions import desk_races
from tests.questions.sent_once import SENT_ONCE


@pytest.fixture(scope="module", params=DATABASES)
def ended(request, tmp_path_factory):
    with migrated(request.param, tmp_path_factory.mktemp("desk_races")) as url:
        found = json.loads(run(["-m", "tests.questions.desk_races"], url))
    assert found["database"] == request.param
    return found["races"]


EXPECTED = {
    "a_front_desk_worker_presses_twice": {"questions": 1},
    "two_tell_the_same_answer": {"status": "answered", "told": 1, "ways": 1, "answered_events": 1, "answer_mails": 0},
    "one_tells_while_an_address_is_noted": {"status": "answered", "answered_events": 1, "mails": 1},
    "two_make_a_question_of_one_mail": {"questions": 1, "mails": 1},
    "two_remind_one_partner": {"mails": 1, "refused": 1},
    "an_own_answer_is_sent_twice": SENT_ONCE,
    "two_correct_the_matter": {"steps": 2, "last_is_told": True},
}


def test_every_race_has_its_expectation():
    assert set(EXPECTED) == set(desk_races.RACES)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_left_is_what_one_alone_would_have_left(ended, name):
    assert ended[name]
    for round_ in ended[name]:
        assert round_["left"].items() >= EXPECTED[name].items(), round_


def test_whoever_comes_second_is_told_and_meets_no_failure(ended):
    ends = [(name, end) for name, rounds in ended.items() for each in rounds for end in each["ended"]]
    assert [each for each in ends if each[1].startswith("FAILED") or each[1] == "500"] == []
