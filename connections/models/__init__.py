from clairdroit.connections.models.tokens import PartnerToken
from clairdroit.connections.models.webhooks import Webhook, WebhookAttempt, WebhookDelivery

__all__ = ["PartnerToken", "Webhook", "WebhookAttempt", "WebhookDelivery"]
