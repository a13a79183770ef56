"""Who wrote, and to which of our addresses: read from headers that anybody can write anything into."""

import re
from email.utils import getaddresses

from clairdroit.mail.reading.message import Headers

MAX_HEADER = 4000
# Longer ones are read for our token only; a list of ten thousand addresses is no reason to fail.
MAX_RECIPIENTS = 1 << 20
RECIPIENT_HEADERS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-forwarded-to",
    "x-rcpt-to",
    "apparently-to",
    "resent-to",
    "bcc",
)
# RFC 5322, 3.6.4, loosely: in angle brackets, without blanks. Longer ones do not fit into the column.
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
MAX_IDS = 100
# As in `quoted_text.ADDRESS`: begun only where a run of such letters begins.
SENDER_ADDRESS = re.compile(r"(?<![^\s,;<>\"])[^\s,;<>\"]+@[^\s,;<>\"]+")
IN_BRACKETS = re.compile(r"<\s*([^<>\s]{1,320})\s*>")
# Mailboxes that anybody can open there: whoever has one of the same provider is nobody's colleague.
PUBLIC_PROVIDERS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr"}
    | {"msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "orange.fr", "wanadoo.fr", "laposte.net", "free.fr", "sfr.fr"}
    | {"neuf.fr", "bbox.fr", "numericable.fr", "aliceadsl.fr", "club-internet.fr", "icloud.com", "me.com", "mac.com"}
    | {"gmx.com", "gmx.fr", "gmx.net", "aol.com", "proton.me", "protonmail.com", "mailo.com", "mailo.fr", "zaclys.net"}
    | {"tutanota.com", "web.de", "mail.com", "mail.ru", "yandex.com", "yandex.ru", "ovh.fr", "ik.me", "netcourrier.com"}
)
# What nobody sees and some of what changes the order in which the rest is read.
TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
UNSEEN = re.compile(f"{TURNING.pattern}|[\u200b-\u200f\u2060-\u2065\u00ad]")


def senders(headers: Headers) -> list[str]:
    """The addresses of From, in lower case; a well-made message has one."""
    found: list[str] = []
    for raw in headers.raw("from"):
        text = raw[:MAX_HEADER].decode("utf-8", "replace")
        addresses = [address for _name, address in getaddresses([text]) if "@" in address]
        if not addresses or any(" " in each for each in addresses):
            # An unclosed quotation mark or comment: what stands in angle brackets, if anything does.
            addresses = IN_BRACKETS.findall(text)
        found += [address.strip().lower() for address in addresses if "@" in address]
    return list(dict.fromkeys(found))


def names(headers: Headers) -> str:
    """What stands beside the addresses of From: what the senders call themselves."""
    found = [name.strip() for name, _address in getaddresses(headers.all("from")) if name.strip()]
    return ", ".join(dict.fromkeys(found))


def tokens(headers: Headers, address: str) -> list[str]:
    """What stands after the plus, wherever an address of ours is named; `address` is CLAIRDROIT_REPLY_ADDRESS."""
    local, _at, domain = address.lower().partition("@")
    if not domain:
        return []
    # Whole: neither the end of a longer name nor the beginning of a longer domain.
    wanted = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+([a-z0-9]{{10,40}})@{re.escape(domain)}(?![\w.-]*\w)")
    found: list[str] = []
    for name in RECIPIENT_HEADERS:
        for raw in headers.raw(name):
            found += wanted.findall(raw[:MAX_RECIPIENTS].decode("latin-1").lower())
    return list(dict.fromkeys(found))


def thread_ids(headers: Headers) -> list[str]:
    """Message-IDs that this one answers: the nearest and the oldest of a long thread."""
    text = b" ".join([*headers.raw("in-reply-to"), *headers.raw("references")])[:MAX_RECIPIENTS].decode("latin-1")
    ids = list(dict.fromkeys(MESSAGE_ID.findall(text)))
    return ids if len(ids) <= 2 * MAX_IDS else ids[:MAX_IDS] + ids[-MAX_IDS:]


def returned_ids(raw: bytes) -> list[str]:
    """Message-IDs named in the first 256 KiB of a bounce, MAX_IDS at most: the mail that came back is quoted in it, in
    one form or another."""
    text = raw[: 1 << 18].decode("latin-1")
    return list(dict.fromkeys(re.findall(r"(?i)message-id:\s*(<[^<>\s]{1,250}>)", text)))[:MAX_IDS]


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def is_colleague(sender: str, team: str) -> bool:
    """Of the same domain, and not of one where anybody can open a mailbox."""
    domain = domain_of(team)
    return bool(domain) and domain_of(sender) == domain and domain not in PUBLIC_PROVIDERS
