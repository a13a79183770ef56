from django.apps import AppConfig


class PublicFormsConfig(AppConfig):
    """Forms that anyone may send without a cookie: signed token, origin, time, rate, challenge."""

    name = "clairdroit.public_forms"
    label = "clairdroit_public_forms"
