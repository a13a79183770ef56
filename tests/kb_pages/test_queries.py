"""The number of queries of a page does not depend on how much it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.comarquage.models import Dossier
from clairdroit.kb_pages.models import ArticlePage, ArticleTerritory
from clairdroit.territories.models import Departement
from tests.comarquage.factories import OfficialSheetFactory
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory

from .factories import PARAGRAPH, ArticlePageFactory, EventPageFactory, NewsPageFactory, TopicPageFactory, stream

pytestmark = pytest.mark.django_db


def queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.get_url()).status_code == 200
    return len(captured)


@pytest.fixture
def fill(tree):
    """Adds so many of everything that the pages list."""

    def add(number):
        heading = tree.headings["logement"]
        for topic in TopicPageFactory.create_batch(number, parent=heading):
            ArticlePageFactory.create_batch(number, parent=topic)
        NewsPageFactory.create_batch(number, parent=tree.news_index, about="logement")
        EventPageFactory.create_batch(number, parent=tree.event_index, about="logement")
        for position in range(number):
            name = f"N{number}{position}"
            dossier = Dossier.objects.create(dossier_id=name, title=name, heading="logement")
            OfficialSheetFactory.create_batch(number, dossier=dossier)

    return add


@pytest.mark.parametrize(
    ("name", "limit"), [("home", 15), ("heading", 18), ("topic", 14), ("news_index", 15), ("event_index", 15)]
)
def test_a_list_costs_the_same_with_one_item_and_with_many(client, tree, fill, name, limit):
    fill(1)
    topic = tree.headings["logement"].topics()[0]
    page = {
        "home": tree.home,
        "heading": tree.headings["logement"],
        "topic": topic,
        "news_index": tree.news_index,
        "event_index": tree.event_index,
    }[name]
    queries(client, page)  # fills the caches of Wagtail and of content types
    with_one = queries(client, page)
    fill(3)
    ArticlePageFactory.create_batch(3, parent=topic)
    assert queries(client, page) == with_one
    assert with_one <= limit


def long_body(partners, sheets):
    """A body with every kind of reference, several times over."""
    blocks = []
    for partner, sheet in zip(partners, sheets, strict=True):
        case = {"title": "Un cas", "body": [{"type": "paragraph", "value": "<p>Oui.</p>"}]}
        blocks += [
            PARAGRAPH,
            ("partners", {"title": "", "partners": [partner.pk]}),
            ("official_sheets", {"title": "", "sheets": [sheet.pk]}),
            ("cases", {"title": "", "layout": "fermes", "cases": [case, case]}),
        ]
    return stream(ArticlePage, *blocks)


def test_an_article_costs_the_same_with_one_reference_and_with_many(client, topic):
    partners = PartnerFactory.create_batch(4)
    for partner in partners:
        PlaceFactory(partner=partner)
    sheets = OfficialSheetFactory.create_batch(4)
    article = ArticlePageFactory(parent=topic, body=long_body(partners[:1], sheets[:1]))
    territories = [
        Departement.objects.create(code=code, name=code, region_code="11", region_name="x")
        for code in ("2A", "2B", "971")
    ]
    article.territories.add(ArticleTerritory(departement=territories[0]))
    article.tags.add("loyer")
    article.save()
    queries(client, article)
    with_one = queries(client, article)
    article.body = long_body(partners, sheets)
    article.tags.add("dettes", "caution")
    for territory in territories[1:]:
        article.territories.add(ArticleTerritory(departement=territory))
    article.save()
    assert queries(client, article) == with_one
    assert with_one <= 25
