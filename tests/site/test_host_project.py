"""docs/installing.md, followed to the letter in a project that `wagtail start` has just made."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail.bin.wagtail import main as wagtail_command

from clairdroit.encryption import make_key

ROOT = Path(__file__).resolve().parents[2]
SETTINGS, ADDRESSES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "installing.md").read_text(), re.DOTALL)
HAND_OVER = '    path("", include(wagtail_urls)),\n    # Alternatively'

# -W would take the name for a whole one: it escapes it. Here it is the beginning of all our modules' names.
MANAGE = """
import sys, warnings
warnings.filterwarnings("error", category=DeprecationWarning, module="clairdroit")
sys.argv[0] = "manage.py"
from manage import main
main()
"""

# The barest account that Wagtail works with: known by its address, without a name. The reference site has Django's.
ACCOUNTS = """
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class AccountManager(BaseUserManager):
    def create_superuser(self, email, password):
        user = self.model(email=email, is_superuser=True, is_staff=True)
        user.set_password(password)
        user.save()
        return user


class Account(AbstractBaseUser, PermissionsMixin):
    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    objects = AccountManager()
    USERNAME_FIELD = "email"
"""
ACCOUNT_SETTINGS = """
INSTALLED_APPS += ["accounts"]
AUTH_USER_MODEL = "accounts.Account"
# A migration waits for the disk a thousand times: this database need survive nothing.
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY"}
"""

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "host.settings.dev",
    "PYTHONPATH": "",
    "CLAIRDROIT_ENCRYPTION_KEYS": make_key(),
}
NOT_OURS = ("/admin/", "/search/", "/django-admin/")

VISIT = """
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client

from clairdroit.kb_pages.models import HeadingPage
from clairdroit.territories.models import Commune, Departement

call_command("setup_site", verbosity=0)
call_command("setup_questions", verbosity=0)
yvelines = Departement.objects.create(code="78", name="Yvelines", region_code="11", region_name="Île-de-France")
Commune.objects.create(
    insee="78646", name="Versailles", slug="versailles", search_name="versailles", departement=yvelines
)
public = ["/", "/en/", "/a-qui-s-adresser/", "/poser-ma-question/", "/fiches/", "/ma-commune/", "/?commune=78646"]
public += [heading.url for heading in HeadingPage.objects.all()]
if apps.is_installed("clairdroit.search"):
    public.append("/recherche/?q=loyer")
private = ["/admin/", "/admin/pages/", "/search/?query=x", "/django-admin/"]
visitor, editor = Client(), Client()
editor.force_login(get_user_model().objects.create_superuser("admin@example.org", "x"))
for client, addresses in ((visitor, public), (editor, public + private)):
    for address in addresses:
        answer = client.get(address, follow=True)
        print("page", address, answer.status_code, "shell/base.css" in answer.content.decode(), len(visitor.cookies))
for name in ("leaflet/leaflet.js", "shell/icons.svg", "questions/questions.css"):
    assert find(name), name
"""
QUESTION = """
import re
from django.contrib.auth import get_user_model
from django.core import signing
from django.test import Client
from django.utils import timezone

from clairdroit.freshness.actions import mark_verified
from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.models import HeadingTag
from clairdroit.public_forms.tokens import SALT
from clairdroit.questions import actions
from clairdroit.questions.models import ProposedAnswer, Question, QuestionMail


def link_in(kind, part):
    mail = QuestionMail.objects.filter(kind=kind).latest("pk").email
    return re.search("https?://[^/]+(/" + part + "/[^ ]+?)[.]?[\\s]", mail.message + " ").group(1)


partners = [Partner(name=name, team_email="equipe@ville.example", serves_france=True) for name in ("ADIL", "CCAS")]
for partner in partners:
    partner.headings = [HeadingTag.objects.get(key="logement")]
    partner.save()
editor = get_user_model().objects.get(email="admin@example.org")
mark_verified(partners[0], user=editor)
citizen = Client(headers={"host": "localhost"})
token = signing.dumps(["question", int(timezone.now().timestamp()) - 60], salt=SALT)
asked = {"heading": "logement", "text": "Je ne peux plus payer mon loyer.", "place": "Versailles", "consent": "on"}
sent = citizen.post("/poser-ma-question/", {**asked, "email": "nadia@citoyenne.invalid", "token": token})
assert sent.status_code == 302, sent.content.decode()
question = Question.objects.get()
first = question.assignments.get()
actions.reassign(assignment=first, partner=next(p for p in partners if p != first.partner), user=editor)
space = link_in("partner_asked", "espace-partenaires")
assert citizen.get(space).status_code == 200
citizen.post(space, {"text": "Appelez l’ADIL.", "note": "", "version": "0", "hand_in": "1"})
answer = ProposedAnswer.objects.get()
browser = Client(headers={"host": "localhost"})
browser.force_login(editor)
for address in (
    "/admin/questions/",
    f"/admin/questions/inspect/{question.pk}/",
    "/admin/snippets/clairdroit_partners_snippets/partnermember/?q=equipe",
    f"/admin/snippets/clairdroit_partners_snippets/partner/edit/{partners[0].pk}/",
    "/admin/freshness/",
    "/admin/reports/workflow_tasks/",
    "/a-qui-s-adresser/",
):
    assert browser.get(address).status_code == 200, address
actions.send_answer(answer=answer, user=editor)
print("answered", "Appelez l’ADIL." in citizen.get(link_in("answer", "ma-question")).content.decode())
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["wagtail", "start", "host", str(folder)])
        wagtail_command()
    settings = folder / "host" / "settings" / "base.py"
    settings.write_text(f"{settings.read_text()}\n{SETTINGS}\n{ACCOUNT_SETTINGS}")
    (folder / "accounts").mkdir()
    (folder / "accounts" / "__init__.py").touch()
    (folder / "accounts" / "models.py").write_text(ACCOUNTS)
    urls = folder / "host" / "urls.py"
    assert HAND_OVER in urls.read_text()
    urls.write_text(urls.read_text().replace(HAND_OVER, "    # Alternatively") + ADDRESSES)
    return folder


def manage(folder, *arguments, **variables):
    result = subprocess.run(
        [sys.executable, "-c", MANAGE, *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, **variables},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return result.stdout


def test_a_host_project_is_complete_and_its_pages_and_admin_open(host):
    assert "no issues" in manage(host, "check")
    manage(host, "makemigrations", "--check", "--dry-run", "clairdroit_questions", "clairdroit_kb_pages")
    manage(host, "makemigrations", "accounts", "-v", "0")
    manage(host, "migrate", "-v", "0")
    said = manage(host, "shell", "-v", "0", "-c", VISIT).splitlines()
    visits = [line.split()[1:] for line in said if line.startswith("page ")]
    assert len(visits) > 30
    assert not [visit for visit in visits if visit[1] != "200"]
    assert all(ours == "True" for address, _, ours, _ in visits if not address.startswith(NOT_OURS))
    assert {cookies for *_, cookies in visits} == {"0"}, "a visitor got a cookie"
    # The accounts of a host may be of its own kind: a question goes its whole way with them.
    assert "answered True" in manage(host, "shell", "-v", "0", "-c", QUESTION)
