"""How many syllables a French word is said with: what the measure of reading ease counts.

A rule of thumb without a dictionary. A mute e at the end is not counted (« rente » has one syllable), one inside is
(« logement » has three). tests/glossary/test_syllables.py holds what it is right about, and the figures.
"""

import re
from functools import lru_cache

_VOWELS = "aeiouyàâäéèêëîïôöùûüÿœæ"
_GROUP = re.compile(f"[{_VOWELS}]+")
_PIECE = re.compile(r"[^\W\d_]+")
# Letters that are written and not said: « quand », « guerre », « mangeons ».
_SILENT_U = re.compile("(?<=q)u|(?<=g)u(?=[eéèêiy])")
_SILENT_E = re.compile("(?<=g)e(?=[aoâô])")
# « oubli-er », « cli-ent »: after two consonants the i is not swallowed by the next vowel.
_KEPT_I = re.compile(f"(?<=[bcdfgptv][lr])i(?=[{_VOWELS}])")
# Two vowels that stand side by side in two syllables. A y between vowels begins a syllable as a consonant does.
_HIATUS = re.compile(
    "(?<=[éèaoeu])(?=[éèêïëü])|(?<=é)(?=[aeiou])|(?<=[ïëü])(?=[aeou])|(?<=a)(?=o)|(?<=o)(?=[ao])|(?<=i)(?=i)"
    "|(?<=ou)(?=[aeé])|(?<=u)(?=[ao])|(?<=[aeou])(?=y[aeiouéè])"
)
_MUTE_E = re.compile("(?<=.)e(?:s)?$")
# « ils demandent »: third persons end mute, nouns and adverbs do not.
_MUTE_ENT = re.compile("(?<=..)ent$")
_SAID_ENT = re.compile(
    r"""(?:[^mr]|[aeiouéû]|^ser)ment$
    |(?:^|(?:ac|in|oc|pru|évi|étu|rési|présci|précé|confi|déca|i))dent$
    |(?:ré|inno|adoles|pour|^|dé)cent$|(?:ar|ur|a|ré|indi|exi|diver|intelli|contin)gent$
    |(?:^|ta|excel|équiva|vio|inso)lent$|(?:émi|continent|perti|perma|ascen)nent$|(?:fré|consé|élo|délin)quent$
    |(?:pa|diffé|appa|adhé|cohé|concur|réfé)rent$|(?:pré|ab)sent$|(?:con|compé|impéni|la)tent$|(?:sou|^|a|cou|au)vent$
    |(?:cli|pati|réci|inconvéni|orient|incipi|effici|sci|ori|expédi|ingrédi|convi|bi)ent$""",
    re.VERBOSE,
)
# « CAF », « ADIL »: said as words; « RSA », « CCAS » letter by letter.
_READABLE = re.compile("[AEIOU]?[B-DF-HJ-NP-TV-Z][AEIOU][B-DF-HJ-NP-TV-Z](?:[AEIOU][B-DF-HJ-NP-TV-Z]?)?")
_IRREGULAR = {"pays": 2, "paysage": 3, "août": 1, "ouest": 1, "paon": 1, "et": 1, "est": 1, "monsieur": 2, "club": 1}


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """At least one, for whatever is written with letters. Acronyms are spelled out, unless they can be read."""
    pieces = _PIECE.findall(word)
    return max(1, sum(_of_piece(piece) for piece in pieces)) if pieces else 1


def _of_piece(piece: str) -> int:
    if piece.isupper() and 1 < len(piece) < 6:
        is_readable = _READABLE.fullmatch(piece)
        if not is_readable:
            return len(piece)
    text = piece.lower().replace("œ", "oe" if "œ" in piece.lower() and "œu" not in piece.lower() else "e")
    if text in _IRREGULAR:
        return _IRREGULAR[text]
    text = _SILENT_E.sub("", _SILENT_U.sub("", text))
    text = _without_mute_end(text)
    text = _HIATUS.sub("-", _KEPT_I.sub("i-", text))
    # An elided word (« l’ », « qu’ ») is said with the next one.
    return len(_GROUP.findall(text))


def _without_mute_end(text: str) -> str:
    if _MUTE_ENT.search(text) and not _SAID_ENT.search(text):
        return _MUTE_ENT.sub("", text)
    shorter = _MUTE_E.sub("", text)
    return shorter if _GROUP.search(shorter) else text
