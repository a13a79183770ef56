"""Dates of publication and expiry are kept, and everything that shows a page follows."""

import datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from lxml import html
from wagtail.models import Page, Revision

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages import scheduling
from clairdroit.kb_pages.models import ArticlePage, NewsPage
from clairdroit.roles import Role
from clairdroit.search.models import SearchDocument

from .factories import ArticlePageFactory, NewsPageFactory, TopicPageFactory

HOUR = datetime.timedelta(hours=1)


def late_pages(user):
    """The list, and the number on the first page with it."""
    lines = scheduling.late_pages(user)
    assert scheduling.LATE_PAGES.count(user) == len(lines)
    return lines


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def run(commit, time_machine):
    """The minute after `moment`, the job runs."""

    def at(moment):
        time_machine.move_to(moment + datetime.timedelta(minutes=1))
        with commit():
            call_command("publish_scheduled", verbosity=0)

    return at


def scheduled(page, *, go_live_at=None, expire_at=None):
    """As an editor does it: dates are typed, then "publish"."""
    page.go_live_at, page.expire_at = go_live_at, expire_at
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def shown(client, page, *lists):
    """Where a reader meets the page: under its address, in lists, in the search's documents."""
    places = {"itself"} if client.get(page.get_url()).status_code == 200 else set()
    places |= {address for address in lists if page.title in client.get(address).content.decode()}
    if SearchDocument.objects.filter(title=page.title).exists():
        places.add("search")
    return places


NEWS_LISTS = ("/actualites/", "/actualites/flux.atom", "/")


def test_the_job_runs_each_minute():
    assert settings.CLAIRDROIT_PERIODIC_JOBS["publish_scheduled"] == 1


