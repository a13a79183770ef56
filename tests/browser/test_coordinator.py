"""A coordinator asks whom they like, reminds, corrects and answers: by the keyboard alone, with and without scripts."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clairdroit.questions.drafts import latest, own_draft
from clairdroit.questions.enums import AssignmentStatus, MailKind, QuestionStatus
from tests.browser.editor import press, rewrite, sign_in, tab_to
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, PhraseFactory, QuestionFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Prenez rendez-vous au CCAS avant vendredi."


@pytest.fixture
def question(office):
    return QuestionFactory(text="Comment payer mon loyer ?", commune=CommuneFactory())


@pytest.fixture
def desk(office, visit, javascript):
    def go(path, *, width=1280):
        page = visit(path, width=width, javascript=javascript)
        sign_in(page)
        return page

    return go


def file_of(question):
    return reverse("questions_modeladmin_inspect", args=[question.pk])


def test_a_partner_that_the_rules_would_not_ask_is_asked_by_its_name(question, desk):
    partner = PartnerFactory(name="Maison de l’égalité", headings=["sante"], phone="01 99 00 10 20")
    page = desk(file_of(question))
    tab_to(page, "Nom")
    page.keyboard.type("egalite")
    press(page, "Chercher")
    expect(page.get_by_text("Ne travaille pas sur « Mon logement ».")).to_be_visible()
    press(page, "Solliciter quand même Maison de l’égalité")
    expect(page.get_by_text("Le partenaire est sollicité.")).to_be_visible()
    assert question.assignments.get().partner == partner


def test_a_late_question_s_partner_is_reminded_from_its_line(question, desk):
    then = timezone.now() - datetime.timedelta(days=9)
    asked = AssignmentFactory(question=question, partner__name="ADIL 78", notified_at=then)
    type(question).objects.filter(pk=question.pk).update(due_at=then, status=QuestionStatus.ASSIGNED)
    page = desk(reverse("clairdroit_questions_chase"))
    press(page, "Relancer maintenant")
    expect(page.get_by_text("Relancé aujourd’hui à")).to_be_visible()
    assert page.url.endswith(f"#question-{question.reference}")
    assert asked.mails.filter(kind=MailKind.REMINDER).count() == 1


def test_heading_and_commune_are_corrected(question, desk):
    page = desk(file_of(question))
    press(page, "Corriger la rubrique")
    tab_to(page, "Rubrique")
    page.keyboard.type("Ma san")
    press(page, "Enregistrer")
    expect(page.get_by_text("Rubrique, commune et origine sont enregistrées")).to_be_visible()
    question.refresh_from_db()
    assert question.heading == "sante"


def test_an_answer_is_written_seen_as_a_mail_and_sent(question, desk, javascript, office):
    PhraseFactory(text="Bonjour, merci pour votre question.")
    asked = AssignmentFactory(question=question, partner__name="ADIL 78")
    page = desk(file_of(question))
    press(page, "Répondre soi-même")
    rewrite(page, "Ce que la personne lira", TEXT)
    if javascript:
        expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
        assert latest(own_draft(question, office)).text == TEXT
    tab_to(page, "Phrases toutes prêtes")
    page.keyboard.press("Enter")
    tab_to(page, "Bonjour, merci")
    if javascript:
        page.keyboard.press("Enter")
    else:
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_label("Ce que la personne lira")).to_have_value(f"Bonjour, merci pour votre question.\n\n{TEXT}")
    press(page, "Voir comme la personne le lira")
    expect(page.get_by_role("heading", name="Envoyer à n…a@c…e.invalid")).to_be_visible()
    expect(page.get_by_text("Ce partenaire n’aura plus à répondre : ADIL 78.".replace(" :", "\xa0:"))).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text(TEXT)).to_be_visible()
    assert not question.mails.filter(kind=MailKind.ANSWER).exists()
    press(page, "Envoyer")
    expect(page.get_by_text("en route")).to_be_visible()
    question.refresh_from_db()
    asked.refresh_from_db()
    assert (question.status, asked.status) == (QuestionStatus.ANSWERED, AssignmentStatus.RELEASED)
    assert question.mails.filter(kind=MailKind.ANSWER).count() == 1


def test_who_is_signed_out_is_told_and_loses_nothing(question, office, visit):
    page = visit(reverse("clairdroit_questions_answer_oneself", args=[question.pk]), width=1280)
    sign_in(page)
    page.get_by_label("Ce que la personne lira").fill("Bonjour.")
    expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Ce que la personne lira").fill(TEXT)
    expect(page.get_by_text("vous n’êtes plus connecté")).to_be_visible()
    page.context.add_cookies(cookies)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
    assert latest(own_draft(question, office)).text == TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_and_every_screen_fits(question, office, visit, width, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    then = timezone.now() - datetime.timedelta(days=9)
    PartnerFactory(name="Maison de l’égalité", headings=["sante"], phone="01 99 00 10 20")
    PhraseFactory(text="Bonjour, merci pour votre question.")
    AssignmentFactory(question=question, partner__name="ADIL 78", notified_at=then)
    type(question).objects.filter(pk=question.pk).update(due_at=then)
    answer = proposed_answer("Venez nonobstant la pluie.")
    page = visit(reverse("wagtailadmin_home"), width=width)
    sign_in(page)
    page.emulate_media(color_scheme=scheme)
    for address in (
        f"{file_of(question)}?partenaire=egalite",
        reverse("clairdroit_questions_chase"),
        reverse("clairdroit_questions_matter", args=[question.pk]),
        reverse("clairdroit_questions_answer_oneself", args=[question.pk]),
        reverse("clairdroit_questions_confirm", args=[answer.pk]),
    ):
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        violations = axe.Axe().run(page)["violations"]
        found = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in violations]
        assert found == [], address
