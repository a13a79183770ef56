"""The pictures of README.md and docs/, taken from the demonstration town and cut out of the walk's.

    PYTHONPATH=site .venv/bin/python -m tests.browser.docs_pictures http://127.0.0.1:8000

First for the town as it is loaded; again after the walk (tests/browser/walk.py), with `--walk` and its folder, for its.
Those of the admin's help are help_pictures.py's.
"""

import argparse
import io
import os
from pathlib import Path

from PIL import Image

from tests.browser.walk import ACCOUNT, PASSWORD
from tests.repository.files import ROOT
from tests.servers import CHROMIUM_ARGUMENTS, chromium

IMAGES = ROOT / "docs" / "images"
MENU = 200
COLOURS = 128
# Name here → address, size of the window, from which pixel of its width and height it is kept, at what size.
SCREENS = {
    "home": ("/", (1280, 1000), (0, 0), 1.0),
    "moderation-queue": ("/admin/a-decider/", (1280, 1150), (0, 0), 1.0),
    "walk-reminders": ("/admin/questions/relances/", (1280, 640), (MENU, 72), 0.65),
}
# Name here → the walk's step and width, what is left out at the left and at the top, the height kept, the size.
STEPS = {
    "walk-existing-help": ("existing-help-while-typing-360", 0, 635, 1550, 1.0),
    "walk-mail-to-the-partner": ("mail-to-the-partner-360", 0, 0, 1168, 1.0),
    "walk-draft": ("draft-360", 0, 0, 1540, 1.0),
    "walk-review": ("review-1280", MENU, 0, 1134, 0.8),
    "walk-before-sending": ("before-sending-1280", MENU, 0, 880, 0.65),
    "walk-follow-up": ("follow-up-360", 0, 0, 1360, 1.0),
    "walk-publish": ("publish-1280", MENU, 0, 1060, 0.8),
    "walk-page": ("page-360", 0, 0, 1660, 1.0),
}


def save(image, name, start, height, size):
    left, top = start
    cut = image.convert("RGB").crop((left, top, image.width, min(image.height, top + height)))
    small = cut.resize((round(cut.width * size), round(cut.height * size)), Image.LANCZOS) if size != 1 else cut
    path = IMAGES / f"{name}.png"
    small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {small.width} × {small.height}, {path.stat().st_size:,} bytes")


def from_the_town(site):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        context = browser.new_context(base_url=site, locale="fr-FR", reduced_motion="reduce")
        page = context.new_page()
        for name, (address, (width, height), start, size) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            if page.locator("input[name=password]").count():
                page.locator("input[name=username]").fill(ACCOUNT)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("form button[type=submit]").click()
                page.wait_for_url(f"**{address}")
            page.wait_for_load_state("networkidle")
            page.evaluate("document.querySelectorAll('.help-link').forEach((element) => element.remove())")
            save(Image.open(io.BytesIO(page.screenshot())), name, start, height, size)
        browser.close()


def from_the_walk(folder):
    for name, (step, left, top, height, size) in STEPS.items():
        (found,) = folder.glob(f"[0-9][0-9]-{step}.png")
        with Image.open(found) as image:
            save(image, name, (left, top), height, size)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", help="where the demonstration runs")
    parser.add_argument("--walk", type=Path, help="the folder of the walk's pictures")
    options = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if options.walk:
        from_the_walk(options.walk)
    else:
        from_the_town(options.site.rstrip("/"))


if __name__ == "__main__":
    main()
