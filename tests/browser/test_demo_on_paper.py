"""Every article of the demonstration, printed for a reader who gave a commune: two pages at most, none of it small."""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client

from clairdroit.kb_pages.models import ArticlePage
from tests.browser.paper import PAGES
from tests.demo.loaded import loaded_demonstration

pytestmark = pytest.mark.browser
POINTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const points = parseFloat(getComputedStyle(element).fontSize) * 0.75;
    if (walker.currentNode.textContent.trim() && element.checkVisibility() && points < 9.99) {
      small.push(`${points} pt: ${walker.currentNode.textContent.trim()}`);
    }
  }
  return small;
}"""


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        loaded_demonstration()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_paper(browser, town, db):
    """Opens a page that was asked for here: the thread of a server would not see what this transaction holds, and the
    browser's own calls run beside it."""
    client = Client()
    context = browser.new_context(viewport={"width": 690, "height": 1000}, locale="fr-FR")
    page = context.new_page()
    page.route("**/static/**", style)

    def show(address):
        answer = client.get(f"{address}?commune=78646")
        assert answer.status_code == 200
        page.unroute("**/*.html")
        page.route("**/*.html", lambda route: route.fulfill(body=answer.content, content_type="text/html"))
        page.goto("http://127.0.0.1/page.html")
        return page

    yield show
    context.close()


def style(route):
    found = Path(finders.find(urlsplit(route.request.url).path.removeprefix("/static/")))
    route.fulfill(body=found.read_bytes(), content_type=guess_type(found)[0])


def test_each_takes_two_pages_at_most_in_letters_that_can_be_read(on_paper):
    long, small, articles = {}, {}, list(ArticlePage.objects.live().filter(alias_of=None))
    assert len(articles) > 50
    for article in articles:
        page = on_paper(article.get_url())
        assert page.locator("h1").inner_text() == article.title
        if (count := len(PAGES.findall(page.pdf(format="A4", prefer_css_page_size=True)))) not in (1, 2):
            long[article.slug] = count
        page.emulate_media(media="print")
        if found := page.evaluate(POINTS):
            small[article.slug] = found
        page.emulate_media(media="null")
    assert long == {}
    assert small == {}


def test_the_style_for_paper_was_read(on_paper):
    page = on_paper(ArticlePage.objects.get(slug="j-ai-recu-un-papier-d-expulsion").get_url())
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    assert page.locator(".hours-on-paper").first.is_visible()
