"""A front-desk worker takes a question down, prints the sheet and tells the answer, by the keyboard alone."""

import pytest
from django.contrib.auth.models import Permission

from clairdroit.questions import actions
from clairdroit.questions.enums import QuestionOrigin, QuestionStatus
from clairdroit.questions.models import Question, Telling
from tests.browser.editor import press, tab_to
from tests.questions.factories import UserFactory
from tests.shell import factories
from tests.territories.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Mon propriétaire veut que je parte avant Noël. Que puis-je faire ?"
ANSWER = "Écrivez au bailleur avant le 15."


@pytest.fixture
def desk(served, settings, live_server, browser, javascript):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    factories.site_with_a_home_page()
    CommuneFactory(postal_codes=["78000"])
    worker = UserFactory(username="accueil")
    worker.set_password("mot-de-passe-de-test")
    worker.save()
    worker.user_permissions.add(Permission.objects.get(codename="take_down_question"))
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 360, "height": 800},
        locale="fr-FR",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/saisir-une-question/")
    page.get_by_label("Nom d’utilisateur").fill("accueil")
    page.get_by_label("Mot de passe").first.fill("mot-de-passe-de-test")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_first_word_to_the_answer_that_was_told(desk):
    # The group's first stop is the choice that is made already.
    tab_to(desk, "Au guichet")
    desk.keyboard.press("ArrowDown")
    for label, words in (("La question de la personne", WORDS), ("La commune de la personne", "Versailles")):
        tab_to(desk, label)
        desk.keyboard.insert_text(words)
        if label.startswith("La question"):
            tab_to(desk, "De quoi")
            desk.keyboard.type("Mon log")
    tab_to(desk, "Numéro où rappeler")
    desk.keyboard.insert_text("06 39 98 12 34")
    press(desk, "Enregistrer la question")
    assert desk.get_by_role("heading", name="Une chose à corriger").is_visible()
    assert desk.get_by_label("La question de la personne").input_value() == WORDS
    # From the summary of what is to be corrected to the field itself.
    tab_to(desk, "La personne est d’accord")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Space")
    press(desk, "Enregistrer la question")
    question = Question.objects.get()
    assert (question.text, question.origin, question.heading) == (WORDS, QuestionOrigin.PHONE, "logement")
    assert desk.get_by_role("heading", level=1).inner_text().endswith(question.reference)
    assert fits(desk)

    actions.answer_directly(question=question, user=UserFactory(moderator=True), text=ANSWER)
    desk.goto("/saisir-une-question/")
    press(desk, f"Numéro {question.reference}")
    press(desk, "Feuille pour la personne")
    assert desk.get_by_text(ANSWER).is_visible()
    assert desk.locator(".sheet__code").is_visible()
    assert fits(desk)
    desk.go_back()
    press(desk, "Dite par téléphone")
    assert desk.get_by_text("la personne a été prévenue").is_visible()
    assert Telling.objects.get().told_by.username == "accueil"
    question.refresh_from_db()
    assert question.status == QuestionStatus.ANSWERED
