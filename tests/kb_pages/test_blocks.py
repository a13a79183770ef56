"""What each block of an article shows, and what it refuses."""

import datetime
import re
from html import unescape

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.base import BlockWidget
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from clairdroit.kb_pages import blocks
from clairdroit.kb_pages.models import ArticlePage
from tests.comarquage.factories import OfficialSheetFactory
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.territories.factories import CommuneFactory

from .factories import ArticlePageFactory, EventPageFactory, InformationPageFactory, NewsPageFactory, stream


def render(kind, value):
    (block,) = stream(ArticlePage, (kind, value))
    return str(block.render({}))


def test_steps_are_an_ordered_list():
    html = render("steps", {"title": "Que faire", "steps": [{"title": "Appelez.", "text": "<p>Vite.</p>"}]})
    assert "<h2>Que faire</h2>" in html
    assert re.search(r'<ol class="steps">\s*<li><strong>Appelez\.</strong>', html)


@pytest.mark.parametrize(("kind", "label"), [("savoir", "À savoir"), ("noter", "À noter"), ("attention", "Attention")])
def test_a_callout_says_its_kind_in_words(kind, label):
    html = render("callout", {"kind": kind, "text": "<p>Oui.</p>"})
    assert f'<p class="callout__title">{label}</p>' in html
    assert ("callout--attention" in html) == (kind == "attention")


def test_each_case_keeps_its_own_sentences():
    cases = [
        {"title": name, "body": [{"type": "paragraph", "value": f"<p>Règle de {name}.</p>"}]} for name in ("A", "B")
    ]
    html = render("cases", {"title": "", "layout": "premier", "cases": cases})
    first, second = re.findall(r"<details.*?</details>", html, re.S)
    assert "Règle de A" in first
    assert "Règle de B" not in first
    assert "Règle de B" in second
    assert first.startswith('<details class="disclosure" open>')
    assert " open" not in second.split(">")[0]


def test_a_table_heads_its_columns_and_its_rows():
    html = render(
        "table",
        {
            "columns": [{"type": "row_heading", "heading": "Foyer"}, {"type": "text", "heading": "Aide"}],
            "rows": [{"values": ["Une personne", "1 500 €"]}],
            "caption": "Ce que le fonds peut payer",
        },
    )
    assert "<caption><span>Ce que le fonds peut payer</span></caption>" in html
    assert '<th scope="col">Aide</th>' in html
    assert '<th scope="row">Une personne</th>' in html
    assert "<td>1 500 €</td>" in html


def amounts(until):
    return {
        "title": "Plafonds",
        "amounts": [{"label": "Seul", "amount": "1 200 €"}],
        "valid_from": "2025-01-01",
        "valid_until": until and until.isoformat(),
        "note": "",
    }


def test_amounts_say_since_when_they_hold():
    html = render("amounts", amounts(None))
    assert "Montants depuis le 1er janvier 2025." in html
    assert "peut-être changé" not in html


def test_amounts_past_their_last_day_say_that_they_may_have_changed():
    today = timezone.localdate()
    assert "peut-être changé" not in render("amounts", amounts(today))
    assert "peut-être changé" in render("amounts", amounts(today - datetime.timedelta(days=1)))


def service(number):
    return {"kind": "formulaire", "title": "Demande", "url": "https://exemple.invalid/", "cerfa_number": number}


@pytest.mark.parametrize("number", ["12345", "12345*06", "12345-06"])
def test_a_form_shows_its_cerfa_number(number):
    block = blocks.ServiceBlock()
    assert block.clean(block.to_python(service(number)))["cerfa_number"] == number
    assert f"CERFA n° {number}" in render("service", service(number))


@pytest.mark.parametrize("number", ["1234", "123456", "12345*6", "ABCDE"])
def test_a_number_that_is_no_cerfa_number_is_refused(number):
    block = blocks.ServiceBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(service(number)))


def test_a_case_needs_another_case_beside_it():
    block = blocks.CasesBlock()
    case = {"title": "A", "body": [{"type": "paragraph", "value": "<p>Oui.</p>"}]}
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"title": "", "layout": "fermes", "cases": [case]}))


def test_legal_references_link_only_where_there_is_an_address():
    html = render(
        "legal_references",
        {"references": [{"label": "Article 1", "url": ""}, {"label": "Article 2", "url": "https://exemple.invalid/"}]},
    )
    assert "<li> Article 1 </li>" in " ".join(html.split())
    assert '<a href="https://exemple.invalid/" rel="external">Article 2</a>' in html


@pytest.fixture
def partner(db):
    partner = PartnerFactory(name="CCAS de Clairval", phone="01 99 00 10 20")
    PlaceFactory(partner=partner)
    return partner


def article_about(topic, partner):
    return ArticlePageFactory(
        parent=topic, body=stream(ArticlePage, ("partners", {"title": "", "partners": [partner.pk]}))
    )


def test_a_partners_telephone_is_that_of_its_record(client, topic, partner):
    article = article_about(topic, partner)
    assert "01 99 00 10 20" in client.get(article.get_url()).content.decode().replace("\u00a0", " ")
    type(partner).objects.filter(pk=partner.pk).update(phone="01 99 00 99 99")
    html = client.get(article.get_url()).content.decode().replace("\u00a0", " ")
    assert "01 99 00 99 99" in html
    assert "01 99 00 10 20" not in html


def test_a_partner_that_is_not_published_is_left_out(client, topic, partner):
    article = article_about(topic, partner)
    type(partner).objects.filter(pk=partner.pk).update(live=False)
    assert "CCAS de Clairval" not in client.get(article.get_url()).content.decode()


