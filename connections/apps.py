from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    """Webhooks, and the interface by which a partner's own software reads and answers."""

    name = "clairdroit.connections"
    label = "clairdroit_connections"
    verbose_name = _("Connections with other software")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from clairdroit.connections import permissions, signal_handlers
        from clairdroit.connections.models import PartnerToken, Webhook, WebhookDelivery
        from clairdroit.connections.space import KeysPage
        from clairdroit.mail.shown_keys import key_shapes
        from clairdroit.partners_snippets.space.sections import space_apps
        from clairdroit.questions.confidentiality.erasure import kept_models

        register_permission_policy(Webhook, permissions.WebhooksPolicy(Webhook))
        register_permission_policy(PartnerToken, permissions.KeysPolicy(PartnerToken))
        signal_handlers.register()
        space_apps.register(KeysPage())
        # Without a word of the person; other software must still hear of the end.
        kept_models.register(WebhookDelivery)
        # A partner's key, a webhook's secret.
        key_shapes.register(r"(?P<key>cdp_[\w-]{16,})")
        key_shapes.register(r"(?P<key>whsec_[\w+/=-]{16,})")
