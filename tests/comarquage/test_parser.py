import datetime as dt

import pytest
from lxml import etree

from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.errors import PublicationRejected
from clairdroit.comarquage.feed.parser import kind_of, parse_xml, read_publication, words
from tests.comarquage.factories import dossier_xml, publication_xml, theme_xml


def test_a_publication_is_read_for_what_the_site_stores():
    read = read_publication("F1", publication_xml("F1", dossier="N10"))
    assert (read.title, read.description) == ("Trouver un toit", "Pour qui cherche un toit.")
    assert read.kind == SheetKind.INFORMATION
    assert read.published_on == dt.date(2020, 10, 5)
    assert read.source_url == "https://www.service-public.fr/particuliers/F1"
    assert (read.dossier_id, read.dossier_title) == ("N10", "Se loger")
    assert read.version == "3.3"
    assert not read.unknown


@pytest.mark.parametrize(
    ("feed_type", "sheet_id", "kind"),
    [
        ("Fiche d'information conditionnée", "F1", SheetKind.INFORMATION),
        ("Fiche Question-réponse", "F1", SheetKind.QUESTION),
        ("Fiche Comment faire si - simulateur", "F1", SheetKind.HOW_TO),
        ("Téléservice personnalisé sur SP", "R1", SheetKind.ONLINE_SERVICE),
        ("A type of next year", "F1", SheetKind.INFORMATION),
        ("A type of next year", "N1", SheetKind.DOSSIER),
        ("A type of next year", "R1", SheetKind.RESOURCE),
    ],
)
def test_kinds_are_told_from_the_feeds_types_and_else_from_the_identifier(feed_type, sheet_id, kind):
    assert kind_of(feed_type, sheet_id) == kind


def test_a_theme_lists_its_subthemes_and_their_dossiers():
    read = read_publication("N100", theme_xml())
    assert [(child.sheet_id, child.title) for child in read.subthemes] == [("N110", "Vivre chez soi")]
    assert [(child.sheet_id, child.group) for child in read.children] == [("N10", "N110")]


def test_a_dossier_lists_its_sheets_by_group_and_its_questions():
    read = read_publication("N10", dossier_xml(questions=["F7"]))
    assert [(child.sheet_id, child.group) for child in read.children] == [("F1", "Chercher"), ("F2", "Chercher")]
    assert read.questions == ["F7"]


def test_elements_that_the_schema_does_not_know_are_counted():
    body = "<Texte><Nouveau>Un mot</Nouveau><Nouveau/><Autre/></Texte>"
    assert read_publication("F1", publication_xml("F1", body)).unknown == {"Nouveau": 2, "Autre": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "20"),
        (b"<Publication", "line 1"),
        (b"<html><body/></html>", "html"),
        (publication_xml("F2"), "F2"),
        (publication_xml("F1", title=""), "title|titre"),
    ],
)
def test_a_malformed_publication_is_refused_with_a_reason(content, reason):
    with pytest.raises(PublicationRejected, match=reason) as refusal:
        read_publication("F1", content)
    assert str(refusal.value)


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("un secret du serveur")
    declared = f'<!DOCTYPE Publication [<!ENTITY vol SYSTEM "file://{secret}">]>'
    content = publication_xml("F1", "<Texte><Paragraphe>&vol;</Paragraphe></Texte>").replace(
        b"<Publication", declared.encode() + b"<Publication", 1
    )
    with pytest.raises(PublicationRejected):
        read_publication("F1", content)


def test_an_entity_bomb_is_refused_at_once():
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    content = f'<!DOCTYPE Publication [<!ENTITY a0 "ah">{levels}]><Publication ID="F1">&a9;</Publication>'
    with pytest.raises(PublicationRejected):
        parse_xml(content.encode())


def test_an_impossible_date_leaves_the_date_empty():
    assert read_publication("F1", publication_xml("F1", date="modified 2020-13-45")).published_on is None


def test_inline_elements_do_not_tear_words_apart_and_blocks_do_not_join_them():
    element = etree.fromstring(
        "<Titre><Paragraphe>Le 1<Exposant>er</Exposant></Paragraphe><Paragraphe>mai</Paragraphe></Titre>"
    )
    assert words(element) == "Le 1er mai"


def test_a_description_does_not_show_how_it_writes_superscripts():
    xml = publication_xml("F1", dossier="N10").replace(
        b"Pour qui cherche un toit.", "Le 1^er août, M^me X : 3^e étage.".encode()
    )
    assert read_publication("F1", xml).description == "Le 1er août, Mme X : 3e étage."
