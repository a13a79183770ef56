"""E-mail addresses and telephone numbers, however they are spelled, in an unfolded text.

Two ways: any of them, for a person's own words; and one that is known, which is found in worse spellings too. All
patterns are bounded: a text of some thousand characters takes milliseconds whatever it holds.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from clairdroit.mail.reading.addresses import PUBLIC_PROVIDERS

# Top-level domains of French people's addresses, and those of RFC 2606, which tests and samples use.
TOP = r"(?:com|fr|net|org|eu|info|be|ch|de|uk|re|gp|mq|gf|yt|pf|nc|io|me|bzh|paris|alsace|corsica|invalid|example|test)"
_PROVIDERS = "|".join(sorted({re.escape(each.partition(".")[0]) for each in PUBLIC_PROVIDERS}))
_OPEN, _CLOSE = r"[(\[{<*_]", r"[)\]}>*_]"
_AROBASE = r"(?:ar+obas?e?|a\s?robase|a\scommercial)"
# Said slowly, or spelled: what stands around the names of the signs.
_PAUSE = r"[\s,;:\-–/]{1,3}"
_AT = (
    r"(?:\s{0,3}@{1,2}\s{0,3}"
    rf"|\s{{0,3}}{_OPEN}{{1,2}}\s?(?:at|a|@|{_AROBASE})\s?{_CLOSE}{{1,2}}\s{{0,3}}"
    rf"|{_PAUSE}{_AROBASE}{_PAUSE}(?:la\s(?=poste))?"
    rf"|\s{{1,3}}(?:at|chez)\s{{1,3}}(?=(?:{_PROVIDERS})\s?(?:\.|dot|point)|[\w-]{{1,63}}\s(?:dot|point)\s)"
    # « nadia à ville point fr »: of an address only with the end of one behind it.
    rf"|\s{{1,3}}a\s{{1,3}}(?=[\w-]{{1,63}}\s(?:dot|point)\s{TOP}\b))"
)
_DOT = (
    rf"(?:\.|\s?{_OPEN}\s?(?:dot|point|pt|\.)\s?{_CLOSE}\s?|{_PAUSE}(?:dot|point){_PAUSE}"
    rf"|\s?\.[\s>]{{0,4}}(?={TOP}\b)|\s\.(?=\w)"
    # The key beside the point, or none.
    rf"|\s?[,;:](?={TOP}\b)|\s(?=(?:com|fr|net|org)\b))"
)
# RFC 5322, 3.2.3: what a local part may hold without quotation marks.
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]"
ADDRESS = re.compile(
    rf"(?<![\w.+'-])[\w.+'-]{{1,64}}(?:\s(?:point|dot|tiret|underscore)\s[\w.+-]{{1,40}}){{0,4}}{_AT}"
    rf"(?P<domain>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}?{_DOT}[^\W\d_]{{2,20}})(?![\w-]*@)(?:{_DOT}{TOP}\b){{0,2}}"
)
# RFC 5321, 4.1.2: a quoted local part, and a server given by its number ("x@[192.0.2.1]"); rare, and valid.
QUOTED_LOCAL = re.compile(
    rf"\"[^\"\n@]{{1,64}}\"@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}|(?<!\w){_LOCAL}{{1,64}}@\[[\d.:a-f]{{3,40}}\]"
)
# « jean arobase gmail », « jeanarobaseorangepointfr », « j e a n arobase o r a n g e point f r ».
SAID = re.compile(
    rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{_PAUSE}{_AROBASE}{_PAUSE}(?:{_PROVIDERS})(?!\w)"
    rf"|(?<!\w)\w{{1,40}}arobase\w{{2,40}}point{TOP}(?!\w)"
    rf"|(?<!\w)(?:\w[\s\-.]){{2,40}}+(?:@|{_AROBASE})[\s\-](?:\w{{2,40}}|\w(?:[\s\-]\w){{1,40}}?)"
    rf"[\s\-]?(?:\.|point|dot)[\s\-]?\w(?:[\s\-]?\w){{1,6}}(?!\w)"
    rf"|(?<![\w.+'-])[\w.+'-]{{1,64}}{_PAUSE}{_AROBASE}{_PAUSE}[\w-]{{2,63}}{_PAUSE}(?:point|dot)(?:\s\w){{2,6}}(?!\w)"
)

# Between the figures of a number; what is longer parts two numbers.
_BETWEEN = r"[\s.\-/_*()|:'’~–—]{0,4}"
# +33 and what French territories overseas have of their own (La Réunion 262 to Wallis-et-Futuna 681), or a nought.
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
_THEN = r"(?:[\s,.;:\-–/]{0,3}(?:(?:puis|ensuite|et|tiret|virgule)[\s-]{1,2})?)"
# Run together, too; of « uniquement » nothing is a figure.
_WORD = rf"(?:{_FIGURES}(?=(?!\w)|{_FIGURES})|\d{{1,2}}(?!\d))"
IN_WORDS = re.compile(
    # « zéro six douze », « 06 douze », « o six douze »; « plus trente-trois six douze »; and « six douze » alone.
    rf"(?<!\w)(?P<start>zero|[0o]\d?|(?:\+|plus\s|00\s?)(?:33|trente[\s-]trois))(?P<rest>(?:{_THEN}{_WORD}){{4,24}})(?!\w)"
    rf"|(?<!\w)(?P<bare>(?:six|sept)(?:[\s\-–/.]{{1,3}}(?:et[\s-])?{_FIGURES}(?!\w)){{3,16}})"
)
_ENGLISH = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
IN_ENGLISH = re.compile(rf"(?<!\w)(?:zero|oh|o|0)(?:[\s,.\-–]{{1,3}}{_ENGLISH}(?!\w)){{7,14}}")
WORD_FOR_FIGURE = re.compile(_FIGURES)
_UNITS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90}
# French counts 4 × 20, 60 + 10 …: `_said_figures` puts the words together.
_VALUES = {word: value for value, word in enumerate(_UNITS.split(" "))} | _TENS
_VALUES |= {"une": 1, "vingts": 20, "huitante": 80, "octante": 80}
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
    for match in SAID.finditer(text):
        yield Found(match.start(), match.end(), "")
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
        said = len(_said_figures(match["bare"])) == 9 if match["bare"] else WORD_FOR_FIGURE.search(match["rest"])
        if said or (match["start"] == "zero" and len(re.sub(r"\D", "", match["rest"])) > 7):
            yield Found(match.start(), match.end(), "")
    for match in IN_ENGLISH.finditer(text):
        yield Found(match.start(), match.end(), "")
    # Last, for the forms of other countries: its idea of a number is stricter than people's.
    for found in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.VALID):
        if not _overlaps((found.start, found.end), dates):
            yield Found(found.start, found.end, figures_of(found.raw_string))


def _said_figures(words: str) -> str:
    """« six douze trente-quatre cinquante-six soixante-dix-huit » is 612345678."""
    numbers: list[int] = []
    for word in re.findall(_FIGURES, words):
        value, last = _VALUES[word], numbers[-1] if numbers else 0
        # « quatre-vingts »
        if (last, value) == (4, 20):
            numbers[-1] = 80
        # « trente-quatre », « soixante-dix-huit », « quatre-vingt-douze »
        elif 0 < value < (20 if last in (60, 80) else 10) and last > 19 and last % 10 == 0:
            numbers[-1] += value
        else:
            numbers.append(value)
    return "".join(map(str, numbers))


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
    # A short local part without a sign ("marie") is a word like any other.
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
