"""What a settings file of one's own must not undo."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_cookies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """RFC 6265bis, 4.1.3.2: a browser drops a `__Host-` cookie that has a domain, another path or no `Secure`."""
    found: list[CheckMessage] = []
    for kind in ("SESSION", "CSRF"):
        name = getattr(settings, f"{kind}_COOKIE_NAME")
        is_bound = (
            getattr(settings, f"{kind}_COOKIE_DOMAIN") is None
            and getattr(settings, f"{kind}_COOKIE_PATH") == "/"
            and getattr(settings, f"{kind}_COOKIE_SECURE")
        )
        if name.startswith("__Host-") and not is_bound:
            found.append(
                Error(
                    f"Browsers drop the cookie {name}: it needs {kind}_COOKIE_SECURE, the path / and no domain.",
                    hint=f"Leave {kind}_COOKIE_DOMAIN and {kind}_COOKIE_PATH out of your settings.",
                    id="clairdroit_site.E010",
                )
            )
    return found
