"""One page for everything that waits for a decision."""

import datetime
import io
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, TaskState

from clairdroit.moderation import actions as moderation_actions
from clairdroit.moderation import registry
from clairdroit.moderation.listing import describe, following, order, waiting_for
from clairdroit.moderation.models import InCharge
from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.moderation.views.queue import Row
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, incoming
from clairdroit.questions.models import Question
from clairdroit.registries import registered
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import (
    ArticlePageFactory,
    EventPageFactory,
    HeadingPageFactory,
    HomePageFactory,
    NewsPageFactory,
)
from tests.moderation.factories import InChargeFactory
from tests.moderation.submitting import submit
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    ErrorReportFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db
QUEUE = "clairdroit_moderation_queue"
ASSIGN = "clairdroit_moderation_assign_waiting"


def page(client, **filters):
    response = client.get(reverse(QUEUE), filters)
    assert response.status_code == 200
    return response


def titles(response):
    return [row.described.title for row in response.context["rows"]]


def key_of(answer):
    return Key("reponse", str(answer.pk))


def waited(days, answer):
    TaskState.objects.filter(workflow_state__object_id=str(answer.pk)).update(
        started_at=timezone.now() - datetime.timedelta(days=days)
    )


class TestWhatWaits:
    def test_things_of_every_kind_stand_in_one_list(self, client, editor):
        home = HomePageFactory()
        heading = HeadingPageFactory(key="logement", parent=home)
        article = submit(ArticlePageFactory(parent=heading, title="Payer mon loyer"))
        partner = submit(PartnerFactory(name="ADIL 78"))
        entry = submit(GlossaryEntryFactory(term="forclusion"))
        answer = proposed_answer()
        question = QuestionFactory(text="Qui peut m’aider ?", suspicion="Un lien.")
        ErrorReportFactory(text="Numéro faux.")
        at_desk = QuestionFactory(text="Où refaire ma carte ?", without_address=True)
        actions.answer_directly(question=at_desk, user=editor, text="À la mairie.")
        incoming.receive(source=io.BytesIO(b"From: luc@maison.example\nSubject: Mon bail\n\nBonjour.\n"))
        response = page(client)
        shown = {article.title, partner.name, entry.term, str(answer), question.summary, "Numéro faux.", "Mon bail"}
        shown.add(at_desk.summary)
        assert set(titles(response)) == shown
        assert {row.item.key.kind for row in response.context["rows"]} == registry.kinds().keys()
        assert "Un lien." in response.content.decode()

    def test_what_is_decided_or_in_other_hands_is_not_there(self, client, editor):
        actions.send_answer(answer=proposed_answer(), user=editor)
        actions.ask_for_changes(answer=proposed_answer(), user=editor, comment="Plus court.")
        QuestionFactory(closed=True)
        assert titles(page(client)) == []

    def test_who_decides_on_nothing_sees_nothing(self, client):
        proposed_answer()
        QuestionFactory()
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert titles(page(client)) == []
        assert "/a-decider/" not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_without_admin_access_there_is_no_queue(self, client):
        client.force_login(UserFactory())
        assert client.get(reverse(QUEUE)).status_code == 302

    def test_a_moderator_of_pages_alone_sees_no_question(self, client):
        user = UserFactory()
        group = Group.objects.create(name="Pages seulement")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        article = submit(ArticlePageFactory(parent=HomePageFactory()))
        GroupApprovalTask.objects.get(name="Relecture des textes").groups.add(group)
        QuestionFactory()
        proposed_answer()
        client.force_login(user)
        assert titles(page(client)) == [article.title]
        assert "/a-decider/" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_a_text_leads_to_the_screen_where_it_is_decided_on(self, client, editor):
        article = submit(ArticlePageFactory(title="Payer mon loyer", parent=HomePageFactory()))
        assert f'href="/admin/a-decider/texte/page/{article.pk}/"' in page(client).content.decode()

    def test_news_and_events_stand_under_the_heading_they_name(self, client, editor):
        home = HomePageFactory()
        news = submit(NewsPageFactory(parent=home, about="sante"))
        event = submit(EventPageFactory(parent=home, about="emploi"))
        assert titles(page(client, rubrique="sante")) == [news.title]
        assert titles(page(client, rubrique="emploi")) == [event.title]

    def test_the_menu_leads_to_it(self, client, editor):
        assert reverse(QUEUE) in client.get(reverse("wagtailadmin_home")).content.decode()


