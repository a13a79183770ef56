"""`/robots.txt`, read by the parser that Python brings: it names the site map and closes nothing that this lists."""

from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from lxml import etree

from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def article():
    tree = site_tree()
    return ArticlePageFactory(parent=TopicPageFactory(parent=tree.headings["logement"]))


def read(client, **headers):
    answer = client.get("/robots.txt", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.content.decode().splitlines())
    return answer, robots


def listed(client, address="/sitemap.xml"):
    document = etree.fromstring(client.get(address).content)
    for found in document.xpath("//s:sitemap/s:loc/text()", namespaces=NAMES):
        yield from listed(client, found)
    yield from document.xpath("//s:url/s:loc/text()", namespaces=NAMES)


def test_robots_are_told_where_the_site_map_is_under_the_host_they_came_by(client):
    assert read(client)[1].site_maps() == ["http://testserver/sitemap.xml"]
    with_host = read(client, host="localhost")[1]
    assert with_host.site_maps() == ["http://localhost/sitemap.xml"]


def test_nothing_that_the_site_map_lists_is_closed(client, article):
    robots = read(client)[1]
    pages = list(listed(client))
    assert f"http://testserver{article.get_url()}" in pages
    assert [page for page in pages if not robots.can_fetch("*", page)] == []


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/login/?next=/admin/pages/3/", "/_util/login/?next=/a/", "/en/_util/login/"]
)
def test_the_admin_and_signing_in_are_closed(client, address):
    assert not read(client)[1].can_fetch("*", f"http://testserver{address}")


def test_the_search_is_closed_in_every_language(client):
    if "clairdroit.search" not in settings.INSTALLED_APPS:
        pytest.skip("without the search application")
    robots = read(client)[1]
    for address in ("/recherche/?q=loyer", "/en/recherche/?q=rent&page=2"):
        assert not robots.can_fetch("*", f"http://testserver{address}")


def test_what_is_not_to_be_found_can_be_read_to_say_so(client):
    """`X-Robots-Tag: noindex` on an address that is closed is never seen."""
    robots = read(client)[1]
    for address in ("/ma-question/secret/", "/espace-partenaires/secret/", "/logement/?commune=78646"):
        assert robots.can_fetch("*", f"http://testserver{address}")


def test_it_sets_no_cookie_and_is_kept_for_an_hour(client):
    answer = read(client)[0]
    assert not answer.cookies
    assert "max-age=3600" in answer["Cache-Control"]
    assert client.post("/robots.txt").status_code == 405
