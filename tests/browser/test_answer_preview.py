"""The preview of an answer in Wagtail's editor shows what is being typed, and the site keeps nothing of it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import TimeoutError, expect
from wagtail.admin.models import FormState

from clairdroit.questions.models import Event
from tests.questions import whole_database
from tests.questions.factories import proposed_answer
from tests.sign_in.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDIT = "wagtailsnippets_clairdroit_questions_proposedanswer:edit"


@pytest.fixture
def editor(asked, visit):
    get_user_model().objects.create_superuser("anne", "anne@ville.example", PASSWORD)
    answer = proposed_answer("Prenez rendez-vous.")
    page = visit(f"/admin/login/?next={reverse(EDIT, args=[answer.pk])}", width=1280)
    page.get_by_label("Nom d’utilisateur").fill("anne")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def typed_until_shown(editor, preview):
    """Wagtail looks for changes only some seconds after the editor has opened: whoever goes on typing is heard."""
    for number in range(30):
        typed = f"Aperçu : pivoine, {number}."
        editor.locator("#id_text").fill(typed)
        try:
            preview.get_by_text(typed).wait_for(timeout=2_000)
        except TimeoutError:
            continue
        return typed
    raise AssertionError("The preview does not follow.")


def test_the_panel_follows_what_is_typed_and_a_tab_shows_it_too(editor):
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text("Prenez rendez-vous.")).to_be_visible(timeout=20_000)
    typed = typed_until_shown(editor, preview)
    # The page's own style sheet, under the rules of the admin for what a page may load.
    assert preview.locator("main").evaluate("each => getComputedStyle(each).maxInlineSize") != "none"
    with editor.context.expect_page() as opened:
        editor.locator("[data-answer-preview]").click()
    expect(opened.value.get_by_text(typed)).to_be_visible()
    opened.value.close()
    # What was typed is still there, and is not taken for sent.
    expect(editor.locator("#id_text")).to_have_value(typed)
    assert not FormState.objects.exists()
    assert whole_database.holding("pivoine") == set()


def test_whoever_moves_in_the_preview_has_read_the_answer(editor):
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe")
    shown = preview.get_by_role("heading", name="La réponse")
    expect(shown).to_be_visible(timeout=20_000)
    with editor.expect_response(lambda response: "lectures" in response.url):
        shown.click()
    assert Event.objects.filter(kind="viewed", place="preview").exists()
