"""Breadcrumbs of the admin are written in one place."""

import pytest
from django.urls import reverse
from django.utils import translation

from clairdroit.breadcrumbs import way_back, way_from_home
from tests.repository.files import ROOT, tracked


def test_the_screen_itself_comes_last_and_leads_nowhere():
    assert way_back(("Annuaire", "/annuaire/"), ("CCAS", "/annuaire/7/"), here="Renouveler") == [
        {"url": "/annuaire/", "label": "Annuaire"},
        {"url": "/annuaire/7/", "label": "CCAS"},
        {"url": "", "label": "Renouveler"},
    ]


@pytest.mark.parametrize(("language", "home"), [("fr", "Accueil"), ("en", "Home")])
def test_from_the_first_page_of_the_admin(language, home):
    with translation.override(language):
        first, last = way_from_home(here="Relances")
    assert first == {"url": reverse("wagtailadmin_home"), "label": home}
    assert last == {"url": "", "label": "Relances"}


def test_no_view_writes_them_by_hand():
    written = {
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if path.parts[len(ROOT.parts)] != "tests" and '"label": _("Home")' in path.read_text()
    }
    assert written == set()


def test_no_page_writes_its_own_for_readers():
    written = {
        str(path.relative_to(ROOT)) for path in tracked("*.html") if '<nav class="breadcrumb"' in path.read_text()
    }
    assert written == {"site/shell/templates/includes/breadcrumb.html"}