class TestOrderAndFilters:
    def test_the_oldest_stands_first(self, client, editor):
        new, old = proposed_answer(), proposed_answer()
        waited(9, old)
        assert titles(page(client)) == [str(old), str(new)]

    def test_of_things_equally_pressing_the_order_is_the_same_each_time(self):
        now = timezone.now()
        items = [QueueItem(Key("page", number), since=now) for number in "312"]
        assert [item.key.number for item in sorted(items, key=order())] == ["1", "2", "3"]

    def test_each_filter_narrows_the_list(self, client, editor):
        answer = proposed_answer()
        Question.objects.filter(pk=answer.question_id).update(heading="sante")
        question = QuestionFactory(heading="logement")
        waited(10, answer)
        InChargeFactory(kind="reponse", number=str(answer.pk), user=editor)
        for filters in ({"genre": "reponse"}, {"rubrique": "sante"}, {"age": "7"}, {"pour": "moi"}):
            assert titles(page(client, **filters)) == [str(answer)], filters
        for filters in ({"genre": "question"}, {"rubrique": "logement"}, {"pour": "personne"}):
            assert titles(page(client, **filters)) == [question.summary], filters
        assert titles(page(client, rubrique="sante", genre="question")) == []

    def test_each_choice_says_how_many_it_would_show(self, client, editor):
        for heading in ("sante", "sante", ""):
            QuestionFactory(heading=heading)
        ErrorReportFactory()
        choices = page(client, genre="question").context["choices"]
        counts = {name: {each.value: each.count for each in offered.choices} for name, offered in choices.items()}
        assert counts["kind"] == {"": 4, "question": 3, "signalement": 1}
        assert counts["heading"] == {"": 3, "sante": 2, "aucune": 1}
        assert counts["charge"] == {"": 3, "personne": 3}

    def test_a_record_under_two_headings_is_found_under_both(self, client, editor):
        partner = PartnerFactory(headings=["sante", "famille"])
        submit(partner)
        assert titles(page(client, rubrique="sante")) == titles(page(client, rubrique="famille")) == [partner.name]

    @pytest.mark.parametrize(
        "chosen", [{"genre": "x"}, {"age": "99"}, {"pour": "-1"}, {"rubrique": "\x00"}, {"p": "x"}]
    )
    def test_what_the_address_invents_changes_nothing(self, client, editor, chosen):
        question = QuestionFactory()
        assert titles(page(client, **chosen)) == [question.summary]

    def test_pages_of_the_list_keep_the_filters(self, client, editor):
        for _number in range(27):
            QuestionFactory()
        response = page(client, genre="question", p=2)
        assert len(response.context["rows"]) == 2
        assert "genre=question" in response.content.decode()


def test_fifty_things_take_no_more_queries_than_five(client, editor):
    heading = HeadingPageFactory(key="sante", parent=HomePageFactory())

    def queries():
        with CaptureQueriesContext(connection) as context:
            page(client)
        return len(context)

    def add():
        submit(ArticlePageFactory(parent=heading))
        submit(PartnerFactory())
        proposed_answer()
        QuestionFactory()
        actions.answer_directly(question=QuestionFactory(without_address=True), user=editor, text="À la mairie.")

    add()
    queries()  # what Wagtail keeps in memory is kept now
    few = queries()
    for _number in range(9):
        add()
    queries()  # whose first words were shown is written down now, once a day
    assert queries() <= few
    with CaptureQueriesContext(connection) as context:
        items = waiting_for(editor)
        describe(items, editor)
    assert len(items) == 50
    assert len(context) <= 18


