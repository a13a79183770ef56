from django.apps import AppConfig


class AdminListsConfig(AppConfig):
    """Lists of rows in the admin that people read, search by word and act upon, and that no form writes."""

    name = "clairdroit.admin_lists"
    label = "clairdroit_admin_lists"
