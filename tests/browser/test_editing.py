"""Wagtail's editor in a real browser: dates as they are typed, a session that ends, a colleague who saves meanwhile."""

import datetime
import os
import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import TimeoutError, expect
from wagtail.models import Collection, Locale, Page, ReferenceIndex

from clairdroit.kb_pages.actions import build_tree
from clairdroit.kb_pages.models import ArticlePage, NewsPage
from clairdroit.sign_in.models import SignIn
from tests.kb_pages.factories import ArticlePageFactory, NewsPageFactory, TopicPageFactory, stream
from tests.sign_in.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("CLAIRDROIT_PICTURES")


@pytest.fixture
def tree(served, settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # The test before this one emptied the tables, what migrations put there included.
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return build_tree(base_url=live_server.url)


@pytest.fixture
def article(tree):
    topic = TopicPageFactory(parent=tree.headings["logement"], title="Payer mon loyer")
    page = ArticlePageFactory(parent=topic, title="Demander une aide", summary="Demandez une aide.")
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def anne(served):
    user = get_user_model().objects.create_superuser("anne", "anne@ville.example", PASSWORD)
    user.first_name, user.last_name = "Anne", "Essai"
    user.save()
    return user


def sign_in(page):
    page.get_by_label("Nom d’utilisateur").fill("anne")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def edit(visit, thing, *, width=1280):
    page = visit(f"/admin/login/?next={reverse('wagtailadmin_pages:edit', args=[thing.pk])}", width=width)
    sign_in(page)
    return page


def seen(page, name, width):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def end_session(user):
    long_ago = timezone.now() - datetime.timedelta(days=2)
    SignIn.objects.filter(user=user).update(last_used_at=long_ago, started_at=long_ago)


def summary_of(article):
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().summary


def test_a_day_that_is_none_stays_as_typed_and_is_refused(tree, anne, visit):
    news = NewsPageFactory(parent=tree.news_index, date=datetime.date(2026, 1, 5))
    page = edit(visit, news)
    field = page.locator("#id_date")
    field.fill("31/02/2026")
    field.press("Tab")
    page.locator("#id_summary").click()
    expect(field).to_have_value("31/02/2026")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Saisissez une date valide.").first).to_be_visible()
    expect(page.locator("#id_date")).to_have_value("31/02/2026")
    news.refresh_from_db()
    assert NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object().date == datetime.date(2026, 1, 5)


def typed_until(page, shown):
    """Wagtail looks for changes only some seconds after the editor has opened: whoever goes on typing is heard."""
    for number in range(30):
        page.locator("#id_summary").fill(f"Demandez vite une aide, {number + 2} fois.")
        try:
            shown.first.wait_for(state="attached", timeout=2_000)
        except TimeoutError:
            continue
        return
    raise AssertionError("Nothing was autosaved.")


class TestASessionThatEnds:
    def test_it_is_said_in_the_editor_and_the_text_is_saved_once_signed_in_again(self, article, anne, visit):
        page = edit(visit, article)
        end_session(anne)
        alert = page.locator("[data-signed-out]")
        typed_until(page, alert)
        expect(alert).to_contain_text("Vous avez été déconnecté.")
        assert summary_of(article) == "Demandez une aide."
        seen(page, "session-ended", 1280)
        with page.context.expect_page() as opened:
            alert.get_by_role("link").click()
        sign_in(opened.value)
        opened.value.close()
        typed_until(page, page.locator("body:not(:has([data-signed-out]))"))
        assert summary_of(article).startswith("Demandez vite une aide")

    def test_what_is_sent_is_kept_and_sent_again(self, article, anne, visit):
        page = edit(visit, article)
        page.locator("#id_summary").fill("Demandez vite une aide.")
        end_session(anne)
        send(page)
        expect(page.get_by_role("alert")).to_contain_text("n’est pas perdu")
        other = page.context.new_page()
        other.goto("/admin/login/")
        sign_in(other)
        page.get_by_role("button", name="Envoyer à nouveau").click()
        expect(page.locator(".messages")).to_contain_text("Demander une aide")
        assert summary_of(article) == "Demandez vite une aide."

    def test_signing_out_in_another_tab_loses_nothing(self, article, anne, visit):
        page = edit(visit, article)
        page.locator("#id_summary").fill("Demandez vite une aide.")
        other = page.context.new_page()
        other.goto("/")
        other.get_by_role("button", name="Me déconnecter").click()
        send(page)
        expect(page.get_by_role("alert")).to_contain_text("n’est pas perdu")
        other.goto("/admin/login/")
        sign_in(other)
        page.get_by_role("button", name="Envoyer à nouveau").click()
        expect(page.locator(".messages")).to_contain_text("Demander une aide")
        assert summary_of(article) == "Demandez vite une aide."


def test_the_help_is_whole_beside_a_form_s_map_of_itself(article, anne, visit):
    page = edit(visit, article)
    link = page.locator(".help-link")
    page.locator(".w-minimap").wait_for(state="attached")
    box = link.bounding_box()
    for across in (box["x"] + 4, box["x"] + box["width"] - 4):
        point = [across, box["y"] + box["height"] / 2]
        assert link.evaluate("(link, point) => document.elementFromPoint(...point) === link", point)


def test_people_s_names_are_words_on_a_telephone(tree, anne, visit):
    page = visit(f"/admin/login/?next={reverse('wagtailusers_users:index')}", width=360)
    sign_in(page)
    name = page.get_by_role("link", name="Anne Essai")
    assert name.bounding_box()["height"] < 60
    # What is wider than the screen can be reached by a finger.
    table = page.locator("table.listing")
    assert table.evaluate("table => getComputedStyle(table.parentElement).overflowX") == "auto"
    seen(page, "people", 360)


def send(page):
    """As a browser without scripts would, past what Wagtail's own ask first."""
    page.locator("#id_summary").evaluate("field => field.form.submit()")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_an_expiry_does_is_said_beside_its_date(article, anne, visit, width):
    page = edit(visit, article, width=width)
    page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.evaluate("button => button.click()")
    expect(page.locator("#id_expire_at")).to_be_visible()
    expect(page.get_by_text("À cette date, la page est retirée, même si elle est encore exacte.")).to_be_visible()
    seen(page, "dates", width)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_form_whose_token_is_old_gives_its_text_back(article, anne, visit, width):
    page = edit(visit, article, width=width)
    page.locator("#id_summary").fill("Demandez vite une aide.")
    page.context.clear_cookies(name="csrftoken")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce formulaire n’a pas pu être accepté")
    assert "Demandez vite une aide." in [area.input_value() for area in page.locator("textarea").all()]
    seen(page, "csrf", width)
    page.get_by_role("link", name="Rouvrir la page").click()
    expect(page.locator("#id_summary")).to_have_value("Demandez une aide.")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_colleague_s_version_is_shown_before_it_is_saved_over(article, anne, visit, width):
    create = get_user_model().objects.create_superuser
    paul = create("paul", "paul@ville.example", "x", first_name="Paul", last_name="Essai")
    page = edit(visit, article, width=width)
    page.locator("#id_summary").wait_for()
    draft = article.get_latest_revision_as_object()
    draft.summary = "Demandez une aide au CCAS."
    draft.save_revision(user=paul)
    page.locator("#id_summary").fill("Demandez vite une aide.")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Paul Essai a enregistré")
    expect(page.locator(".changes del")).to_contain_text(["au CCAS"])
    expect(page.locator(".changes ins")).to_contain_text(["vite"])
    seen(page, "overwrite", width)
    assert summary_of(article) == "Demandez une aide au CCAS."
    page.get_by_role("button", name="Enregistrer la mienne à sa place").click()
    expect(page.locator(".messages")).to_contain_text("Demander une aide")
    assert summary_of(article) == "Demandez vite une aide."


@pytest.mark.parametrize("width", [360, 1280])
def test_what_stands_around_a_page_is_named_before_it_is_withdrawn(article, anne, visit, width):
    translation = article.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.title = "Ask for help"
    translation.save_revision().publish()
    words = f'<p>Voyez <a linktype="page" id="{article.pk}">les aides</a>.</p>'
    source = ArticlePageFactory(parent=article.get_parent(), body=stream(ArticlePage, ("paragraph", words)))
    ReferenceIndex.create_or_update_for_object(source)
    page = visit(f"/admin/login/?next={reverse('wagtailadmin_pages:unpublish', args=[article.pk])}", width=width)
    sign_in(page)
    expect(page.get_by_role("checkbox", name=re.compile("Ask for help"))).to_be_checked()
    expect(page.get_by_role("link", name=source.title)).to_be_visible()
    seen(page, "withdraw", width)
    page.get_by_role("button", name="Oui").click()
    expect(page.locator(".messages")).to_contain_text("1 traduction a été retirée avec elle.")
    seen(page, "withdrawn", width)
    page.goto("/admin/freshness/")
    expect(page.locator("#dead-links")).to_contain_text(source.title)
    seen(page, "dead-links", width)
