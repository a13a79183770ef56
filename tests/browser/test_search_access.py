"""The search for readers who see little, hear the page or set its colours: forced colours, 400 %, the spoken list."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from clairdroit.search import indexing, query_log, titles
from clairdroit.search.models import AskedQuery
from tests.glossary.factories import GlossaryEntryFactory
from tests.search.factories import put
from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "#recherche"
RESULTS = "/recherche/?q=carte"
A_WORD = "/recherche/?q=forclusion"
IN_VAIN = "/recherche/?q=xylophone+quantique"
WORDS = "/mots-difficiles/"
# What 1,280 by 1,024 points leave at 400 %.
ZOOMED = {"width": 320, "height": 256}


@pytest.fixture(autouse=True)
def _content(served):
    home = factories.site_with_a_home_page()
    factories.heading(home, "logement", "Mon logement")
    for title in ("Carte grise", "Carte vitale", "Carte d’identité"):
        put(title, kind="sheet", key=title.split()[-1], summary="Demander sa carte.", heading_keys=["logement"])
    put("Qui paie la carte de transport ?", kind="answer", heading_keys=["logement"], verified_on="2026-11-02")
    GlossaryEntryFactory(term="forclusion", plain_wording="délai passé", explanation="Vous ne pouvez plus agir.")
    for kind in ("sheet", "answer"):
        titles.follow_index(kind)
    indexing.count_terms()


def typed(page, text="carte"):
    page.locator(BOX).press_sequentially(text)
    page.get_by_role("listbox").wait_for()


def focus_ring(page):
    return page.evaluate(
        """() => {
          const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
          return [document.activeElement.outerHTML.slice(0, 80), outlineStyle, parseFloat(outlineWidth), outlineColor];
        }"""
    )


@pytest.mark.parametrize("path", [RESULTS, A_WORD, IN_VAIN, WORDS])
def test_forced_colours_leave_the_focus_in_sight(visit, path):
    page = visit(path)
    page.emulate_media(forced_colors="active")
    page.locator("h1").click()
    stops = 0
    while page.evaluate("document.activeElement !== document.body") or not stops:
        page.keyboard.press("Tab")
        where, style, width, colour = focus_ring(page)
        if where.startswith("<body"):
            break
        stops += 1
        assert (style, width >= 2) == ("solid", True), where
        assert colour != "rgba(0, 0, 0, 0)", where
    assert stops >= 5


def test_forced_colours_leave_the_chosen_suggestion_apart_from_the_others(visit):
    page = visit("/recherche/")
    page.emulate_media(forced_colors="active")
    typed(page)
    page.keyboard.press("ArrowDown")
    chosen, other = (
        page.locator(f"[role=option][aria-selected={state}]").first.evaluate(
            "option => [getComputedStyle(option).backgroundColor, getComputedStyle(option).color]"
        )
        for state in ("true", "false")
    )
    system = page.evaluate(
        """() => ["Highlight", "HighlightText"].map((name) => {
          const probe = document.createElement("p");
          probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
          document.body.append(probe);
          return getComputedStyle(probe).color;
        })"""
    )
    assert chosen == system
    assert chosen[0] != other[0]
    assert page.get_by_role("listbox").evaluate("list => parseFloat(getComputedStyle(list).borderTopWidth)") >= 1


@pytest.mark.parametrize("path", [RESULTS, A_WORD, IN_VAIN, WORDS])
def test_at_400_percent_nothing_scrolls_sideways(visit, path, javascript):
    page = visit(path, javascript=javascript)
    page.set_viewport_size(ZOOMED)
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


def test_at_400_percent_the_box_and_the_chosen_suggestion_are_seen_together(visit):
    page = visit("/recherche/")
    page.set_viewport_size(ZOOMED)
    typed(page)
    for _line in range(4):
        page.keyboard.press("ArrowDown")
        expect(page.locator("[aria-selected=true]")).to_be_in_viewport(ratio=0.9)
        expect(page.locator(BOX)).to_be_in_viewport(ratio=0.5)


class Spoken:
    """What Chromium's accessibility tree tells a screen reader of the box."""

    def __init__(self, page):
        self.page = page
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Accessibility.enable")

    @property
    def box(self):
        nodes = self.devtools.send("Accessibility.getFullAXTree")["nodes"]
        [box] = [node for node in nodes if not node["ignored"] and node["role"]["value"] == "combobox"
                 and node["name"]["value"].startswith("Que cherchez-vous")]  # fmt: skip
        told = {each["name"]: each["value"] for each in box["properties"]}
        by_id = {node.get("backendDOMNodeId"): node for node in nodes}
        related = told.get("activedescendant", {}).get("relatedNodes", [])
        return {
            "expanded": told["expanded"]["value"],
            "completes": told["autocomplete"]["value"],
            "popup": told["hasPopup"]["value"],
            "focused": told.get("focused", {}).get("value", False),
            "active": [by_id[node["backendDOMNodeId"]]["name"]["value"] for node in related],
        }

    def announced(self, text):
        expect(self.page.get_by_role("status")).to_have_text(text)


