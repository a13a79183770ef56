from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Webhooks, and the interface by which a partner's own software reads and answers."""

    name = "clairdroit.connections"
    label = "clairdroit_connections"
