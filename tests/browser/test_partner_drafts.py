"""A partner writes on a telephone: without a connection, with a tab that closes, with a colleague, by keyboard."""

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from clairdroit.questions import related
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import ProposedAnswer
from tests.browser.partner_pages import address
from tests.questions.factories import PhraseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "Votre réponse"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('clairdroit:brouillon:'))"


def saved(assignment):
    return latest(ProposedAnswer.objects.get(assignment=assignment)).text


def write(page, text):
    page.get_by_label(BOX).fill(text)


def move(page):
    """As a person does: a page that nobody moved in is nobody's."""
    with page.expect_response("**/presence/"):
        page.mouse.move(5, 5)
        page.mouse.move(50, 80)


def status(page):
    return page.locator("[data-autosave-status]")


def test_offline_then_online_nothing_is_lost_and_the_copy_goes(asked, visit):
    page = visit(address(asked))
    page.context.set_offline(True)
    write(page, "Écrit sans réseau.")
    expect(status(page)).to_contain_text("Votre texte est gardé sur cet appareil")
    assert len(page.evaluate(COPIES)) == 1
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Brouillon enregistré")
    assert saved(asked) == "Écrit sans réseau."
    assert page.evaluate(COPIES) == []


def test_a_tab_closed_without_a_connection_gives_its_text_back(asked, visit):
    page = visit(address(asked))
    page.context.set_offline(True)
    write(page, "Le fruit d’une heure.")
    page.close()
    again = page.context.new_page()
    with pytest.raises(PlaywrightError):
        again.goto(address(asked))
    again.context.set_offline(False)
    again.goto(address(asked))
    offer = again.locator("[data-draft-copy-offer]")
    expect(offer).to_contain_text("Le fruit d’une heure.")
    expect(again.get_by_label(BOX)).to_have_value("")
    again.get_by_role("button", name="Reprendre ce texte").click()
    expect(again.get_by_label(BOX)).to_have_value("Le fruit d’une heure.")
    expect(offer).to_be_hidden()
    expect(status(again)).to_contain_text("Brouillon enregistré")
    assert saved(asked) == "Le fruit d’une heure."
    assert again.evaluate(COPIES) == []


def test_the_copy_can_be_deleted_and_switched_off(asked, visit):
    page = visit(address(asked))
    page.context.set_offline(True)
    write(page, "Secret.")
    page.get_by_role("button", name="Effacer la copie").click()
    assert page.evaluate(COPIES) == []
    page.get_by_label("Sans connexion, garder mon texte").uncheck()
    write(page, "Encore secret.")
    expect(status(page)).to_contain_text("Gardez cette page ouverte")
    assert page.evaluate(COPIES) == []
    assert [name for name in page.evaluate("Object.keys(localStorage)") if "secret" in name.lower()] == []


def test_a_copy_of_yesterday_is_gone_on_any_page_of_the_space(asked, visit):
    page = visit(address(asked))
    page.evaluate("localStorage.setItem('clairdroit:brouillon:9', JSON.stringify({text: 'Vieux', at: 1, until: 2}))")
    page.goto(address(asked, "space"))
    page.wait_for_load_state()
    assert page.evaluate(COPIES) == []


def test_handing_in_leaves_nothing_on_the_device(asked, visit):
    page = visit(address(asked))
    write(page, "Allez au CCAS.")
    page.get_by_role("button", name="Envoyer ma réponse à l’équipe").click()
    expect(page.get_by_text("L’équipe relit votre réponse")).to_be_visible()
    assert page.evaluate(COPIES) == []
    assert page.context.cookies() == []
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.PROPOSED


def test_two_tabs_are_told_of_each_other_and_join_their_texts(asked, visit):
    first, second = visit(address(asked)), visit(address(asked))
    for page in (first, second):
        move(page)
    expect(second.locator("[data-presence-status]")).to_contain_text("Une autre personne de votre équipe")
    write(first, "Le premier texte.")
    expect(status(first)).to_contain_text("Brouillon enregistré")
    write(second, "Le second texte.")
    conflict = second.locator("[data-draft-conflict]")
    expect(conflict).to_contain_text("Le premier texte.")
    assert saved(asked) == "Le premier texte."
    second.get_by_role("button", name="Ajouter son texte sous le mien").click()
    expect(second.get_by_label(BOX)).to_have_value("Le second texte.\n\nLe premier texte.")
    expect(status(second)).to_contain_text("Brouillon enregistré")
    assert saved(asked) == "Le second texte.\n\nLe premier texte."
    first.close()
    second.reload()
    expect(second.locator("[data-presence-status]")).to_be_hidden()


