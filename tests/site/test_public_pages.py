"""Walks the demonstration town as a visitor: every page that links lead to, and what each must never hold."""

import itertools
import re
from collections import defaultdict
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from lxml import html

from clairdroit.partners_snippets.models import Partner, PrivateContact

pytestmark = pytest.mark.django_db

PAGES_OF_ONE_SHAPE = 6
START = ["/", "/?commune=78646", "/en/", "/sitemap.xml", "/a-qui-s-adresser/?commune=78646", "/recherche/?q=loyer"]
# Feeds and calendars are the same for every reader; a report says on which page it was made.
WITHOUT_COMMUNE = re.compile(r"(/en)?/(ma-commune|signaler-une-erreur|demo)|.*\.(atom|ics)$")


def shape(url):
    """Addresses that one template answers: numbers, codes and search words do not tell them apart."""
    parts = urlsplit(url)
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    path = re.sub(r"[^/]*\d[^/]*", "N", parts.path)
    depth = path.strip("/").split("/")
    return ("/".join(depth[:1]), len(depth), *names)


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """`{address: response}` of all that a visitor reaches, six of each shape."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(CLAIRDROIT_DEMO=True):
        call_command("load_demo", verbosity=0)
        if "clairdroit.search" in settings.INSTALLED_APPS:
            call_command("rebuild_search", verbosity=0)
        client = Client(raise_request_exception=True)
        answers, seen, waiting = {}, defaultdict(set), list(START)
        while waiting:
            url = waiting.pop(0)
            kind = shape(url)
            if url in answers or (len(seen[kind]) >= PAGES_OF_ONE_SHAPE and url not in START):
                continue
            seen[kind].add(url)
            answers[url] = response = client.get(url)
            response.cookies_set = [*response.cookies, *client.cookies]
            waiting += links_of(url, response)
        secrets = {
            value for contact in PrivateContact.objects.all() for value in (contact.email, contact.phone) if value
        }
        secrets |= set(Partner.objects.exclude(team_email="").values_list("team_email", flat=True))
        secrets -= set(Partner.objects.values_list("email", flat=True))
        yield answers, secrets
        transaction.set_rollback(True)


def tree_of(response):
    if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        return html.fromstring(response.content)
    return None


def links_of(url, response):
    if response.status_code in (301, 302):
        yield urljoin(url, response["Location"])
    if (tree := tree_of(response)) is None:
        return
    for target in tree.xpath("//a/@href"):
        address = urldefrag(urljoin(f"http://testserver{url}", target)).url
        parts = urlsplit(address)
        # Signing in sets a cookie: that page alone, to whoever asks for it.
        elsewhere = ("/admin/", "/static/", "/media/", "/_util/", "/en/_util/")
        internal = parts.netloc == "testserver" and not parts.path.startswith(elsewhere)
        if parts.scheme == "http" and internal:
            yield address.removeprefix("http://testserver")


def pages(walk):
    for url, response in walk[0].items():
        if (tree := tree_of(response)) is not None and response.status_code == 200:
            yield url, response, tree


def test_the_walk_reaches_every_kind_of_page(walk):
    reached = " ".join(walk[0])
    for part in ("/logement/", "/a-qui-s-adresser/", "/poser-ma-question/", "/recherche/", "/actualites/", "/agenda/"):
        assert part in reached
    assert len(walk[0]) > 60


def test_no_link_is_dead(walk):
    assert not {url: response.status_code for url, response in walk[0].items() if response.status_code >= 400}


def test_a_visitor_gets_no_cookie_and_no_page_varies_on_one(walk):
    for url, response in walk[0].items():
        assert not response.cookies_set, url
        varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
        assert not varies & {"cookie", "accept-language"}, url
        assert b"csrfmiddlewaretoken" not in (b"" if response.streaming else response.content), url


def test_no_page_asks_a_third_party_for_anything(walk):
    for url, _response, tree in pages(walk):
        loaded = tree.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href"
        )
        assert not [address for address in loaded if urlsplit(address).netloc not in ("", "testserver")], url


def test_no_page_has_inline_style_or_script(walk):
    for url, _response, tree in pages(walk):
        assert not tree.xpath("//*[@style] | //style"), url
        assert not tree.xpath("//script[not(@src) and not(@type='application/ld+json')]"), url


def test_every_page_has_one_title_one_main_heading_and_headings_in_order(walk):
    for url, _response, tree in pages(walk):
        assert tree.findtext(".//title").strip(), url
        levels = [int(node.tag[1]) for node in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, url
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (url, levels)


def test_every_page_names_its_language(walk):
    for url, _response, tree in pages(walk):
        assert tree.get("lang") == ("en" if url.startswith("/en/") else "fr"), url


def test_links_keep_the_readers_commune(walk):
    for url, _response, tree in pages(walk):
        if "commune=78646" not in url:
            continue
        internal = [href for href in tree.xpath("//main//a/@href") if href.startswith("/")]
        lost = [href for href in internal if "commune=" not in href and not WITHOUT_COMMUNE.match(href)]
        assert not lost, (url, lost)


def test_nothing_private_shows_anywhere(walk):
    answers, secrets = walk
    assert secrets
    for url, response in answers.items():
        if urlsplit(url).path.startswith("/demo/"):
            continue  # the page of sent mails shows to whom each went: it exists in the demonstration only
        text = "" if response.streaming else response.content.decode()
        assert not {value for value in secrets if value in text}, url
