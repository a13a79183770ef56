"""Small corrections of pages and records are read on one page and approved together; answers never are."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Revision, TaskState, Workflow, WorkflowTask

from clairdroit.moderation import actions
from clairdroit.moderation.listing import waiting_for
from clairdroit.moderation.registry import Key
from clairdroit.moderation.small_corrections import LONGEST, MOST_FIELDS, changes_of, small_corrections
from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.models import HeadingTag
from tests.kb_pages.factories import ArticlePageFactory, HeadingPageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory, proposed_answer

pytestmark = pytest.mark.django_db
URL = "clairdroit_moderation_approve_together"


@pytest.fixture
def workflow(editor):
    task = GroupApprovalTask.objects.create(name="Relecture")
    moderators = Group.objects.get(name="Modérateurs")
    task.groups.add(moderators)
    moderators.permissions.add(Permission.objects.get(codename="publish_partner"))
    found = Workflow.objects.create(name="Relecture des textes")
    WorkflowTask.objects.create(workflow=found, task=task)
    return found


def corrected(thing, workflow, **values):
    """Public as it is, with a correction that waits."""
    thing.save_revision().publish()
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save_revision()
    workflow.start(thing, None)
    return thing


def record(workflow, **values):
    return corrected(PartnerFactory(name="ADIL"), workflow, **(values or {"languages": "français, anglais"}))


def article(workflow, **values):
    heading = HeadingPageFactory(key="logement", parent=HomePageFactory())
    return corrected(ArticlePageFactory(title="Mon loyer", parent=heading), workflow, **values)


def key_of(thing):
    return Key("fiche" if isinstance(thing, Partner) else "page", str(thing.pk))


def seen(*things):
    return {key_of(thing): thing.latest_revision_id for thing in things}


def public(partner):
    return Partner.objects.get(pk=partner.pk).languages


class TestWhatIsSmall:
    def changes(self, thing):
        live = type(thing).objects.get(pk=thing.pk)
        return changes_of(live, Revision.objects.get(pk=thing.latest_revision_id))

    def test_a_few_plain_words_and_ticks_are(self, workflow):
        thing = record(workflow, languages="français, anglais", without_appointment=True)
        changes = {each.label: each.html for each in self.changes(thing)}
        assert len(changes) == 2
        assert any("français, anglais" in html for html in changes.values())
        assert any("oui" in html and "non" in html for html in changes.values())

    def test_a_correction_is_escaped(self, workflow):
        (change,) = self.changes(record(workflow, languages="<script>1</script>"))
        assert "<script>" not in change.html

    def test_long_texts_many_fields_and_blocks_are_not(self, workflow):
        assert self.changes(record(workflow, description="x" * (LONGEST + 1))) is None
        many = {"languages": "a", "phone": "01 99 00 00 00", "website": "https://a.example", "description": "b"}
        many |= {"access_conditions": "c"}
        assert len(many) > MOST_FIELDS
        assert self.changes(corrected(PartnerFactory(), workflow, **many)) is None
        heading, _created = HeadingTag.objects.get_or_create(key="sante")
        assert self.changes(corrected(PartnerFactory(), workflow, headings=[heading])) is None

    def test_what_is_not_public_yet_and_answers_are_not(self, workflow, editor):
        draft = PartnerFactory(live=False)
        draft.save_revision()
        workflow.start(draft, None)
        proposed_answer()
        assert len(waiting_for(editor)) == 2
        assert small_corrections(waiting_for(editor)) == []

    def test_pages_are_compared_too(self, workflow, editor):
        thing = article(workflow, title="Payer mon loyer")
        (found,) = small_corrections(waiting_for(editor))
        assert found.item.key == key_of(thing)
        assert ["loyer" in change.html for change in found.changes] == [True]


class TestApproving:
    def test_all_that_was_read_becomes_public(self, workflow, editor):
        things = [record(workflow), record(workflow)]
        assert actions.approve_together(seen=seen(*things), user=editor) == 2
        assert [public(thing) for thing in things] == ["français, anglais"] * 2
        assert waiting_for(editor) == []

    def test_what_changed_since_it_was_read_waits_on(self, workflow, editor):
        thing = record(workflow)
        read = seen(thing)
        thing.languages = "français, russe"
        revision = thing.save_revision()
        TaskState.objects.filter(status="in_progress").update(revision=revision)
        assert actions.approve_together(seen=read, user=editor) == 0
        assert public(thing) == ""

    def test_twice_approves_once(self, workflow, editor):
        read = seen(record(workflow))
        assert actions.approve_together(seen=read, user=editor) == 1
        assert actions.approve_together(seen=read, user=editor) == 0

    def test_an_answer_is_never_approved_this_way(self, editor):
        answer = proposed_answer()
        read = {Key("reponse", str(answer.pk)): answer.latest_revision_id}
        assert actions.approve_together(seen=read, user=editor) == 0
        assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS

    def test_who_does_not_decide_approves_nothing(self, workflow, editor):
        thing = record(workflow)
        assert actions.approve_together(seen=seen(thing), user=UserFactory()) == 0
        assert public(thing) == ""

    def test_who_may_decide_but_not_publish_opens_it_by_itself(self, workflow, editor):
        Group.objects.get(name="Modérateurs").permissions.remove(Permission.objects.get(codename="publish_partner"))
        thing = record(workflow)
        assert actions.approve_together(seen=seen(thing), user=editor) == 0
        assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS

    def test_what_a_colleague_has_locked_is_passed_over(self, workflow, editor):
        thing = record(workflow)
        Partner.objects.filter(pk=thing.pk).update(locked=True, locked_by=UserFactory(moderator=True))
        assert actions.approve_together(seen=seen(thing), user=editor) == 0


class TestScreen:
    def test_first_the_corrections_are_shown_then_approved(self, client, workflow, editor):
        small, big = record(workflow), record(workflow, description="x" * (LONGEST + 1))
        keys = [str(key_of(thing)) for thing in (small, big)]
        response = client.post(reverse(URL), {"item": keys, "next": reverse("clairdroit_moderation_queue") + "?age=3"})
        page = response.content.decode()
        assert "À ouvrir une par une" in page
        assert f'name="revision-{keys[0]}" value="{small.latest_revision_id}"' in page
        assert public(small) == ""
        data = {"item": keys[:1], f"revision-{keys[0]}": small.latest_revision_id, "approve": "1"}
        response = client.post(reverse(URL), {**data, "next": reverse("clairdroit_moderation_queue") + "?age=3"})
        assert response.url == reverse("clairdroit_moderation_queue") + "?age=3"
        assert public(small) == "français, anglais"

    def test_what_was_decided_meanwhile_is_told(self, client, workflow, editor):
        thing = record(workflow)
        key = str(key_of(thing))
        data = {"item": [key], f"revision-{key}": thing.latest_revision_id, "approve": "1"}
        client.post(reverse(URL), data)
        page = client.post(reverse(URL), data, follow=True).content.decode()
        assert "1 élément n’a pas été validé" in page

    @pytest.mark.parametrize("data", [{}, {"item": ["x", "fiche:\x00"], "approve": "1"}, {"item": ["reponse:1"]}])
    def test_nothing_ticked_or_nonsense_changes_nothing(self, client, editor, data):
        assert client.post(reverse(URL), data).status_code in (200, 302)

    def test_only_by_a_form_and_only_in_the_admin(self, client, editor):
        assert client.get(reverse(URL)).status_code == 405
        client.logout()
        assert client.post(reverse(URL)).status_code == 302


class TestHomePage:
    def home(self, client):
        return client.get(reverse("wagtailadmin_home")).content.decode()

    def test_it_counts_what_waits_by_kind_in_the_place_of_wagtail_s_list(self, client, workflow, editor):
        record(workflow)
        answer = proposed_answer()
        page = self.home(client)
        assert "2 choses attendent une décision" in page
        assert 'href="/admin/a-decider/?genre=fiche"' in page
        assert str(answer) in page
        assert 'id="awaiting-review"' not in page

    def test_who_decides_on_nothing_has_none(self, client):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert "a-decider" not in self.home(client)
