"""From an answered question to the draft of a page, by the keyboard alone, with and without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clairdroit.kb_pages.models import ArticlePage, HeadingPage
from clairdroit.questions import actions
from tests.browser.editor import open_admin
from tests.kb_pages.factories import TopicPageFactory
from tests.questions.factories import UserFactory, proposed_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "Je m’appelle Nadia Benali, 06 12 34 56 78. Comment payer mon loyer ?"


@pytest.fixture
def answered(town):
    TopicPageFactory(parent=HeadingPage.objects.get(key="logement"), title="Payer mon loyer")
    answer = proposed_answer("Demandez le FSL.\nLe CCAS remplit la demande avec vous.")
    answer.question.text = ASKED
    answer.question.save()
    actions.send_answer(answer=answer, user=UserFactory(moderator=True))
    return answer.question


def reach(page, target):
    """By the tabulator key, as somebody without a mouse; every stop on the way must be seen."""
    for _step in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not lead there.")


def test_a_page_is_drafted_by_the_keyboard_once_a_person_has_confirmed(answered, visit, javascript):
    page = visit("/admin/login/", javascript=javascript, width=1280)
    open_admin(page)
    page.goto(reverse("clairdroit_questions_publish", args=[answered.pk]))
    expect(page.locator("del").filter(has_text="Nadia Benali")).to_be_visible()
    question = page.get_by_label("La question, telle que tout le monde la lira")
    expect(question).to_have_value(re.compile(r"Je m’appelle \[un nom\], \[un numéro de téléphone\]"))

    reach(page, question)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Comment payer mon loyer ?")
    reach(page, page.get_by_label("Titre de la page"))
    page.keyboard.insert_text("Qui aide à payer le loyer ?")
    reach(page, page.get_by_label("Résumé en une phrase"))
    page.keyboard.insert_text("Le FSL, demandé avec le CCAS.")
    reach(page, page.get_by_label("Sujet"))
    page.keyboard.press("ArrowDown")
    button = page.get_by_role("button", name="Faire le brouillon")
    reach(page, button)
    page.keyboard.press("Enter")

    # Nobody said that the texts had been read over: no page, and nothing typed is lost.
    expect(page.get_by_role("alert")).to_contain_text("cochez la case")
    assert not ArticlePage.objects.exists()
    expect(question).to_have_value("Comment payer mon loyer ?")
    expect(page.get_by_label("Titre de la page")).to_have_value("Qui aide à payer le loyer ?")
    reach(page, page.get_by_label("J’ai relu les deux textes"))
    page.keyboard.press("Space")
    reach(page, button)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"), timeout=60_000)
    article = ArticlePage.objects.get()
    assert (article.title, article.live) == ("Qui aide à payer le loyer ?", False)
    assert "Benali" not in str(article.get_latest_revision_as_object().body)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_two_texts_fit_and_every_field_has_its_name(answered, visit, width):
    page = visit("/admin/login/", width=width)
    open_admin(page)
    page.goto(reverse("clairdroit_questions_publish", args=[answered.pk]))
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    fields = page.locator(".publish input:not([type=hidden]), .publish textarea, .publish select")
    assert fields.count() == 7
    for field in fields.all():
        assert field.evaluate("element => element.labels.length") == 1
