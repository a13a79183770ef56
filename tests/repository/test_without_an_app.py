"""No other app needs the search or the questions: a site without one of them still answers."""

import os
import subprocess
import sys

import pytest

from tests.repository.test_layout import ROOT

SCRIPT = """
import django
django.setup()
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
assert not apps.is_installed("%(app)s")
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
call_command("setup_roles", verbosity=0)
named = set(Permission.objects.filter(group__isnull=False).values_list("content_type__app_label", flat=True))
assert {"clairdroit_glossary", "clairdroit_kb_pages"} <= named
assert "%(app)s".replace(".", "_") not in named
for path in ("/", "/logement/", "/a-qui-s-adresser/", "/poser-ma-question/", "/nulle-part/", "/recherche/"):
    answer = Client().get(path)
    print(path, answer.status_code, b'id="recherche"' in answer.content, b'href="/poser-ma-question/' in answer.content)
"""
SETTINGS = """
from config.settings.test import *
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "%(app)s"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def visits_without(app, folder):
    """What a visitor of a site without `app` gets: address, status, whether search and question form are offered."""
    (folder / "settings_without_an_app.py").write_text(SETTINGS % {"app": app})
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT % {"app": app}],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings_without_an_app",
            "PYTHONPATH": f"{folder}:{ROOT / 'site'}",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.splitlines()[-6:]


@pytest.mark.parametrize(
    ("app", "missing", "search", "questions"),
    [
        ("clairdroit.search", "/recherche/", "False", "True"),
        ("clairdroit.questions", "/poser-ma-question/", "True", "False"),
        ("clairdroit.sign_in", "/nulle-part/", "True", "True"),
    ],
)
def test_a_site_without_one_of_the_apps_still_answers(app, missing, search, questions, tmp_path):
    visits = dict(line.split(" ", 1) for line in visits_without(app, tmp_path))
    assert visits["/"] == f"200 {search} {questions}"
    assert visits["/logement/"].startswith("200 ")
    assert visits["/logement/"].endswith(questions)
    assert visits["/a-qui-s-adresser/"].startswith("200 ")
    assert {address for address, answer in visits.items() if answer.startswith("404")} == {"/nulle-part/", missing}
