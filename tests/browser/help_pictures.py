"""The pictures of the admin's help, taken from the demonstration town (docs/help.md).

    CLAIRDROIT_DEMO=true PYTHONPATH=site .venv/bin/python -m tests.browser.help_pictures http://127.0.0.1:8000

Run it beside `make run`, and again when a screen has changed. The pictures are written where the apps' help reads them.
"""

import argparse
import io
import os

from tests.browser.conftest import ARGUMENTS
from tests.repository.test_layout import ROOT
from tests.servers import chromium

ACCOUNT, PASSWORD = "coordination", "demo-clairdroit"
WIDTH, HEIGHT = 1280, 800
# Where the picture is read, the screen's address or the first address on it that a selector finds.
PICTURES = [
    ("kb_pages/help/write.webp", "/admin/", "article"),
    ("questions/help/queue.webp", "/admin/a-decider/", None),
    ("questions/help/review.webp", "/admin/a-decider/", "a[href*='/a-decider/reponse/']"),
    ("questions/help/file.webp", "/admin/questions/question/", "a[href*='/questions/question/inspect/']"),
    ("freshness/help/board.webp", "/admin/freshness/", None),
    ("partners_snippets/help/directory.webp", "/admin/snippets/clairdroit_partners_snippets/partner/", None),
    ("comarquage/help/imports.webp", "/admin/official_imports/", None),
]


def take(page, picture, address, selector):
    page.goto(address)
    if selector == "article":
        page.goto(first_article())
    elif selector:
        page.goto(page.locator(selector).first.get_attribute("href"))
    page.wait_for_load_state("networkidle")
    # What marks the screen as the demonstration's is no part of it.
    page.add_style_tag(content=".help-link, .demo-banner { display: none !important; }")
    save(page.screenshot(), picture)


def first_article():
    from clairdroit.kb_pages.models import ArticlePage

    article = ArticlePage.objects.live().filter(locale__language_code="fr").order_by("pk").first()
    return f"/admin/pages/{article.pk}/edit/"


def save(shot, picture):
    from PIL import Image

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
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
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
