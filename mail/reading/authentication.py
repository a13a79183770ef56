"""What the server that received a message found out about its sender: Authentication-Results (RFC 8601).

Only a failure of DMARC (RFC 7489) counts here, and only to hold a message. Anybody can write such a header into a
message; nobody gains by writing that it fails.
"""

import re
from collections.abc import Iterator

from clairdroit.mail.reading.message import Headers

HEADER = "authentication-results"
MAX_HEADER = 8000
# A server may write one for each of its checks, and forwarders add theirs below.
MAX_HEADERS = 20
DMARC = re.compile(r"dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b", re.IGNORECASE)


def fails(headers: Headers, *, server: str) -> bool:
    """Our own mail server says that DMARC failed: `server` is its name in these headers (authserv-id: RFC 8601, 2.5).

    Of several headers of that name the topmost that speaks of DMARC is the server's own: it stands above all that came
    with the message (RFC 8601, 5 and 4.1). Without a name the topmost of all is taken.
    """
    trusted = server.strip().lower()
    written = headers.all(HEADER)[:MAX_HEADERS]
    for each in written if trusted else written[:1]:
        written_by, results = _parsed(each[:MAX_HEADER])
        found = [match[1].lower() for match in map(DMARC.match, results) if match]
        if found and (not trusted or written_by == trusted):
            return "fail" in found
    return False


def _parsed(value: str) -> tuple[str, list[str]]:
    """The server's name, in lower case, and its results. Some servers leave out the name: then it is empty."""
    first, *rest = (part.strip() for part in _without_comments(value).split(";"))
    if DMARC.match(first) or "=" in first.split(" ")[0]:
        return "", [first, *rest]
    name = first.split()[0].strip('"').lower() if first else ""
    # Known to be written without the semicolon after the name, too.
    return name, [first.partition(" ")[2].strip(), *rest]


def _without_comments(value: str) -> str:
    """Comments nest; neither they nor quoted words, which are dropped but for a name in front, hold a result."""
    return "".join(_outside(value))


def _outside(value: str) -> Iterator[str]:
    depth, is_quoted, is_first = 0, False, True
    letters = iter(value)
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif is_quoted:
            is_quoted = letter != '"'
            if is_first and is_quoted:
                yield letter
        elif letter == '"' and not depth:
            is_quoted = True
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not depth:
            is_first = is_first and letter != ";"
            yield letter
