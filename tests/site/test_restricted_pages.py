"""A page that is not for everybody stands nowhere that everybody reads: lists, feeds, calendars, menus, search."""

import re
import unicodedata
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import Locale, PageViewRestriction

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.questions.editors.publishing.forms import topics_for
from clairdroit.questions.related import related_help
from clairdroit.search import signal_handlers
from clairdroit.search.models import SearchDocument, SearchTerm, SuggestedTitle
from tests.kb_pages.factories import (
    PARAGRAPH,
    ArticlePageFactory,
    EventPageFactory,
    InformationPageFactory,
    NewsPageFactory,
    TopicPageFactory,
    site_tree,
    stream,
)
from tests.questions.factories import QuestionFactory
from tests.repository.files import ROOT, tracked

pytestmark = pytest.mark.django_db

WORD = "zéphyrine"
START = [
    "/",
    "/en/",
    "/sitemap.xml",
    # By other words of theirs: the search repeats what it is asked.
    "/recherche/?q=corps",
    "/recherche/?q=atelier",
    "/recherche/?q=nouvelle",
    "/recherche/?q=zephirine",
    "/recherche/suggestions/?q=arti",
    "/recherche/suggestions/?q=zeph",
    "/poser-une-question/",
    "/lexique/",
    "/a-qui-s-adresser/",
    "/rien-de-tel/",
]
SHOWING = [
    "/",
    "/logement/",
    "/logement/flux.atom/",
    "/actualites/flux.atom/",
    "/recherche/?q=corps",
    "/recherche/suggestions/?q=arti",
    "/rien-de-tel/",
]


def folded(text):
    return "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter))


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def pages(commit, db):
    """One page of each kind with the word in title, summary and body, beside one without; and what stands above."""
    with commit():
        tree = site_tree()
        heading = tree.headings["logement"]
        heading.title, heading.intro = f"{WORD} rubrique", f"{WORD} dit"
        heading.save_revision().publish()
        words = {"summary": f"{WORD} résumé", "search_description": f"{WORD} description"}
        body = stream(ArticlePage, ("paragraph", f"<h2>{WORD}</h2><p>{WORD} corps</p>"), PARAGRAPH)
        topic = TopicPageFactory(parent=heading, title=f"{WORD} thème", slug=f"t-{folded(WORD)}", **words)
        found = {
            "heading": heading,
            "topic": topic,
            "article": ArticlePageFactory(parent=topic, title=f"{WORD} article", slug=folded(WORD), body=body, **words),
            "news": NewsPageFactory(
                parent=tree.news_index, title=f"{WORD} nouvelle", slug=folded(WORD), about="logement", **words
            ),
            "event": EventPageFactory(
                parent=tree.event_index, title=f"{WORD} atelier", slug=folded(WORD), about="logement", **words
            ),
            "information": InformationPageFactory(
                parent=tree.home, title=f"{WORD} page", slug=f"i-{folded(WORD)}", show_in_menus=True
            ),
        }
        NewsPageFactory(parent=tree.news_index, about="logement")
        EventPageFactory(parent=tree.event_index, about="logement")
        TopicPageFactory(parent=tree.headings["sante"])
        found |= {"home": tree.home, "news_index": tree.news_index, "event_index": tree.event_index}
    return found


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sésame")
    if kind == "groups":
        restriction.groups.add(Group.objects.get_or_create(name="Cercle")[0])
    return restriction


def walk(client, limit=100):
    """`{address: text}` of whatever can be reached from the first addresses."""
    found, waiting = {}, list(START)
    while waiting and len(found) < limit:
        url = waiting.pop(0)
        if url in found or "commune=" in url:
            continue
        answer = client.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = f"{answer.headers.get('Location', '')}\n{content.decode(errors='replace')}"
        found[url] = folded(text)
        waiting += links(url, text)
        if urlsplit(url).path.count("/") < 6 and not url.endswith((".atom/", ".ics/", ".xml")):
            waiting += [f"{urlsplit(url).path}{end}" for end in ("flux.atom/", "agenda.ics/", "evenement.ics/")]
    return found


def links(url, text):
    found = re.findall(r"<loc>([^<]+)</loc>", text)
    if "<a " in text:
        found += html.fromstring(text.partition("\n")[2] or "<p/>").xpath("//a/@href | //link/@href")
    for link in found:
        address = urldefrag(urljoin(f"http://testserver{url}", link)).url
        parts = urlsplit(address)
        if parts.netloc in ("testserver", "localhost") and not parts.path.startswith(
            ("/static", "/admin", "/documents", "/_util", "/en/_util")
        ):
            yield parts.path + (f"?{parts.query}" if parts.query and "recherche" not in parts.path else "")


def holding(found):
    return {url for url, text in found.items() if folded(WORD) in text}


def everywhere(client):
    """What anybody can come to know, wherever it stands."""
    assert not holding(walk(client))
    stem = folded(WORD)[:7]
    assert not SearchDocument.objects.filter(title__icontains=WORD).exists()
    assert not SearchDocument.objects.filter(body__icontains=WORD).exists()
    assert not SuggestedTitle.objects.filter(words__contains=stem).exists()
    assert not SearchTerm.objects.filter(term__contains=stem).exists()
    assert not related_help(f"Ma {WORD} a un corps et un résumé pour cet article", commune=None, heading="logement")


