"""Keys leave no text that is shown, no log and no cache: whoever reads another person's mail, or the log, must not be
able to act as that person.

Which addresses carry a key is asked of the site itself: any address pattern with a parameter that is named like one, of
whichever app, is masked. Beside them what apps make as keys is known by its shape, wherever it stands: each registers
its own, Django's are here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.contrib.admindocs.utils import remove_non_capturing_groups, replace_named_groups
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

from clairdroit.mail import conf
from clairdroit.registries import Registry

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
# Of an address, a part long enough to be a key, and mixed as keys are: no file's name, no date.
LONG_SEGMENT = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])(?=[^/\s]*[a-z])(?=[^/\s]*\d)[\w.:~%-]{20,}(?=[/\s?#\"'>)\],;]|$)")
SHAPES = (
    # A value with its signature (django.core.signing: HMAC-SHA-256 in base64).
    r"(?<![\w-])(?P<key>[\w-]{1,600}(?::[\w-]{1,20})?[.:][\w-]{43})(?![\w-])",
    # Django's token for a new password.
    r"(?<![\w-])(?P<key>[0-9a-z]{6,7}-[0-9a-f]{32})(?![\w-])",
)
# Of keys that other apps make: regular expressions whose group `key` is masked wherever they match.
key_shapes = Registry[str](key=str)


def without_keys(text: str) -> str:
    """The same text, each key in it replaced by three dots; what stands around it can still be read."""
    if not text:
        return text
    for pattern in _patterns(settings.ROOT_URLCONF, _size(), _reply_box(), tuple(key_shapes)):
        text = pattern.sub(_masked, text)
    return text


def without_keys_in_a_log(text: str) -> str:
    """As `without_keys`, at any moment of a process: a line may be written while the addresses are being loaded, and
    must not load them. Until Django knows them all, any long part of an address is masked."""
    if _are_loaded():
        return without_keys(text)
    for pattern in _patterns("", 0, _reply_box(), tuple(key_shapes)):
        text = pattern.sub(_masked, text)
    return LONG_SEGMENT.sub(MASK, text)


def is_key_address(path: str) -> bool:
    """Whether an address opens something for whoever has it; also one of a language or an ending that is not known."""
    return bool(_key_addresses(settings.ROOT_URLCONF, _size()).match(path))


def key_routes(urlconf: str | None = None) -> list[str]:
    """Every address pattern of the site that carries a key, up to and with its last one."""
    return sorted({route[: _keys_of(route)[-1].end()] for route in routes(urlconf) if _keys_of(route)})


def routes(urlconf: str | None = None) -> Iterator[str]:
    """All address patterns of the site, each parameter as `<name>` or `<kind:name>`, without a language."""
    yield from _routes(get_resolver(urlconf))


def _keys_of(route: str) -> list[re.Match[str]]:
    return [found for found in PARAMETER.finditer(route) if found[1] in KEY_NAMES]


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + _route(each)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _routes(each, route)


def _route(each: URLPattern | URLResolver) -> str:
    if isinstance(each.pattern, LocalePrefixPattern):
        return ""
    if not isinstance(each.pattern, RegexPattern):
        return str(each.pattern)
    plain = replace_named_groups(remove_non_capturing_groups(str(each.pattern)))
    return plain.removeprefix("^").removesuffix("$").replace("\\", "")


def _reply_box() -> str:
    return conf.reply_address().partition("@")[0]


def _size() -> int:
    """A project may add to its addresses while they are loaded: what was made of fewer is made anew."""
    return len(get_resolver().url_patterns)


def _are_loaded() -> bool:
    """Whether Django itself has looked at them. Asked before it has, it would keep those that stand there by then."""
    return "url_patterns" in get_resolver().__dict__


@lru_cache(maxsize=8)
def _key_addresses(urlconf: str, size: int) -> re.Pattern[str]:
    """Up to its first key: what follows may be missing or wrong."""
    beginnings = {route[: _keys_of(route)[0].start()] for route in routes(urlconf) if _keys_of(route)}
    patterns = ("[^/]+".join(map(re.escape, re.split(PARAMETER, each)[::2])) for each in sorted(beginnings))
    return re.compile(rf"/(?:[a-z]{{2,3}}(?:-[a-z\d]+)*/)?(?:{'|'.join(patterns)})[^/]", re.IGNORECASE)


@lru_cache(maxsize=8)
def _patterns(urlconf: str, size: int, reply_box: str, shapes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """`urlconf` is empty while the addresses are not known: then there are only shapes to know keys by."""
    patterns = [_route_pattern(route) for route in key_routes(urlconf)] if urlconf else []
    if reply_box:
        patterns.append(
            rf"(?<![\w.-]){re.escape(reply_box)}(?:\+|%2[bB]|=2B)(?P<key>[^\s@<>\"']{{4,100}})(?=@|%40|=40)"
        )
    return [re.compile(each) for each in (*patterns, KEY_QUERY, *SHAPES, *shapes)]


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
    """Programs break a long address behind a hyphen or a slash; who types one may double a slash, or write capitals."""
    escaped = re.escape(text).replace("/", f"{SLASH}+{BREAK}?").replace(r"\-", rf"\-{BREAK}?")
    return f"(?i:{escaped})"


def _masked(found: re.Match[str]) -> str:
    spans = sorted(found.span(name) for name in found.re.groupindex if found.span(name) != (-1, -1))
    kept, at = "", found.start()
    for start, end in spans:
        kept += found.string[at:start] + MASK
        at = end
    return kept + found.string[at : found.end()]