def test_a_screen_reader_hears_the_list_open_move_and_close(visit):
    page = visit("/recherche/")
    spoken = Spoken(page)
    closed = {"expanded": False, "completes": "list", "popup": "listbox", "focused": False, "active": []}
    assert spoken.box == closed
    typed(page, "carte v")
    spoken.announced("1 suggestion.")
    opened = closed | {"focused": True, "expanded": True}
    assert spoken.box == opened
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert spoken.box == opened | {"active": ["Carte vitale Fiche officielle"]}
    page.keyboard.press("ArrowDown")
    assert spoken.box == opened
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    spoken.announced("")
    assert spoken.box == closed | {"focused": True}
    assert page.locator(BOX).input_value() == "carte v"


def test_a_screen_reader_hears_how_many_there_are_and_that_there_are_none(visit):
    page = visit("/recherche/")
    spoken = Spoken(page)
    typed(page, "carte")
    spoken.announced("4 suggestions. Utilisez les flèches.")
    page.keyboard.press("ArrowDown")
    page.locator(BOX).press_sequentially(" xyz")
    spoken.announced("Aucune suggestion.")
    told = spoken.box
    assert (told["expanded"], told["active"], told["focused"]) == (False, [], True)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_what_is_typed_after_a_choice_takes_the_choice_back_at_once(visit):
    page = visit("/recherche/")
    typed(page)
    page.keyboard.press("ArrowDown")
    # Faster than any answer: Enter follows the words, not the line chosen for other words.
    page.context.set_offline(True)
    page.keyboard.type("s")
    assert Spoken(page).box["active"] == []
    page.context.set_offline(False)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/recherche/?q=cartes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_in_what_readers_see(visit, scheme, width):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    page = visit(RESULTS, width=width)
    page.emulate_media(color_scheme=scheme)
    for path, told in (
        (RESULTS, "Carte vitale"),
        (A_WORD, "Vous ne pouvez plus agir."),
        (IN_VAIN, "Nous n’avons rien trouvé"),
        (WORDS, "Vous ne pouvez plus agir."),
    ):
        page.goto(path)
        expect(page.get_by_text(told).first).to_be_visible()
        violations = axe.Axe().run(page)["violations"]
        assert [(path, rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_with_the_board_and_its_lines_fit(visit, scheme, width):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    for text in ("carte navigo", "ma voisine fait du bruit la nuit"):
        asked = AskedQuery.objects.create(fingerprint=query_log.fingerprint(text), text=text)
        asked.days.create(day=timezone.localdate() - datetime.timedelta(days=2), nothing=4, shown=3)
    get_user_model().objects.create_superuser("direction", password="mot-de-passe-de-test")
    page = visit("/admin/login/?next=/admin/searches/", width=width)
    page.emulate_media(color_scheme=scheme)
    page.locator("[name=username]").fill("direction")
    page.locator("[name=password]").fill("mot-de-passe-de-test")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    expect(page.get_by_text("carte navigo").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in page.locator("table .button").all():
        assert button.bounding_box()["height"] >= 24
        assert button.bounding_box()["x"] + button.bounding_box()["width"] <= width
    violations = axe.Axe().run(page)["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations] == []
