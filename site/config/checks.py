"""What a settings file of one's own must not undo."""

import stat
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections

from config import conf
from config.encryption_keys import FILE as ENCRYPTION_KEYS
from config.private_files import OTHERS, database_files


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
    folder = Path(conf.var_dir())
    private = dict.fromkeys((folder, folder / ENCRYPTION_KEYS, *database_files()), OTHERS)
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


# Worker, clock, and the commands that somebody runs.
OTHER_CONNECTIONS = 5


def check_connections(app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever comes when all of PostgreSQL's connections are taken is answered 503, and no program gets in."""
    if "default" not in (databases or ()) or connections["default"].vendor != "postgresql":
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        )
        (allowed,) = cursor.fetchone()
    # Without a pool each thread makes its own.
    each = conf.database_pool() or conf.web_threads()
    needed = conf.web_workers() * each + OTHER_CONNECTIONS
    if needed <= allowed:
        return []
    return [
        Warning(
            f"The site may want {needed} connections, and PostgreSQL allows {allowed}.",
            hint="Raise PostgreSQL's max_connections, or lower CLAIRDROIT_WEB_WORKERS or CLAIRDROIT_DATABASE_POOL.",
            id="clairdroit_site.W012",
        )
    ]
