"""The map of the directory by the keyboard alone: each point is a button with a name, and Escape leads back."""

import pytest
from playwright.sync_api import expect

from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.shell import factories
from tests.territories.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server, served):
    factories.site_with_a_home_page()
    for name, latitude, hours in (("Maison du droit", 48.80, "24/7"), ("Relais emploi", 48.82, "")):
        partner = PartnerFactory(name=name, serves_france=True)
        PlaceFactory(partner=partner, latitude=latitude, longitude=2.13, opening_hours=hours)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_server.url}/a-qui-s-adresser/?commune={CommuneFactory().insee}")
    yield page
    context.close()


@pytest.fixture
def opener(page):
    button = page.get_by_role("button", name="Voir sur une carte")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Carte").get_by_role("button", name="Maison du droit")).to_be_visible()
    return button


def point(page, name):
    return page.get_by_role("region", name="Carte").get_by_role("button", name=name)


def test_each_point_is_a_button_that_says_its_name_and_whether_it_is_open(page, opener):
    label = point(page, "Maison du droit").get_attribute("aria-label")
    assert " ".join(label.split()) == "Maison du droit. Ouvert 24 h sur 24"
    expect(point(page, "Relais emploi")).to_have_attribute("aria-label", "Relais emploi")
    for name in ("Maison du droit", "Relais emploi"):
        assert point(page, name).get_attribute("tabindex") == "0"
        box = point(page, name).bounding_box()
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_opens_a_point_and_leads_into_its_words(page, opener, key):
    point(page, "Maison du droit").focus()
    page.keyboard.press(key)
    link = page.locator(".leaflet-popup").get_by_role("link", name="Maison du droit")
    expect(link).to_be_focused()
    expect(page.locator(".leaflet-popup").get_by_role("button", name="Fermer")).to_be_visible()


def test_escape_closes_the_words_then_the_map_and_focus_goes_back_each_time(page, opener):
    point(page, "Maison du droit").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup").get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(point(page, "Maison du droit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#carte")).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_from_one_point_to_the_next_the_focus_is_not_led_back(page, opener):
    point(page, "Maison du droit").click()
    point(page, "Relais emploi").click()
    expect(page.locator(".leaflet-popup").get_by_role("link", name="Relais emploi")).to_be_focused()
