"""A short run of the crowd, on both databases. docs/proof.md has the long one's figures."""

import json
import os
import subprocess
import sys
import time

import pytest

from tests.proof import crowd
from tests.proof.crowd_visitors import Outcome
from tests.servers import required

SHORT = ["--visitors", "40", "--think", "4", "--seconds", "20", "--burst", "100", "--lasting", "3"]
SHORT += ["--settling", "6", "--between", "0"]


def meet(database, *disturbances, folder):
    """The program's own verdict is its exit code; its words tell which promise was broken."""
    command = [sys.executable, "-m", "tests.proof.crowd", *SHORT, "--database", database]
    command += ["--json", str(folder / "result.json"), "--disturb", *disturbances]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(crowd.faults.ROOT / "site"), str(crowd.faults.ROOT)])
    }
    done = subprocess.run(command, cwd=crowd.faults.ROOT, env=environment, capture_output=True, text=True, check=False)
    if "is not installed" in done.stderr:
        sentence = done.stderr.strip().splitlines()[-1]
        if required("postgres"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    assert (folder / "result.json").exists(), done.stderr[-3000:]
    return json.loads((folder / "result.json").read_text())


@pytest.mark.parametrize(
    ("database", "disturbances"),
    [("sqlite", ["worker", "web"]), ("postgresql", ["worker", "database"])],
    ids=["sqlite", "postgresql"],
)
def test_a_crowd_meets_no_error_and_loses_nothing_though_parts_of_the_machine_fail(database, disturbances, tmp_path):
    result = meet(database, *disturbances, folder=tmp_path)
    assert result["violations"] == []
    assert result["asked and thanked"] == result["answered"] == result["stored"] > 0
    assert result["phases"]["burst"]["requests"] >= 100
    assert set(disturbances) <= set(result["phases"])
    # Two processes of four threads, the worker, the clock, and a command that the worker runs.
    assert result["most"]["connections"] <= 8 + 3


class TestTheJudgeItself:
    """It must see what it is there to see."""

    class Web:
        def __init__(self, *outcomes):
            self.outcomes = [
                Outcome("read", phase, status, begun, seconds=0.1, complaint=complaint)
                for phase, status, begun, complaint in outcomes
            ]

    def judge(self, *outcomes, allowed=(), ended=100):
        told = {"database": {"ended": ended, "allowed": set(allowed), "told": {}}}
        return crowd.judge(self.Web(*outcomes), told)

    @pytest.mark.parametrize("status", [500, 502, 503, "broken", "refused", "silent"])
    def test_no_failure_passes_while_the_machine_is_well(self, status):
        _phases, violations = self.judge(("crowd", 200, 1, ""), ("crowd", status, 2, ""))
        assert violations == [f"crowd: read {status} 1×"]

    def test_the_page_that_says_so_is_allowed_while_the_database_is_away_and_nothing_else(self):
        _phases, violations = self.judge(("database", 503, 1, ""), ("database", 500, 2, ""), allowed={503})
        assert violations == ["database: read 500 1×"]

    def test_a_page_without_words_is_seen_wherever_it_is_shown(self):
        outcome = ("database", 503, 1, "503 without words or Retry-After: read")
        _phases, violations = self.judge(outcome, allowed={503})
        assert violations == ["database: 503 without words or Retry-After: read"]

    def test_what_fails_long_after_the_disturbance_is_not_normal_again(self):
        phases, violations = self.judge(("database", 503, 131, ""), allowed={503}, ended=100)
        assert phases["database"]["seconds until normal again"] == 31
        assert violations == ["database: not normal again within 30 s"]

    def test_a_refused_sending_or_a_missing_page_is_no_failure_of_the_machine(self):
        assert self.judge(("crowd", 404, 1, ""), ("crowd", 429, 2, ""))[1] == []


class TestTheSmallDisk:
    def test_it_fills_up_and_has_room_again(self, tmp_path):
        from tests.proof.crowd_machine import Missing, SmallDisk

        try:
            disk = SmallDisk(tmp_path / "disk", megabytes=2)
        except Missing as error:
            pytest.skip(str(error))
        try:
            disk.fill()
            with pytest.raises(OSError, match="No space left"):
                (disk.folder / "more").write_bytes(bytes(8192))
            disk.free()
            (disk.folder / "more").write_bytes(bytes(8192))
        finally:
            disk.close()


def test_waiting_for_what_never_comes_ends():
    begun = time.monotonic()
    assert crowd.seconds_until(lambda: False, most=0.2) is None
    assert crowd.seconds_until(lambda: True) == 0
    assert time.monotonic() - begun >= 0.2
