"""Postal addresses: number and street, flat, postal code and commune; and dates of birth."""

import re
from collections.abc import Iterator

from clairdroit.questions.anonymising.masks import Mask, MaskKind
from clairdroit.territories.models import Commune
from clairdroit.territories.names import normalise

STREET = (
    r"(?:rue|avenue|av\b\.?|ave\b\.?|boulevard|bld\b\.?|bvd\b\.?|bd\b\.?|place|pl\b\.?|chemin|ch\.|all[ée]es?"
    r"|impasse|imp\b\.?|route|rte\b\.?|quai|cours|square|sq\b\.?|r[ée]sidence|r[ée]s\b\.?|passage|sentier|sente|villa"
    r"|cit[ée]|lotissement|lot\b\.?|hameau|faubourg|fbg\b\.?|voie|esplanade|mont[ée]e|ruelle|rond[ -]point|clos|domaine"
    r"|traverse|venelle|mail|parvis|lieu[ -]dit|street|road)"
)
LINK = r"(?:de la|de l['’]|des|du|de|d['’]|la|le|les|l['’]|aux|au|en|à|sur|sous|et)"
# Where the name of a street typed without capitals ends.
STOP = (
    r"(?!(?:à|a|et|je|j|qui|que|mais|depuis|dans|pour|avec|où|ou|car|on|il|elle|nous|est|mon|ma|mes|un|une|appartement"
    r"|appt?|b[âa]t(?:iment)?|escalier|esc|chez|sans|au|ce|cette|n|ne|pas|y)\b)"
)
NAME = (
    rf"(?:{LINK}\s*+)?(?:{LINK}\s*+)?{STOP}[^\W\d_][\w'’.-]*"
    rf"(?:[ \t]++(?:{LINK}[ \t]*+)?{STOP}[^\W\d_][\w'’-]*){{0,3}}"
)
CAPITAL_NAME = (
    rf"(?:{LINK}[ \t]*+)?(?:{LINK}[ \t]*+)?(?=[A-ZÀ-Ý])[\w'’.-]+"
    rf"(?:[ \t]++(?:{LINK}[ \t]*+)?(?=[A-ZÀ-Ý0-9])[\w'’-]+){{0,3}}"
)
NUMBERED = re.compile(
    rf"(?<![\d,.])\d{{1,4}}[ \t]*+(?:bis|ter|quater|[A-Da-d]\b)?[ \t]*+,?[ \t]*+(?i:{STREET})[ \t]++"
    rf"(?:{CAPITAL_NAME}(?![\w])|(?i:{NAME}))"
)
UNNUMBERED = re.compile(
    rf"\b(?i:rue|avenue|boulevard|impasse|all[ée]e|chemin|r[ée]sidence|route|square|quai)[ \t]++{CAPITAL_NAME}"
)
FLAT = re.compile(
    r"\b(?:b[âa]t(?:iment)?|appt?|appartement|esc(?:alier)?|porte|logement|bo[îi]te)\b\.?[ \t]*+(?:n[°º][ \t]*+)?"
    r"(?:\d{1,4}[A-Z]?|[A-Z]\d{0,3})\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"(?<![\w.,])(?:F-)?(\d{2}[ \t]?\d{3})(?![\d€])(?![ \t]*+(?:€|euros?|eur\b|km|m2|m²|personnes|habitants))"
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Between the parts of one address.
GLUE = re.compile(r"[\s,;–-]{0,4}(?:à|a|-)?[\s,;–-]{0,3}")
MONTH = (
    r"(?:janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[ée]c(?:embre)?|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)"
)
DATE = (
    r"(?:\d{1,2}[ \t]?[/.\-][ \t]?\d{1,2}[ \t]?[/.\-][ \t]?(?:19|20)?\d{2}"
    rf"|\d{{1,2}}(?:er)?[ \t]++{MONTH}\.?[ \t]++(?:19|20)\d{{2}}|(?:19[1-9]|20[0-2])\d-\d\d-\d\d)"
)
ANY_DATE = re.compile(rf"(?<![\w/]){DATE}(?![\w/])", re.IGNORECASE)
BIRTH = re.compile(
    rf"\b(?:n[ée]+e?s?\(?e?\)?|naissance|n[ée]\.?e?|born|birth|naît|naitre|naîtra|ddn)\b"
    rf"[^.\n\d]{{0,40}}?({DATE}|(?:19[2-9]|20[0-2])\d(?!\d))",
    re.IGNORECASE,
)


def birth_dates(text: str) -> Iterator[Mask]:
    for match in BIRTH.finditer(text):
        yield Mask(match.start(1), match.end(1), MaskKind.BIRTH)


def addresses(text: str) -> Iterator[Mask]:
    """Each address whole: its street, flat, postal code and commune, where they follow each other."""
    parts = sorted(
        {match.span() for pattern in (NUMBERED, UNNUMBERED) for match in pattern.finditer(text)} | set(towns(text))
    )
    flats = [match.span() for match in FLAT.finditer(text)]
    joined: list[list[int]] = []
    for start, end in sorted([*parts, *flats]):
        if joined and (start <= joined[-1][1] or GLUE.fullmatch(text, joined[-1][1], start)):
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    for start, end in joined:
        # A flat alone ("appartement 12") names nobody.
        if any(start <= place < end for place, _end in parts):
            yield Mask(start, end, MaskKind.ADDRESS)


def towns(text: str) -> Iterator[tuple[int, int]]:
    """A postal code, with the commune that follows or precedes it when it has that code."""
    for match in CODE.finditer(text):
        # Only a code with communes is one: 78000 is, an amount of 78 001 is not.
        names = list(
            Commune.objects.filter(postal_codes__code=re.sub(r"\s", "", match[1])).values_list("search_name", flat=True)
        )
        if not names:
            continue
        end = _end_of_name(text, match.end(), names)
        before = text[max(0, match.start() - 40) : match.start()]
        start = (
            match.start() - len(before) + place
            if (place := _start_of_name(before, names)) is not None
            else match.start()
        )
        yield start, end


def _end_of_name(text: str, position: int, names: list[str]) -> int:
    """Where the commune's name ends; the code's own end when none of its communes follows."""
    words = list(WORD.finditer(text, position, position + 60))
    if not words or not GLUE.fullmatch(text, position, words[0].start()):
        return position
    # The longest name first: « Saint-Germain-en-Laye » before « Saint-Germain ».
    for count in range(min(6, len(words)), 0, -1):
        written = normalise(text[words[0].start() : words[count - 1].end()])
        if any(name == written for name in names):
            return words[count - 1].end()
    # A name cut short or written in another way.
    if words[0][0][0].isupper() and any(name.split()[0] == normalise(words[0][0]) for name in names):
        return words[0].end()
    return position


def _start_of_name(before: str, names: list[str]) -> int | None:
    words = list(WORD.finditer(before))
    if not words or not re.fullmatch(r"[\s,(–-]*", before[words[-1].end() :]):
        return None
    for count in range(min(6, len(words)), 0, -1):
        if normalise(before[words[-count].start() : words[-1].end()]) in names:
            return words[-count].start()
    return None
