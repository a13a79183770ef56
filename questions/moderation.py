"""The Wagtail workflow that proposed answers go through."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from clairdroit.questions.models import (
    OutboxMail,
    PartnerAvailability,
    PartnerToken,
    ProposedAnswer,
    Question,
    RoutingRule,
    StandardPhrase,
    Webhook,
)

WORKFLOW = "Réponses aux questions"
TASK = "Relecture de la réponse"
# The same groups as for pages (kb_pages makes them too, whichever comes first).
COORDINATION = "Coordination"
MODERATORS = ("Modérateurs", COORDINATION)

PERMISSIONS: dict[type, tuple[str, ...]] = {
    Question: ("view_question", "handle_question", "take_down_question"),
    ProposedAnswer: (
        "view_proposedanswer",
        "change_proposedanswer",
        "publish_proposedanswer",
    ),
    OutboxMail: ("view_outboxmail",),
    StandardPhrase: ("add_standardphrase", "change_standardphrase", "delete_standardphrase", "view_standardphrase"),
    RoutingRule: ("view_routingrule", "add_routingrule", "change_routingrule", "delete_routingrule"),
    PartnerAvailability: (
        "view_partneravailability",
        "add_partneravailability",
        "change_partneravailability",
        "delete_partneravailability",
    ),
}
# Who answers in a partner's name, and who is told of questions: see `permissions.user_can_manage_connections`.
COORDINATION_PERMISSIONS: dict[type, tuple[str, ...]] = {
    PartnerToken: ("view_partnertoken", "add_partnertoken"),
    Webhook: ("view_webhook", "add_webhook", "change_webhook", "delete_webhook"),
}


def set_up_moderation() -> Workflow:
    """Groups, their permissions and the workflow, made or completed; an editor's own choices are kept."""
    workflow = answer_workflow()
    admin_access = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    for name in MODERATORS:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*admin_access)
        own = PERMISSIONS | (COORDINATION_PERMISSIONS if name == COORDINATION else {})
        for model, codenames in own.items():
            content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
            group.permissions.add(*Permission.objects.filter(content_type=content_type, codename__in=codenames))
    return workflow


def answer_workflow() -> Workflow:
    """The workflow of answers; made on first use, so that no answer can be submitted into nothing."""
    content_type = ContentType.objects.get_for_model(ProposedAnswer)
    chosen = WorkflowContentType.objects.filter(content_type=content_type, workflow__active=True).first()
    if chosen:
        return chosen.workflow
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW, active=True)
    if created:
        task = GroupApprovalTask.objects.create(name=TASK)
        task.groups.set(Group.objects.get_or_create(name=name)[0] for name in MODERATORS)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": workflow})
    return workflow
