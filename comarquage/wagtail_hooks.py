from typing import Any

from wagtail import hooks

from clairdroit.comarquage.viewsets import admin_viewsets


@hooks.register("register_admin_viewset")
def register_official_content() -> list[Any]:
    return admin_viewsets()
