"""The shell in a real browser: keyboard, narrow screens, focus, paper."""

import pytest

from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOWHERE = "/nulle-part/"
NARROWEST = 320


@pytest.fixture
def home(served):
    home = factories.site_with_a_home_page()
    for key, title in [("famille", "Ma famille"), ("juridique", "Mes droits, la justice")]:
        factories.heading(home, key, title)
    factories.news_index(home)
    return home


def test_the_first_tab_stop_leads_past_the_menus(home, visit, javascript):
    page = visit(NOWHERE, javascript=javascript)
    page.keyboard.press("Tab")
    assert page.locator(".skip-link").bounding_box()["width"] > 100
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    # Playwright can evaluate in a page whose own scripts are switched off.
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_every_control_shows_where_the_focus_is(home, visit):
    page = visit(NOWHERE)
    for _stop in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineWidth, boxShadow}) => [outlineWidth, boxShadow])(getComputedStyle(document.activeElement))"
        )
        assert style[0] == "3px"
        assert "6px" in style[1]


def test_nothing_scrolls_sideways_on_the_narrowest_screen(home, visit):
    page = visit(NOWHERE, width=NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_controls_of_the_header_are_big_enough_for_a_finger(home, visit):
    page = visit(NOWHERE)
    for link in page.locator(".site-header a").all():
        assert link.bounding_box()["height"] >= 44


def test_paper_shows_the_page_without_its_menus(home, visit):
    page = visit(NOWHERE)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".site-nav").is_visible()


def test_dark_follows_the_reader_s_system(home, visit):
    page = visit(NOWHERE)
    page.emulate_media(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert (light, page.evaluate("getComputedStyle(document.body).backgroundColor")) == (
        "rgb(253, 251, 247)",
        "rgb(18, 22, 28)",
    )
