"""Two people decide at the same instant: nothing is lost, nothing happens twice, nobody gets a server error."""

import json

import pytest

from tests.programs import DATABASES, migrated, run
from tests.questions import races
from tests.questions.sent_once import SENT_ONCE


@pytest.fixture(scope="module", params=DATABASES)
def ended(request, tmp_path_factory):
    """What every race left behind, each run several times."""
    with migrated(request.param, tmp_path_factory.mktemp("races")) as url:
        found = json.loads(run(["-m", "tests.questions.races"], url))
    assert found["database"] == request.param
    return found["races"]


EXPECTED = {
    "two_editors_approve_in_the_file": SENT_ONCE,
    "two_moderators_approve_in_the_queue": SENT_ONCE,
    "one_approves_in_the_file_one_in_the_queue": SENT_ONCE,
    "the_same_revision_is_published_twice": SENT_ONCE,
    "one_approves_while_the_citizen_erases": {"erased": True, "words_left": False},
    "the_citizen_sends_twice": {"questions": 1, "acknowledgements": 1, "received_events": 1},
    "the_partner_hands_in_twice": {"proposed_events": 1, "workflows": 1},
    "two_editors_ask_the_same_partner": {"assignments": 1, "mails": 1},
    "two_editors_join_the_same_proposals": {"joint": 1, "waiting": 1, "answer_mails": 0},
    "two_clocks_remind": {
        "to_the_team": 1,
        "to_the_citizen": 1,
        "to_the_editor": 1,
        "twice_to_anybody": 0,
        "silent": 1,
        "reminded": 1,
    },
    "two_editors_approve_small_corrections": {"approved": 1, "languages": "français, dari"},
    "two_citizens_write_to_the_same_partners": {"mails": 4},
    "a_detail_comes_while_the_mail_about_the_last_one_leaves": {"both_told": True, "mails_per_text": True},
    "two_editors_correct_an_address": {"mails": 1, "corrected": 1},
    # On PostgreSQL each of these waited for the other, until one was ended, while a mail was held before its question.
    "a_mail_is_refused_while_the_citizen_erases": {"erased": True, "words_left": False},
    "a_mail_is_past_its_time_while_the_citizen_erases": {"erased": True, "words_left": False},
    "an_editor_sends_again_while_the_citizen_erases": {"erased": True, "words_left": False},
    "a_mail_comes_back_while_the_citizen_erases": {"erased": True, "words_left": False, "broken": False},
    "a_notice_leaves_while_its_question_is_erased": {"mails": 0},
    "two_workers_send": {"delivered": 20, "mails": 20, "attempts": 20},
}


EITHER = {
    "one_approves_one_marks_spam",
    "one_joins_while_one_approves",
    "one_approves_a_text_one_gives_it_back",
    "one_approves_a_text_while_another_saves_it",
}


def test_every_race_has_its_expectation():
    assert {*EXPECTED, *EITHER} == set(races.RACES)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_left_is_what_one_alone_would_have_left(ended, name):
    assert ended[name]
    for round_ in ended[name]:
        assert round_["left"].items() >= EXPECTED[name].items(), round_


def test_either_the_answer_left_or_the_question_is_spam_never_both(ended):
    for round_ in ended["one_approves_one_marks_spam"]:
        left = round_["left"]
        assert (left["status"], left["answer_mails"]) in {("spam", 0), ("answered", 1)}, round_


def test_either_the_proposals_are_joined_or_one_of_them_left_never_both(ended):
    for round_ in ended["one_joins_while_one_approves"]:
        left = round_["left"]
        assert (left["joint"], left["waiting"], left["answer_mails"]) in {(1, 1, 0), (0, 1, 1)}, round_


def test_a_text_is_published_or_given_back_never_both(ended):
    for round_ in ended["one_approves_a_text_one_gives_it_back"]:
        left = round_["left"]
        assert left["refused"] == 1, round_
        assert (left["public"], *left["states"]) in {("français, dari", "approved"), ("", "needs_changes")}, round_


def test_what_was_not_read_never_becomes_public(ended):
    for round_ in ended["one_approves_a_text_while_another_saves_it"]:
        assert round_["left"]["public"] in ("", "français, dari"), round_


def test_whoever_comes_second_is_told_and_meets_no_failure(ended):
    failures = [
        (name, end)
        for name, rounds in ended.items()
        for round_ in rounds
        for end in round_["ended"]
        if end.startswith("FAILED") or end == "500"
    ]
    assert failures == []
