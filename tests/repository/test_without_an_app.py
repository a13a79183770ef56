"""No other app needs the search, the questions or the connections: a site without one of them still answers."""

import os
import subprocess
import sys

import pytest

from tests.repository.files import ROOT

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
# The connections stand above the questions.
WITHOUT = {"%(app)s", *(["clairdroit.connections"] if "%(app)s" == "clairdroit.questions" else [])}
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in WITHOUT]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


# Of the partners' space: what is linked, and what is said when the links are renewed or the team box is another one.
A_QUESTION = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
call_command("setup_roles", verbosity=0)
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from clairdroit.roles import Role
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.links import space_url
from clairdroit.questions import actions
from clairdroit.mail.models import OutboxMail
from clairdroit.questions.models import Event
from clairdroit.questions.permissions import user_can_handle_questions
editor = get_user_model().objects.create_superuser("redaction", "redaction@ville.example", "x")
editor.groups.add(Group.objects.get(name=Role.COORDINATION))
partner = Partner.objects.create(name="ADIL", team_email="adil@ville.example")
question = actions.submit_question(
    heading="logement", text="Mon loyer", commune=None, email="nadia@citoyenne.example", submission_key="x"
).question
assignment = actions.assign(question=question, partner=partner, user=editor)
client = Client()
space = space_url(partner).split("8000")[1]
page = client.get(space)
assert page.status_code == 200 and "Mon loyer" in page.content.decode()
assert "cles/" not in page.content.decode()
assert client.get(space + "cles/").status_code == 404
assert "ogiciels" not in client.get(space + "liens/").content.decode()
assert client.get("/api/partenaire/v1/questions", follow=True).status_code == 404
actions.submit_proposal(assignment=assignment, user=team_user(partner), text="Appelez-nous.")
partner.team_email = "autre@ville.example"
partner.save()
told = OutboxMail.objects.get(general_mail__kind="box_changed")
assert "clé" not in told.message and "par téléphone. Son historique" in told.message, told.message
client.force_login(editor)
assert client.get("/admin/").status_code == 200
actions.erase(question=question)
assert Event.objects.filter(question=question, kind="erased").count() == 1
call_command("enforce_retention", verbosity=0)
"""


# The moderation queue and the partners' space of a site that takes no questions.
NO_QUESTIONS = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
call_command("setup_roles", verbosity=0)
from django.contrib.auth import get_user_model
from django.test.utils import setup_test_environment
from clairdroit.kb_pages.models import ArticlePage, HeadingPage
from clairdroit.moderation.models import InCharge
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.links import space_url
editor = get_user_model().objects.create_superuser("redaction", "redaction@ville.example", "x")
heading = HeadingPage.objects.get(key="logement", locale__language_code="fr")
page = heading.add_child(instance=ArticlePage(title="Payer mon loyer", summary="Les aides.", live=False))
page.save_revision(user=editor)
page.get_workflow().start(page, editor)
partner = Partner.objects.create(name="ADIL", team_email="adil@ville.example")
partner.languages = "français, dari"
revision = partner.save_revision(user=editor)
partner.get_workflow().start(partner, editor)
# So that answers tell what their templates were given.
setup_test_environment()
client = Client()
client.force_login(editor)
first = client.get("/admin/").content.decode()
assert "Payer mon loyer" in first and "/admin/a-decider/?genre=fiche" in first
queue = client.get("/admin/a-decider/", {"rubrique": "logement"})
assert [row.described.title for row in queue.context["rows"]] == ["Payer mon loyer"]
assert [choice.value for choice in queue.context["choices"]["genre"]] == ["", "page"]
everything = client.get("/admin/a-decider/")
assert [choice.value for choice in everything.context["choices"]["genre"]] == ["", "page", "fiche"]
client.post("/admin/a-decider/confier/", {"item": [f"page:{page.pk}"], "colleague": "moi"})
assert InCharge.objects.get().user == editor
key = f"fiche:{partner.pk}"
together = client.post("/admin/a-decider/valider/", {"item": [key]})
assert "français, dari" in together.content.decode()
client.post("/admin/a-decider/valider/", {"item": [key], f"revision-{key}": revision.pk, "approve": "1"})
assert Partner.objects.get().languages == "français, dari"
address = f"/admin/a-decider/texte/page/{page.pk}/"
shown = client.get(address)
assert shown.status_code == 200
client.post(address, {"decision": "valider", "revision": shown.context["text"].item.revision})
assert ArticlePage.objects.get(pk=page.pk).live
assert "Rien n’attend" in client.get("/admin/a-decider/").content.decode()
assert client.get("/admin/aide/decider/").status_code == 200
space = space_url(Partner.objects.get()).split("8000")[1]
page = Client().get(space).content.decode()
assert 'id="notre-fiche"' in page and "a-traiter" not in page and "disponibilite" not in page
assert Client().post(space + "fiche/", {"confirm": "1"}).status_code == 302
"""


def test_texts_are_decided_on_and_partners_keep_their_record_on_a_site_that_takes_no_questions(tmp_path):
    run = run_without("clairdroit.questions", NO_QUESTIONS, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]


def test_a_question_goes_its_way_on_a_site_that_connects_no_other_software(tmp_path):
    run = run_without("clairdroit.connections", A_QUESTION, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]


def visits_without(app, folder):
    """What a visitor of a site without `app` gets: address, status, whether search and question form are offered."""
    run = run_without(app, SCRIPT % {"app": app}, folder)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.splitlines()[-6:]


def run_without(app, script, folder):
    (folder / "settings_without_an_app.py").write_text(SETTINGS % {"app": app})
    return subprocess.run(
        [sys.executable, "-c", script],
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


@pytest.mark.parametrize(
    ("app", "missing", "search", "questions"),
    [
        ("clairdroit.search", "/recherche/", "False", "True"),
        ("clairdroit.questions", "/poser-ma-question/", "True", "False"),
        ("clairdroit.connections", "/nulle-part/", "True", "True"),
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
