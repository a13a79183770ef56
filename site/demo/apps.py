from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration content: a town that does not exist, its partners and its questions."""

    name = "demo"
    label = "clairdroit_demo"
