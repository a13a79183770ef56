from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.model import ModelViewSet

from clairdroit.connections.models import Webhook
from clairdroit.connections.permissions import user_can_manage_connections
from clairdroit.connections.views import admin
from clairdroit.connections.viewsets import PartnerTokenViewSet, WebhookViewSet
from clairdroit.help_pages.pages import HelpPage


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [WebhookViewSet(), PartnerTokenViewSet()]


@hooks.register("register_admin_urls")
def register_action_urls() -> list[URLPattern]:
    return [
        path("cles-partenaires/<int:pk>/revoquer/", admin.revoke_token, name="clairdroit_connections_revoke_token"),
        path("webhooks/<int:pk>/essayer/", admin.send_test, name="clairdroit_connections_send_test"),
        path("webhooks/<int:pk>/secret/", admin.renew_secret, name="clairdroit_connections_renew_secret"),
        path(
            "webhooks/messages/<int:pk>/renvoyer/",
            admin.resend_webhook,
            name="clairdroit_connections_resend_webhook",
        ),
    ]


class SwitchedOffSummaryItem(SummaryItem):
    """Webhooks that failed for too long: below what the questions themselves need a hand for."""

    order = 81
    template_name = "connections/admin/summary.html"

    def is_shown(self) -> bool:
        return user_can_manage_connections(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"webhooks": Webhook.objects.switched_off().count()}


@hooks.register("construct_homepage_summary_items")
def add_switched_off(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(SwitchedOffSummaryItem(request))


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "relier",
            _("Connect other software"),
            _("Tell a town’s software what happens, see the partners’ keys, take one back."),
            "connections/help/connect",
            (
                "webhooks:",
                "cles-partenaires:",
                "clairdroit_connections_renew_secret",
                "clairdroit_connections_resend_webhook",
                "clairdroit_connections_send_test",
                "clairdroit_connections_revoke_token",
            ),
            order=80,
        ),
    ]
