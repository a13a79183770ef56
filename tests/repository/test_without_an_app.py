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
told = OutboxMail.objects.get(kind="box_changed")
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
assert [choice.value for choice in queue.context["choices"]["kind"].choices] == ["", "page"]
everything = client.get("/admin/a-decider/")
assert [choice.value for choice in everything.context["choices"]["kind"].choices] == ["", "page", "fiche"]
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
from clairdroit.mail.models import OutboxMail
OutboxMail.objects.create(status="sent", changed_at="2020-01-01T00:00:00Z")
call_command("enforce_retention", verbosity=0)
assert not OutboxMail.objects.filter(changed_at__lt="2020-02-01T00:00:00Z").exists()
"""


# What mails and forms leave behind, on a site that has these and what they stand on.
ONLY_MAILS_AND_FORMS = """
import datetime, io
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from clairdroit.mail import outbox
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import Words
from clairdroit.public_forms.allowances import may_write
from clairdroit.public_forms.models import MailAllowance
named = {config.name for config in apps.get_app_configs() if config.name.startswith("clairdroit.")}
assert named == {"clairdroit." + name for name in %(apps)r}, named
call_command("migrate", verbosity=0)
for status, days in ((MailStatus.SENT, 91), (MailStatus.FAILED, 181), (MailStatus.SENT, 89), (MailStatus.WAITING, 900)):
    mail = outbox.queue(Words("Bonjour", "Une nouvelle.", ""), to=["anne@boite.example"])
    changed = timezone.now() - datetime.timedelta(days=days)
    OutboxMail.objects.filter(pk=mail.pk).update(status=status, changed_at=changed)
assert may_write("infolettre", "anne@boite.example")
MailAllowance.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
out = io.StringIO()
call_command("enforce_retention", "--dry-run", stdout=out)
assert OutboxMail.objects.count() == 4 and MailAllowance.objects.count() == 1
call_command("enforce_retention", stdout=out)
print(out.getvalue())
assert out.getvalue() == (
    "Would be removed: 1 allowances, 1 mails, 1 failed_mails.\\nRemoved: 1 allowances, 1 mails, 1 failed_mails.\\n"
)
assert sorted(OutboxMail.objects.values_list("status", flat=True)) == ["sent", "waiting"]
assert not MailAllowance.objects.exists()
"""
MAILS_AND_FORMS = ["public_forms", "mail", "encryption", "taxonomy", "roles"]
MAILS_AND_FORMS += ["admin_lists", "facets", "retention", "app_settings"]
FEW_SETTINGS = """
from config.settings.test import *
KEPT = {"clairdroit." + name for name in %(apps)r}
INSTALLED_APPS = [app for app in INSTALLED_APPS if app in KEPT or not app.startswith("clairdroit.")]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def test_a_site_that_only_sends_mails_and_has_forms_forgets_its_own_rows(tmp_path):
    values = {"apps": MAILS_AND_FORMS}
    run = run_with(FEW_SETTINGS % values, ONLY_MAILS_AND_FORMS % values, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:] + run.stdout


