"""What a kept page is like on its way, and for whom Django is asked all the same."""

import gzip
import threading

import brotli
import pytest
from django.conf import settings

from clairdroit.page_store import encodings
from clairdroit.page_store.application import key_of
from tests.page_store.serving import Process, now

COMMUNE = "?commune=78646"


@pytest.fixture
def address(article):
    return article.url


def test_a_page_is_made_once_and_is_the_same_page(process, address):
    before = process.get(address)
    kept = process.kept(address)
    assert kept.status == before.status == 200
    assert kept.body == now(address).body
    for name in ("content-type", "content-security-policy", "x-content-type-options", "permissions-policy"):
        assert kept.headers.get(name) == before.headers.get(name), name


def test_each_answer_has_its_own_number_once(process, address):
    assert process.kept(address).names.count("x-request-id") == 1
    assert process.kept(address).headers["x-request-id"] == "of-this-answer"


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_it_comes_in_the_encoding_that_is_asked_for(process, address, accepted, encoding, unpack):
    plain = process.kept(address).body
    process.pages.compressing.submit(int).result()
    answer = process.get(address, HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers.get("content-encoding") == encoding
    assert unpack(answer.body) == plain
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"


def test_before_brotli_is_made_gzip_comes(process, address, monkeypatch):
    monkeypatch.setattr(process.pages.compressing, "submit", lambda *args: None)
    process.kept(address)
    assert process.get(address, HTTP_ACCEPT_ENCODING="br, gzip").headers["content-encoding"] == "gzip"


def test_who_has_it_already_gets_no_bytes(process, address):
    etag = process.kept(address).headers["etag"]
    for given in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answer = process.get(address, HTTP_IF_NONE_MATCH=given)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
        assert "content-type" not in answer.headers
    assert process.get(address, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_is_answered_without_the_page(process, address):
    length = process.kept(address).headers["content-length"]
    asked = len(process.django.asked)
    answer = process.get(address, method="head")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", length)
    assert len(process.django.asked) == asked


@pytest.mark.parametrize(
    "brought",
    [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_COOKIE": f"_pk_id=1; {settings.CSRF_COOKIE_NAME}=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_RANGE": "bytes=0-10"},
        {"method": "post"},
    ],
)
def test_who_brings_something_of_their_own_is_answered_by_django(process, address, brought):
    process.kept(address)
    asked = len(process.django.asked)
    process.get(address, **brought)
    assert len(process.django.asked) == asked + 1


def test_cookies_of_others_on_the_same_host_change_nothing(process, address):
    process.kept(address)
    asked = len(process.django.asked)
    process.get(address, HTTP_COOKIE="_pk_id=1; _ga=2")
    assert len(process.django.asked) == asked


def test_a_page_by_commune_is_another_page(process, address):
    assert process.is_kept(address + COMMUNE)
    assert process.is_kept(address)
    assert len({key[-1] for key in process.pages.store.pages}) == 2


@pytest.mark.parametrize("query", ["?unknown=1", "?commune=78646&utm_source=x", "?page=" + "9" * 600])
def test_an_address_with_another_parameter_is_not_kept(process, address, query):
    assert not process.is_kept(address + query)


def test_the_order_of_parameters_is_none(rf):
    keys = {key_of(rf.get(f"/?{query}").environ) for query in ("b=1&a=2&a=1", "a=2&b=1&a=1", "a=2&a=1&b=1")}
    assert len(keys) == 1
    assert key_of(rf.get("/?a=1&a=2&b=1").environ) not in keys


def test_another_host_or_scheme_is_another_page(process, address):
    process.kept(address)
    asked = len(process.django.asked)
    process.get(address, HTTP_HOST="localhost")
    process.get(address, HTTP_X_FORWARDED_PROTO="https")
    assert len(process.django.asked) == asked + 2


@pytest.mark.parametrize(
    "path", ["/nulle-part/", "/poser-ma-question/", "/admin/login/", "/healthz", "/recherche/?q=logement"]
)
def test_no_view_that_does_not_say_so_is_kept(process, tree, path):
    assert not process.is_kept(path)


def test_a_private_page_is_not_kept(process, article):
    article.view_restrictions.create(restriction_type="login")
    assert not process.is_kept(article.url)
    article.view_restrictions.all().delete()
    article.view_restrictions.create(restriction_type="password", password="x")
    assert not process.is_kept(article.url)


def test_what_writes_while_it_is_made_is_not_kept(process, article, monkeypatch):
    monkeypatch.setattr(
        type(article), "cited_partners", lambda page: type(page).objects.filter(pk=page.pk).update(draft_title="x")
    )
    assert not process.is_kept(article.url)


def test_memory_is_bounded_and_the_least_asked_for_goes_first(process, article, topic):
    process.kept(article.url)
    first = process.pages.store.bytes
    small = Process(most_bytes=first + 4000)
    small.kept(article.url)
    small.kept(topic.url)
    assert small.pages.store.bytes <= first + 4000
    assert [key[8] for key in small.pages.store.pages] == [topic.url]


def test_bytes_are_counted_to_nothing(process, article, topic):
    process.kept(article.url)
    process.kept(topic.url)
    process.pages.compressing.submit(int).result()
    process.pages.store.drop(set(process.pages.store.showing))
    assert (process.pages.store.bytes, dict(process.pages.store.showing)) == (0, {})


def test_of_many_at_once_one_makes_the_page(process, article):
    """The page takes until all have asked; whoever waits gets the one that is made."""
    process.kept(article.url)
    process.pages.store.drop({"wagtailcore_page"})
    django, asking, go = process.django, 30, threading.Event()
    original, django.asked = django.application, []

    def slow(environ, start_response):
        go.wait(20)
        return original(environ, start_response)

    django.application = slow
    page = process.pages
    answers = []

    def ask():
        said = []
        environ = {**made, "wsgi.input": None}
        answers.append(b"".join(page(environ, lambda *args: said.append(args))))

    from django.test import RequestFactory

    made = RequestFactory().get(article.url).environ
    threads = [threading.Thread(target=ask) for _ in range(asking)]
    # They may not ask the database, which is this test's own: its look is made already, and none of them is first.
    turn, is_ours = page.store.begin(key_of(made))
    assert is_ours
    page.watcher.looked_at = float("inf")
    for thread in threads:
        thread.start()
    go.set()
    _, headers, body, noted = page.asked_django(made)
    page.store.end(key_of(made), turn, page.page_of(headers, body, noted))
    for thread in threads:
        thread.join()
    assert len(answers) == asking
    assert len(set(answers)) == 1
    assert len(django.asked) == 1


def test_words_for_encodings():
    assert encodings.wanted_by("gzip;q=1.0, br;q=0, *;q=0.1") == {"gzip", "*"}
    assert encodings.wanted_by("br;q=0.000, GZIP") == {"gzip"}
    assert encodings.wanted_by("") == set()
