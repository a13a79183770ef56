"""The coordinator's Monday, counted in clicks: docs/walk.md says how many, and this goes them.

A click is whatever is pressed or chosen from the admin's first page on; typing is not counted.
"""

import datetime
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clairdroit.questions.enums import MailKind, QuestionStatus
from clairdroit.questions.models import QuestionMail
from tests.browser.editor import sign_in
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WALK = Path(__file__).resolve().parents[2] / "docs" / "walk.md"
ROW = re.compile(r"^\| (?P<task>[^|]+) \| (?P<before>[^|]+) \| (?P<now>\d+) \|", re.M)


def told():
    """Task → how many clicks the page says that it takes now."""
    return {row["task"].strip(): int(row["now"]) for row in ROW.finditer(WALK.read_text(encoding="utf-8"))}


class Hand:
    """Presses, and counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, role, name, *, exact=False):
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def choose(self, label, option):
        self.clicks += 1
        self.page.get_by_label(label).select_option(option)

    def type(self, label, text):
        self.page.get_by_label(label).first.fill(text)


@pytest.fixture
def hand(office, visit):
    # Whoever signs in stands on the first page: what is seen there was counted before the task is set.
    def begin():
        page = visit(reverse("wagtailadmin_home"), width=1280)
        sign_in(page)
        return Hand(page)

    return begin


def waiting():
    return QuestionFactory(text="Comment payer mon loyer ?", commune=CommuneFactory())


def test_ask_a_partner_of_ones_own_choice(hand):
    question, partner = waiting(), PartnerFactory(name="Maison de l’égalité", headings=["sante"])
    her = hand()
    her.press("link", "Comment payer mon loyer")
    her.type("Nom", "egalite")
    her.press("button", "Chercher", exact=True)
    her.press("button", "Solliciter quand même Maison de l’égalité")
    expect(her.page.get_by_text("Le partenaire est sollicité.")).to_be_visible()
    assert question.assignments.get().partner == partner
    assert her.clicks == told()["entrust a question to a partner of one's own choice"]


def test_remind_one_partner(hand):
    asked = AssignmentFactory(question__due_at=timezone.now() - datetime.timedelta(days=9))
    her = hand()
    her.press("link", "1 question en retard")
    her.press("button", "Relancer maintenant")
    expect(her.page.get_by_text("Relancé aujourd’hui à")).to_be_visible()
    assert asked.mails.filter(kind=MailKind.REMINDER).count() == 1
    assert her.clicks == told()["remind one partner of a late question"]


def test_correct_a_heading(hand):
    question = waiting()
    her = hand()
    her.press("link", "Comment payer mon loyer")
    her.press("link", "Corriger la rubrique")
    her.choose("Rubrique", "sante")
    her.press("button", "Enregistrer")
    expect(her.page.get_by_text("sont enregistrées")).to_be_visible()
    question.refresh_from_db()
    assert question.heading == "sante"
    assert her.clicks == told()["correct the heading of a question"]


def test_answer_oneself(hand):
    question = waiting()
    her = hand()
    her.press("link", "Comment payer mon loyer")
    her.press("link", "Répondre soi-même")
    her.type("Ce que la personne lira", "Prenez rendez-vous au CCAS.")
    her.press("button", "Voir comme la personne le lira")
    her.press("button", "Envoyer", exact=True)
    expect(her.page.get_by_text("en route")).to_be_visible()
    question.refresh_from_db()
    assert question.status == QuestionStatus.ANSWERED
    assert her.clicks == told()["answer a question oneself"]


def test_approve_an_answer(hand):
    answer = proposed_answer()
    her = hand()
    her.press("link", re.compile("^Réponse à la question"))
    her.press("button", "Valider et envoyer", exact=True)
    her.press("button", "Envoyer", exact=True)
    expect(her.page.get_by_text("en route")).to_be_visible()
    assert QuestionMail.objects.filter(question=answer.question, kind=MailKind.ANSWER).count() == 1
    assert her.clicks == told()["approve a partner's answer"]


def test_decide_on_a_page_and_on_a_record(texts, hand):
    article, partner = texts
    her = hand()
    her.press("link", "Donner congé")
    expect(her.page.get_by_text("deux mois").first).to_be_visible()
    her.press("button", "Valider et publier", exact=True)
    article.refresh_from_db()
    assert "deux mois" in str(article.body)
    assert her.clicks == told()["decide on a page"]
    her = hand()
    her.press("link", "ADIL 78")
    her.press("button", "Valider et publier", exact=True)
    partner.refresh_from_db()
    assert "propriétaires" in partner.description
    assert her.clicks == told()["decide on a partner's record"]
