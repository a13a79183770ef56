"""E-mail addresses as mail servers read them: one mailbox has many spellings, and limits count mailboxes."""

import re
import unicodedata

# Providers that deliver a name with dots and one without to the same box; of two names of one provider, the first.
DOTS_ARE_NOTHING = frozenset({"gmail.com"})
SAME_PROVIDER = {"googlemail.com": "gmail.com"}
QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


def plain_address(address: str) -> str:
    """The same address with its domain as it is looked up (RFC 3490: full width, capitals and invisible signs are
    nothing), in the letters that people read; with a domain that nobody can look up, as it came."""
    local, at, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("idna").lower()
    except UnicodeError:
        domain = domain.lower()
    return f"{local}{at}{domain}"


def masked_address(address: str) -> str:
    """Enough to be recognised by whoever knows it, and not to be read: n…a@e…e.fr."""
    local, _at, domain = address.rpartition("@")
    name, dot, end = domain.rpartition(".")
    return f"{_masked(local)}@{_masked(name)}{dot}{end}"


def _masked(word: str) -> str:
    return f"{word[:1]}…{word[-1:]}" if len(word) > 3 else f"{word[:1]}…"


def box_of(address: str) -> str:
    """The same for all spellings that are delivered to one box. What follows a plus sign is a label of the same box,
    quotation marks say nothing (RFC 5321, 4.1.2), and capitals or letters of full width make no other box anywhere: so
    does Django compare them when it looks for an account."""
    local, _at, domain = plain_address(address).rpartition("@")
    if local.startswith('"'):
        local = QUOTED_PAIR.sub(r"\1", local.strip('"'))
    domain = SAME_PROVIDER.get(domain, domain)
    local = unicodedata.normalize("NFKC", local).casefold().partition("+")[0]
    return f"{local.replace('.', '') if domain in DOTS_ARE_NOTHING else local}@{domain}"