# What partners and editors of records are sent on a site that takes no questions.
NO_QUESTIONS_MAILS = """
import datetime, re
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
override_settings(EMAIL_BACKEND="clairdroit.mail.backends.OutboxBackend").enable()
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
call_command("setup_roles", verbosity=0)
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import TaskState
from clairdroit.kb_pages.models import ArticlePage, HeadingPage
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space import access, links
from clairdroit.public_forms import FormToken
from clairdroit.roles import Role

BOX, INES, MAUD = "adil@ville.example", "ines@ville.example", "maud@ville.example"
users = get_user_model().objects
ines = users.create_user("ines", INES, "x", first_name="Inès", last_name="Carpentier")
ines.groups.add(Group.objects.get(name=Role.COORDINATION))
maud = users.create_user("maud", MAUD, "x", first_name="Maud", last_name="Legrand")
maud.groups.add(Group.objects.get(name=Role.MODERATORS))
partner = Partner.objects.create(name="ADIL", team_email=BOX, phone="01 99 00 10 45")
partner.save_revision().publish()


def sent():
    \"\"\"What was queued since the last time: `{(kind, receiver): mail}`.\"\"\"
    found = list(OutboxMail.objects.order_by("pk"))
    OutboxMail.objects.all().delete()
    told = {(mail.kind, *mail.to): mail for mail in found}
    assert len(told) == len(found), [(mail.kind, *mail.to) for mail in found]
    return told


def only(kind, *receivers):
    told = sent()
    assert set(told) == {(kind, receiver) for receiver in receivers}, set(told)
    return told


def record():
    return links.record_url(Partner.objects.get()).partition(":8000")[2]


def correct(**values):
    now = Partner.objects.get().get_latest_revision_as_object()
    Client().post(record(), {"description": now.description, "phone": now.phone, **values})


def handed_in():
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


# A partner asks for its link, and opens it.
with time_machine.travel(timezone.now() - datetime.timedelta(minutes=1)):
    token = FormToken.issue(access.FORM).raw
for address in (BOX, "personne@ville.example"):
    answer = Client().post("/espace-partenaires/", {"email": address, "token": token})
    assert answer.status_code == 200, answer.content.decode()
(link,) = only("partner_link", BOX).values()
assert "Vos droits en clair" in link.subject, link.subject
assert "votre équipe est partenaire de «\\xa0Vos droits en clair\\xa0»" in link.message
space = re.search(r"http://127.0.0.1:8000(/espace-partenaires/[^/\\s]+/)", link.message)[1]
assert Client().get(space).status_code == 200
assert space.split("/")[2] not in link.shown_text and "/espace-partenaires/…" in link.shown_text
assert space.split("/")[2] not in OutboxMail(message="Voici " + space.split("/")[2]).shown_text
# It renews its links.
assert Client().post(space + "liens/").status_code == 302
only("partner_link", BOX)
# What it proposes for its record: the editors are told, and it is told what became of it.
correct(phone="01 99 00 20 20")
notice = only("", INES, MAUD)["", MAUD]
assert "À relire" in notice.subject and "Remis par\\xa0: ADIL." in notice.message, notice.message
handed_in().approve(user=maud)
(published,) = only("record_published", BOX).values()
assert record().split("/")[2][:12] in published.message
correct(phone="01 99 00 30 30")
only("", INES, MAUD)
handed_in().reject(user=maud, comment="Le numéro est incomplet.")
(asked,) = only("record_changes", BOX).values()
assert "Maud Legrand (équipe du site)" in asked.message and "Le numéro est incomplet." in asked.message
correct(phone="01 99 00 30 31")
only("", INES, MAUD)
handed_in().approve(user=maud)
only("record_published", BOX)
# What the form does not hold, sent twice; and where nobody could be told.
for _time in range(2):
    correct(remark="Nous déménageons au 3 rue Neuve.")
(remark,) = only("record_remark", INES).values()
assert "3 rue Neuve" in remark.message and "ADIL" in remark.subject and BOX not in remark.message
edit = re.search(r"http://127.0.0.1:8000(/admin/\\S+)", remark.message)[1]
signed_in = Client()
signed_in.force_login(ines)
assert signed_in.get(edit).status_code == 200
users.filter(pk=ines.pk).update(is_active=False)
page = Client().post(record(), {"phone": "01 99 00 30 31", "remark": "Fermé le lundi."})
assert page.status_code == 200
assert "ne parvient à personne" in page.content.decode() and "Fermé le lundi." in page.content.decode()
assert not sent()
users.filter(pk=ines.pk).update(is_active=True)
# Another team box.
partner = Partner.objects.get()
partner.team_email = "autre@ville.example"
partner.save()
told = sent()
assert set(told) == {("box_left", BOX), ("box_changed", INES)}, set(told)
# An editor's own text about a record, and a page: in our words, with the reader's own name for each.
draft = Partner.objects.get().get_latest_revision_as_object()
draft.languages = "français, dari"
draft.save_revision(user=ines)
draft.get_workflow().start(Partner.objects.get(), ines)
(notice,) = only("", MAUD).values()
assert "Remis par\\xa0: Inès Carpentier." in notice.message and "Circuit" not in notice.message, notice.message
handed_in().approve(user=maud)
(notice,) = only("", INES).values()
assert "est validé" in notice.message
heading = HeadingPage.objects.get(key="logement", locale__language_code="fr")
page = heading.add_child(instance=ArticlePage(title="Payer mon loyer", summary="Les aides.", live=False))
page.save_revision(user=ines)
page.get_workflow().start(page, ines)
(notice,) = only("", MAUD).values()
assert "Payer mon loyer" in notice.subject
handed_in().reject(user=maud, comment="Plus court.")
(notice,) = only("", INES).values()
assert "Maud Legrand demande des modifications" in notice.message and "Plus court." in notice.message
"""


# The outbox of a site that takes no questions.
NO_QUESTIONS_OUTBOX = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("setup_site", verbosity=0)
call_command("setup_roles", verbosity=0)
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test.utils import setup_test_environment
from django.utils import timezone
from clairdroit.mail import outbox
from clairdroit.mail.addresses import note_bounce
from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import DeliveryAttempt, OutboxMail, UnreachableAddress
from clairdroit.mail.rendering import Words
from clairdroit.partners_snippets.models import Partner
from clairdroit.roles import Role
BOX, OTHER = "adil@ville.example", "anne@boite.example"
users = get_user_model().objects
people = {}
for role in (Role.MODERATORS, Role.COORDINATION, Role.EDITORS):
    people[role] = users.create_user(role.name, role.name + "@ville.example", "x")
    # Editors have a group for each heading.
    people[role].groups.add(Group.objects.filter(name__startswith=role)[0])
