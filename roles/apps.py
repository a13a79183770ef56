from django.apps import AppConfig


class RolesConfig(AppConfig):
    """The groups of the site, composed of what each installed app declares."""

    name = "clairdroit.roles"
    label = "clairdroit_roles"
