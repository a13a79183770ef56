"""What a reviewer asked to be changed stands where the author works, and is answered there."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from clairdroit.freshness.changes_asked import (
    ANSWER_FIELD,
    ANSWERED_LOG_ACTION,
    asked_before,
    asked_now,
    note_answer,
    word_of_author,
)
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.partners_snippets.models import Partner
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import HeadingPageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")
COMMENT = "Ajoutez les horaires <b>d’été</b>."


@pytest.fixture
def reviewer():
    user = UserFactory(first_name="Marie", last_name="Petit")
    user.groups.add(Group.objects.create(name="Relecture"))
    return user


@pytest.fixture
def author(client):
    user = UserFactory(first_name="Nadia", last_name="Durand")
    for codename in ("access_admin", "change_partner", "change_glossaryentry"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    group = Group.objects.create(name="Rédaction")
    right = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def workflow(reviewer):
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.set(reviewer.groups.all())
    found = Workflow.objects.create(name="Relecture des textes")
    WorkflowTask.objects.create(workflow=found, task=task)
    for model in (Partner, GlossaryEntry):
        of_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(content_type=of_type, defaults={"workflow": found})
    return found


@pytest.fixture(params=["page", "fiche", "mot"])
def thing(request, workflow, author):
    match request.param:
        case "page":
            made = HeadingPageFactory(key="logement", title="Mon logement", parent=HomePageFactory())
            WorkflowPage.objects.create(workflow=workflow, page=made)
        case "fiche":
            made = PartnerFactory(name="ADIL 78")
        case _:
            made = GlossaryEntryFactory(term="forclusion")
    made.save_revision(user=author)
    workflow.start(made, author)
    return type(made).objects.get(pk=made.pk)


@pytest.fixture
def given_back(thing, reviewer):
    thing.current_workflow_task_state.reject(user=reviewer, comment=COMMENT)
    return type(thing).objects.get(pk=thing.pk)


def edit_url(thing):
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(type(thing).snippet_viewset.get_url_name("edit"), args=[thing.pk])


def posted(form):
    """What the form would send back, its lists included."""
    data = {}
    for each in [form, *(inner for formset in form.formsets.values() for inner in formset)]:
        for field in each:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = "on" if value is True else value
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
    return data


def submit(client, thing, action, answer="Les horaires changent en mai."):
    data = posted(client.get(edit_url(thing)).context["form"])
    return client.post(edit_url(thing), {**data, ANSWER_FIELD: answer, **({action: "1"} if action else {})})


def answers():
    found = [*PageLogEntry.objects.filter(action=ANSWERED_LOG_ACTION)]
    return [*found, *ModelLogEntry.objects.filter(action=ANSWERED_LOG_ACTION)]


class TestInTheForm:
    def test_it_says_first_what_should_change_and_who_says_so(self, client, given_back):
        shown = client.get(edit_url(given_back)).content.decode()
        assert "Modifications demandées par Marie Petit" in shown
        assert "Ajoutez les horaires &lt;b&gt;d’été&lt;/b&gt;." in shown
        assert shown.index("Ajoutez les horaires") < shown.index('id="id_')
        assert f'name="{ANSWER_FIELD}"' in shown

    def test_nothing_of_it_where_nothing_is_asked(self, client, thing):
        assert ANSWER_FIELD not in client.get(edit_url(thing)).content.decode()

    def test_nor_of_something_new(self, client, author):
        author.user_permissions.add(Permission.objects.get(codename="add_partner"))
        add = reverse(Partner.snippet_viewset.get_url_name("add"))
        assert ANSWER_FIELD not in client.get(add).content.decode()


class TestAnswering:
    def test_submitting_again_carries_the_answer(self, client, given_back, author):
        assert submit(client, given_back, "action-submit").status_code == 302
        again = type(given_back).objects.get(pk=given_back.pk)
        assert again.current_workflow_state.status == "in_progress"
        assert asked_now(again) is None
        (asked,) = asked_before(again)
        assert (asked.comment, asked.by) == (COMMENT, "Marie Petit")
        assert (asked.answer, asked.answered_by) == ("Les horaires changent en mai.", "Nadia Durand")

    def test_so_does_beginning_anew(self, client, given_back):
        submit(client, given_back, "action-restart-workflow")
        assert [entry.data["comment"] for entry in answers()] == ["Les horaires changent en mai."]

    @pytest.mark.parametrize("action", ["", "action-unknown"])
    def test_saving_a_draft_sends_nothing(self, client, given_back, action):
        submit(client, given_back, action)
        assert answers() == []
        assert asked_now(type(given_back).objects.get(pk=given_back.pk)).comment == COMMENT

    @pytest.mark.parametrize("nothing", ["", "  \n "])
    def test_nothing_said_is_nothing_kept(self, client, given_back, nothing):
        submit(client, given_back, "action-submit", answer=nothing)
        assert answers() == []

    def test_history_shows_it(self, client, given_back):
        submit(client, given_back, "action-submit")
        viewset = getattr(given_back, "snippet_viewset", None)
        name = viewset.get_url_name("history") if viewset else "wagtailadmin_pages:history"
        shown = client.get(reverse(name, args=[given_back.pk])).content.decode()
        assert "A répondu aux modifications demandées" in shown
        assert "Les horaires changent en mai." in shown


class TestEachRound:
    def test_has_its_own_answer(self, given_back, author, reviewer):
        note_answer(thing=given_back, text="Un.", user=author)
        given_back.current_workflow_state.resume(author)
        again = type(given_back).objects.get(pk=given_back.pk)
        again.current_workflow_task_state.reject(user=reviewer, comment="Encore.")
        note_answer(thing=again, text="Deux.", user=author)
        assert [(asked.comment, asked.answer) for asked in asked_before(again)] == [
            ("Encore.", "Deux."),
            (COMMENT, "Un."),
        ]

    def test_what_is_typed_is_cut_and_cleaned(self, given_back, author):
        note_answer(thing=given_back, text="\x00" + "a" * 9000, user=author)
        assert asked_before(given_back)[0].answer == "a" * 2000


class TestOfTheirOwnAccord:
    """Whoever cannot publish says why a text changes, without having been asked."""

    @pytest.fixture
    def mine(self, thing, author):
        """Handed in, and taken back."""
        thing.current_workflow_state.cancel(user=author)
        return type(thing).objects.get(pk=thing.pk)

    def test_there_is_room_for_it_and_it_goes_along(self, client, mine):
        shown = client.get(edit_url(mine)).content.decode()
        assert "Un mot pour la personne qui relira" in shown
        submit(client, mine, "action-submit", answer="Le plafond a changé en octobre.")
        word = word_of_author(type(mine).objects.get(pk=mine.pk))
        assert (word.text, word.by) == ("Le plafond a changé en octobre.", "Nadia Durand")
        assert asked_before(mine) == []

    def test_not_while_it_waits_nor_for_whoever_publishes_themselves(self, client, thing):
        assert "Un mot pour la personne" not in client.get(edit_url(thing)).content.decode()
        thing.current_workflow_state.cancel()
        client.force_login(UserFactory(is_superuser=True))
        assert "Un mot pour la personne" not in client.get(edit_url(thing)).content.decode()

    def test_it_is_of_the_version_that_waits_and_of_no_later_one(self, thing, author, reviewer):
        note_answer(thing=thing, text="Le plafond a changé.", user=author)
        assert word_of_author(thing).text == "Le plafond a changé."
        thing.current_workflow_task_state.reject(user=reviewer, comment=COMMENT)
        assert word_of_author(thing) is None

    def test_after_an_approval_it_answers_nothing_that_was_asked_before(self, given_back, author, reviewer):
        given_back.current_workflow_state.resume(author)
        again = type(given_back).objects.get(pk=given_back.pk)
        again.current_workflow_task_state.approve(user=UserFactory(is_superuser=True))
        note_answer(thing=again, text="Autre chose.", user=author)
        assert asked_before(again)[0].answer == ""
        assert word_of_author(again).text == "Autre chose."


class TestFirstPage:
    def test_it_says_what_should_change_and_leads_there(self, client, given_back):
        shown = client.get(HOME).content.decode()
        assert "Vos textes en cours de relecture" in shown
        assert "Modifications demandées par Marie Petit" in shown
        assert "Ajoutez les horaires &lt;b&gt;d’été&lt;/b&gt;." in shown
        assert f'href="{edit_url(given_back)}"' in shown

    def test_what_waits_says_since_when(self, client, thing):
        shown = client.get(HOME).content.decode()
        assert "En attente d’une décision depuis" in shown
        assert "Modifications demandées" not in shown

    def test_somebody_elses_is_not_there(self, client, given_back):
        other = UserFactory()
        other.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(other)
        assert "Ajoutez les horaires" not in client.get(HOME).content.decode()
