import pytest

from clairdroit.partners_snippets.presentation import present
from clairdroit.taxonomy.kind_words import kind_beside
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory

CCAS = "CCAS (centre communal d’action sociale)"
CAF = "Caf (caisse d’allocations familiales)"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (CCAS, "Centre communal d’action sociale"),
        (CCAS, "CENTRE COMMUNAL D'ACTION SOCIALE DE VIROFLAY"),
        (CCAS, "C.C.A.S. – CCAS de Versailles"),
        (CAF, "Caf des Yvelines"),
        (CAF, "Caisse d’allocations familiales (CAF) – Versailles"),
        ("Mairie", "Mairie - Versailles"),
        ("Préfecture ou sous-préfecture", "Sous-préfecture de Rambouillet"),
        ("Relais petite enfance", "Relais Petite Enfance « Les Lutins »"),
        ("Conciliateur de justice", "Conciliateurs de justice"),
        ("SIAO (115)", "SIAO 78"),
    ],
)
def test_the_kind_is_not_said_twice(kind, name):
    assert kind_beside(kind, name) == ""


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        (CCAS, "Maison des familles", "CCAS"),
        (CAF, "Point d’accueil du parc", "Caf"),
        (CAF, "Cafétéria solidaire", "Caf"),
        ("Mairie", "Hôtel de ville", "Mairie"),
        ("Crésus (surendettement)", "Point surendettement", "Crésus"),
        ("Association", "Les Amis du quartier", "Association"),
    ],
)
def test_the_kind_is_said_shortly_where_it_adds_something(kind, name, shown):
    assert kind_beside(kind, name) == shown


@pytest.mark.django_db
def test_the_cards_of_the_directory_do_not_repeat_themselves(client):
    kind = PartnerKindFactory(key="ccas")
    PartnerFactory(name="Centre communal d’action sociale", kind=kind, national=True)
    other = PartnerFactory(name="Maison des familles", kind=kind, national=True)
    html = client.get("/a-qui-s-adresser/").content.decode()
    assert html.count('<p class="meta">') == 1
    assert '<p class="meta">CCAS</p>' in html
    page = client.get(present(other, "public")["url"]).content.decode()
    assert '<span class="meta">CCAS (centre communal d’action sociale)</span>' in page


@pytest.mark.django_db
def test_a_partner_of_no_kind_says_none():
    assert present(PartnerFactory(kind=None), "public")["kind_beside"] == ""
