"""What an editor does: signs in, opens the queue, works with the keyboard alone."""

import re

from django.urls import reverse
from playwright.sync_api import expect

QUEUE = "clairdroit_moderation_queue"
# Of the partner in the fixture `town`.
TEAM_BOX = "adil@partenaire.invalid"

# More stops than any of these pages has.
STOPS = 150
NAME = """() => {
  const here = document.activeElement;
  const label = here.labels?.[0]?.innerText;
  return (here.getAttribute("aria-label") || label || here.innerText || here.name || "").trim().replace(/\\s+/g, " ");
}"""


def sign_in(page):
    page.get_by_label("Nom d’utilisateur").fill("moderation")
    page.get_by_label("Mot de passe").or_(page.get_by_label("Password")).first.fill("mot-de-passe-de-test")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def open_admin(page):
    page.goto("/admin/login/")
    page.get_by_label("Nom d’utilisateur").or_(page.get_by_label("Nom d'utilisateur")).fill("moderation")
    page.locator("input[name=password]").fill("mot-de-passe-de-test")
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def queue(visit, width=1280, **options):
    page = visit(reverse(QUEUE), width=width, **options)
    sign_in(page)
    return page


def tab_to(page, name):
    """Presses Tab until something of that name is focused; in sight, or the keyboard would act unseen."""
    passed = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(NAME))
        if passed[-1].startswith(name):
            assert page.evaluate("document.activeElement.getBoundingClientRect().height > 0"), name
            return
    raise AssertionError(f"{name!r} was not reached: {passed}")


def press(page, name, key="Enter"):
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press(key)


def rewrite(page, label, text):
    tab_to(page, label)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)
