"""Groups, rights and moderation are the same whatever the order of the commands and whatever was there."""

import itertools

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import HeadingPage, HomePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import ProposedAnswer
from clairdroit.roles import actions, declaring
from clairdroit.roles.enums import DECIDING, Role
from clairdroit.roles.moderation import WORKFLOW, workflow_of

from .matrix import groups, rights_on_models, rights_on_places

pytestmark = pytest.mark.django_db

COMMANDS = ("setup_site", "setup_questions", "setup_roles")
ORDERS = list(itertools.permutations(COMMANDS))
QUESTIONS = "clairdroit_questions."


def run(*commands):
    for command in commands:
        call_command(command, verbosity=0)


def state():
    """All that the commands are to leave alike, in words that do not depend on keys."""
    return {
        "models": {name: rights_on_models(group) for name, group in groups().items()},
        "places": {name: rights_on_places(group) for name, group in groups().items()},
        "moderated pages": sorted(WorkflowPage.objects.values_list("page__slug", "workflow__name")),
        "moderated models": sorted(WorkflowContentType.objects.values_list("content_type__model", "workflow__name")),
        "workflows": sorted(Workflow.objects.values_list("name", "active")),
        "deciding": sorted(GroupApprovalTask.objects.values_list("name", "groups__name")),
        "steps": WorkflowTask.objects.count(),
    }


@pytest.fixture(scope="module")
def wanted(django_db_setup, django_db_blocker):
    """What one command after the other leaves on a database where none has run."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        run("setup_site", "setup_questions")
        found = state()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_every_order_leaves_the_same_and_so_does_a_second_time(order, wanted):
    run(*order)
    assert state() == wanted
    run(*order)
    assert state() == wanted


def test_answers_pages_partners_and_the_glossary_go_through_one_workflow():
    run("setup_questions", "setup_site")
    assert {workflow_of(model).name for model in (ProposedAnswer, Partner, GlossaryEntry)} == {WORKFLOW}
    assert {page.get_workflow().name for page in HeadingPage.objects.all()} == {WORKFLOW}
    assert WorkflowPage.objects.filter(workflow__name=WORKFLOW).count() == 11
    assert Workflow.objects.count() == 1


@pytest.mark.parametrize("order", [("setup_site", "setup_questions"), ("setup_questions", "setup_site")], ids=" ".join)
def test_what_was_taken_away_comes_back(order, wanted):
    run(*order)
    Group.objects.get(name=Role.COORDINATION).permissions.clear()
    Group.objects.get(name=Role.MODERATORS).delete()
    HomePage.objects.get().workflowpage.delete()
    WorkflowContentType.objects.all().delete()
    run(*order)
    assert state() == wanted


def test_what_was_given_by_hand_stays():
    extra = Permission.objects.get(codename="delete_question")
    town = Group.objects.create(name="Élus")
    moderators = Group.objects.create(name=Role.MODERATORS)
    for group in (town, moderators):
        group.permissions.add(extra)
    run(*COMMANDS)
    assert list(town.permissions.all()) == [extra]
    assert extra in moderators.permissions.all()


def test_a_workflow_that_the_town_chose_stays_for_answers_and_for_the_headings_below_a_page():
    run("setup_site")
    own = Workflow.objects.create(name="Comité")
    WorkflowTask.objects.create(workflow=own, task=GroupApprovalTask.objects.create(name="Comité"), sort_order=0)
    WorkflowContentType.objects.filter(content_type__model="proposedanswer").update(workflow=own)
    WorkflowPage.objects.all().delete()
    WorkflowPage.objects.create(page=HomePage.objects.get(), workflow=own)
    run(*COMMANDS)
    assert workflow_of(ProposedAnswer) == own
    assert {page.get_workflow() for page in HeadingPage.objects.all()} == {own}


def test_a_workflow_that_was_put_out_of_use_stays_so_and_another_takes_its_place():
    run("setup_site", "setup_questions")
    former = Workflow.objects.get()
    former.deactivate()
    run(*COMMANDS)
    former.refresh_from_db()
    assert not former.active
    now = Workflow.objects.active().get()
    assert now.name == WORKFLOW
    assert workflow_of(ProposedAnswer) == now
    assert {page.get_workflow() for page in HeadingPage.objects.all()} == {now}


def test_a_workflow_without_a_task_that_somebody_decides_on_gets_one():
    Workflow.objects.create(name=WORKFLOW)
    Workflow.objects.create(name=WORKFLOW)
    idle = GroupApprovalTask.objects.create(name=WORKFLOW, active=False)
    WorkflowTask.objects.create(workflow=Workflow.objects.first(), task=idle, sort_order=0)
    run(*COMMANDS)
    workflow = workflow_of(ProposedAnswer)
    decided_by = [set(task.specific.groups.values_list("name", flat=True)) for task in workflow.tasks]
    assert decided_by == [set(DECIDING)]


def test_who_decides_is_the_towns_choice():
    run("setup_site")
    task = GroupApprovalTask.objects.get(name=WORKFLOW)
    task.groups.remove(Group.objects.get(name=Role.MODERATORS))
    run(*COMMANDS)
    assert [group.name for group in task.groups.all()] == [Role.COORDINATION]


@pytest.fixture
def without_questions(monkeypatch):
    """As on a site where the app is not installed: what the subprocess of test_without_an_app.py is, in this one."""
    from clairdroit.questions import roles as questions_roles

    kept = [part for part in declaring.declared() if part is not questions_roles.ROLES]
    monkeypatch.setattr(actions, "declared", lambda: kept)


def without(app, found):
    """The state without what an app's models have."""
    return {
        "models": {
            name: {label: rights for label, rights in by_label.items() if not label.startswith(app)}
            for name, by_label in found["models"].items()
        },
        "moderated models": [each for each in found["moderated models"] if each[0] != "proposedanswer"],
        **{key: found[key] for key in ("places", "moderated pages", "workflows", "deciding", "steps")},
    }


@pytest.mark.usefixtures("without_questions")
def test_without_an_app_the_others_have_all_that_is_theirs(wanted):
    run("setup_site", "setup_roles")
    assert state() == without(QUESTIONS, wanted)


def test_after_an_app_was_removed_nothing_else_changes_and_it_may_come_back(wanted, request):
    run("setup_questions", "setup_site")
    request.getfixturevalue("without_questions")
    run("setup_site", "setup_roles")
    assert without(QUESTIONS, state()) == without(QUESTIONS, wanted)
    request.getfixturevalue("monkeypatch").undo()
    run("setup_roles")
    assert state() == wanted


def test_a_right_that_the_database_does_not_know_stops_the_command_with_a_sentence():
    Permission.objects.get(codename="take_down_question").delete()
    for command in COMMANDS:
        with pytest.raises(CommandError, match=r"clairdroit_questions.question has no permission take_down_question"):
            call_command(command, verbosity=0)
    assert not Group.objects.filter(name=Role.COORDINATION).exists()


def test_composing_again_asks_little(django_assert_max_num_queries):
    run("setup_site")
    with django_assert_max_num_queries(80):
        actions.compose_roles()
