"""An editor decides on pages and records with the keyboard alone, and their author answers."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.moderation import actions
from clairdroit.partners_snippets.models import Partner
from tests.browser.editor import press, queue, sign_in, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(thing):
    kind = "page" if isinstance(thing, ArticlePage) else "fiche"
    return reverse("clairdroit_moderation_decide", args=[kind, thing.pk])


@pytest.mark.parametrize("with_javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_queue_through_both_and_back_by_keyboard(texts, visit, with_javascript):
    article, partner = texts
    page = queue(visit, javascript=with_javascript)
    press(page, "Donner congé")
    expect(page.locator(".changes ins").first).to_be_visible()
    assert page.locator("ins").all_inner_texts()[0].endswith("deux")
    press(page, "Valider, publier et ouvrir la suite")
    expect(page.get_by_text("Publié : « Donner congé »")).to_be_visible()
    expect(page.get_by_role("heading", name="ADIL 78 – ce qui change")).to_be_visible()
    tab_to(page, "Demander une modification")
    page.keyboard.press("Enter")
    tab_to(page, "Que faut-il modifier")
    page.keyboard.type("Dites pour qui c’est gratuit.")
    tab_to(page, "Demander une modification et ouvrir la suite")
    press(page, "Demander une modification")
    expect(page.get_by_text("Modifications demandées à Nadia Durand : « ADIL 78 »")).to_be_visible()
    expect(page.get_by_text("Rien n’attend votre décision")).to_be_visible()
    assert "deux mois" in str(ArticlePage.objects.get(pk=article.pk).body)
    assert Partner.objects.get(pk=partner.pk).description == "Conseille les locataires."


def test_its_author_reads_what_is_asked_and_answers_by_keyboard(texts, visit, office):
    _article, partner = texts
    revision, wanted = Partner.objects.get(pk=partner.pk).latest_revision_id, "Dites pour qui c’est gratuit."
    actions.decide_text(revision=revision, decision=actions.REJECT, user=office, comment=wanted)
    page = visit(reverse("wagtailadmin_home"), width=1280)
    page.get_by_label("Nom d’utilisateur").fill("n.durand")
    page.get_by_label("Mot de passe").or_(page.get_by_label("Password")).first.fill("mot-de-passe-de-test")
    page.keyboard.press("Enter")
    expect(page.get_by_text(wanted, exact=True)).to_be_visible()
    press(page, "Corriger et répondre")
    expect(page.get_by_text(wanted, exact=True)).to_be_visible()
    tab_to(page, "Votre réponse")
    page.keyboard.insert_text("C’est gratuit pour tous.")
    more = page.get_by_role("button", name="Plus d’actions").or_(page.locator("[data-w-dropdown-target=toggle]").last)
    submit = page.locator("button[name=action-submit]")
    if not submit.is_visible():
        more.last.click()
    with page.expect_navigation():
        submit.click()
    back = visit(address(partner), width=1280)
    sign_in(back)
    expect(back.get_by_text("C’est gratuit pour tous.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_and_every_screen_fits(texts, visit, width, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="pip install axe-core-python")
    article, partner = texts
    page = queue(visit, width)
    page.emulate_media(color_scheme=scheme)
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, "live", article.latest_revision_id])
    for where in (address(article), address(partner), compare):
        page.goto(where)
        for summary in page.locator(".review summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        violations = axe.Axe().run(page)["violations"]
        found = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in violations]
        assert found == [], where
