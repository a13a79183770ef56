"""The admin's screens in a real browser: the content policy refuses nothing that they need, and no script fails.

The policy is the site's own. A violation on a screen that is not in `config.content_policy` means that Wagtail began to
write something inline there, or that a screen of ours does.
"""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Locale, Page, Task, Workflow

from clairdroit.kb_pages.actions import build_tree
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions
from clairdroit.roles.actions import compose_roles
from tests.kb_pages.factories import PARAGRAPH, ArticlePageFactory, EventPageFactory, TopicPageFactory, stream
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


@pytest.fixture
def town(served, settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # The test before this one emptied the tables, what migrations put there included.
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    tree = build_tree(base_url=live_server.url)
    compose_roles()
    compose_roles()
    topic = TopicPageFactory(parent=tree.headings["logement"])
    article = ArticlePageFactory(parent=topic, body=stream(ArticlePage, PARAGRAPH))
    article.save_revision()
    event = EventPageFactory(parent=tree.event_index)
    partner = PartnerFactory()
    asked = AssignmentFactory(question=QuestionFactory(assigned=True), partner=partner)
    answer = actions.submit_proposal(assignment=asked, user=team_user(partner), text="Bonjour, voici la réponse.")
    return {"article": article, "topic": topic, "event": event, "partner": partner, "answer": answer, "home": tree.home}


def screens(town):
    article, partner = town["article"].pk, town["partner"].pk
    yield reverse("wagtailadmin_home")
    yield reverse("wagtailadmin_explore", args=[town["topic"].pk])
    yield reverse("wagtailadmin_pages:add", args=["clairdroit_kb_pages", "articlepage", town["topic"].pk])
    for page in ("article", "event", "home"):
        yield reverse("wagtailadmin_pages:edit", args=[town[page].pk])
    for name in ("history", "copy", "move", "usage", "unpublish", "delete"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[article])
    yield reverse("wagtailadmin_pages:view_draft", args=[article])
    for name in ("site_history", "locked_pages", "aging_pages", "workflow", "workflow_tasks", "page_types_usage"):
        yield reverse(f"wagtailadmin_reports:{name}")
    yield reverse("wagtail_localize:submit_page_translation", args=[article])
    yield reverse("wagtailadmin_workflows:edit", args=[Workflow.objects.first().pk])
    yield reverse("wagtailadmin_workflows:edit_task", args=[Task.objects.first().pk])
    for name, number in (
        ("clairdroit_partners_snippets_partner", partner),
        ("clairdroit_glossary_glossaryentry", None),
    ):
        yield reverse(f"wagtailsnippets_{name}:list")
        yield reverse(f"wagtailsnippets_{name}:add")
        if number:
            yield reverse(f"wagtailsnippets_{name}:edit", args=[number])
    yield reverse("wagtailsnippets_clairdroit_questions_proposedanswer:edit", args=[town["answer"].pk])
    yield reverse("wagtailsnippets_clairdroit_questions_routingrule:add")
    for name in ("wagtailimages:index", "wagtailimages:add", "wagtaildocs:add", "wagtailusers_users:index"):
        yield reverse(name)
    for name in ("wagtailredirects:add", "wagtailsites:index", "wagtailadmin_account"):
        yield reverse(name)
    for name in ("clairdroit_moderation_queue", "clairdroit_search_board", "questions_modeladmin_index"):
        yield reverse(name)
    for name in (
        "webhooks:add",
        "cles-partenaires:add",
        "adresses:index",
        "signalements:index",
        "reponses-trouvees:index",
    ):
        yield reverse(name)
    yield from ("/admin/access/", "/admin/write-an-article/", "/admin/groups/new/")
    # As a signed-in person sees them, with the user bar.
    yield from ("/", town["article"].get_url(), "/recherche/?q=loyer", "/rien-ici/")


def signed_in(browser, live_server):
    user = get_user_model().objects.create_superuser("administration", "a@example.org", "p")
    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url, locale="fr-FR")
    context.set_default_timeout(30_000)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    context.add_init_script(LISTEN)
    return context


def is_known(line, expected):
    """The browser's own line on a missing address; Wagtail's zones, which hold the machine's name for its own."""
    return (expected == 404 and "Failed to load resource" in line) or "Invalid time zone" in line


def test_no_screen_needs_what_the_policy_refuses(browser, live_server, town, requests_under_way):
    context = signed_in(browser, live_server)
    found = {}
    for address in screens(town):
        page = context.new_page()
        said = []
        page.on("console", lambda line, said=said: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        answer = page.goto(address)
        expected = 404 if address == "/rien-ici/" else 200
        assert answer.status == expected, address
        page.wait_for_load_state("networkidle")
        lines = [line for line in said if not is_known(line, expected)]
        if lines or page.evaluate("window.refused"):
            found[address] = page.evaluate("window.refused") + lines
        page.close()
    context.close()
    requests_under_way.wait_for_none()
    assert found == {}


def test_the_editor_and_the_user_bar_work_under_it(browser, live_server, town, requests_under_way):
    context = signed_in(browser, live_server)
    page = context.new_page()
    page.goto(reverse("wagtailadmin_pages:edit", args=[town["article"].pk]))
    words = page.locator("[data-draftail-editor-wrapper] [contenteditable=true]").first
    words.click()
    page.keyboard.type("Des mots de plus. ")
    assert "Des mots de plus." in words.inner_text()
    page.goto(reverse("wagtailadmin_pages:edit", args=[town["event"].pk]))
    page.locator("#id_start").click()
    page.locator(".xdsoft_datetimepicker:visible").first.wait_for()
    page.goto(town["article"].get_url())
    page.locator("wagtail-userbar").get_by_role("button").first.click()
    page.locator("wagtail-userbar a[href*='/edit/']").first.wait_for(state="visible")
    assert page.evaluate("window.refused") == []
    context.close()
    requests_under_way.wait_for_none()
