"""The search knows no other app, and no other app needs it: a site without it still answers."""

import os
import subprocess
import sys

from tests.repository.test_layout import ROOT

SCRIPT = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.test import Client
assert not apps.is_installed("clairdroit.search")
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
for path in ("/", "/logement/", "/a-qui-s-adresser/", "/poser-ma-question/", "/nulle-part/", "/recherche/"):
    answer = Client().get(path)
    print(path, answer.status_code, b'id="recherche"' in answer.content)
"""
SETTINGS = """
from config.settings.test import *
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "clairdroit.search"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def test_a_site_without_the_search_still_answers(tmp_path):
    (tmp_path / "settings_without_search.py").write_text(SETTINGS)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings_without_search",
            "PYTHONPATH": f"{tmp_path}:{ROOT / 'site'}",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.splitlines()[-6:] == [
        "/ 200 False",
        "/logement/ 200 False",
        "/a-qui-s-adresser/ 200 False",
        "/poser-ma-question/ 200 False",
        "/nulle-part/ 404 False",
        "/recherche/ 404 False",
    ]
