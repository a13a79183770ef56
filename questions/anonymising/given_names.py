"""Persons who are named without a word that announces them: « Karim m’a dit », « avec Nadia Benali ».

A given name tells: there are some thousand common ones, while a surname alone is any word with a capital.
"""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from clairdroit.questions.anonymising.masks import Mask, MaskKind
from clairdroit.questions.anonymising.people import NOBODY, NOT_SHOUTED, PARTICLE
from clairdroit.territories.names import normalise

NAMES = Path(__file__).parent.parent / "data" / "first_names.txt"
WORD = r"[A-ZÀ-ÝŒ][\w’']*(?:-[A-ZÀ-ÝŒ][\w’']*)*"
CAPITALISED = re.compile(rf"(?<![\w’'@.-]){WORD}")
# Possessive quantifiers (++) throughout: a text made of blanks and particles is searched once, not in every split.
NEXT = re.compile(rf"[ \t]++(?:(?i:{PARTICLE})[ \t]*+){{0,2}}({WORD})")
BEFORE = re.compile(rf"(?<=[a-zà-ÿ,;] )({WORD})[ \t]++$")
CAPITALS_BEFORE = re.compile(
    r"(?<![\w’'-])((?:(?:LE|LA|DE|DU|DA|EL|AL|BEN)[ \t]++){0,2}[A-ZÀ-Ý][A-ZÀ-Ý’'-]{2,})[ \t]++$"
)
# A school, a street, a hospital: whoever gave it its name is no party to this.
NAMED_AFTER = re.compile(
    r"\b(?:rue|avenue|boulevard|place|square|all[ée]e|quai|pont|gare|m[ée]tro|arr[êe]t|quartier|cit[ée]|lyc[ée]e|coll[èe]ge"
    r"|[ée]cole|maternelle|cr[èe]che|universit[ée]|fac(?:ult[ée])?|h[ôo]pital|clinique|centre|maison|foyer|r[ée]sidence"
    r"|espace|stade|gymnase|salle|fondation|institut|association|cabinet|agence|loi|prix|saint|sainte|st|ste|secours"
    r"|soci[ée]t[ée]|magasin|entreprise)"
    r"(?:[ \t]++(?:de|du|des|la|le|primaire|social|commercial|hospitalier))*[ \t-]+$",
    re.IGNORECASE,
)


@functools.cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Those that are nothing else, and those that are also a word, a month or a place."""
    lines = [line for line in NAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    sure, also_words = " ".join(lines).split("+")
    doubtful = frozenset(also_words.split())
    return frozenset(sure.split()) - doubtful, doubtful


def named(text: str) -> Iterator[Mask]:
    # In a text in capitals nothing tells where a name ends.
    is_shouted = sum(letter.isupper() for letter in text) > sum(letter.islower() for letter in text)
    end = 0
    for match in CAPITALISED.finditer(text):
        if match.start() < end or NAMED_AFTER.search(text, max(0, match.start() - 60), match.start()):
            continue
        sure, doubtful = given_names()
        key = normalise(match[0].split("-")[0])
        # In capitals a surname cannot be told from the words after it.
        last = match.end() if is_shouted else _end_of_surname(text, match.end())
        # « Rose », « Avril », « Florence » count only with a surname behind them.
        if key in sure or (key in doubtful and last > match.end()):
            end = last
            yield Mask(_start(text, match.start()), last, MaskKind.NAME)


def _end_of_surname(text: str, position: int) -> int:
    for _words in range(3):
        following = NEXT.match(text, position)
        if following is None or NOT_SHOUTED.match(following[1]) or NOBODY.fullmatch(following[1]):
            break
        position = following.end()
    return position


def _start(text: str, position: int) -> int:
    """« avec Benali Karim », « LE GOFF Karim »: a surname may stand before."""
    head = text[max(0, position - 40) : position]
    for pattern in (CAPITALS_BEFORE, BEFORE):
        before = pattern.search(head)
        if before and not NOT_SHOUTED.search(before[1]) and not NOBODY.fullmatch(before[1]):
            return position - len(before[0])
    return position
