"""The public pages of official sheets."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from lxml import html

from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.parser import parse_xml
from clairdroit.taxonomy.enums import Heading
from tests.comarquage.factories import DossierFactory, OfficialSheetFactory
from tests.repository.files import ROOT, tracked

pytestmark = pytest.mark.django_db

CHAPTER = "<Chapitre><Titre>Partie {0}</Titre><Paragraphe>Texte {0}.</Paragraphe></Chapitre>"


def page(response):
    return html.fromstring(response.content.decode())


def test_a_sheet_shows_its_text_source_date_and_licence(client):
    sheet = OfficialSheetFactory(title="Louer sans crainte")
    response = client.get(sheet.get_absolute_url())
    root = page(response)
    assert response.status_code == 200
    assert root.xpath("string(//h1)") == "Louer sans crainte"
    assert "Un toit pour chacun." in response.text
    assert root.xpath(f"//main//a[@href='{sheet.source_url}']")
    assert "5 octobre 2020" in response.text
    assert root.xpath("//a[contains(@rel, 'license')]")


def test_a_sheet_without_an_official_address_still_leads_to_service_public(client):
    root = page(client.get(OfficialSheetFactory(source_url="").get_absolute_url()))
    assert root.xpath("//section[@aria-labelledby='source']//a[@rel='external'][contains(@href, 'service-public')]")


def test_the_french_text_on_an_english_page_says_that_it_is_french(client):
    body = (
        "<Texte><Paragraphe>Un toit.</Paragraphe><BlocCas><Cas><Titre>Seul</Titre></Cas><Cas/></BlocCas></Texte>"
        "<Definition ID='R5'><Titre>Bail</Titre><Texte><Paragraphe>Contrat</Paragraphe></Texte></Definition>"
    )
    address = f"/en{OfficialSheetFactory(body=body).get_absolute_url()}"
    with translation.override("en"):
        root = page(client.get(address))
    for words in ("Un toit.", "Seul", "Bail", "Contrat"):
        (element,) = root.xpath(f"//article//*[text()='{words}']")
        assert element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == "fr"
    (hint,) = root.xpath("//article//*[text()='Open the situation that is yours.']")
    assert hint.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == "en"


def test_a_visitor_gets_no_cookie_and_no_session(client):
    response = client.get(OfficialSheetFactory().get_absolute_url())
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_breadcrumb_leads_to_the_dossier(client):
    sheet = OfficialSheetFactory(dossier=DossierFactory(dossier_id="N77", title="Se loger"))
    trail = page(client.get(sheet.get_absolute_url())).xpath("//nav[@class='breadcrumb']")[0]
    assert trail.xpath(".//a[@href='/fiches/N77/']/text()") == ["Se loger"]
    assert trail.xpath("string(.//*[@aria-current='page'])") == sheet.title
    assert trail.xpath("string(.//*[@aria-current='page']/@lang)") == "fr"


def test_the_page_takes_the_colour_of_its_heading(client):
    sheet = OfficialSheetFactory(dossier=DossierFactory(heading=Heading.LOGEMENT))
    assert "heading-logement" in page(client.get(sheet.get_absolute_url())).find("body").get("class")


def test_the_question_form_is_offered_with_the_heading_filled_in(client):
    sheet = OfficialSheetFactory(dossier=DossierFactory(heading=Heading.LOGEMENT))
    ask = reverse("clairdroit_questions:ask")
    assert f"{ask}?rubrique=logement" in client.get(sheet.get_absolute_url()).text


def test_a_long_sheet_has_a_table_of_contents_whose_links_resolve(client):
    chapters = "".join(CHAPTER.format(number) for number in range(4))
    root = page(client.get(OfficialSheetFactory(body=f"<Texte>{chapters}</Texte>").get_absolute_url()))
    links = root.xpath("//nav[@class='on-this-page']//a/@href")
    assert len(links) == 4
    assert all(root.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_ids_on_a_page_are_unique(client):
    chapters = "".join(CHAPTER.format("même") for _number in range(4))
    body = f"<Texte>{chapters}</Texte><Reference URL='https://a.test'><Titre>Loi</Titre></Reference>"
    ids = page(client.get(OfficialSheetFactory(body=body).get_absolute_url())).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_dossier_page_lists_its_sheets(client):
    OfficialSheetFactory(sheet_id="F70", title="Signer un bail")
    dossier = OfficialSheetFactory(
        sheet_id="N70",
        kind=SheetKind.DOSSIER,
        body='<SousDossier ID="N70-1"><Titre>Louer</Titre><Fiche ID="F70">Le bail</Fiche>'
        '<Fiche ID="F71">Ailleurs</Fiche></SousDossier>',
    )
    root = page(client.get(dossier.get_absolute_url()))
    assert root.xpath("string(//h2[@id='partie-louer'])") == "Louer"
    assert root.xpath("//a[@href='/fiches/F70/']/text()") == ["Le bail"]
    assert root.xpath("//li[contains(., 'Ailleurs')]")
    assert not root.xpath("//a[contains(@href, 'F71')]")


def test_a_dossier_page_keeps_the_order_of_the_feed_among_groups_and_single_sheets(client):
    single = '<Fiche ID="F71">Avant</Fiche><Fiche ID="F72">Encore avant</Fiche>'
    group = '<SousDossier ID="N70-1"><Titre>Chercher</Titre><Fiche ID="F73">Dedans</Fiche></SousDossier>'
    body = f'{single}{group}<Fiche ID="F74">Après</Fiche>'
    dossier = OfficialSheetFactory(sheet_id="N70", kind=SheetKind.DOSSIER, body=body)
    article = page(client.get(dossier.get_absolute_url())).xpath("//article")[0]
    words = article.text_content()
    places = [words.index(word) for word in ("Avant", "Encore avant", "Chercher", "Dedans", "Après")]
    assert places == sorted(places)
    # Those that stand together are one list.
    lists = [[item.text_content() for item in found.findall("li")] for found in article.xpath(".//ul")]
    assert lists[:3] == [["Avant", "Encore avant"], ["Dedans"], ["Après"]]


def test_a_withdrawn_sheet_is_gone_and_says_so(client):
    response = client.get(OfficialSheetFactory(title="Vieux bail", is_withdrawn=True).get_absolute_url())
    assert response.status_code == 410
    assert "Vieux bail" in response.text
    assert "Un toit pour chacun." not in response.text


@pytest.mark.parametrize("sheet_id", ["F404", "R404", "N404"])
def test_an_unknown_sheet_is_not_found(client, sheet_id):
    assert client.get(f"/fiches/{sheet_id}/").status_code == 404


@pytest.mark.parametrize("address", ["/fiches/f70/", "/fiches/f70", "/fiches/F70"])
def test_an_address_typed_by_hand_leads_to_the_sheet(client, address):
    OfficialSheetFactory(sheet_id="F70")
    response = client.get(f"{address}?commune=78646", follow=True)
    assert response.redirect_chain[-1][0].startswith("/fiches/F70/?commune=78646")
    assert response.status_code == 200


def test_only_reading_is_allowed(client):
    assert client.post(OfficialSheetFactory().get_absolute_url()).status_code == 405


def test_answers_in_the_address_open_the_readers_case(client):
    body = (
        '<Texte><BlocCas><Cas><Titre>Seul</Titre><Condition><estVrai var="T1"/></Condition>'
        "<Paragraphe>a</Paragraphe></Cas>"
        '<Cas><Titre>À deux</Titre><Condition><estVrai var="T2"/></Condition><Paragraphe>b</Paragraphe>'
        "</Cas></BlocCas></Texte>"
    )
    address = OfficialSheetFactory(body=body).get_absolute_url()
    for query in ("?si=T2", "?si-question=T2&si-question-2=-T1"):
        opened = page(client.get(address + query)).xpath("//details[@open]/summary/h2/text()")
        assert opened == ["À deux"]


def test_the_number_of_queries_does_not_depend_on_the_sheet(client, django_assert_num_queries):
    small = OfficialSheetFactory()
    for number in range(60, 90):
        OfficialSheetFactory(sheet_id=f"F{number}", dossier=small.dossier)
    link = '<Paragraphe><LienInterne LienPublication="F{0}">x</LienInterne></Paragraphe>'
    links = "".join(link.format(number) for number in range(60, 90))
    chapters = "".join(CHAPTER.format(number) for number in range(30))
    large = OfficialSheetFactory(dossier=small.dossier, body=f"<Texte>{links}{chapters}</Texte>")
    linked = OfficialSheetFactory(
        dossier=small.dossier,
        body=f"<Texte>{link.format(60)}</Texte>",
    )
    client.get(small.get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(linked.get_absolute_url())
    assert len(captured) <= 12
    with django_assert_num_queries(len(captured)):
        client.get(large.get_absolute_url())


class TestIndex:
    def test_dossiers_stand_under_their_heading_and_the_others_last(self, client):
        DossierFactory(title="Cartes et plans")
        DossierFactory(title="Se loger", heading=Heading.LOGEMENT)
        DossierFactory(title="Logis", is_theme=True)
        root = page(client.get("/fiches/"))
        sections = root.xpath("//section[contains(@class, 'section')][h2]")
        assert [section.xpath("string(.//li)") for section in sections] == ["Se loger", "Cartes et plans"]
        assert "Logis" not in root.xpath("string(//main)")

    def test_an_empty_site_says_so(self, client):
        assert client.get("/fiches/").status_code == 200

    def test_the_number_of_queries_does_not_grow(self, client, django_assert_num_queries):
        DossierFactory(heading=Heading.LOGEMENT)
        client.get("/fiches/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/fiches/")
        DossierFactory.create_batch(20, heading=Heading.LOGEMENT)
        with django_assert_num_queries(len(captured)):
            client.get("/fiches/")


def test_stored_xml_survives_packing():
    sheet = OfficialSheetFactory()
    sheet.refresh_from_db()
    assert parse_xml(sheet.xml).get("ID") == sheet.pk


def test_no_id_of_a_sheet_is_one_of_the_page_around_it(client):
    """Titles that make the very ids of the shell's parts, of the sections, of definitions and of terms."""
    titles = [
        "Contenu",
        "Source",
        "Ask",
        "Qui aide",
        "On this page",
        "Recherche site",
        "Definition R5",
        "Term R5",
        "Contenu",
    ]
    chapters = "".join(
        f"<Chapitre><Titre>{title}</Titre><Paragraphe>Du texte.</Paragraphe></Chapitre>" for title in titles
    )
    body = (
        f"<Texte>{chapters}</Texte><Texte><Paragraphe>Un <LienIntra LienID='R5' type='Définition'>bail</LienIntra>."
        "</Paragraphe></Texte><Definition ID='R5'><Titre>Bail</Titre><Texte><Paragraphe>Contrat</Paragraphe></Texte>"
        "</Definition>"
    )
    root = page(client.get(OfficialSheetFactory(body=body).get_absolute_url()))
    ids = root.xpath("//@id")
    assert "partie-contenu" in ids
    assert "partie-contenu-2" in ids
    assert len(ids) == len(set(ids))
    for anchor in root.xpath("//nav[@class='on-this-page']//a/@href"):
        assert anchor[1:] in ids


def test_no_part_of_a_page_has_an_id_that_begins_like_a_sheets():
    written = re.compile(r"\bid=[\"'](partie|note|mot)-[^\"'{]")
    found = [str(path.relative_to(ROOT)) for path in tracked("*.html") if written.search(path.read_text())]
    assert found == ["search/templates/search/includes/meaning.html"]
