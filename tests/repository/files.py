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
# These lie in site/.
IN_SITE = ("app_settings", "shell", "sign_in")
APPS = [app for app in reversed(LAYERS) if app not in IN_SITE]


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]
