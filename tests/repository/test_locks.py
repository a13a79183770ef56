"""The locks name all that is needed: nothing is resolved when they are installed."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
# What `make lock` puts into each.
LOCKS = {
    "requirements.txt": ("site", "postgres", "redis", "elasticsearch"),
    "requirements-dev.txt": tuple(EXTRAS),
}


def locked(name):
    lines = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", (ROOT / "site" / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in lines}


def needed(extras):
    """`(package, requirement)` of all that ours needs on this Python, and what that needs in turn."""
    waiting = [Requirement(line) for line in PROJECT["dependencies"]]
    waiting += [Requirement(line) for extra in extras for line in EXTRAS[extra]]
    seen = set()
    while waiting:
        requirement = waiting.pop()
        yield requirement
        for extra in {"", *requirement.extras}:
            if (key := (canonicalize_name(requirement.name), extra)) in seen:
                continue
            seen.add(key)
            further = map(Requirement, metadata.requires(requirement.name) or [])
            waiting += [one for one in further if not one.marker or one.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_all_that_is_needed_in_a_version_that_fits(name):
    versions = locked(name)
    requirements = list(needed(LOCKS[name]))
    assert len(requirements) > len(PROJECT["dependencies"])
    wrong = [
        f"{requirement} (locked: {versions.get(canonicalize_name(requirement.name))})"
        for requirement in requirements
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        or canonicalize_name(requirement.name) not in versions
    ]
    assert not wrong, "run `make lock`"


def test_both_locks_choose_the_same_versions():
    development = locked("requirements-dev.txt")
    assert locked("requirements.txt").items() <= development.items()