def test_a_partners_private_contacts_are_in_no_article(client, topic, partner):
    PrivateContactFactory(partner=partner, name="Mme Secrète", phone="01 99 00 77 77", email="secrete@exemple.invalid")
    html = client.get(article_about(topic, partner).get_url()).content.decode()
    assert "CCAS de Clairval" in html
    assert "Secrète" not in html
    assert "77 77" not in html
    assert "secrete@" not in html


def test_a_partner_of_the_body_is_not_shown_again_beside_it(client, topic):
    versailles = CommuneFactory(versailles=True)
    heading = topic.get_parent().specific.key
    partner = PartnerFactory(name="CCAS de Clairval", headings=[heading], communes=[versailles])
    beside = client.get(ArticlePageFactory(parent=topic).get_url() + "?commune=78646").content.decode()
    assert beside.count("CCAS de Clairval</a>") == 1
    article = article_about(topic, partner)
    alone = client.get(article.get_url() + "?commune=78646").content.decode()
    assert alone.count("CCAS de Clairval</a>") == 1
    assert "Nous ne connaissons personne d’autre" in alone
    PartnerFactory(name="ADIL de Clairval", headings=[heading], communes=[versailles])
    html = client.get(article.get_url() + "?commune=78646").content.decode()
    assert html.count("print-address__code") == 1
    assert html.count("CCAS de Clairval</a>") == 1
    assert html.count("ADIL de Clairval</a>") == 1
    assert "Nous ne connaissons personne d’autre" not in html


def test_an_article_cites_each_partner_once_and_none_that_is_gone(topic, partner):
    other = PartnerFactory()
    blocks = [("partners", {"title": "", "partners": [partner.pk, other.pk, partner.pk + 10_000]})] * 2
    article = ArticlePageFactory(parent=topic, body=stream(ArticlePage, *blocks))
    assert article.cited_partners() == {partner.pk, other.pk}


@pytest.mark.parametrize(
    ("factory", "parent"),
    [(NewsPageFactory, "news_index"), (EventPageFactory, "event_index"), (InformationPageFactory, "home")],
)
def test_no_page_repeats_beside_it_a_partner_of_its_body(client, tree, partner, factory, parent):
    model = factory._meta.model
    body = stream(model, ("partners", {"title": "", "partners": [partner.pk]}))
    page = factory(parent=getattr(tree, parent), body=body)
    assert partner.pk in client.get(page.get_url()).context["cited_partners"]


def test_an_official_sheet_is_cited_with_its_date(client, topic):
    sheet = OfficialSheetFactory(title="Impayé de loyer", published_on=datetime.date(2026, 11, 3))
    article = ArticlePageFactory(
        parent=topic, body=stream(ArticlePage, ("official_sheets", {"title": "", "sheets": [sheet.pk]}))
    )
    html = client.get(article.get_url()).content.decode()
    assert f'href="/fiches/{sheet.pk}/"' in html
    assert "mise à jour le 3 novembre 2026" in html


def test_a_withdrawn_or_missing_sheet_is_not_shown(client, topic):
    sheet = OfficialSheetFactory(title="Fiche retirée", withdrawn_at=timezone.now())
    article = ArticlePageFactory(
        parent=topic, body=stream(ArticlePage, ("official_sheets", {"title": "", "sheets": [sheet.pk, "F999999"]}))
    )
    html = client.get(article.get_url()).content.decode()
    assert "Fiche retirée" not in html
    assert "Pour en savoir plus" not in html
    assert [item["value"] for item in article.body[0].get_prep_value()["value"]["sheets"]] == [sheet.pk, "F999999"]


def test_a_sheet_that_is_not_imported_yet_survives_an_editors_save(admin_client, client, topic):
    article = ArticlePageFactory(
        parent=topic, body=stream(ArticlePage, ("official_sheets", {"title": "", "sheets": ["F999999"]}))
    )
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = admin_client.get(address)
    assert "La fiche F999999 n\\u2019est pas encore sur ce site" in unescape(response.content.decode())
    form = querydict_from_html(response.content.decode(), form_id="page-edit-form").dict()
    sheets = {"count": "1", "0": {"deleted": "", "order": "0", "type": "item", "value": "F999999"}}
    body = nested_form_data({"body": streamfield([("official_sheets", {"title": "À lire", "sheets": sheets})])})
    saved = admin_client.post(address, form | body | {"action-publish": "action-publish"})
    assert saved.status_code == 302, saved.context["form"].errors
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.body[0].value["title"] == "À lire"
    assert "Pour en savoir plus" not in client.get(article.get_url()).content.decode()
    OfficialSheetFactory(sheet_id="F999999", title="Fiche enfin venue")
    assert "Fiche enfin venue" in client.get(article.get_url()).content.decode()


def test_what_is_not_a_sheets_number_is_refused(db):
    block = blocks.OfficialSheetsBlock().child_blocks["sheets"].child_block
    assert block.value_from_datadict({"sheet": "F12; DROP"}, {}, "sheet") is None
    assert block.value_from_datadict({"sheet": "F12"}, {}, "sheet").pk == "F12"
    with pytest.raises(ValidationError):
        block.clean(None)


def test_the_editors_scripts_of_every_block_are_served():
    media = BlockWidget(ArticlePage.body.field.stream_block).media
    names = [getattr(name, "path", name) for name in media._js]
    names = [str(name).removeprefix("/static/").split("?")[0] for name in names]
    assert any("typed_table_block" in name for name in names)
    assert [name for name in names if finders.find(name) is None] == []
