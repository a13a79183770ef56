"""What the repository consists of."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# From the ground up: each app knows those before it, which `make lint` holds (import-linter).
LAYERS, QUESTIONS = (
    next(
        each["layers"] for each in PROJECT["tool"]["importlinter"]["contracts"] if each.get("containers") == [container]
    )
    for container in ("clairdroit", "clairdroit.questions")
)
ORDER = LAYERS[::-1]
# Where each lies: at the top, or in `ground/`, what all may use, and `site/`, what only the reference site has.
FOLDERS = {app: PROJECT["tool"]["setuptools"]["package-dir"][f"clairdroit.{app}"] for app in ORDER}
APPS = [app for app in ORDER if FOLDERS[app] == app]


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]
