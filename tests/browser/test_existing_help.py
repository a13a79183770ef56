"""Help offered while a question is typed, in a real browser: announced, in order, and never in the way."""

import re

import pytest
from playwright.sync_api import expect

from clairdroit.questions.models import FoundHelp, Question
from clairdroit.search import indexing
from tests.search.factories import put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]
MESSAGE = "Mon propriétaire garde le dépôt de garantie de mon logement"
HELP = re.compile(r"/poser-ma-question/aide/$")


@pytest.fixture
def sheets():
    for key, title in (("F1", "Dépôt de garantie"), ("F2", "Congé du locataire")):
        put(title, kind="sheet", key=key, summary=f"{title} d’un logement : ce que dit la loi.")
    indexing.count_terms()


def type_slowly(page, text):
    field = page.get_by_label("Votre question")
    field.press_sequentially(text)
    return field


def test_the_list_is_announced_in_words_and_the_focus_stays(sheets, visit):
    page = visit("/poser-ma-question/")
    field = type_slowly(page, MESSAGE)
    told = page.locator("[data-existing-help] [role=status]")
    expect(told).to_have_text("1 page de ce site peut peut-être déjà vous aider.")
    expect(field).to_be_focused()
    link = page.get_by_role("link", name="Dépôt de garantie")
    expect(link).to_have_attribute("target", "_blank")
    assert page.locator("[data-existing-help] [role=status]").count() == 1
    assert not page.context.cookies()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_too_few_words_ask_for_nothing(sheets, visit):
    page = visit("/poser-ma-question/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    type_slowly(page, "mon logement")
    page.wait_for_timeout(1500)
    assert not [url for url in asked if HELP.search(url)]


def test_a_slow_answer_never_replaces_a_later_one(sheets, visit):
    page = visit("/poser-ma-question/")
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(HELP, hold_the_first)
    field = type_slowly(page, "comment faire le congé du locataire")
    with page.expect_request(HELP):
        pass
    field.fill(MESSAGE)
    link = page.get_by_role("link", name="Dépôt de garantie")
    expect(link).to_be_visible()
    held[0].fulfill(status=200, content_type="text/html", body="<p data-existing-help-count>Trop tard</p>")
    page.wait_for_timeout(500)
    expect(link).to_be_visible()
    expect(page.get_by_text("Trop tard")).to_have_count(0)


def test_what_is_being_filled_in_below_does_not_jump(sheets, visit):
    page = visit("/poser-ma-question/")
    page.get_by_label("Votre question").fill(MESSAGE)
    email = page.get_by_label("Votre adresse e-mail")
    email.focus()
    before = email.bounding_box()["y"]
    expect(page.get_by_role("link", name="Dépôt de garantie")).to_have_count(1)
    expect(email).to_be_focused()
    assert abs(email.bounding_box()["y"] - before) < 2


def test_an_answer_found_while_typing_sends_nothing(sheets, visit):
    page = visit("/poser-ma-question/")
    type_slowly(page, MESSAGE)
    page.get_by_role("button", name="C’est ma réponse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez trouvé votre réponse")
    assert FoundHelp.objects.get().help_key == "sheet:F1"
    assert not Question.objects.exists()


def test_a_page_opened_in_between_leaves_the_form_as_it_was(sheets, visit):
    page = visit("/poser-ma-question/")
    field = type_slowly(page, MESSAGE)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Dépôt de garantie").click()
    opened.value.close()
    expect(field).to_have_value(MESSAGE)


def test_the_question_leaves_in_one_step_with_javascript_and_in_two_without(sheets, visit, javascript):
    page = visit("/poser-ma-question/", javascript=javascript)
    page.get_by_label("De quoi s’agit-il").select_option("logement")
    page.get_by_label("Votre question").fill(MESSAGE)
    page.get_by_label("Votre commune ou code postal").fill("78000")
    page.get_by_label("Votre adresse e-mail").fill("nadia@citoyenne.invalid")
    page.get_by_role("checkbox").check()
    if javascript:
        expect(page.get_by_role("link", name="Dépôt de garantie")).to_have_count(1)
    page.wait_for_timeout(3100)  # a form sent within three seconds is taken for a machine's
    page.get_by_role("button", name="Envoyer ma question").click()
    if not javascript:
        expect(page.get_by_text("Votre question n’est pas encore envoyée")).to_be_visible()
        page.get_by_role("button", name="Envoyer ma question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre question est envoyée")
    assert Question.objects.get().text == MESSAGE
