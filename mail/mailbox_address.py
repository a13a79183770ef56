"""Where the mailbox is: `imaps://name:password@host/Folder`. Read by the settings too, before Django is ready."""

import dataclasses
from urllib.parse import unquote, urlsplit

EXPECTED = "imaps://name:password@host/INBOX, with %40 for an @ in the name; imap:// only to 127.0.0.1"
PORTS = {"imaps": 993, "imap": 143}
# A password in plain text goes no further than this machine.
OWN_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class BadAddressError(ValueError):
    """The address cannot be used. Its text never holds the address, whose password would stand in logs."""


@dataclasses.dataclass(frozen=True)
class MailboxAddress:
    host: str
    port: int
    name: str
    password: str = dataclasses.field(repr=False)
    folder: str
    is_encrypted: bool


def read(url: str) -> MailboxAddress:
    """Raises BadAddressError."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise BadAddressError(f"it expects {EXPECTED}.") from error
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or not parts.password or port == 0:
        raise BadAddressError(f"it expects {EXPECTED}.")
    if parts.scheme == "imap" and parts.hostname not in OWN_MACHINE:
        raise BadAddressError("the password would cross the network in plain text: it expects imaps://.")
    name, password = unquote(parts.username), unquote(parts.password)
    if not (name + password).isascii():
        # LOGIN is written in ASCII (RFC 3501, 6.2.3).
        raise BadAddressError("it expects a name and a password without accents: the mailbox opens with no others.")
    return MailboxAddress(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        name=name,
        password=password,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=parts.scheme == "imaps",
    )
