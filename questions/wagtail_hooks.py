from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from clairdroit.questions.connections import PartnerTokenAdmin, WebhookAdmin
from clairdroit.questions.models import ErrorReport, OutboxMail, Question, Webhook
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.registers import QuestionsGroup
from clairdroit.questions.views import admin, connections, publishing
from clairdroit.questions.viewsets import ProposedAnswerViewSet, StandardPhraseViewSet

register_snippet(ProposedAnswerViewSet)
register_snippet(StandardPhraseViewSet)
modeladmin_register(QuestionsGroup)
modeladmin_register(WebhookAdmin)
modeladmin_register(PartnerTokenAdmin)


@hooks.register("register_admin_urls")
def register_action_urls() -> list[URLPattern]:
    return [
        path(
            "questions/<int:pk>/<slug:action>/agir/",
            admin.act_on_question,
            name="clairdroit_questions_act",
        ),
        path("questions/<int:pk>/page/", publishing.publish_question, name="clairdroit_questions_publish"),
        path("courriels/<int:pk>/reessayer/", admin.retry_mail, name="clairdroit_questions_retry_mail"),
        path("signalements/<int:pk>/traiter/", admin.handle_report, name="clairdroit_questions_handle_report"),
        path("cles-partenaires/<int:pk>/revoquer/", connections.revoke_token, name="clairdroit_questions_revoke_token"),
        path("webhooks/<int:pk>/essayer/", connections.test_webhook, name="clairdroit_questions_test_webhook"),
        path("webhooks/<int:pk>/secret/", connections.renew_secret, name="clairdroit_questions_renew_secret"),
        path(
            "webhooks/messages/<int:pk>/renvoyer/",
            connections.resend_webhook,
            name="clairdroit_questions_resend_webhook",
        ),
    ]


class WaitingSummaryItem(SummaryItem):
    """What the moderation queue cannot show: questions without anybody, reported errors, e-mails that are stuck."""

    order = 80
    template_name = "questions/admin/summary.html"

    def is_shown(self) -> bool:
        return user_can_handle_questions(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "questions": Question.objects.unassigned().count(),
            "reports": ErrorReport.objects.pending().count(),
            "failed_mails": OutboxMail.objects.failed().count(),
            "late_mails": OutboxMail.objects.late().count(),
            "webhooks": Webhook.objects.switched_off().count(),
        }


@hooks.register("construct_homepage_summary_items")
def add_waiting_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingSummaryItem(request))
