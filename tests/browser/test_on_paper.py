"""An article on paper: a sheet of two pages, the words explained, who helps with telephone and hours, no header."""

import pytest

from clairdroit.kb_pages.models import ArticlePage
from tests.browser.paper import PAGES
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, stream
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "<p>Demandez le RSA à la caisse : apportez vos papiers et dites ce que vous gagnez depuis trois mois.</p>"


@pytest.fixture
def article(live_server, served):
    home = factories.site_with_a_home_page()
    GlossaryEntryFactory(
        term="RSA", stands_for="revenu de solidarité active", plain_wording="une aide pour qui ne gagne presque rien"
    )
    GlossaryEntryFactory(term="CAF", stands_for="caisse d’allocations familiales", plain_wording="")
    places = [
        PlaceFactory(
            partner=PartnerFactory(name=f"Maison de l’aide {number}", phone="0199001045"),
            opening_hours="Mo-Th 09:00-12:30,14:00-17:30",
        )
        for number in range(4)
    ]
    body = stream(
        ArticlePage,
        *[("paragraph", SENTENCE * 5)] * 5,
        ("steps", {"steps": [{"title": "Faites la simulation.", "text": "<p>Sur le site de la CAF.</p>"}]}),
        ("partners", {"title": "Qui peut vous aider", "partners": [place.partner_id for place in places]}),
    )
    page = ArticlePageFactory(
        parent=TopicPageFactory(parent=factories.heading(home, "precarite", "Précarité")), body=body, verified=True
    )
    return f"{live_server.url}{page.url_path.removeprefix(home.url_path.rstrip('/'))}"


@pytest.fixture
def paper(browser, article):
    context = browser.new_context(viewport={"width": 690, "height": 1000}, locale="fr-FR")
    page = context.new_page()
    page.goto(article)
    page.emulate_media(media="print")
    yield page
    context.close()


def test_menus_search_and_name_of_the_site_do_not_stand_above_the_text(paper):
    for part in (".site-header", ".breadcrumb", ".search-box", ".print-button"):
        assert not any(each.is_visible() for each in paper.locator(part).all()), part
    assert paper.locator("h1").bounding_box()["y"] < 40
    assert paper.locator(".print-name").is_visible()


def test_who_helps_stands_with_telephone_and_hours_of_the_week(paper):
    card = paper.locator(".partner-card").first
    assert card.get_by_text("01 99 00 10 45").is_visible()
    hours = card.locator(".hours-on-paper")
    assert hours.is_visible()
    assert "jeudi" in hours.inner_text()
    assert "14 h à 17 h 30" in hours.inner_text().replace("\u00a0", " ")
    assert not card.locator(".hours-now").is_visible()
    paper.emulate_media(media="screen")
    assert not hours.is_visible()


def test_an_explained_word_runs_on_with_its_explanation(paper):
    word = paper.locator(".hard-word").first
    assert word.evaluate("(element) => getComputedStyle(element).display") == "contents"
    note = paper.locator(".word-note").first
    assert note.is_visible()
    assert note.evaluate("(element) => getComputedStyle(element).display") == "inline"
    assert not note.locator("button").is_visible()


def test_a_word_that_begins_a_step_is_not_said_twice(paper):
    step = paper.locator(".steps > li")
    # The brackets are the style's.
    assert " ".join(step.inner_text().split()) == (
        "Faites la simulation. Sur le site de la CAFcaisse d’allocations familiales."
    )
    assert not step.locator(".word-note__term").is_visible()


def test_it_takes_two_pages_at_most(paper):
    assert len(paper.locator("main").inner_text().split()) > 400
    pages = PAGES.findall(paper.pdf(format="A4", prefer_css_page_size=True))
    assert 1 <= len(pages) <= 2