def test_a_colleague_s_other_word_for_the_editor_is_shown_and_joined(asked, visit, javascript):
    first, second = (visit(address(asked), javascript=javascript) for _ in range(2))
    for page, note in ((first, "Vérifiez le délai."), (second, "Le CCAS est fermé.")):
        write(page, "Le même texte.")
        page.get_by_label("Un mot pour l’équipe").fill(note)
        page.get_by_role("button", name="Garder en brouillon").last.click()
    conflict = second.locator("[data-draft-conflict]")
    expect(conflict).to_contain_text("Vérifiez le délai.")
    second.get_by_role("button", name="Ajouter son texte sous le mien").click()
    expect(second.get_by_label("Un mot pour l’équipe")).to_have_value("Le CCAS est fermé.\n\nVérifiez le délai.")
    expect(second.get_by_label(BOX)).to_have_value("Le même texte.")


def test_pages_and_remarks_follow_what_is_typed(asked, visit, only_registered):
    def find(text, commune, heading, limit):
        words = text.lower()
        found = [word for word in ("loyer", "caution") if word in words]
        return [
            related.RelatedHelp(word, "fiche", "Fiche", f"Fiche {word}", f"/{word}/", f"/{word}/", "", "")
            for word in found
        ]

    only_registered(related.finders, find)
    page = visit(address(asked))
    pages = page.locator("[data-page-suggestions] summary")
    expect(pages).to_have_text("Une page qui peut aider la personne")
    pages.click()
    page.get_by_label(BOX).press_sequentially("La caution, le cas échéant.")
    expect(pages).to_have_text("2 pages qui peuvent aider la personne", timeout=20_000)
    expect(page.get_by_role("link", name="Fiche caution")).to_be_visible()
    expect(page.locator("[data-page-suggestions-status]")).to_have_text("2 pages qui peuvent aider la personne")
    remarks = page.locator("[data-plain-language-report]")
    remarks.get_by_text("1 remarque").click()
    expect(remarks.locator("mark")).to_have_text("le cas échéant")
    expect(page.get_by_label(BOX)).to_have_value("La caution, le cas échéant.")
    page.get_by_role("button", name="Envoyer ma réponse à l’équipe").click()
    expect(page.get_by_text("L’équipe relit votre réponse")).to_be_visible()


def test_without_javascript_two_texts_are_shown_and_joined(asked, visit):
    first, second = visit(address(asked), javascript=False), visit(address(asked), javascript=False)
    for page, text in ((first, "Le premier texte."), (second, "Le second texte.")):
        write(page, text)
        page.get_by_role("button", name="Garder en brouillon").last.click()
    expect(second.get_by_role("heading", name="Une autre personne de votre équipe")).to_be_visible()
    expect(second.get_by_text("Le premier texte.")).to_be_visible()
    expect(second.get_by_label(BOX)).to_have_value("Le second texte.")
    second.get_by_role("button", name="Ajouter son texte sous le mien").click()
    assert saved(asked) == "Le second texte.\n\nLe premier texte."
    expect(second.get_by_text("garder mon texte sur cet appareil")).to_be_hidden()


def test_a_phrase_is_put_in_by_one_touch(asked, visit, javascript):
    PhraseFactory(text="Bonjour, merci pour votre question.")
    page = visit(address(asked), javascript=javascript)
    write(page, "Appelez le CCAS.")
    page.get_by_text("Phrases toutes prêtes").click()
    page.get_by_role("button", name="Bonjour, merci").click()
    expect(page.get_by_label(BOX)).to_have_value("Bonjour, merci pour votre question.\n\nAppelez le CCAS.")


def test_a_whole_answer_by_keyboard_alone(asked, visit):
    page = visit(address(asked))
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name || ''"))
        if seen[-1] == "text":
            page.keyboard.type("Tapé au clavier.")
        if seen[-1] == "hand_in":
            break
    assert seen[-1] == "hand_in"
    # Twice: the button for those who press Enter in a box is no stop.
    assert seen.count("keep") == 0
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("L’équipe relit votre réponse")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360])
def test_every_page_of_the_space_fits_a_telephone(asked, visit, width):
    asked.question.text = "Un-mot-bien-trop-long-pour-un-téléphone-" * 5
    asked.question.save()
    PhraseFactory(text="Bonjour, merci pour votre question.")
    page = visit(address(asked), width=width)
    for name in ("space", "record", "assignment", "hand_over", "ask_citizen", "decline"):
        page.goto(address(asked, name))
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(asked, visit, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    PhraseFactory(text="Bonjour, merci pour votre question.")
    page = visit(address(asked))
    page.emulate_media(color_scheme=scheme)
    for name in ("space", "record", "assignment", "hand_over", "ask_citizen", "decline"):
        page.goto(address(asked, name))
        for summary in page.locator("summary").all():
            summary.click()
        violations = axe.Axe().run(page)["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations] == [], name
