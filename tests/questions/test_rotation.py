"""The keys are changed while the command is killed: nothing is lost, and the next run goes on."""

import json
import re

import pytest

from clairdroit.encryption import make_key
from tests.programs import DATABASES, migrated, run
from tests.questions.rotation import BATCH, BATCHES, QUESTIONS


def rotated(url):
    # The site's own settings read the keys from the environment, as the command does that is killed.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIRDROIT_ENCRYPTION_KEYS", make_key())
        return json.loads(run(["-m", "tests.questions.rotation"], url, settings="tests.proof.settings"))


@pytest.fixture(scope="module", params=DATABASES)
def result(request, tmp_path_factory):
    with migrated(request.param, tmp_path_factory.mktemp("rotation")) as url:
        yield rotated(url)


def test_killed_in_the_middle_it_goes_on_where_it_was(result):
    assert result["killed"]
    # The batch that was under way is undone.
    assert result["brought before"] == BATCHES * BATCH < QUESTIONS
    assert result["readable between"] == QUESTIONS
    looked_at, brought = map(int, re.match(r"(\d+) rows looked at, (\d+) texts brought", result["said"]).groups())
    assert looked_at >= QUESTIONS
    # Text and address of each question that was not brought before.
    assert brought == 2 * (QUESTIONS - result["brought before"])
    assert result["keys in use"] == 1
    assert result["readable with the new key alone"] == QUESTIONS
