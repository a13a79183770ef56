"""Paragraphs, links, lists, callouts, pictures: what each element becomes."""

import pytest
from django.utils.html import escape

from clairdroit.comarquage.rendering.sheets import render_sheet
from tests.comarquage.factories import OfficialSheetFactory, rendered_body, rendered_sections

pytestmark = pytest.mark.django_db


def paragraph(content):
    return f"<Texte><Paragraphe>{content}</Paragraphe></Texte>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("le <Valeur>15 mai</Valeur>", '<p>le <strong class="value">15 mai</strong></p>'),
        ("<MiseEnEvidence>avant</MiseEnEvidence> tout", "<p><strong>avant</strong> tout</p>"),
        ("dit <Expression>bail</Expression>", "<p>dit <em>bail</em></p>"),
        ("le 1<Exposant>er</Exposant> mai", "<p>le 1<sup>er</sup> mai</p>"),
        ("m<Indice>2</Indice>", "<p>m<sub>2</sub></p>"),
        ("<Citation>Cher voisin</Citation>", "<p><q>Cher voisin</q></p>"),
        ("<Variable>votre nom</Variable>", '<p><span class="fill-in">votre nom</span></p>'),
        ('un <TermeEtranger langue="en">chat</TermeEtranger>', '<p>un <i lang="en">chat</i></p>'),
        ("un <TermeEtranger langue=''>chat</TermeEtranger>", "<p>un <i>chat</i></p>"),
    ],
)
def test_inline_elements(source, html):
    assert rendered_body(paragraph(source)) == html


def test_text_is_escaped_wherever_it_comes_from():
    hostile = escape("<script>alert(1)</script>")
    html = rendered_body(
        paragraph(hostile) + f'<Texte><Paragraphe><LienExterne URL="https://a.test/&quot;onclick=&quot;x">{hostile}'
        f"</LienExterne></Paragraphe><Chapitre><Titre>{hostile}</Titre><Paragraphe>x</Paragraphe></Chapitre></Texte>"
    )
    assert "<script" not in html
    assert '"onclick' not in html
    assert html.count("&lt;script&gt;") == 3


def test_a_link_leads_to_our_page_of_that_sheet_when_there_is_one():
    OfficialSheetFactory(sheet_id="F77")
    link = '<LienInterne LienPublication="F77" type="Fiche" audience="Particuliers">le bail</LienInterne>'
    assert rendered_body(paragraph(f"voir {link}.")) == '<p>voir <a href="/fiches/F77/">le bail</a>.</p>'


@pytest.mark.parametrize("trait", [{}, {"is_withdrawn": True}])
def test_a_link_to_a_sheet_that_is_not_public_is_plain_text(trait):
    if trait:
        OfficialSheetFactory(sheet_id="F77", **trait)
    link = '<LienInterne LienPublication="F77" type="Fiche" audience="Particuliers">le bail</LienInterne>'
    assert rendered_body(paragraph(link)) == "<p>le bail</p>"


def test_a_link_without_words_takes_the_title_of_its_target_unless_it_would_break_a_sentence():
    OfficialSheetFactory(sheet_id="R77", title="Calculer un loyer", is_form=True)
    link = '<LienInterne LienPublication="R77"/>'
    assert "Calculer un loyer</a>" in rendered_body(paragraph(link))
    assert rendered_body(paragraph(f"Signez{link}.")) == "<p>Signez.</p>"


def test_an_external_link_says_what_would_be_downloaded():
    html = rendered_body(
        paragraph('<LienExterne URL="https://a.test/x.pdf" format="application/pdf" poids="93.7 KB">list</LienExterne>')
    )
    assert '<a href="https://a.test/x.pdf" rel="external">list</a>' in html
    assert '<span class="download-note meta">(PDF, 93,7' in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "", "//a.test", "https://a b"])
def test_an_address_that_is_not_of_the_web_is_plain_text(address):
    assert rendered_body(paragraph(f'<LienExterne URL="{address}">liste</LienExterne>')) == "<p>liste</p>"


def test_a_glossary_term_leads_to_its_explanation_on_the_same_page():
    body = paragraph('un <LienIntra LienID="R5" type="Définition de glossaire">bail</LienIntra>')
    definition = (
        '<Definition ID="R5"><Titre>Bail</Titre><Texte><Paragraphe>Contrat de location</Paragraphe></Texte>'
        '<Reference URL="https://a.test/loi"><Titre>Loi sur les baux</Titre></Reference></Definition>'
    )
    assert '<a href="#definition-R5" id="term-R5" class="glossary-term">bail</a>' in rendered_body(body + definition)
    glossary = rendered_sections(body + definition)["glossary"]
    assert '<dt id="definition-R5">Bail</dt>' in glossary
    assert "Contrat de location" in glossary
    assert "Loi sur les baux" in glossary


def test_a_term_that_is_another_sheet_leads_there():
    OfficialSheetFactory(sheet_id="F77")
    link = '<LienIntra LienID="F77" type="Fiche Question-réponse">le bail</LienIntra>'
    assert '<a href="/fiches/F77/">le bail</a>' in rendered_body(paragraph(link))


def test_a_term_without_explanation_is_plain_text():
    assert rendered_body(paragraph('un <LienIntra LienID="R5">bail</LienIntra>')) == "<p>un bail</p>"


def test_an_abbreviation_is_explained_where_it_stands_and_at_the_foot():
    body = paragraph('la <LienInterne LienPublication="R6" type="Sigle">CAF</LienInterne>') + (
        '<Abreviation ID="R6" type="Sigle"><Titre>CAF</Titre><Texte><Paragraphe>Caisse des familles</Paragraphe>'
        "</Texte></Abreviation>"
    )
    assert '<abbr title="Caisse des familles">CAF</abbr>' in rendered_body(body)
    assert "<dt>CAF</dt>" in rendered_sections(body)["abbreviations"]


