"""E-mail addresses and telephone numbers, however they are spelled, in an unfolded text.

Two ways: any of them, for a person's own words; and one that is known, which is found in worse spellings too. All
patterns are bounded: a text of some thousand characters takes milliseconds whatever it holds.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from clairdroit.questions.intake.senders import PUBLIC_PROVIDERS

TOP = r"(?:com|fr|net|org|eu|info|be|ch|de|uk|re|gp|mq|gf|yt|pf|nc|io|me|bzh|paris|alsace|corsica|invalid|example|test)"
_PROVIDERS = "|".join(sorted({re.escape(each.partition(".")[0]) for each in PUBLIC_PROVIDERS}))
_OPEN, _CLOSE = r"[(\[{<*_]", r"[)\]}>*_]"
_AT = (
    r"(?:\s{0,3}@{1,2}\s{0,3}"
    rf"|\s{{0,3}}{_OPEN}{{1,2}}\s?(?:at|a|@|ar+obas?e?)\s?{_CLOSE}{{1,2}}\s{{0,3}}"
    r"|\s{1,3}ar+obas?e?\s{1,3}"
    rf"|\s{{1,3}}(?:at|chez)\s{{1,3}}(?=(?:{_PROVIDERS})\s?(?:\.|dot|point)|[\w-]{{1,63}}\s(?:dot|point)\s)"
    # « nadia à ville point fr »: of an address only with the end of one behind it.
    rf"|\s{{1,3}}a\s{{1,3}}(?=[\w-]{{1,63}}\s(?:dot|point)\s{TOP}\b))"
)
_DOT = (
    rf"(?:\.|\s?{_OPEN}\s?(?:dot|point|pt|\.)\s?{_CLOSE}\s?|\s{{1,3}}(?:dot|point)\s{{1,3}}"
    rf"|\s?\.[\s>]{{0,4}}(?={TOP}\b)|\s\.(?=\w)"
    # The key beside the point, or none.
    rf"|\s?[,;:](?={TOP}\b)|\s(?=(?:com|fr|net|org)\b))"
)
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]"
ADDRESS = re.compile(
    rf"(?<![\w.+'-])[\w.+'-]{{1,64}}(?:\s(?:point|dot|tiret|underscore)\s[\w.+-]{{1,40}}){{0,4}}{_AT}"
    rf"(?P<domain>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}?{_DOT}[^\W\d_]{{2,20}})(?![\w-]*@)(?:{_DOT}{TOP}\b){{0,2}}"
)
QUOTED_LOCAL = re.compile(
    rf"\"[^\"\n@]{{1,64}}\"@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}|(?<!\w){_LOCAL}{{1,64}}@\[[\d.:a-f]{{3,40}}\]"
)

_BETWEEN = r"[\s.\-/_*()|:'’~–—]{0,4}"
_PREFIX = rf"(?:(?:\+|00){_BETWEEN}(?:33|262|590|594|596|508|687|689|681){_BETWEEN}(?:0{_BETWEEN})?|[0o])"
# The letter for the figure nought, as people without a numeric keypad type it.
PHONE = re.compile(rf"(?<![\w]){_PREFIX}[1-9](?:{_BETWEEN}[\do]){{8}}(?![\do])")
# Without blanks: with them it is a list of days.
WITH_COMMAS = re.compile(r"(?<![\w])[0o][1-9](?:[,;]?[\do]){8}(?![\do])")
ABROAD = re.compile(rf"(?<![\w])(?:\+|00){_BETWEEN}[1-9](?:{_BETWEEN}\d){{7,13}}(?!\d)")
# Two dates, or a date and an hour, have as many figures.
DATE = re.compile(r"(?<!\d)[0-3]?\d\s?[/.\-]\s?[01]?\d\s?[/.\-]\s?(?:19|20)\d\d(?!\d)")
_FIGURES = (
    r"(?:zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante)"
)
IN_WORDS = re.compile(rf"\b(?:zero|0\d?)(?:[\s,.\-–/]{{1,3}}(?:et[\s-])?(?:{_FIGURES}|\d{{1,2}})\b){{4,24}}")
WORD_FOR_FIGURE = re.compile(_FIGURES)
# Special-rate and free numbers are companies' and offices'.
SERVICE = re.compile("0?8")


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    # Comparable: an address without disguise, a number's figures without prefix.
    value: str


def addresses_in(text: str) -> Iterator[Found]:
    for match in ADDRESS.finditer(text):
        yield Found(match.start(), match.end(), plain_address(match[0]))
    for match in QUOTED_LOCAL.finditer(text):
        yield Found(match.start(), match.end(), match[0])


def plain_address(written: str) -> str:
    """Without what stands between: « nadia (at) ville point fr » is nadia@ville.fr."""
    text = re.sub(_AT, "@", written, count=1)
    return re.sub(r"[\s()\[\]{}<>*]", "", re.sub(r"\b\s(?:point|dot)\s\b|" + _DOT, ".", text)).strip(".'")


def numbers_in(text: str) -> Iterator[Found]:
    dates = [match.span() for match in DATE.finditer(text)]
    for pattern in (PHONE, WITH_COMMAS, ABROAD):
        for match in pattern.finditer(text):
            if not _overlaps(match.span(), dates):
                yield Found(match.start(), match.end(), figures_of(match[0]))
    for match in IN_WORDS.finditer(text):
        if WORD_FOR_FIGURE.search(match[0][4:]):
            yield Found(match.start(), match.end(), "")
    for found in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.VALID):
        if not _overlaps((found.start, found.end), dates):
            yield Found(found.start, found.end, figures_of(found.raw_string))


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def figures_of(written: str) -> str:
    """As many as are dialled within France, without the nought in front; of others, all."""
    digits = re.sub(r"\D", "", written.lower().replace("o", "0"))
    if written.lstrip(" (").startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return digits[2:].removeprefix("0") if digits.startswith("33") else digits
    return digits.removeprefix("0")


def is_service(figures: str) -> bool:
    return len(figures) == 9 and SERVICE.match(figures) is not None


@functools.lru_cache(maxsize=512)
def pattern_of_address(address: str) -> re.Pattern[str]:
    """That very address: broken over lines, spaced out, quoted, with words for its signs."""
    local, _at, domain = address.rpartition("@")
    at = r"(?:[^\w]{0,6}(?:(?<!\w)(?:at|a|chez|ar+obas?e?)(?!\w)|@)[^\w]{0,6}|[^\w]{1,4})"
    return re.compile(rf"(?<!\w){_spelled(local, between=6)}{at}{_spelled(domain, between=6)}(?!\w)")


@functools.lru_cache(maxsize=512)
def pattern_of_local(address: str) -> re.Pattern[str] | None:
    """What stands before the @, where that alone gives the person away: with a sign or a figure in it, and long."""
    local = address.rpartition("@")[0].partition("+")[0]
    if len(local) < 6 or not re.search(r"[\d._-]", local) or not re.search(r"[a-z]", local):
        return None
    return re.compile(rf"(?<![\w]){_spelled(local, between=0)}(?![\w])")


LOOK_ALIKE = {"o": "[o0]", "0": "[o0]", "l": "[l1i]", "1": "[l1i]", "i": "[il1]"}
# Of these the upright stroke is one more, which is a sign between letters everywhere else.
UPRIGHT = frozenset("l1i")
WORD_FOR_SIGN = {".": "point|dot", "-": "tiret|moins", "_": "underscore|tiret bas", "+": "plus"}


def _spelled(part: str, *, between: int) -> str:
    """Each letter, and up to `between` characters that are none before the next; signs may be words, or left out."""
    pieces: list[str] = []
    gap = ""
    for letter in part:
        if letter.isalnum():
            pieces.append((_gap(gap, letter, between) if pieces else "") + _one(letter))
            gap = ""
        else:
            gap = letter
    return "".join(pieces)


def _one(letter: str) -> str:
    solid = LOOK_ALIKE.get(letter, re.escape(letter))
    return rf"(?:{solid}|\|)" if letter in UPRIGHT else solid


def _gap(sign: str, letter: str, between: int) -> str:
    """What stands before `letter`, in one way only: a group that is not entered again, or a person could write a text
    on which the search for their own address never ends."""
    solid = LOOK_ALIKE.get(letter, re.escape(letter))
    most = 9 if sign else between
    ways = [rf"[^\w]{{0,{most}}}(?={solid})"]
    if sign:
        word = rf"_|(?<!\w)(?:{WORD_FOR_SIGN.get(sign, re.escape(sign))})(?!\w)"
        ways.insert(0, rf"[^\w]{{0,4}}(?:{word})[^\w]{{0,4}}(?={solid})")
    if letter in UPRIGHT:
        ways.append(rf"[^\w|]{{0,{most}}}(?=\|)")
    return f"(?>{'|'.join(ways)})" if most else ""


@functools.lru_cache(maxsize=512)
def pattern_of_number(figures: str) -> re.Pattern[str]:
    """Those figures in any groups, with any prefix or none."""
    between = r"[^\w]{0,4}"
    spelled = between.join("[0o]" if each == "0" else each for each in figures)
    return re.compile(rf"(?<!\d)(?:(?:(?:\+|00){between})?33{between})?(?:\(?[0o]\)?{between})?{spelled}(?!\d)")
