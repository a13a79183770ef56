"""The buttons of the admin's pages about other software: each posts here, and each calls one action."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.connections import actions
from clairdroit.connections.models import PartnerToken, Webhook, WebhookDelivery
from clairdroit.connections.permissions import user_can_manage_connections, user_can_see_keys
from clairdroit.questions.permissions import require


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_manage_connections(request.user))
    actions.send_test_delivery(webhook=get_object_or_404(Webhook, pk=pk), user=request.user)
    messages.success(request, _("A test is on its way: look here again in a minute."))
    return redirect("webhooks:inspect", pk)


@require_POST
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_manage_connections(request.user))
    actions.renew_webhook_secret(webhook=get_object_or_404(Webhook, pk=pk), user=request.user)
    messages.success(request, _("Here is the new secret. Give it to the other software now."))
    return redirect("webhooks:inspect", pk)


@require_POST
def resend_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_manage_connections(request.user))
    delivery = get_object_or_404(WebhookDelivery, pk=pk)
    try:
        actions.resend_webhook(delivery=delivery, user=request.user)
    except actions.OnItsWayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The message will be sent again within a minute."))
    return redirect("webhooks:inspect", delivery.webhook_id)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    require(user_can_see_keys(user))
    actions.revoke_partner_token(token=get_object_or_404(PartnerToken, pk=pk), user=user)
    messages.success(request, _("The key is revoked."))
    return redirect("cles-partenaires:inspect", pk)
