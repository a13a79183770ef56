from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask


def submit(thing, user=None):
    """Puts a page or a snippet into a workflow that the moderators decide."""
    task, created = GroupApprovalTask.objects.get_or_create(name="Relecture des textes")
    if created:
        task.groups.add(Group.objects.get_or_create(name="Modérateurs")[0])
    workflow, created = Workflow.objects.get_or_create(name="Relecture des textes")
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task)
    thing.save_revision(user=user)
    workflow.start(thing, user)
    return thing
