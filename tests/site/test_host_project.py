"""docs/installing.md, followed to the letter in a project that `wagtail start` has just made."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail.bin.wagtail import main as wagtail_command

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
editor.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "x"))
for client, addresses in ((visitor, public), (editor, public + private)):
    for address in addresses:
        answer = client.get(address, follow=True)
        print("page", address, answer.status_code, "shell/base.css" in answer.content.decode(), len(visitor.cookies))
for name in ("leaflet/leaflet.js", "shell/icons.svg", "questions/questions.css"):
    assert find(name), name
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["wagtail", "start", "host", str(folder)])
        wagtail_command()
    settings = folder / "host" / "settings" / "base.py"
    settings.write_text(f"{settings.read_text()}\n{SETTINGS}")
    urls = folder / "host" / "urls.py"
    assert HAND_OVER in urls.read_text()
    urls.write_text(urls.read_text().replace(HAND_OVER, "    # Alternatively") + ADDRESSES)
    return folder


def manage(folder, *arguments, **variables):
    result = subprocess.run(
        [sys.executable, "-c", MANAGE, *arguments],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "host.settings.dev", "PYTHONPATH": "", **variables},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return result.stdout


def test_a_host_project_is_complete_and_its_pages_and_admin_open(host):
    assert "no issues" in manage(host, "check")
    manage(host, "makemigrations", "--check", "--dry-run", "clairdroit_questions", "clairdroit_kb_pages")
    manage(host, "migrate", "-v", "0")
    said = manage(host, "shell", "-v", "0", "-c", VISIT).splitlines()
    visits = [line.split()[1:] for line in said if line.startswith("page ")]
    assert len(visits) > 30
    assert not [visit for visit in visits if visit[1] != "200"]
    assert all(ours == "True" for address, _, ours, _ in visits if not address.startswith(NOT_OURS))
    assert {cookies for *_, cookies in visits} == {"0"}, "a visitor got a cookie"
