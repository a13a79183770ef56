from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from clairdroit.comarquage.viewsets import admin_viewsets
from clairdroit.help_pages.pages import HelpPage


@hooks.register("register_admin_viewset")
def register_official_content() -> list[Any]:
    return admin_viewsets()


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "fiches-officielles",
            _("Follow the official sheets"),
            _("Where they come from, the last import, the heading under which they stand."),
            "comarquage/help/official_sheets",
            ("official_",),
            order=60,
        )
    ]
