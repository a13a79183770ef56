"""`make test ARGS=…` shares the work among processes, of which none would say that there is no such file."""

import subprocess
import sys

import pytest

from tests.repository.files import ROOT


def run(*args):
    command = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "--collect-only", "-q", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["missing/path"], "There is no missing/path here."),
        (["tests/registries", "tests/absent.py::test_x[a::b]"], "There is no tests/absent.py here."),
        (["tests/one", "tests/two", "-k", "accents"], "There is no tests/one, no tests/two here."),
    ],
)
def test_each_path_that_is_absent_is_named(args, said):
    found = run(*args)
    assert found.returncode == pytest.ExitCode.USAGE_ERROR
    assert said in found.stderr


def test_what_exists_is_collected():
    found = run("tests/registries/test_registries.py")
    assert found.returncode == 0, found.stdout + found.stderr
