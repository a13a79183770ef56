from importlib.util import find_spec
from typing import Any

from django.core.checks import CheckMessage, Error

from clairdroit.search.mirror import is_configured


def check_elasticsearch(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The server itself is not asked: it may start later than the site."""
    if not is_configured():
        return []
    found: list[CheckMessage] = []
    if find_spec("elasticsearch") is None:
        found.append(
            Error(
                "CLAIRDROIT_ELASTICSEARCH_URL is set, but Elasticsearch’s client is not installed.",
                hint="Install it: pip install 'clairdroit[elasticsearch]'. Without the setting the database searches.",
                id="clairdroit_search.E001",
            )
        )
    return found