class TestInCharge:
    def test_one_click_takes_a_thing(self, client, editor):
        answer = proposed_answer()
        response = client.post(reverse(ASSIGN), {"one": str(key_of(answer)), "next": reverse(QUEUE) + "?age=3"})
        assert response.url == reverse(QUEUE) + "?age=3"
        assert InCharge.objects.get().user == editor

    def test_several_go_to_a_colleague_at_once_and_back_to_nobody(self, client, editor):
        colleague = UserFactory(moderator=True)
        keys = [str(key_of(proposed_answer())) for _number in range(3)]
        client.post(reverse(ASSIGN), {"item": keys, "colleague": colleague.pk})
        assert [row.user for row in InCharge.objects.all()] == [colleague] * 3
        client.post(reverse(ASSIGN), {"item": keys[:2], "colleague": ""})
        assert InCharge.objects.count() == 1

    def test_a_colleague_who_may_not_decide_gets_nothing(self, client, editor):
        colleague = UserFactory()
        answer = proposed_answer()
        article = submit(ArticlePageFactory(parent=HomePageFactory()))
        group = Group.objects.create(name="Pages seulement")
        GroupApprovalTask.objects.get(name="Relecture des textes").groups.add(group)
        colleague.groups.add(group)
        keys = [str(key_of(answer)), f"page:{article.pk}"]
        client.post(reverse(ASSIGN), {"item": keys, "colleague": colleague.pk})
        assert not InCharge.objects.exists()
        client.post(reverse(ASSIGN), {"item": keys[1:], "colleague": colleague.pk})
        assert InCharge.objects.get().user == colleague

    def test_what_is_not_theirs_is_passed_over(self, client):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        client.post(reverse(ASSIGN), {"item": [str(key_of(proposed_answer()))], "colleague": "moi"})
        assert not InCharge.objects.exists()

    @pytest.mark.parametrize(
        "data", [{}, {"item": ["x", "reponse:\x00", ":"], "colleague": "moi"}, {"colleague": "99999"}]
    )
    def test_nothing_ticked_or_nonsense_changes_nothing(self, client, editor, data):
        proposed_answer()
        assert client.post(reverse(ASSIGN), data).status_code == 302
        assert not InCharge.objects.exists()

    def test_it_leads_to_no_other_site(self, client, editor):
        response = client.post(reverse(ASSIGN), {"next": "//elsewhere.invalid/"})
        assert response.url == reverse(QUEUE)

    def test_an_answer_that_comes_back_comes_back_to_the_same_colleague(self, editor):
        answer = proposed_answer()
        moderation_actions.put_in_charge(keys=[key_of(answer)], colleague=editor, user=editor)
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
        assignment = answer.assignment
        actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text="Court.")
        (item,) = waiting_for(editor)
        assert item.colleague == editor.pk

    def test_a_thing_has_one_colleague(self):
        InChargeFactory(kind="page", number="1")
        with pytest.raises(IntegrityError):
            InChargeFactory(kind="page", number="1")


class TestFollowing:
    items = [QueueItem(Key("page", str(number)), since=timezone.now()) for number in range(3)]

    def test_the_next_one_and_the_first_after_the_last(self):
        assert following(self.items, Key("page", "0")) == self.items[1]
        assert following(self.items, Key("page", "2")) == self.items[0]

    def test_what_has_left_the_list_is_followed_by_its_first(self):
        assert following(self.items, Key("page", "9")) == self.items[0]
        assert following([], Key("page", "9")) is None
        assert following(self.items[:1], Key("page", "0")) is None


def test_another_app_registers_its_own_things(client, editor):
    class Trial(Source):
        kinds = (Kind("essai", "Essais"),)

        def waiting(self, user):
            return [QueueItem(Key("essai", "1"), since=timezone.now())]

        def describe(self, items, user):
            return {item.key: Described(title="Un essai", url="/essai/") for item in items}

    with registered(registry.sources, *registry.sources, Trial()):
        assert titles(page(client, genre="essai")) == ["Un essai"]


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        ({"seconds": 20}, "à l’instant"),
        ({"minutes": 40}, "40\u00a0minutes"),
        ({"hours": 22, "minutes": 34}, "22\u00a0heures"),
        ({"days": 6, "hours": 22}, "6\u00a0jours"),
    ],
)
def test_since_when_is_told_in_one_unit(waited, said):
    item = Mock(since=timezone.now() - datetime.timedelta(**waited))
    row = Row(item, described=None, kind=None, headings="", colleague="", author="", url="")
    with translation.override("fr"):
        assert row.age == said
