"""A real browser (the distribution's Chromium) against a real server on the loopback address."""

import json
import os
import threading

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Workflow, WorkflowContentType, WorkflowTask
from wagtail_localize.models import Translation

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.roles.actions import compose_roles
from tests.browser.editor import TEAM_BOX
from tests.kb_pages.factories import ArticlePageFactory, HeadingPageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, UserFactory
from tests.servers import CHROMIUM_ARGUMENTS, chromium
from tests.shell import factories
from tests.territories.factories import CommuneFactory

# Playwright's synchronous API runs an event loop in this thread, in which Django refuses the database by default.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(autouse=True)
def what_migrations_made(request):
    """The test before this one emptied the tables; Django makes rights again, but for this one of wagtail-localize."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        translations = ContentType.objects.get_for_model(Translation)
        Permission.objects.get_or_create(content_type=translations, codename="submit_translation")
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")


@pytest.fixture
def served(settings, live_server):
    """The live server with styles and scripts under their own names: nothing was collected for the tests."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return live_server


@pytest.fixture
def asked(served, settings):
    """A question that waits for a partner, whose links lead to the live server."""
    settings.WAGTAILADMIN_BASE_URL = served.url
    factories.site_with_a_home_page()
    return AssignmentFactory(partner__name="ADIL 78")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request):
    return request.param


class RequestsUnderWay:
    """How many requests the live server answers at this instant."""

    def __init__(self):
        self.count = 0
        self.changed = threading.Condition()

    def started(self, **kwargs):
        self.change(+1)

    def finished(self, **kwargs):
        self.change(-1)

    def change(self, by):
        with self.changed:
            self.count += by
            self.changed.notify_all()

    def wait_for_none(self, seconds=15):
        with self.changed:
            assert self.changed.wait_for(lambda: self.count <= 0, seconds), f"{self.count} requests have not ended"


@pytest.fixture
def requests_under_way():
    counter = RequestsUnderWay()
    request_started.connect(counter.started)
    request_finished.connect(counter.finished)
    yield counter
    request_started.disconnect(counter.started)
    request_finished.disconnect(counter.finished)


@pytest.fixture
def visit(browser, live_server, requests_under_way):
    """Opens a page as a new visitor: nothing is shared with another visitor of the same test.

    Waits at the end for what the page's own scripts still ask of the server: the database is emptied next.
    """
    contexts = []

    def open_page(path="/", *, javascript=True, width=360):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 800},
            locale="fr-FR",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    requests_under_way.wait_for_none()


@pytest.fixture
def office(served, settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # The test before this one emptied the tables, what migrations put there included.
    Locale.objects.get_or_create(language_code="fr")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    compose_roles()
    editor = UserFactory(username="moderation", moderator=True)
    editor.set_password("mot-de-passe-de-test")
    editor.save()
    return editor


@pytest.fixture
def town(settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # The test before this one emptied the tables, what migrations put there included.
    for language in ("fr", "en"):
        Locale.objects.get_or_create(language_code=language)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    call_command("setup_site", verbosity=0)
    versailles = CommuneFactory(versailles=True, postal_codes=["78000"])
    PartnerFactory(name="ADIL", headings=["logement"], communes=[versailles], team_email=TEAM_BOX)
    editor = UserFactory(username="moderation", moderator=True)
    editor.set_password("mot-de-passe-de-test")
    editor.save()
    return versailles


BLOCKS = [
    {"type": "paragraph", "id": "a", "value": "<p>Le préavis est de trois mois.</p><ul><li>Un bail</li></ul>"},
    {
        "type": "table",
        "id": "b",
        "value": {
            "columns": [{"type": "row_heading", "heading": "Cas"}, {"type": "number", "heading": "Mois"}],
            "rows": [{"values": ["Bail vide", "3"]}, {"values": ["Bail meublé", "1"]}],
            "caption": "Préavis",
        },
    },
    {"type": "callout", "id": "c", "value": {"kind": "savoir", "text": "<p>Écrivez en recommandé.</p>"}},
]


@pytest.fixture
def texts(office):
    """A page and a record that wait; whoever proposed them."""
    moderators = Group.objects.get(name="Modérateurs")
    moderators.permissions.add(
        *Permission.objects.filter(codename__in=("change_partner", "publish_partner", "add_partner", "access_admin"))
    )
    office.is_superuser = True
    office.save()
    author = UserFactory(username="n.durand", first_name="Nadia", last_name="Durand")
    author.set_password("mot-de-passe-de-test")
    author.save()
    author.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "change_partner")))
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(moderators)
    workflow = Workflow.objects.create(name="Relecture des textes")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    of_partners = ContentType.objects.get_for_model(Partner)
    # In the place of the one that roles bring.
    WorkflowContentType.objects.update_or_create(content_type=of_partners, defaults={"workflow": workflow})
    heading = HeadingPageFactory(key="logement", title="Mon logement", parent=HomePageFactory())
    blocks = json.loads(json.dumps(BLOCKS).replace("trois mois", "deux mois").replace('"3"', '"2"'))
    article = ArticlePageFactory(title="Donner congé", parent=heading, body=ArticlePage.body.field.to_python(BLOCKS))
    partner = PartnerFactory(name="ADIL 78", description="Conseille les locataires.")
    article.save_revision().publish()
    partner.save_revision().publish()
    article, partner = ArticlePage.objects.get(pk=article.pk), Partner.objects.get(pk=partner.pk)
    article.body = ArticlePage.body.field.to_python(blocks)
    partner.description = "Conseille les locataires et les propriétaires."
    for thing in (article, partner):
        thing.save_revision(user=author)
        workflow.start(thing, author)
    return article, partner
