"""The first page of the partners' space is what apps put there."""

import re

import pytest
from django.urls import reverse

from clairdroit.partners_snippets.space.links import partner_token
from clairdroit.partners_snippets.space.sections import Section, SpaceApp, space_apps
from clairdroit.registries import registered
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db


class Trial(SpaceApp):
    """Registered before the others, with sections on both sides of theirs."""

    def sections(self, visit):
        link = "partners_snippets/space/includes/own_record.html"
        yield Section(link, 45, anchor="apres", label="Après la fiche", count=3, scripts=("essai.js",))
        yield Section(link, 5, anchor="avant", label=f"Avant, pour {visit.partner.name}", styles=("essai.css",))

    def goes_on(self, partner):
        return f"Les actualités de {partner.name} restent."

    look_label = "Les voir"
    url_name = "clairdroit_partner_space:record"


@pytest.fixture
def partner():
    return PartnerFactory(name="ADIL 78", team_email="adil@partenaire.example")


@pytest.fixture
def trial():
    with registered(space_apps, Trial(), *space_apps):
        yield


def page(client, partner, name="space"):
    response = client.get(reverse(f"clairdroit_partner_space:{name}", args=[partner_token(partner)]))
    assert response.status_code == 200
    return response.content.decode()


def test_sections_stand_in_their_order_whichever_app_they_are_of(client, partner, trial):
    anchors = re.findall(r'class="chip" href="#([\w-]+)"', page(client, partner))
    assert anchors == ["avant", "a-traiter", "notre-fiche", "apres"]


def test_the_link_to_a_section_says_how_much_there_is(client, partner, trial):
    shown = page(client, partner)
    assert re.search(r"Après la fiche\s+<strong>3</strong>", shown)
    assert "Avant, pour ADIL 78</a>" in shown


def test_each_script_and_style_is_loaded_once(client, partner, trial):
    shown = page(client, partner)
    assert shown.count("/essai.js") == shown.count("/essai.css") == 1
    assert shown.count("questions/questions.css") == 1


def test_an_app_says_what_goes_on_where_links_are_renewed(client, partner, trial):
    assert "Les actualités de ADIL 78 restent." in page(client, partner, "renew_links")


def test_without_any_other_app_the_record_stands_alone(client, partner):
    own = [app for app in space_apps if type(app).__module__.startswith("clairdroit.partners_snippets")]
    with registered(space_apps, *own):
        assert re.findall(r'class="chip" href="#([\w-]+)"', page(client, partner)) == ["notre-fiche"]
