"""What a settings file of one's own must not undo."""

import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from config.private_files import OTHERS, database_files
from config.question_keys import FILE as QUESTION_KEYS


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


def check_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Deployment only: on a developer's machine the next start closes them."""
    folder = Path(settings.CLAIRDROIT_VAR_DIR)
    private = dict.fromkeys((folder, folder / QUESTION_KEYS, *database_files()), OTHERS)
    # A file that root writes and the service's group reads is as good.
    private[Path(settings.BASE_DIR) / ".env"] = stat.S_IRWXO
    return [
        Error(
            f"Other users of this machine may open {path} (mode {stat.S_IMODE(path.stat().st_mode):o}).",
            hint=f"chmod {'o' if forbidden == stat.S_IRWXO else 'go'}= {path}",
            id="clairdroit_site.E011",
        )
        for path, forbidden in private.items()
        if path.exists() and path.stat().st_mode & forbidden
    ]