Partner.objects.create(name="ADIL", team_email=BOX)
failed = outbox.queue(Words("Votre lien vers la fiche", "Bonjour à l'équipe.", ""), to=[BOX])
waiting = outbox.queue(Words("Une nouvelle", "La lettre du mois.", ""), to=[OTHER])
hidden = OutboxMail.objects.create(to=[OTHER], subject="Mot de passe", message="Une clé.", status=MailStatus.FAILED)
OutboxMail.objects.filter(pk=failed.pk).update(status=MailStatus.FAILED)
DeliveryAttempt.objects.create(
    email=failed, outcome=DeliveryOutcome.PERMANENT, finished_at=timezone.now(), smtp_code=550, detail="No such user"
)
note_bounce(address=BOX, hard=True, detail="550 5.1.1")
note_bounce(address="inconnue@boite.example", hard=True, detail="550")
setup_test_environment()
page, retry = "/admin/courriels/inspect/{}/".format, "/admin/courriels/{}/reessayer/".format


def listed(**query):
    return {mail.pk for mail in client.get("/admin/courriels/", query).context["object_list"]}


client = Client()
for role in (Role.MODERATORS, Role.COORDINATION):
    client.force_login(people[role])
    first = client.get("/admin/").content.decode()
    for line in ("/admin/courriels/", "/admin/adresses/"):
        assert first.count('"' + line + '"') == 1, (role, line)
    assert '/admin/courriels/?etat=echec"' in first and "e-mail non remis" in first
    assert listed() == {failed.pk, waiting.pk}
    assert listed(etat="echec") == {failed.pk} and listed(etat="attente") == {waiting.pk}
    assert listed(q="NOUVELLE") == {waiting.pk} and listed(q="ville.example lien") == {failed.pk}
    assert client.get("/admin/courriels/", {"kind__startswith": "x"}).status_code == 400
    shown = client.get(page(failed.pk))
    text = shown.content.decode()
    assert "Votre lien vers la fiche" in text and "No such user" in text and retry(failed.pk) in text
    assert shown.context["about"] is None and "Corriger l" not in text and "data-reading" not in text
    assert client.get(page(hidden.pk)).status_code in (302, 403, 404)
    assert client.post(retry(hidden.pk)).status_code == 404
    of_partner, of_nobody = UnreachableAddress.objects.order_by("pk")
    text = client.get(f"/admin/adresses/inspect/{of_partner.pk}/").content.decode()
    assert "ADIL" in text and "Demandez au partenaire" in text and "Questions ouvertes" not in text
    assert "inconnue@" in client.get(f"/admin/adresses/inspect/{of_nobody.pk}/").content.decode()
    for shown in ("/admin/courriels/", "/admin/adresses/"):
        assert 'href="/admin/aide/envoi/"' in client.get(shown).content.decode(), shown
    assert "<h2>Un e-mail n’est pas parti</h2>" in client.get("/admin/aide/envoi/").content.decode()
client.force_login(people[Role.EDITORS])
assert '"/admin/courriels/"' not in client.get("/admin/").content.decode()
for address in ("/admin/courriels/", page(failed.pk), "/admin/adresses/"):
    assert client.get(address).status_code in (302, 403, 404), address
assert client.post(retry(failed.pk)).status_code in (302, 403)
assert OutboxMail.objects.get(pk=failed.pk).is_failed
client.post(f"/admin/adresses/{of_partner.pk}/remettre/")
assert UnreachableAddress.objects.count() == 2
client.force_login(people[Role.MODERATORS])
again = client.post(retry(failed.pk), follow=True)
assert again.redirect_chain[-1][0] == page(failed.pk) and "repartira dans la minute" in again.content.decode()
assert OutboxMail.objects.get(pk=failed.pk).is_waiting
assert "pas arrêté" in client.post(retry(failed.pk), follow=True).content.decode()
client.post(f"/admin/adresses/{of_partner.pk}/remettre/")
assert not UnreachableAddress.objects.blocks(BOX)
"""


def test_the_outbox_is_looked_after_on_a_site_that_takes_no_questions(tmp_path):
    run = run_without("clairdroit.questions", NO_QUESTIONS_OUTBOX, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]


def test_texts_are_decided_on_and_partners_keep_their_record_on_a_site_that_takes_no_questions(tmp_path):
    run = run_without("clairdroit.questions", NO_QUESTIONS, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]


def test_partners_and_editors_of_records_get_their_mails_on_a_site_that_takes_no_questions(tmp_path):
    run = run_without("clairdroit.questions", NO_QUESTIONS_MAILS, tmp_path)
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
    return run_with(SETTINGS % {"app": app}, script, folder)


def run_with(settings, script, folder):
    (folder / "settings_without_an_app.py").write_text(settings)
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
