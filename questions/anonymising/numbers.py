"""Numbers that name a person: social security, bank account, telephone, file, plate; and e-mail addresses."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban
from stdnum.fr import nir
from stdnum.iso7064 import mod_97_10

from clairdroit.questions.anonymising.masks import Mask, MaskKind

EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{1,64}\s?(?:@|\(at\)|\[at\]|\barobase\b)\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\bpoint\b)\s?[\w-]{1,63}){0,4}"
    r"\s?(?:\.|\bpoint\b)\s?[a-z]{2,20}\b",
    re.IGNORECASE,
)
SPACE = r"[\s.\-/_]?"
# Sex, year, month (also the fictitious ones), département, commune, order; then the key.
NIR = re.compile(
    rf"(?<![\d])([1-478]){SPACE}(\d\d){SPACE}(0[1-9]|1[0-2]|[2-9]\d){SPACE}(\d\d|2[ABab]){SPACE}(\d{{3}}){SPACE}(\d{{3}})"
    rf"(?:{SPACE}(?:cl[ée]\s*+:?\s*+)?(\d\d))?(?!\d)"
)
# Looked for at every word: what comes before may look like the beginning of one.
IBAN = re.compile(r"(?<![^\W_])(?=([A-Za-z]{2}\s?\d\d(?:[\s.\-]?[A-Za-z0-9]){11,30}))")
# ISO 13616: the standard allows 34 characters; the shortest are Norway's, with 15.
IBAN_LENGTHS = range(34, 14, -1)
# Banks there print such numbers, but the registry, which the library holds, does not list them.
UNREGISTERED = {
    **dict.fromkeys(("BF", "BJ", "CI", "MA", "ML", "NE", "SN", "TG"), 28),
    **dict.fromkeys(("CM", "MG"), 27),
    "DZ": 26,
}
PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00){SPACE}33{SPACE}(?:\(0\){SPACE})?|0)[1-9](?:[\s.\-/_]{{0,2}}\d){{8}}(?!\d)"
)
PLATE = re.compile(
    r"\b(?:[A-HJ-NP-TV-Z]{2}[\s-]?\d{3}[\s-]?[A-HJ-NP-TV-Z]{2}|[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}"
    r"|\d{3,4}[\s-]?(?!EUR|TTC|CDI|CDD|APL|RSA|ASS|AAH|HT)[A-Z]{2,3}[\s-]?(?:\d{2}|2[AB]))(?!\w)"
)
# "numéro d'allocataire : 1234567 A", "dossier n° 2024/123456", "n° fiscal 12 34 567 890 123"
FILE_WORDS = (
    r"(?:allocataire|dossiers?|matricule|identifiant|r[ée]f[ée]rences?|r[ée]f\b\.?|num[ée]ro|n\s?[°º]|num\b\.?|fiscal"
    r"|adh[ée]rent|agdref|[ée]tranger|contrat|client|demandeur|police|file number|case number|reference)"
)
BETWEEN = (
    r"(?:[\s:'’.,#=°º-]|\b(?:est|le|la|de|du|des|d|caf|cpam|mdph|unique|fiscal|allocataire|dossier|n|num[ée]ro|is|c)\b)"
)
FILE = re.compile(
    rf"\b{FILE_WORDS}{BETWEEN}{{0,14}}"
    r"((?=(?:[\sA-Za-z/.-]*\d){5})[A-Z0-9]+(?:[\s./-]?(?=[A-Z0-9]*\d)[A-Z0-9]+)*(?:\s?[A-Z]\b)?)",
    re.IGNORECASE,
)
LONG = re.compile(r"(?<![\w.,/-])\d{7,}(?![\w€%])")
# Numbers of laws and forms name nobody.
OF_LAW = re.compile(
    r"\b(?:loi|d[ée]cret|article|art|arr[êe]t[ée]|cerfa|formulaire|directive|ordonnance|circulaire)\b\.?[^.\n]{0,14}$",
    re.IGNORECASE,
)


def numbers(text: str) -> Iterator[Mask]:
    """The surest first: what has a key, then what has a form, then what follows a word that announces it."""
    for match in EMAIL.finditer(text):
        yield Mask(match.start(), match.end(), MaskKind.EMAIL)
    yield from _ibans(text)
    for match in NIR.finditer(text):
        if _is_nir(match):
            yield Mask(match.start(), match.end(), MaskKind.NIR)
    for match in PHONE.finditer(text):
        yield Mask(match.start(), match.end(), MaskKind.PHONE)
    for found in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.VALID):
        yield Mask(found.start, found.end, MaskKind.PHONE)
    for match in PLATE.finditer(text):
        yield Mask(match.start(), match.end(), MaskKind.PLATE)
    for match in FILE.finditer(text):
        # The word that announces a law stands before the number, a few words away at most.
        if not OF_LAW.search(text[: match.start(1)]):
            yield Mask(match.start(1), match.end(1), MaskKind.FILE)
    for match in LONG.finditer(text):
        if not OF_LAW.search(text[: match.start()]):
            yield Mask(match.start(), match.end(), MaskKind.FILE)


def _is_nir(match: re.Match[str]) -> bool:
    """With its key, when the key is right; without, or with a mistyped one, when written in the usual groups."""
    *parts, key = match.groups()
    if key is None:
        return True
    return nir.is_valid("".join([*parts, key])) or len(re.sub(r"\d|[ABab]", "", match[0])) >= 4


def _ibans(text: str) -> Iterator[Mask]:
    for match in IBAN.finditer(text):
        places = [match.start() + place for place, character in enumerate(match[1]) if character.isalnum()]
        # Words that follow it look like more of it: the key and the country's pattern say where it ends.
        for length in IBAN_LENGTHS:
            # The longest first (IBAN_LENGTHS): a shorter one might have a right key by chance, once in 97.
            number = "".join(text[place] for place in places[:length])
            if length <= len(places) and _is_iban(number):
                yield Mask(match.start(), places[length - 1] + 1, MaskKind.IBAN)
                break


def _is_iban(number: str) -> bool:
    """By its key and its country's pattern. What countries check besides is left out: it is an account number still."""
    if UNREGISTERED.get(number[:2].upper()) == len(number):
        return mod_97_10.is_valid(number[4:] + number[:4].upper())
    return iban.is_valid(number, check_country=False)
