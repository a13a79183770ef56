"""Suggestions below the search boxes: by keyboard, by mouse, without JavaScript, without a network."""

import pytest

from clairdroit.search import indexing, titles
from clairdroit.search.models import AskedQuery, QueryDay
from tests.search.factories import put
from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "#recherche"
SEARCH = "/recherche/"


@pytest.fixture(autouse=True)
def _content(served):
    factories.site_with_a_home_page()
    for title in ("Carte grise", "Carte vitale", "Carte d’identité"):
        put(title, kind="sheet", key=title.split()[-1])
    titles.follow_index("sheet")
    indexing.count_terms()


def typed(page, text="carte", box=BOX):
    """Types and waits for the list, as a reader does."""
    page.locator(box).press_sequentially(text)
    page.get_by_role("listbox").wait_for()
    return page.locator(box)


def active(page):
    return page.evaluate(
        "(document.getElementById(document.activeElement.getAttribute('aria-activedescendant')) || {}).textContent"
    )


def test_the_keyboard_goes_through_the_list_and_the_focus_stays_in_the_box(visit):
    page = visit(SEARCH)
    box = typed(page)
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert page.get_by_role("status").text_content() == "3 suggestions. Utilisez les flèches."
    options = [option.text_content() for option in page.get_by_role("option").all()]
    seen = []
    for key in ("ArrowDown", "ArrowDown", "End", "Home", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        seen.append(active(page))
    assert seen == [options[0], options[1], options[2], options[0], None, options[2], None]
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "carte"
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("Tab")
    assert not page.get_by_role("listbox").is_visible()


def test_enter_follows_what_is_chosen_and_else_searches_what_is_typed(visit):
    page = visit(SEARCH)
    typed(page, "vital")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/sheet/vitale/")
    page.goto(SEARCH)
    typed(page, "vital")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/recherche/?q=vital")


def test_a_click_follows_a_suggestion(visit):
    page = visit(SEARCH)
    typed(page, "gris")
    with page.expect_navigation():
        page.get_by_role("option").first.click()
    assert page.url.endswith("/sheet/grise/")


def test_the_box_in_the_header_suggests_too(visit):
    page = visit("/a-qui-s-adresser/", width=320)
    typed(page, box="#recherche-site")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_role("listbox").bounding_box()["width"] <= 320


def test_nothing_happens_without_a_network_or_while_composing(visit):
    page = visit(SEARCH)
    page.locator(BOX).dispatch_event("compositionstart")
    page.locator(BOX).press_sequentially("carte")
    page.wait_for_timeout(600)
    assert not page.get_by_role("listbox").is_visible()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.locator(BOX).dispatch_event("compositionend")
    page.get_by_role("listbox").wait_for()
    page.context.set_offline(True)
    page.locator(BOX).press_sequentially(" v")
    page.get_by_role("listbox").wait_for(state="hidden")
    assert not errors


def test_without_javascript_the_box_is_a_plain_form(visit):
    page = visit(SEARCH, javascript=False)
    assert page.locator(BOX).get_attribute("role") is None
    page.locator(BOX).fill("carte vitale")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Carte vitale").first.is_visible()
    assert not AskedQuery.objects.exists()


def test_results_are_counted_when_shown_and_when_followed(visit):
    page = visit(f"{SEARCH}?q=carte")
    with page.expect_navigation():
        page.get_by_role("link", name="Carte vitale").click()
    page.go_back()
    counts = QueryDay.objects.values_list("shown", "clicked", "nothing")
    for _turn in range(150):
        if list(counts) == [(1, 1, 0)]:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)  # for what would count once more
    assert list(counts) == [(1, 1, 0)]
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_open_list(visit, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    page = visit(SEARCH)
    page.emulate_media(color_scheme=scheme)
    typed(page)
    page.keyboard.press("ArrowDown")
    violations = axe.Axe().run(page)["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations] == []
