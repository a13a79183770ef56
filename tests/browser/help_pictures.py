"""The pictures of the admin's help, taken from the demonstration town (docs/help.md).

    CLAIRDROIT_DEMO=true PYTHONPATH=site .venv/bin/python -m tests.browser.help_pictures http://127.0.0.1:8000

Run it beside `make run`, and again when a screen has changed. The pictures are written where the apps' help reads them.
"""

import argparse
import io
import os

from django.urls import reverse
from PIL import Image

from tests.repository.files import ROOT
from tests.servers import CHROMIUM_ARGUMENTS, chromium

ACCOUNT, PASSWORD = "coordination", "demo-clairdroit"
WIDTH, HEIGHT = 1280, 800
# Where the picture is read, the name of the screen's address, and what leads on from there to the screen that is meant.
PICTURES = [
    ("kb_pages/help/write.webp", "clairdroit_freshness:board", "a[href*='/pages/'][href*='/edit/']"),
    ("moderation/help/queue.webp", "clairdroit_moderation_queue", None),
    ("questions/help/review.webp", "clairdroit_moderation_queue", "a[href*='/a-decider/reponse/']"),
    ("questions/help/file.webp", "questions_modeladmin_index", "a[href*='/inspect/']"),
    ("mail/help/outbox.webp", "courriels_modeladmin_index", None),
    ("freshness/help/board.webp", "clairdroit_freshness:board", None),
    ("partners_snippets/help/directory.webp", "wagtailsnippets_clairdroit_partners_snippets_partner:list", None),
]


def take(page, picture, name, leads_on):
    page.goto(reverse(name))
    if leads_on:
        page.goto(page.locator(leads_on).first.get_attribute("href"))
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('.help-link, .messages li').forEach((element) => element.remove())")
    save(page.screenshot(), picture)


def save(shot, picture):
    path = ROOT / picture.partition("/")[0] / "static" / picture
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").save(path, quality=70, method=6)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", help="where the demonstration runs")
    site = parser.parse_args().site.rstrip("/")
    import django
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    # Playwright's loop runs in this thread, and Django takes that for a server's.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_context(
            base_url=site, viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", reduced_motion="reduce"
        ).new_page()
        page.goto("/admin/login/")
        page.fill("input[name=username]", ACCOUNT)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit], form button[type=submit]")
        page.wait_for_url("**/admin/")
        for picture in PICTURES:
            take(page, *picture)
        browser.close()


if __name__ == "__main__":
    main()