def test_at_its_date_a_page_is_published_everywhere(client, tree, run):
    moment = timezone.now() + HOUR
    page = NewsPageFactory(parent=tree.news_index, live=False)
    scheduled(page, go_live_at=moment)
    assert shown(client, page, *NEWS_LISTS) == set()
    before = client.get("/sitemap-pages.xml")
    run(moment)
    assert shown(client, page, *NEWS_LISTS) == {"itself", "search", *NEWS_LISTS}
    again = client.get("/sitemap-pages.xml", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 200
    assert page.slug in again.content.decode()


def test_at_its_date_a_page_is_withdrawn_everywhere(client, tree, run, commit):
    moment = timezone.now() + HOUR
    with commit():
        page = scheduled(NewsPageFactory(parent=tree.news_index), expire_at=moment)
    assert shown(client, page, *NEWS_LISTS) == {"itself", "search", *NEWS_LISTS}
    run(moment)
    assert shown(client, page, *NEWS_LISTS) == set()
    assert client.get(page.get_url()).status_code == 404
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_an_alias_goes_with_its_page(client, topic, run):
    moment = timezone.now() + HOUR
    page = scheduled(ArticlePageFactory(parent=topic), expire_at=moment)
    alias = page.create_alias(parent=TopicPageFactory(parent=topic.get_parent()), update_slug="ailleurs")
    assert client.get(alias.get_url()).status_code == 200
    run(moment)
    assert client.get(alias.get_url()).status_code == 404


def test_a_new_version_comes_at_its_date_and_not_before(client, topic, run):
    moment = timezone.now() + HOUR
    page = scheduled(ArticlePageFactory(parent=topic, summary="Ancien."))
    page.summary = "Nouveau."
    scheduled(page, go_live_at=moment)
    assert "Ancien." in client.get(page.get_url()).content.decode()
    run(moment)
    assert "Nouveau." in client.get(page.get_url()).content.decode()


def test_without_a_date_nothing_is_withdrawn(client, topic, run):
    page = ArticlePageFactory(parent=topic, verified_at=datetime.date(2019, 1, 1), review_months=1)
    run(timezone.now())
    assert client.get(page.get_url()).status_code == 200


def test_what_ends_goes_first_and_what_begins_comes_by_its_date(topic, monkeypatch, time_machine):
    """Not by the order in which it was written: of two pages the later date may have been given first."""
    now = timezone.now()
    scheduled(ArticlePageFactory(parent=topic, title="Seconde", live=False), go_live_at=now + 2 * HOUR)
    scheduled(ArticlePageFactory(parent=topic, title="Première", live=False), go_live_at=now + HOUR)
    scheduled(ArticlePageFactory(parent=topic, title="Finie"), expire_at=now + 2 * HOUR)
    order = []
    monkeypatch.setattr(scheduling, "_withdraw", lambda page: order.append(page.title))
    monkeypatch.setattr(scheduling, "_publish", lambda revision: order.append(revision.as_object().title))
    time_machine.move_to(now + 3 * HOUR)
    assert scheduling.follow_schedules() == {"withdrawn": 1, "published": 2}
    assert order == ["Finie", "Première", "Seconde"]


class TestWhatCannotBe:
    @pytest.fixture
    def blocked(self, topic, run):
        """Two dates have come; meanwhile another page has taken the first one's address."""
        moment = timezone.now() + HOUR
        first = scheduled(ArticlePageFactory(parent=topic, live=False), go_live_at=moment)
        second = scheduled(ArticlePageFactory(parent=topic, live=False), go_live_at=moment + HOUR / 60)
        content = first.latest_revision.content | {"slug": "pris"}
        Revision.objects.filter(pk=first.latest_revision_id).update(content=content)
        ArticlePageFactory(parent=topic, slug="pris")
        run(moment + HOUR)
        return first, second

    def test_keeps_nothing_else_waiting(self, blocked, caplog):
        first, second = (Page.objects.get(pk=page.pk) for page in blocked)
        assert (first.live, second.live) == (False, True)
        (record,) = [record for record in caplog.get_records("setup") if record.levelname == "ERROR"]
        assert (record.model, record.pk) == ("wagtailcore.Revision", blocked[0].latest_revision_id)

    def test_stands_on_the_board_of_who_may_publish_it(self, blocked, client, member_of):
        first, _second = blocked
        coordinator = member_of(Role.COORDINATION)
        (line,) = late_pages(coordinator)
        assert (line.title, line.edit_url) == (first.title, reverse("wagtailadmin_pages:edit", args=[first.pk]))
        client.force_login(coordinator)
        with translation.override("fr"):
            moment = date_format(timezone.localtime(first.go_live_at), "DATETIME_FORMAT")
        assert f"devait être publiée le {moment}" in client.get("/admin/freshness/").content.decode()
        assert late_pages(member_of(role_names.editors_of("logement"))) == []

    def test_an_expiry_that_has_just_come_is_not_late(self, topic, member_of, time_machine):
        coordinator, moment = member_of(Role.COORDINATION), timezone.now() + HOUR
        page = scheduled(ArticlePageFactory(parent=topic), expire_at=moment)
        for minutes, found in ((-5, []), (5, []), (15, [page.title])):
            time_machine.move_to(moment + datetime.timedelta(minutes=minutes))
            assert [line.title for line in late_pages(coordinator)] == found


def test_what_was_done_at_its_date_is_not_late(topic, member_of, run):
    coordinator, moment = member_of(Role.COORDINATION), timezone.now() + HOUR
    gone = scheduled(ArticlePageFactory(parent=topic), expire_at=moment)
    come = scheduled(ArticlePageFactory(parent=topic, live=False), go_live_at=moment)
    run(moment + HOUR)
    assert [Page.objects.get(pk=page.pk).live for page in (gone, come)] == [False, True]
    assert late_pages(coordinator) == []


class TestFixedPages:
    """Home page, headings and indexes: no clock takes them away."""

    @pytest.mark.parametrize("name", ["home", "news_index", "event_index"])
    def test_have_no_dates_to_type(self, client, member_of, tree, name):
        client.force_login(member_of(Role.COORDINATION))
        page = html.fromstring(client.get(reverse("wagtailadmin_pages:edit", args=[getattr(tree, name).pk])).content)
        assert not page.xpath("//*[@name='go_live_at' or @name='expire_at']")
        assert page.xpath("//*[@name='title']")

    def test_keep_no_date_that_comes_by_another_way(self, tree, run):
        moment = timezone.now() + HOUR
        heading = scheduled(tree.headings["logement"], expire_at=moment)
        assert heading.expire_at is None
        run(moment)
        heading.refresh_from_db()
        assert heading.live


@pytest.mark.parametrize("model", [ArticlePage, NewsPage])
def test_what_an_expiry_does_is_said_where_it_is_typed(client, member_of, topic, tree, model):
    client.force_login(member_of(Role.COORDINATION))
    page = ArticlePageFactory(parent=topic) if model is ArticlePage else NewsPageFactory(parent=tree.news_index)
    shown = html.fromstring(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content)
    (field,) = shown.xpath("//input[@name='expire_at']")
    (help_text,) = shown.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert "À cette date, la page est retirée, même si elle est encore exacte." in help_text.text_content()
    (other,) = shown.xpath("//input[@name='go_live_at']")
    assert not other.get("aria-describedby")


def test_a_dry_run_changes_nothing(topic, time_machine, capsys):
    moment = timezone.now() + HOUR
    page = scheduled(ArticlePageFactory(parent=topic), expire_at=moment)
    time_machine.move_to(moment + HOUR)
    call_command("publish_scheduled", "--dryrun")
    page.refresh_from_db()
    assert page.live
    assert page.slug in capsys.readouterr().out
