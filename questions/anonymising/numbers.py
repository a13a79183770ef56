"""Numbers that name a person: social security, bank account, telephone, file, plate; and e-mail addresses."""

import re
from collections.abc import Iterator

import phonenumbers

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
# ISO 13616: the country decides where the number ends.
_LENGTHS = """
AD24 AT20 BE16 BF28 BG22 BJ28 CH21 CI28 CM27 CY28 CZ24 DE22 DK18 DZ26 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IT27
LT20 LU20 LV21 MA28 MC27 MG27 ML28 MT31 MU30 NE28 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 SN28 TG28 TN24 TR26
"""
IBAN_LENGTHS = {length[:2]: int(length[2:]) for length in _LENGTHS.split()}
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
        if not OF_LAW.search(text[: match.start(1)]):
            yield Mask(match.start(1), match.end(1), MaskKind.FILE)
    for match in LONG.finditer(text):
        if not OF_LAW.search(text[: match.start()]):
            yield Mask(match.start(), match.end(), MaskKind.FILE)


def _is_nir(match: re.Match[str]) -> bool:
    """With its key, when the key is right; without, or with a mistyped one, when written in the usual groups."""
    *parts, key = match.groups()
    # The two départements of Corsica count as numbers (2A: 19, 2B: 18).
    digits = "".join(parts).upper().replace("2A", "19").replace("2B", "18")
    if key is None:
        return True
    return 97 - int(digits) % 97 == int(key) or len(re.sub(r"\d|[ABab]", "", match[0])) >= 4


def _ibans(text: str) -> Iterator[Mask]:
    for match in IBAN.finditer(text):
        length = IBAN_LENGTHS.get(match[1][:2].upper(), 0)
        # Words that follow it look like more of it.
        places = [match.start() + place for place, character in enumerate(match[1]) if character.isalnum()]
        if 0 < length <= len(places) and _has_iban_key(text[match.start() : places[length - 1] + 1]):
            yield Mask(match.start(), places[length - 1] + 1, MaskKind.IBAN)


def _has_iban_key(text: str) -> bool:
    """ISO 7064, MOD 97-10."""
    compact = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1
