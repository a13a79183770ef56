"""Help that exists already, found by a question's words."""

import datetime

import pytest
from django.utils import translation

from clairdroit.questions import related
from clairdroit.questions.related import related_help
from clairdroit.search import indexing
from clairdroit.search.enums import Shelf
from tests.partners_snippets.factories import PartnerFactory
from tests.search.factories import put
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

MESSAGE = "Bonjour, mon propriétaire refuse de me rendre le dépôt de garantie de mon logement."


@pytest.fixture
def guarantee():
    document = put(
        "Dépôt de garantie",
        kind="sheet",
        key="F31269",
        summary="Le propriétaire rend le dépôt de garantie d’un logement dans le mois.",
        heading_keys=["logement"],
        updated_on=datetime.date(2026, 3, 2),
    )
    put("Carte d’identité", kind="sheet", key="F1341", summary="Faire refaire sa carte.")
    indexing.count_terms()
    return document


def test_a_whole_message_finds_what_answers_it(guarantee):
    with translation.override("fr"):
        [found] = related_help(MESSAGE, commune=None)
    assert (found.key, found.title, found.url) == ("sheet:F31269", "Dépôt de garantie", guarantee.url_path)
    assert "<mark>dépôt</mark>" in found.excerpt
    assert found.age == "Mis à jour le 2 mars 2026"


def test_the_reader_s_commune_goes_along_on_the_site_and_not_into_quotations(guarantee):
    commune = CommuneFactory()
    [found] = related_help(MESSAGE, commune=commune)
    assert found.url_here == f"{guarantee.url_path}?commune={commune.pk}"
    assert "commune" not in found.url


@pytest.mark.parametrize("text", ["", "Bonjour madame, je voudrais savoir si", "le dépôt", "garantie logement"])
def test_too_little_to_go_by_finds_nothing(text, guarantee):
    assert related_help(text, commune=None) == []


def test_what_stands_under_the_chosen_heading_comes_first():
    for heading in ("emploi", "logement"):
        put("Aide au dépôt de dossier", key=heading, heading_keys=[heading])
    indexing.count_terms()
    text = "Quelle aide pour le dépôt de mon dossier ?"
    for heading in ("logement", "emploi"):
        assert related_help(text, commune=None, heading=heading)[0].key == f"note:{heading}"


def test_what_fits_far_less_well_than_the_best_is_left_out(guarantee):
    put("Garantie décès", kind="sheet", key="F1", summary="Contrats d’assurance.")
    indexing.count_terms()
    assert [found.key for found in related_help(MESSAGE, commune=None)] == ["sheet:F31269"]


def partner(key, distance):
    """A record that fits less well than the texts, at some degrees of latitude from the commune."""
    return put(
        f"Conseil {key}",
        kind="partner",
        key=key,
        shelf=Shelf.DIRECTORY,
        body="Accueil du public. Propriétaires et locataires : dépôt de garantie, logement, impôts, retraite, santé.",
        latitude=48.8 + distance,
        longitude=2.13,
    )


def test_somebody_near_has_a_place_and_somebody_far_has_none(guarantee):
    commune = CommuneFactory(latitude=48.8, longitude=2.13)
    for key, distance in (("loin", 3.0), ("pres", 0.05)):
        partner(key, distance)
    for key in ("F1", "F2"):
        put("Dépôt de garantie du logement", key=key, kind="sheet")
    indexing.count_terms()
    found = related_help(MESSAGE, commune=commune, limit=3)
    assert [each.key for each in found][2] == "partner:pres"
    assert len(found) == 3
    assert found[2].distance_km < 10
    assert not [each for each in related_help(MESSAGE, commune=None) if each.kind == "partner"]


class TestWhoHelpsNear:
    """Whose record has none of the message's words: the heading and the commune find them."""

    @pytest.fixture
    def commune(self):
        return CommuneFactory()

    @pytest.fixture
    def advice(self, commune):
        partner = PartnerFactory(name="ADIL", description="Conseil gratuit.", communes=[commune], headings=["logement"])
        put("ADIL", kind="partner", key=str(partner.pk), shelf=Shelf.DIRECTORY, summary="Conseil gratuit.")
        indexing.count_terms()
        return f"partner:{partner.pk}"

    def keys(self, commune, **options):
        return [each.key for each in related_help(MESSAGE, commune=commune, **options)]

    def test_they_stand_after_the_pages(self, guarantee, advice, commune):
        assert self.keys(commune, heading="logement") == ["sheet:F31269", advice]

    def test_they_take_the_last_place(self, guarantee, advice, commune):
        for key in ("F1", "F2", "F3"):
            put("Dépôt de garantie du logement", key=key, kind="sheet", heading_keys=["logement"])
        indexing.count_terms()
        assert len(self.keys(commune, limit=4)) == 4
        assert self.keys(commune, limit=4)[-1] == advice

    @pytest.mark.parametrize("heading", ["", "famille"])
    def test_a_heading_left_open_or_chosen_wrongly_is_that_of_the_best_page(self, guarantee, advice, commune, heading):
        assert advice in self.keys(commune, heading=heading)

    def test_without_a_commune_nobody_is_near(self, guarantee, advice):
        assert self.keys(None, heading="logement") == ["sheet:F31269"]

    def test_nobody_for_this_matter_takes_no_page_away(self, guarantee, commune):
        partner = PartnerFactory(communes=[commune], headings=["sante"])
        put("CPAM", kind="partner", key=str(partner.pk), shelf=Shelf.DIRECTORY)
        put("Dépôt de garantie du logement", key="F1", kind="sheet")
        indexing.count_terms()
        assert sorted(self.keys(commune, heading="logement", limit=2)) == ["sheet:F1", "sheet:F31269"]

    def test_nobody_stands_alone_where_no_page_fits(self, advice, commune):
        assert self.keys(commune, heading="logement") == []


def test_a_site_without_the_search_finds_nothing(guarantee, only_registered):
    only_registered(related.finders)
    assert related_help(MESSAGE, commune=None) == []
    assert not related.is_available()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"verified_on": datetime.date(2026, 5, 3), "verified_by": "CCAS"}, "Vérifié le 3 mai 2026 par CCAS"),
        ({"verified_on": datetime.date(2026, 5, 3)}, "Vérifié le 3 mai 2026"),
        (
            {"verified_on": datetime.date(2024, 5, 3), "is_stale": True},
            "À vérifier : dernière vérification le 3 mai 2024",
        ),
        ({"is_stale": True}, "À vérifier : pas encore vérifié"),
        ({}, ""),
    ],
)
def test_its_age_is_told_in_words(facts, expected):
    put("Dépôt de garantie du logement", **facts)
    indexing.count_terms()
    with translation.override("fr"):
        assert related_help(MESSAGE, commune=None)[0].age == expected