def test_headings_follow_one_another_without_a_gap():
    html = rendered_body(
        "<Texte><Chapitre><SousChapitre><Titre><Paragraphe>Sans chapitre</Paragraphe></Titre>"
        "<Paragraphe>a</Paragraphe></SousChapitre></Chapitre>"
        "<Chapitre><Titre>Louer</Titre><SousChapitre><Titre>Signer</Titre><Paragraphe>b</Paragraphe></SousChapitre>"
        "</Chapitre></Texte>"
    )
    assert '<h2 id="partie-sans-chapitre">Sans chapitre</h2>' in html
    assert '<h2 id="partie-louer">Louer</h2>' in html
    assert '<h3 id="partie-signer">Signer</h3>' in html


def test_two_chapters_of_one_name_have_two_anchors():
    chapter = "<Chapitre><Titre>Louer</Titre><Paragraphe>a</Paragraphe></Chapitre>"
    html = rendered_body(f"<Texte>{chapter}{chapter}</Texte>")
    assert 'id="partie-louer"' in html
    assert 'id="partie-louer-2"' in html


def test_lists_are_numbered_or_not_and_short_items_stay_short():
    html = rendered_body(
        '<Texte><Liste type="numero"><Item><Paragraphe>un</Paragraphe></Item></Liste>'
        '<Liste type="puce"><Item><Paragraphe>deux</Paragraphe><Liste type="puce"><Item><Paragraphe>trois</Paragraphe>'
        "</Item></Liste></Item></Liste></Texte>"
    )
    assert html == "<ol><li>un</li></ol><ul><li><p>deux</p><ul><li>trois</li></ul></li></ul>"


@pytest.mark.parametrize(
    ("element", "css"),
    [
        ("ASavoir", "callout"),
        ("ANoter", "callout"),
        ("Rappel", "callout"),
        ("Attention", "callout callout--attention"),
    ],
)
def test_callouts_carry_their_title(element, css):
    html = rendered_body(f"<Texte><{element}><Titre>Lisez</Titre><Paragraphe>ceci</Paragraphe></{element}></Texte>")
    assert html == f'<div class="{css}"><p class="callout__title">Lisez</p><p>ceci</p></div>'


def test_a_picture_is_told_in_words_and_never_fetched():
    html = rendered_body(
        '<Texte><Paragraphe>avant <Image LienPublication="I1.png"><Legende>Un toit</Legende>'
        "<TexteDeRemplacement>Dessin d'un toit</TexteDeRemplacement></Image> après</Paragraphe></Texte>"
    )
    assert "<img" not in html
    assert html.index("avant") < html.index("Un toit") < html.index("Dessin d&#x27;un toit") < html.index("après")
    assert html.count("<p>avant") == 1


def test_an_unknown_element_keeps_its_words_wherever_it_stands():
    html = rendered_body(
        "<Texte><Nouveau>bloc <Valeur>3</Valeur></Nouveau><Paragraphe>dans <Neuf>une phrase</Neuf></Paragraphe>"
        "<Boite>seul<Paragraphe>emboîté</Paragraphe>suite</Boite></Texte><Racine>au bout</Racine>"
    )
    for words in ("bloc ", "une phrase", "seul", "emboîté", "suite", "au bout"):
        assert words in html


def test_a_sheet_of_links_shows_source_and_comment():
    html = rendered_body(
        '<LienExterneCommente><Commentaire><Paragraphe>À lire.</Paragraphe></Commentaire><LienExterne URL="https://a.test/">'
        "Le juge</LienExterne><Source>Un site</Source></LienExterneCommente>"
    )
    assert '<a href="https://a.test/" rel="external">Le juge</a>' in html
    assert "Un site" in html
    assert "À lire." in html


def test_a_blank_in_an_address_is_mended_so_that_the_link_is_not_lost():
    link = '<LienExterne URL="https://a.test/notice?numero=50 801">la notice</LienExterne>'
    assert 'href="https://a.test/notice?numero=50%20801"' in rendered_body(paragraph(link))


def test_a_size_of_nothing_is_not_told():
    link = '<LienExterne URL="https://a.test/x.pdf" format="application/pdf" poids="0">liste</LienExterne>'
    assert '<span class="download-note meta">(PDF)</span>' in rendered_body(paragraph(link))


def test_from_an_explanation_the_reader_finds_the_way_back_to_the_text():
    term = '<LienIntra LienID="R5" type="Définition de glossaire">bail</LienIntra>'
    definitions = "".join(
        f'<Definition ID="{pk}"><Titre>{pk}</Titre><Texte><Paragraphe>Contrat</Paragraphe></Texte></Definition>'
        for pk in ("R5", "R6")
    )
    body = paragraph(f"un {term} et un {term}") + definitions
    assert rendered_body(body).count('id="term-R5"') == 1
    glossary = rendered_sections(body)["glossary"]
    assert 'href="#term-R5"' in glossary
    assert "#term-R6" not in glossary


def test_a_warning_says_when_it_was_written():
    sheet = OfficialSheetFactory(
        body='<Avertissement ID="R1" date="2020-11-01"><Titre>Réforme</Titre><Texte><Paragraphe>Tout change.'
        "</Paragraphe></Texte></Avertissement>"
    )
    warnings = render_sheet(sheet).warnings
    assert '<p class="meta">1er novembre 2020</p>' in warnings
    assert "Tout change." in warnings
