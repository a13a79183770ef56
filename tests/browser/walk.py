"""The way of one question through the demonstration town, in a real browser, with a picture at each step.

    CLAIRDROIT_DEMO=true python -m tests.browser.walk http://127.0.0.1:8000 --out /tmp/walk

Run it beside `make run`, with the same CLAIRDROIT_VAR_DIR: the pages come from the running site, the e-mails from its
outbox. It asks one question, answers it, publishes it and erases it; a step that does not show what it should ends it.
Pictures of the public pages and mails are taken at 360 and 1280 pixels, those of the admin too.
"""

import argparse
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers import CHROMIUM_ARGUMENTS, chromium

QUESTION = """Bonjour,
Mon patron m’a passée à mi-temps en octobre. Je vis seule avec mes deux enfants à Clairval. Mon loyer est de 640 € et \
je ne pourrai pas payer celui de décembre. Mon propriétaire, M. Lestrade, est prévenu, il veut bien attendre un peu. \
Est-ce qu’une aide existe, et à qui la demander ?
Merci, Nadia Berthier, 06 39 98 41 27"""
CITIZEN = "nadia.berthier@citoyenne.invalid"
ANSWER = """Bonjour,

Oui, une aide existe : le fonds de solidarité pour le logement (FSL). Il peut payer une partie de votre loyer.

Ce que vous pouvez faire cette semaine :
1. Prenez rendez-vous au CCAS de Clairval. Une personne remplit la demande avec vous.
2. Apportez votre bail, vos trois derniers bulletins de salaire et la dernière quittance.
3. Dites à la CAF que votre salaire a baissé : votre aide au logement peut monter dès le mois suivant.

Écrivez aussi à votre propriétaire ce que vous faites. Proposez-lui une date.

Bon courage,"""
TITLE = "Mon salaire a baissé : qui peut m’aider à payer mon loyer ?"
SUMMARY = "Le FSL peut payer une partie du loyer, et la CAF peut revoir votre aide."
ASKED = "Mon salaire a baissé et je vis seule avec mes enfants. Existe-t-il une aide pour payer le loyer ?"
DETAIL = "Merci. Le CCAS me demande aussi une lettre de mon patron. Est-ce obligatoire ?"
ACCOUNT, PASSWORD = "moderation", "demo-clairdroit"
WIDTHS = (360, 1280)
TALLEST = """Math.max(...[document.documentElement, ...document.querySelectorAll("main, .wrapper")]
  .map((element) => element.scrollHeight))"""


class Walk:
    def __init__(self, browser, site, out):
        self.browser, self.site, self.out = browser, site, out
        self.taken = []

    def visitor(self, path, *, width=360, javascript=True):
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(path)
        return page

    def picture(self, page, name, *, widths=WIDTHS, full=True):
        before = page.viewport_size
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800 if width < 600 else 900})
            page.wait_for_timeout(400)
            if full and "/admin/" in page.url:
                # There it is not the page that scrolls, but what stands beside the menu.
                page.set_viewport_size({"width": width, "height": min(page.evaluate(TALLEST), 4000)})
            path = self.out / f"{len(self.taken) + 1:02}-{name}-{width}.png"
            page.screenshot(path=path, full_page=full)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is {wide} px too wide at {width}"
        page.set_viewport_size(before)
        self.taken.append(name)
        print(f"{len(self.taken):2} {name}")

    def mail(self, address, name):
        """The newest mail to `address`, as a mail program shows it; gives the path of the link in it."""
        from django.core.management import call_command

        from clairdroit.mail.models import OutboxMail

        call_command("send_outbox", verbosity=0)
        mail = next(mail for mail in OutboxMail.objects.order_by("-pk")[:30] if address in mail.to)
        page = self.browser.new_context(java_script_enabled=False).new_page()
        page.set_viewport_size({"width": 360, "height": 800})
        page.set_content(mail.html_message)
        self.picture(page, name)
        page.context.close()
        link = re.search(r"https?://\S+/(?:ma-question|espace-partenaires)/\S+", mail.message)[0]
        return urlsplit(link).path


def fill(page):
    page.get_by_label("Votre question").fill(QUESTION)
    page.get_by_label("De quoi s’agit-il").select_option("logement")
    page.get_by_label("Votre commune ou code postal").fill("78000")
    page.get_by_label("Votre adresse e-mail").fill(CITIZEN)
    page.get_by_role("checkbox").check()


def citizen_asks(walk, expect):
    page = walk.visitor("/poser-ma-question/?rubrique=logement")
    walk.picture(page, "form")
    page.get_by_label("Votre question").press_sequentially(QUESTION[:180], delay=2)
    expect(page.get_by_role("button", name="C’est ma réponse").first).to_be_visible()
    walk.picture(page, "existing-help-while-typing")
    without = walk.visitor("/poser-ma-question/?rubrique=logement", javascript=False)
    fill(without)
    without.wait_for_timeout(3100)
    without.get_by_role("button", name="Envoyer ma question").click()
    expect(without.get_by_role("heading", level=1)).to_contain_text("Avant l’envoi")
    walk.picture(without, "existing-help-without-javascript")
    without.get_by_role("button", name="C’est ma réponse").first.click()
    expect(without.get_by_role("heading", level=1)).to_be_visible()
    walk.picture(without, "found-the-answer")
    fill(page)
    expect(page.locator("[data-existing-help-list]").get_by_text("Partenaire")).to_be_visible()
    walk.picture(page, "existing-help-with-somebody-near")
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="Envoyer ma question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre question est envoyée")
    walk.picture(page, "sent")
    return page, walk.mail(CITIZEN, "mail-to-the-citizen")


