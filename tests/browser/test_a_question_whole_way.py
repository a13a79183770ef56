"""The main job, in a real browser: a citizen asks, a partner drafts, an editor decides, the citizen is answered."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from clairdroit.questions.models import Question
from tests.browser.editor import TEAM_BOX, open_admin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CITIZEN = "nadia@citoyenne.invalid"
FIRST_DRAFT = "Bonjour, demandez le FSL à votre ADIL."
SECOND_DRAFT = "Bonjour, le fonds de solidarité pour le logement peut payer. Le CCAS remplit la demande avec vous."
COMMENT = "Expliquez ce qu’est le FSL."


def deliver():
    """The worker's turn: what waits in the outbox leaves; gives the mails that left."""
    before = len(mail.outbox)
    call_command("send_outbox", verbosity=0)
    return mail.outbox[before:]


def link_in(message):
    return urlsplit(re.search(r"https?://\S+/(?:ma-question|espace-partenaires)/\S+", message.body)[0]).path


def only(messages, address):
    (found,) = [message for message in messages if message.to == [address]]
    return found


def ask(page, *, javascript=True):
    page.get_by_label("De quoi s’agit-il").select_option("logement")
    page.get_by_label("Votre question").fill("Bonjour, je ne peux plus payer mon loyer. Quelle aide ?")
    page.get_by_label("Votre commune ou code postal").fill("78000")
    page.get_by_label("Votre adresse e-mail").fill(CITIZEN)
    page.get_by_role("checkbox").check()
    page.wait_for_timeout(3100)  # a form sent within three seconds is taken for a machine's
    page.get_by_role("button", name="Envoyer ma question").click()
    if not javascript:
        # What a script offers while one types is a page of its own here, and nothing is typed again.
        expect(page.get_by_role("heading", level=1)).to_contain_text("Avant l’envoi")
        page.get_by_role("button", name="Envoyer ma question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre question est envoyée")


def draft(page, text):
    page.get_by_label("Votre réponse").fill(text)
    page.get_by_role("button", name="Envoyer ma réponse à l’équipe").click()
    expect(page.get_by_text("L’équipe relit votre réponse")).to_be_visible()


def open_file(page):
    page.goto(reverse("questions_modeladmin_index"))
    page.get_by_role("row").filter(has_text="je ne peux plus payer mon loyer").get_by_role(
        "link", name="Ouvrir"
    ).click()


def test_a_question_goes_its_whole_way(town, visit, javascript):
    citizen = visit("/poser-ma-question/", javascript=javascript)
    ask(citizen, javascript=javascript)

    messages = deliver()
    follow = link_in(only(messages, CITIZEN))
    asked = only(messages, TEAM_BOX)
    assert CITIZEN not in asked.body

    partner = visit(link_in(asked), javascript=javascript)
    expect(partner.get_by_text("je ne peux plus payer mon loyer")).to_be_visible()
    assert CITIZEN not in partner.content()
    draft(partner, FIRST_DRAFT)

    editor = visit("/admin/login/", javascript=javascript, width=1280)
    open_admin(editor)
    open_file(editor)
    expect(editor.get_by_text(FIRST_DRAFT)).to_be_visible()
    editor.get_by_label("Que faut-il modifier").fill(COMMENT)
    editor.get_by_role("button", name="Demander une modification").click()

    partner = visit(link_in(only(deliver(), TEAM_BOX)), javascript=javascript)
    expect(partner.get_by_text(COMMENT)).to_be_visible()
    expect(partner.get_by_label("Votre réponse")).to_have_value(FIRST_DRAFT)
    draft(partner, SECOND_DRAFT)

    open_file(editor)
    editor.get_by_role("link", name="Valider et envoyer").click()
    expect(editor.get_by_role("heading", name="Envoyer à ")).to_contain_text("…")
    expect(editor.frame_locator("iframe").get_by_text(SECOND_DRAFT)).to_be_visible()
    editor.get_by_role("button", name="Envoyer", exact=True).click()
    expect(editor.get_by_text(SECOND_DRAFT)).to_be_visible()

    answer = only(deliver(), CITIZEN)
    assert SECOND_DRAFT in " ".join(answer.body.split())
    assert FIRST_DRAFT not in answer.body
    assert link_in(answer) == follow

    citizen.goto(follow)
    expect(citizen.get_by_text(SECOND_DRAFT)).to_be_visible()
    citizen.get_by_role("button", name="Oui").click()
    expect(citizen.get_by_text("Vous avez dit")).to_be_visible()
    assert Question.objects.get().helped is True
    assert citizen.context.cookies() == []
    assert not deliver()


def test_the_answer_waits_in_the_moderation_queue_and_is_approved_there(town, visit):
    citizen = visit("/poser-ma-question/")
    ask(citizen)
    partner = visit(link_in(only(deliver(), TEAM_BOX)))
    draft(partner, SECOND_DRAFT)

    editor = visit("/admin/login/", width=1280)
    open_admin(editor)
    editor.get_by_role("link", name=re.compile("^Réponse à la question")).first.click()
    expect(editor.get_by_text("je ne peux plus payer mon loyer").first).to_be_visible()
    editor.get_by_role("button", name="Valider et envoyer", exact=True).click()
    editor.get_by_role("button", name="Envoyer", exact=True).click()
    expect(editor.get_by_text("Rien n’attend votre décision")).to_be_visible()

    assert SECOND_DRAFT in " ".join(only(deliver(), CITIZEN).body.split())
