"""The workflow that pages and the moderated models go through."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from clairdroit.roles.enums import DECIDING

WORKFLOW = "Relecture"
WAGTAIL_WORKFLOW = "Moderators approval"


def our_workflow() -> Workflow | None:
    """The one in use: its name is not unique, and one that was put out of use stays so."""
    return Workflow.objects.active().filter(name=WORKFLOW).order_by("pk").first()


def make_workflow(new_groups: Iterable[str] = ()) -> Workflow:
    """Ours, with a task that somebody may decide on: a workflow without one approves whatever is submitted.

    A group that was deleted and made anew decides again; who else decides is left as it is.
    """
    workflow = our_workflow() or Workflow.objects.create(name=WORKFLOW)
    if not workflow.workflow_tasks.filter(task__active=True).exists():
        # One of that name in another workflow is not ours: whoever decides there would decide here.
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for task in GroupApprovalTask.objects.active().filter(name=WORKFLOW, workflow_tasks__workflow=workflow):
        names = [name for name in DECIDING if name in new_groups] if task.groups.exists() else DECIDING
        task.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))
    return workflow


def moderate_models(workflow: Workflow, labels: Iterable[str]) -> None:
    """Models that have a workflow in use keep it."""
    for label in labels:
        _assign(workflow, apps.get_model(label))


def moderate_pages(workflow: Workflow, pages: Iterable[Page]) -> None:
    """Pages that have another workflow in use, their own or that of a page above, keep it."""
    # That of the root, above every site, is the one of Wagtail's first migration.
    chosen_by_people = WorkflowPage.objects.filter(workflow__active=True, page__depth__gt=1)
    assigned = list(chosen_by_people.values_list("page__path", "workflow_id"))
    for page in pages:
        above = [(path, chosen) for path, chosen in assigned if page.path.startswith(path)]
        # The longest path is the nearest page above.
        path, chosen = max(above, default=("", workflow.pk))
        if chosen == workflow.pk and path != page.path:
            WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})


def workflow_of(model: type[Model]) -> Workflow:
    """The workflow of a moderated model; ours is made when it has none, so that nothing is submitted into nothing."""
    with transaction.atomic():
        return _chosen(model) or _assign(make_workflow(), model)


def _chosen(model: type[Model]) -> Workflow | None:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    assigned = WorkflowContentType.objects.filter(content_type=content_type, workflow__active=True)
    return next((each.workflow for each in assigned.select_related("workflow")), None)


def _assign(workflow: Workflow, model: type[Model]) -> Workflow:
    chosen = _chosen(model)
    if chosen is None:
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": workflow})
    return chosen or workflow


def drop_wagtails_workflow() -> None:
    """That of Wagtail's first migration, which asks a group that goes, unless something went or goes through it."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_WORKFLOW, workflow_states=None):
        groups = Group.objects.filter(groupapprovaltask__workflow_tasks__workflow=workflow)
        if not groups.exists():
            workflow.delete()