def partner_answers(walk, expect):
    from clairdroit.questions.models import Assignment

    assignment = Assignment.objects.select_related("partner").order_by("-pk").first()
    page = walk.visitor(walk.mail(assignment.partner.team_email, "mail-to-the-partner"))
    expect(page.get_by_text("Mon patron m’a passée à mi-temps")).to_be_visible()
    assert CITIZEN not in page.content()
    page.get_by_role("link", name="Toutes vos questions").click()
    walk.picture(page, "space")
    page.goto(page.url + f"{assignment.question.uuid}/")
    page.get_by_label("Votre réponse").press_sequentially(ANSWER, delay=1)
    page.wait_for_timeout(3000)
    walk.picture(page, "draft")
    page.get_by_role("button", name="Envoyer ma réponse à l’équipe").click()
    expect(page.get_by_text("L’équipe relit votre réponse")).to_be_visible()
    walk.picture(page, "handed-in")
    return assignment


def editor_approves(walk, expect, assignment):
    page = walk.visitor("/admin/login/", width=1280)
    page.locator("input[name=username]").fill(ACCOUNT)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    walk.picture(page, "admin-home")
    page.goto("/admin/a-decider/")
    walk.picture(page, "queue")
    page.goto(f"/admin/a-decider/reponse/{assignment.answer.pk}/")
    expect(page.get_by_text("Mon patron m’a passée à mi-temps")).to_be_visible()
    walk.picture(page, "review")
    page.get_by_role("button", name="Valider et envoyer", exact=True).click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="La réponse à votre question")).to_be_visible()
    walk.picture(page, "before-sending")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.goto(f"/admin/questions/inspect/{assignment.question_id}/")
    expect(page.get_by_role("link", name="Publier en page")).to_be_visible()
    walk.picture(page, "file")
    return page


def editor_publishes(walk, expect, page, assignment):
    from clairdroit.kb_pages.models import ArticlePage

    page.get_by_role("link", name="Publier en page").click()
    expect(page.locator(".publish__masked").first).to_be_visible()
    walk.picture(page, "publish")
    page.get_by_label("La question, telle que tout le monde la lira").fill(ASKED)
    answered = page.get_by_label("La réponse, telle que tout le monde la lira")
    answered.fill(answered.input_value().removesuffix("Bon courage,").strip())
    page.get_by_label("Titre de la page").fill(TITLE)
    page.get_by_label("Résumé en une phrase").fill(SUMMARY)
    page.get_by_label("Sujet").select_option(index=1)
    page.get_by_label("J’ai relu les deux textes").check()
    page.get_by_role("button", name="Faire le brouillon").click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))
    walk.picture(page, "draft-of-the-page", full=False)
    number = re.search(r"pages/(\d+)/edit", page.url)[1]
    page.goto(f"/admin/a-decider/texte/page/{number}/")
    expect(page.get_by_role("heading", name="Votre décision")).to_be_visible()
    walk.picture(page, "decision")
    page.get_by_role("button", name="Valider et publier", exact=True).click()
    page.wait_for_load_state()
    article = ArticlePage.objects.order_by("-pk").first()
    assert article.live, "the page was not published"
    reader = walk.visitor(article.url)
    expect(reader.get_by_text("Réponse à une question")).to_be_visible()
    assert "Berthier" not in reader.content()
    walk.picture(reader, "page")
    reader.goto("/recherche/?q=mon+salaire+a+baissé+loyer&type=answer")
    walk.picture(reader, "page-among-the-results")


def citizen_follows(walk, expect, follow):
    answered = walk.mail(CITIZEN, "mail-with-the-answer")
    assert answered == follow
    page = walk.visitor(follow)
    expect(page.get_by_role("heading", name="La réponse")).to_be_visible()
    walk.picture(page, "follow-up")
    page.get_by_role("button", name="Oui").click()
    expect(page.get_by_text("Vous avez dit")).to_be_visible()
    walk.picture(page, "helped")
    page.get_by_label("Que voulez-vous ajouter").fill(DETAIL)
    page.get_by_role("button", name="Envoyer cette précision").click()
    expect(page.get_by_text(DETAIL)).to_be_visible()
    walk.picture(page, "taken-up-again")
    page.get_by_role("link", name="Effacer mes données").click()
    walk.picture(page, "erase")
    page.get_by_role("button", name="Oui, tout effacer").click()
    page.wait_for_load_state()
    assert "Berthier" not in page.content()
    walk.picture(page, "erased")
    assert page.context.cookies() == []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if urlsplit(options.site).hostname not in ("127.0.0.1", "localhost"):
        parser.error("The walk leaves traces: it goes through a demonstration on this machine only.")
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        walk = Walk(browser, options.site.rstrip("/"), options.out)
        _page, follow = citizen_asks(walk, expect)
        assignment = partner_answers(walk, expect)
        editor = editor_approves(walk, expect, assignment)
        editor_publishes(walk, expect, editor, assignment)
        citizen_follows(walk, expect, follow)
        browser.close()
    print(f"{len(walk.taken)} steps, {len(list(options.out.glob('*.png')))} pictures in {options.out}")


if __name__ == "__main__":
    main()
