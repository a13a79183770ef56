"""Keys leave no text that is shown: whoever reads another person's mail must not be able to act as that person.

Which addresses carry a key is asked of the site itself: any address pattern with a parameter that is named like one, of
whichever app, is masked. Beside them what we make as keys is known by its shape, wherever it stands.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

MASK = "…"
# How a parameter is named whose value is a key: our own, Django's (a password to be set anew), Wagtail's.
KEY_NAMES = frozenset({"token", "key", "secret", "signature", "uidb64", "sesame", "code"})

PARAMETER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
# A slash of an address, also of one that a mail filter has packed into another address, once or twice.
PACKED = r"%(?:25)*2[fF]"
SLASH = rf"(?:/|{PACKED})"
BEGINNING = r"(?:(?<![\w-])|(?<=2[fF]))"
SEGMENT = rf"(?:(?!{PACKED})[^\s/<>\"'?#&])+"
# An address broken by a mail program, which goes on behind the quotation marks of the next line.
BREAK = r"(?:=?\r?\n[ \t>|]*)"
BROKEN = rf"(?:{BREAK}(?:(?!{PACKED})[\w.%:=~+-])+(?=/|{PACKED}|\s|[>)\]\"']|$))?"
KEY_QUERY = rf"(?<=[?&;])(?:{'|'.join(sorted(KEY_NAMES))})=(?P<key>{SEGMENT}{BROKEN})"
SHAPES = (
    # A value with its signature (django.core.signing: HMAC-SHA-256 in base64).
    r"(?<![\w-])(?P<key>[\w-]{1,600}(?::[\w-]{1,20})?[.:][\w-]{43})(?![\w-])",
    # A partner's key, a webhook's secret, Django's token for a new password.
    r"(?P<key>cdp_[\w-]{16,})",
    r"(?P<key>whsec_[\w+/=-]{16,})",
    r"(?<![\w-])(?P<key>[0-9a-z]{6,7}-[0-9a-f]{32})(?![\w-])",
    # Of the address of a reply, what stands after the plus.
    r"(?<=\w)(?:\+|%2[bB]|=2B)(?P<key>[a-km-np-z2-9]{20})(?![a-z0-9])",
)


def without_keys(text: str) -> str:
    """The same text, each key in it replaced by three dots; what stands around it can still be read."""
    if not text:
        return text
    for pattern in _patterns(settings.ROOT_URLCONF, _reply_box()):
        text = pattern.sub(_masked, text)
    return text


def key_routes(urlconf: str | None = None) -> list[str]:
    """Every address pattern of the site that carries a key, up to and with its last one."""
    routes = []
    for route in _routes(get_resolver(urlconf)):
        keys = [found for found in PARAMETER.finditer(route) if found[1] in KEY_NAMES]
        if keys:
            routes.append(route[: keys[-1].end()])
    return sorted(set(routes))


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        # The prefix of a language is a pattern without a route of its own.
        own = str(each.pattern) if isinstance(each.pattern, RoutePattern) else ""
        if isinstance(each, URLPattern):
            yield before + own
        else:
            yield from _routes(each, before + own)


def _reply_box() -> str:
    return getattr(settings, "CLAIRDROIT_REPLY_ADDRESS", "").strip().partition("@")[0]


@lru_cache(maxsize=8)
def _patterns(urlconf: str, reply_box: str) -> list[re.Pattern[str]]:
    patterns = [_route_pattern(route) for route in key_routes(urlconf)]
    if reply_box:
        patterns.append(
            rf"(?<![\w.-]){re.escape(reply_box)}(?:\+|%2[bB]|=2B)(?P<key>[^\s@<>\"']{{4,100}})(?=@|%40|=40)"
        )
    return [re.compile(each) for each in (*patterns, KEY_QUERY, *SHAPES)]


def _route_pattern(route: str) -> str:
    """Literal parts as they stand; each key its own group, so that several in one address are all replaced."""
    pattern, at, number = "", 0, 0
    for found in PARAMETER.finditer(route):
        pattern += _literal(route[at : found.start()])
        if found[1] in KEY_NAMES:
            number += 1
            pattern += f"(?P<key{number}>{SEGMENT}{BROKEN})"
        else:
            pattern += SEGMENT
        at = found.end()
    return f"{BEGINNING}{pattern}"


def _literal(text: str) -> str:
    """Programs break a long address behind a hyphen or a slash."""
    return re.escape(text).replace("/", f"{SLASH}{BREAK}?").replace(r"\-", rf"\-{BREAK}?")


def _masked(found: re.Match[str]) -> str:
    spans = sorted(found.span(name) for name in found.re.groupindex if found.span(name) != (-1, -1))
    kept, at = "", found.start()
    for start, end in spans:
        kept += found.string[at:start] + MASK
        at = end
    return kept + found.string[at : found.end()]
