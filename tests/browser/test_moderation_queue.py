"""An editor goes through the queue with the keyboard alone: filter, read, correct, give back, join, approve, go on."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus, MailKind, QuestionStatus
from clairdroit.questions.models import ProposedAnswer
from tests.browser.editor import QUEUE, press, queue, rewrite, tab_to
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, ErrorReportFactory, QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def propose(question, partner, text):
    asked = AssignmentFactory(question=question, partner=PartnerFactory(name=partner))
    answer = actions.submit_proposal(assignment=asked, user=team_user(asked.partner), text=text)
    return ProposedAnswer.objects.get(pk=answer.pk)


def question(text, **values):
    return QuestionFactory(assigned=True, text=text, **values)


def test_filters_and_charge_by_keyboard(office, visit):
    propose(question("Comment payer mon loyer ?"), "ADIL", "Appelez l’ADIL.")
    ErrorReportFactory(text="Le numéro est faux.")
    page = queue(visit)
    expect(page.get_by_role("heading", name="2 choses attendent une décision")).to_be_visible()
    press(page, "Réponses (1)")
    expect(page.get_by_role("heading", name="Une chose attend une décision")).to_be_visible()
    tab_to(page, "Rubrique")
    page.keyboard.type("Mon loge")
    press(page, "Filtrer")
    assert "rubrique=logement" in page.url
    assert "genre=reponse" in page.url
    press(page, "Je m’en occupe")
    expect(page.locator(".queue__charge").first).to_contain_text("moderation")
    assert "rubrique=logement" in page.url, "the filters are kept"


def test_read_correct_save_approve_and_the_next_one_by_keyboard(office, visit):
    first = propose(question("Comment payer mon loyer ?"), "ADIL", "Veuillez solliciter le FSL.")
    second = propose(question("Qui aide ma mère ?"), "CCAS", "Appelez le CCAS.")
    page = queue(visit)
    press(page, "Réponse à la question " + first.question.reference)
    expect(page.get_by_text("Comment payer mon loyer ?")).to_be_visible()
    rewrite(page, "Le texte qui sera envoyé", "Demandez une aide au CCAS. Venez nonobstant la pluie.")
    expect(page.locator("[data-plain-language-report] mark").filter(has_text="nonobstant")).to_be_visible()
    press(page, "Enregistrer sans envoyer")
    corrected = latest(ProposedAnswer.objects.get(pk=first.pk)).text
    assert corrected == "Demandez une aide au CCAS. Venez nonobstant la pluie."
    tab_to(page, "Ce qui a changé")
    page.keyboard.press("Enter")
    expect(page.locator(".review__question .addition").first).to_be_visible()
    press(page, "Valider, envoyer et ouvrir la suivante")
    press(page, "Envoyer")
    expect(page.get_by_text("Qui aide ma mère ?")).to_be_visible()
    press(page, "Valider et envoyer")
    press(page, "Envoyer")
    expect(page.get_by_text("Rien n’attend votre décision")).to_be_visible()
    for answer in (first, second):
        answer.question.refresh_from_db()
        assert answer.question.status == QuestionStatus.ANSWERED
        assert answer.question.mails.filter(kind=MailKind.ANSWER).count() == 1


def test_asking_for_changes_by_keyboard(office, visit):
    answer = propose(question("Comment payer mon loyer ?"), "ADIL", "Voyez le FSL.")
    page = queue(visit)
    press(page, "Réponse à la question")
    tab_to(page, "Demander une modification")
    page.keyboard.press("Enter")
    tab_to(page, "Que faut-il modifier")
    page.keyboard.type("Dites ce qu’est le FSL.")
    press(page, "Renvoyer au partenaire")
    answer.assignment.refresh_from_db()
    assert answer.assignment.status == AssignmentStatus.DRAFTING
    assert "Dites ce qu’est le FSL." in answer.question.mails.filter(kind=MailKind.CHANGES).get().email.message


@pytest.mark.parametrize("with_javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_two_proposals_are_compared_joined_and_sent_by_keyboard(office, visit, with_javascript):
    about = question("Comment payer mon loyer ?")
    propose(about, "ADIL", "Bonjour,\n\nAppelez l’ADIL.")
    propose(about, "CCAS", "Bonjour,\n\nDemandez le FSL au CCAS avant vendredi.")
    page = queue(visit, javascript=with_javascript)
    press(page, "Réponse à la question")
    expect(page.locator("mark").first).to_be_visible()
    press(page, "Réunir les deux en une réponse")
    box = page.get_by_label("La réponse commune")
    expect(box).to_have_value("Bonjour,\n\nDemandez le FSL au CCAS avant vendredi.\n\nAppelez l’ADIL.")
    tab_to(page, "Place du paragraphe 2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("9")
    press(page, "Assembler")
    assert box.input_value().startswith("Bonjour,")
    press(page, "Garder comme une seule réponse")
    press(page, "Valider et envoyer")
    press(page, "Envoyer")
    about.refresh_from_db()
    assert about.status == QuestionStatus.ANSWERED
    (sent,) = about.mails.filter(kind=MailKind.ANSWER)
    assert "ADIL et CCAS" in sent.email.message


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_and_every_screen_fits(office, visit, width, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    about = question("Comment payer mon loyer ?")
    one, two = propose(about, "ADIL", "Venez nonobstant la pluie."), propose(about, "CCAS", "Allez au CCAS.")
    editors.edit_proposal(answer=one, user=office, text="Venez nonobstant la pluie. Merci.")
    ErrorReportFactory(text="Le numéro est faux.")
    page = queue(visit, width)
    page.emulate_media(color_scheme=scheme)
    review, merge = "clairdroit_questions_review", "clairdroit_questions_merge"
    for address in (reverse(QUEUE), reverse(review, args=[one.pk]), reverse(merge, args=[one.pk, two.pk])):
        page.goto(address)
        for summary in page.locator(".review summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        violations = axe.Axe().run(page)["violations"]
        found = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in violations]
        assert found == [], address
