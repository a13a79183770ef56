from typing import Any

from django.http import HttpRequest

from clairdroit.shell import conf
from clairdroit.shell.site_shell import shell_of


def site_shell(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": conf.is_demo(), "shell": shell_of(request)}