def test_without_restrictions_the_word_stands_in_all_of_them(client, pages):
    """Else the walk below would prove nothing."""
    seen = holding(walk(client))
    assert set(SHOWING) <= seen
    assert any(address.endswith("agenda.ics/") for address in seen)
    assert any(address.endswith("evenement.ics/") for address in seen)
    assert SearchTerm.objects.filter(term__contains=folded(WORD)[:7]).exists()
    assert SuggestedTitle.objects.filter(words__contains=folded(WORD)).exists()


@pytest.mark.parametrize(("kind", "above"), [("password", False), ("login", True), ("groups", False)])
def test_a_restricted_page_is_nowhere_and_comes_back(client, pages, commit, kind, above):
    # "home": all that lies below it, with itself.
    closed_here = [pages[name] for name in (["home"] if above else ["heading", "news", "event", "information"])]
    documents = set(SearchDocument.objects.values_list("kind", "object_key"))
    with commit():
        closed = [restrict(page, kind) for page in closed_here]
    everywhere(client)
    assert client.get(pages["article"].get_url()).status_code in (200, 302)
    with commit():
        for restriction in closed:
            restriction.delete()
    assert set(SearchDocument.objects.values_list("kind", "object_key")) == documents
    assert "/logement/" in holding(walk(client))


@pytest.mark.parametrize("name", ["article", "topic", "news_index", "event_index"])
def test_each_page_alone_leaves_its_lists(client, pages, commit, name):
    page = pages[name]
    title = {"news_index": pages["news"].title, "event_index": pages["event"].title}.get(name, page.title)
    assert [url for url, text in walk(client).items() if folded(title) in text]
    with commit():
        restrict(page, "login")
    assert not [url for url, text in walk(client).items() if folded(title) in text]
    assert not SearchDocument.objects.filter(title=title).exists()


def test_lists_show_whoever_is_signed_in_what_everybody_sees(client, pages, commit):
    with commit():
        for name in ("heading", "news", "event", "information"):
            restrict(pages[name], "login")
    client.force_login(get_user_model().objects.create_superuser("a", "a@example.org", "p"))
    assert not holding(walk(client))
    # By its own address it is read, and kept by no cache.
    answer = client.get(pages["article"].get_url())
    assert WORD in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_nothing_of_it_is_offered_to_make_a_page_under(pages):
    question = QuestionFactory(heading="logement")
    restrict(pages["topic"], "login")
    assert pages["topic"] not in [topic for title, topics in topics_for(question) for topic in topics]


def test_it_is_restricted_in_its_other_languages_too(client, pages, commit):
    english, _ = Locale.objects.get_or_create(language_code="en")
    with commit():
        restriction = restrict(pages["heading"], "groups")
    alias = pages["article"].copy_for_translation(english, copy_parents=True, alias=True)
    # A translation that has begun is no alias any more.
    alias.alias_of = None
    alias.save()
    copies = PageViewRestriction.objects.exclude(pk=restriction.pk)
    assert [copy.restriction_type for copy in copies] == ["groups"]
    assert [list(copy.groups.all()) for copy in copies] == [list(restriction.groups.all())]
    assert not [url for url, text in walk(client).items() if folded(pages["article"].title) in text]
    assert ArticlePage.objects.live().public().filter(title__contains=WORD).count() == 0


def test_an_alias_of_it_stands_in_no_list(client, pages):
    english, _ = Locale.objects.get_or_create(language_code="en")
    pages["news"].copy_for_translation(english, copy_parents=True, alias=True)
    restrict(pages["news"], "login")
    assert not [url for url, text in walk(client).items() if folded(pages["news"].title) in text]


def test_a_large_branch_leaves_the_search_before_the_worker_comes(pages, commit, monkeypatch):
    monkeypatch.setattr(signal_handlers, "MANY", 1)
    with commit():
        ArticlePageFactory.create_batch(3, parent=pages["topic"])
    call_command("rebuild_search", verbosity=0)
    assert SearchDocument.objects.filter(kind="article").count() == 4
    with commit():
        restrict(pages["heading"], "login")
    assert not SearchDocument.objects.filter(kind__in=("article", "topic"), heading_keys=" logement ").exists()


def test_a_list_costs_the_same_with_one_restriction_and_with_many(client, pages):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get("/logement/")
            client.get("/")
        return len(captured)

    cost()
    before = cost()
    for page in ArticlePageFactory.create_batch(5, parent=pages["topic"]):
        restrict(page, "password")
    assert cost() == before


def test_no_mail_names_it(client, pages, commit):
    with commit():
        for name in ("heading", "news", "event", "information"):
            restrict(pages[name], "password")
    for command in ("send_reminders", "send_outbox"):
        call_command(command, verbosity=0)
    assert not [message for message in mail.outbox if WORD in f"{message.subject} {message.body}"]


def test_every_list_of_live_pages_is_of_public_ones():
    """`.live()` alone is for the side where editors work."""
    editors = {
        "moderation/small_corrections.py",
        "kb_pages/withdrawing/deleting.py",
        "kb_pages/withdrawing/links.py",
    }
    bare = re.compile(r"(Page|\bmodel)\.objects\.live\(\)(?!\s*\.public\(\))")
    found = {
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] != "tests" and bare.search(path.read_text())
    }
    assert found <= editors
