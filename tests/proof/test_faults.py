"""A short run of the proof under fault, on both databases. docs/proof.md has the long one's figures."""

import json
import math

import pytest

from clairdroit.mail.enums import MailStatus
from tests.programs import DATABASES, migrated, run
from tests.proof import faults

pytestmark = pytest.mark.django_db
# Whoever lives four seconds on a busy machine may never come to send: what waits is left to the end.
SHORT = ["-m", "tests.proof.faults", "--submissions", "12", "--seed", "suite", "--lives", "0.5", "4", "--migrated"]
SHORT += ["--drain", "0.2"]


def prove(url):
    """The program's own verdict is its exit code, which `run` looks at."""
    return json.loads(run([*SHORT, "--database", url], url))


@pytest.fixture(scope="module", params=DATABASES)
def result(request, tmp_path_factory):
    with migrated(request.param, tmp_path_factory.mktemp("faults")) as url:
        yield prove(url)


def test_nothing_is_lost_and_nothing_happens_twice_when_processes_are_killed(result):
    assert result["violations"] == []
    assert result["thanked"] + result["gave up"] == result["submissions"] >= 12
    assert result["answers approved"] == result["thanked"] > 0
    assert result["killed while people were at work"]["web"] > 0
    assert result["killed while people were at work"]["worker"] > 0


class TestTheCountItself:
    """It must see what it is there to see."""

    class Crowd:
        accepted = {1: "ABC"}
        approved = {1}
        given_up = set()

    def test_a_thanked_question_that_is_not_there_and_an_answer_never_sent_are_seen(self):
        found = faults.count(self.Crowd, taken={})["violations"]
        assert "submission 1: thanked, stored 0×" in found
        assert "answer 1 was approved and has 0 mails" in found

    def test_a_mail_that_arrived_twice_is_seen(self):
        from collections import Counter

        from clairdroit.mail.models import OutboxMail
        from clairdroit.questions import actions
        from tests.territories.factories import CommuneFactory

        actions.submit_question(
            heading="emploi",
            text="Mon loyer, dossier n1n.",
            commune=CommuneFactory(),
            email="nadia@citoyenne.invalid",
            submission_key="x",
        )
        mail = OutboxMail.objects.get()
        OutboxMail.objects.update(status=MailStatus.SENT)
        found = faults.count(self.Crowd, taken=Counter({mail.message_id: 2, "<autre@x>": 1}))["violations"]
        assert any("arrived 2 times" in each for each in found)
        assert any("no row knows" in each for each in found)


class TestHowLongPeopleCome:
    @pytest.fixture(autouse=True)
    def no_pauses(self, monkeypatch):
        monkeypatch.setattr(faults, "EXTRA_PAUSE", 0)

    def test_they_come_on_until_everything_was_killed_once(self):
        kills = iter([False, False, True])
        begin = faults.submissions(3, is_enough=lambda: next(kills), until=math.inf)
        assert list(iter(begin, None)) == [0, 1, 2, 3, 4]

    def test_they_stay_away_when_nothing_is_ever_killed(self, monkeypatch):
        monkeypatch.setattr(faults, "EXTRA_SECONDS", 0)
        begin = faults.submissions(3, is_enough=lambda: False, until=math.inf)
        assert len(list(iter(begin, None))) >= 3

    def test_nobody_comes_after_the_end(self):
        assert faults.submissions(3, is_enough=lambda: False, until=-math.inf)() is None
