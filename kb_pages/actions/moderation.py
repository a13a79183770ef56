from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from clairdroit.kb_pages import roles
from clairdroit.kb_pages.actions.roles import give_page_rights
from clairdroit.kb_pages.actions.tree import Tree

WORKFLOW = "Relecture"
WAGTAIL_WORKFLOW = "Moderators approval"
# Snippets that go through the same queue as pages, where their applications are installed.
MODERATED_SNIPPETS = (
    ("clairdroit_glossary", "GlossaryEntry"),
    ("clairdroit_partners_snippets", "Partner"),
    ("clairdroit_questions", "ProposedAnswer"),
)


@transaction.atomic
def assign_moderation(tree: Tree) -> Workflow:
    """Give the headings, the news, the events and the moderated snippets a workflow, unless they have one."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if not workflow.workflow_tasks.exists():
        task, _ = GroupApprovalTask.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
        task.groups.add(*Group.objects.filter(name__in=(roles.MODERATORS, roles.COORDINATION)))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    pages = [tree.home, *tree.headings.values(), tree.news_index, tree.event_index]
    for page in pages:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
    for app_label, model_name in MODERATED_SNIPPETS:
        _assign_to_snippet(workflow, app_label, model_name)
    _drop_wagtail_workflow(tree)
    return workflow


@transaction.atomic
def open_to_roles(page: Page) -> None:
    """A home page, heading or index that was just made: the rights of the groups on it, and the moderation.

    On a site that `setup_site` has not prepared there is no group and no workflow yet, and nothing is done.
    """
    give_page_rights(page)
    workflow = Workflow.objects.active().filter(name=WORKFLOW).first()
    # Below a page that has a workflow, its own or another one, it is inherited.
    if workflow is not None and Page.objects.get(pk=page.pk).get_workflow() is None:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})


def _assign_to_snippet(workflow: Workflow, app_label: str, model_name: str) -> None:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return
    if getattr(model, "workflow_enabled", False) or hasattr(model, "get_workflow"):
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})


def _drop_wagtail_workflow(tree: Tree) -> None:
    """The workflow of Wagtail's first migration asks a group that `build_roles` removes."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_WORKFLOW, workflow_states=None):
        groups = Group.objects.filter(groupapprovaltask__workflow_tasks__workflow=workflow)
        if not groups.exists():
            workflow.delete()
