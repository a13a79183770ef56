"""Settings of this app: docs/settings.md lists them."""

import datetime

from clairdroit.app_settings import names, whole_number

_trusted_hosts = names(
    "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS",
    of="servers’ names",
    example=("metier.ville.lan", "127.0.0.1"),
    # As they stand in an address, without its scheme and port; the last alternative is IPv6's.
    pattern=r"[^\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
)
_patience_days = whole_number("CLAIRDROIT_WEBHOOK_PATIENCE_DAYS", 3, least=1)
# Of each key, at the partners' interface.
requests_per_minute = whole_number("CLAIRDROIT_API_REQUESTS_PER_MINUTE", 120, least=1)


def trusted_hosts() -> list[str]:
    """Where webhooks may go without HTTPS, or into the town's own network."""
    return list(_trusted_hosts())


def patience() -> datetime.timedelta:
    """A webhook that has failed for so long without one success is switched off."""
    return datetime.timedelta(days=_patience_days())
