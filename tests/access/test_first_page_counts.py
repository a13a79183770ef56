"""What the admin's first page counts is what the list behind the number shows, for each role."""

import dataclasses
import datetime
import io
import re

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import ReferenceIndex

from clairdroit.connections.models import Webhook
from clairdroit.freshness.board import work_lists
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.mail.models import OutboxMail
from clairdroit.questions import incoming
from clairdroit.questions.models import Question
from tests.access.world import World
from tests.connections.factories import WebhookFactory
from tests.kb_pages.factories import ArticlePageFactory, stream
from tests.questions.factories import AssignmentFactory, ErrorReportFactory, OutboxMailFactory, QuestionFactory

pytestmark = pytest.mark.django_db
ROLES = ("editor", "moderator", "coordination", "superuser")
COUNTED = "//ul[@class='w-summary__list']//a | //ul[@class='queue-panel__counts']//a"
NUMBER = re.compile(r"\d[\d\u202f\xa0]*")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Of everything that is counted more than one, and beside it one that is not counted."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(CLAIRDROIT_DEMO=True):
        world = World()
        now = timezone.now()
        long_ago = now - datetime.timedelta(days=2)
        OutboxMailFactory.create_batch(2)
        OutboxMail.objects.filter(pk__in=[OutboxMailFactory().pk for _each in range(2)]).update(created_at=long_ago)
        OutboxMailFactory(failed=True, account=True)
        WebhookFactory()
        Webhook.objects.filter(pk=WebhookFactory().pk).update(is_active=False, switched_off_at=now)
        for question in QuestionFactory.create_batch(2):
            Question.objects.filter(pk=question.pk).update(due_at=long_ago)
        AssignmentFactory(status="silent")
        ErrorReportFactory.create_batch(2)
        ErrorReportFactory(status="handled", handled_at=now)
        for words in ("Subject: Mon bail", "Subject: Mon loyer", "Subject: Absent\nAuto-Submitted: auto-replied"):
            incoming.receive(source=io.BytesIO(f"From: luc@maison.example\n{words}\n\nBonjour.\n".encode()))
        article = world.own_article
        article.title = "Un titre à relire"
        article.save_revision()
        article.get_workflow().start(article, world.colleague)
        gone = ArticlePageFactory(parent=article.get_parent(), live=False)
        for source in (world.own_article, world.other_article):
            words = f'<p>Voir <a linktype="page" id="{gone.pk}">ceci</a>.</p>'
            page = ArticlePageFactory(parent=source.get_parent(), body=stream(ArticlePage, ("paragraph", words)))
            ReferenceIndex.create_or_update_for_object(page)
            ArticlePage.objects.filter(pk=page.pk).update(expire_at=long_ago)
        other = ArticlePage.objects.get(pk=world.other_article.pk)
        other.save_revision()
        other.get_workflow().start(other, world.colleague)
        yield world
        transaction.set_rollback(True)


def counted(client):
    """Address and number of each count; one thing alone is said in words."""
    response = client.get(reverse("wagtailadmin_home"))
    for link in html.fromstring(response.content.decode()).xpath(COUNTED):
        text = " ".join(link.text_content().split())
        number = NUMBER.search(text)
        yield text, link.get("href"), int(re.sub(r"\D", "", number.group())) if number else 1


def listed(client, address):
    """As many as the list says, or pages through: each kind of list names it otherwise."""
    context = client.get(address).context
    section = address.partition("#")[2]
    if section:
        [lines] = [lines for work, lines in context["work_lists"] if work.key == section]
        return len(lines)
    for name in ("result_count", "total"):
        if name in context:
            return context[name]
    if "paginator" in context:
        return context["paginator"].count
    page = context["page"] if "page" in context else context["rows"]
    return page.paginator.count if hasattr(page, "paginator") else len(page)


@pytest.mark.parametrize("role", ROLES)
def test_a_count_is_what_its_list_shows(world, role):
    client = world.clients[role]
    found = {text: (number, listed(client, address)) for text, address, number in counted(client)}
    assert len(found) >= 3
    assert {text: pair for text, pair in found.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("role", ROLES)
def test_work_is_counted_as_its_list_shows_it_and_the_list_is_not_read(world, role, only_registered):
    user = world.clients[role].get(reverse("wagtailadmin_home")).wsgi_request.user
    numbers = {work.key: (work.count(user), len(list(work.lines(user)))) for work in work_lists}
    assert {key: pair for key, pair in numbers.items() if pair[0] != pair[1]} == {}
    assert numbers["dead-links"][0] == {"editor": 1}.get(role, 2)

    def read(user):
        raise AssertionError("the whole list, for one number")

    only_registered(work_lists, *(dataclasses.replace(each, lines=read) for each in work_lists))
    assert world.clients[role].get(reverse("wagtailadmin_home")).status_code == 200


def test_what_waits_for_a_moderator_is_counted_once(world):
    """Pages, records and answers stand in the queue's panel, not a second time above it."""
    texts = [text for text, _address, _number in counted(world.clients["moderator"])]
    assert not any("à relire" in text for text in texts)
    assert sum("choses attendent une décision" in text for text in texts) == 1


@pytest.mark.parametrize("role", ROLES)
def test_what_waits_for_a_decision_is_not_counted_above_its_panel(world, role):
    content = html.fromstring(world.clients[role].get(reverse("wagtailadmin_home")).content.decode())
    above = " ".join(content.xpath("string(//ul[@class='w-summary__list'])").split())
    for words in ("à confier", "signalement", "attend une décision", "attendent une décision"):
        assert words not in above
