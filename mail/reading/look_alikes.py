"""Addresses that are meant to be taken for others: by letters of another alphabet, or by one letter."""

import unicodedata

from rapidfuzz.distance import Levenshtein

# Small letters of the Greek, Cyrillic, Armenian and wider Latin alphabets, by the plain one that they are mistaken for.
_MISTAKEN = {
    **{"a": "аαɑ", "b": "ьв", "c": "сᴄ", "d": "ԁ", "e": "еҽ", "f": "քẝ", "g": "ɡƍցᶃ", "h": "һհн", "i": "іιıɩɪ"},
    **{"j": "јϳ", "k": "кκ", "l": "ӏ", "m": "м", "n": "пոռ", "o": "оοσօᴏᴑ", "p": "рρ", "q": "ԛգզ", "r": "ʀгᴦ"},
    **{"s": "ѕƽ", "t": "тτ", "u": "υʋսᴜ", "v": "νѵᴠ", "w": "ԝѡɯաᴡ", "x": "х", "y": "уγɣʏүᶌỿ", "z": "ᴢ"},
}
LOOK_ALIKES = {ord(other): plain for plain, others in _MISTAKEN.items() for other in others}
# In an address a figure passes for a letter too.
IN_ADDRESSES = LOOK_ALIKES | {ord("0"): "o", ord("1"): "l"}


def looks_like(sender: str, expected: str) -> bool:
    """Different, but meant to be taken for the same: letters of another alphabet, or one letter off."""
    if sender == expected:
        return False
    plain, wanted = _plain(sender), _plain(expected)
    return plain == wanted or (len(wanted) > 6 and Levenshtein.distance(plain[:320], wanted[:320], score_cutoff=1) <= 1)


def _plain(address: str) -> str:
    letters = unicodedata.normalize("NFKD", address.lower())
    return "".join(each for each in letters if not unicodedata.combining(each)).translate(IN_ADDRESSES)
