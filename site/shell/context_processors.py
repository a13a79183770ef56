from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clairdroit.shell.site_shell import shell_of


def site_shell(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": getattr(settings, "CLAIRDROIT_DEMO", False), "shell": shell_of(request)}
