"""One written form for the many ways people write the name of a commune."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import OSA

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = ("le ", "la ", "les ", "l ")
# Town → how many arrondissements it has, each with a postal code of its own.
ARRONDISSEMENTS = {"paris": 20, "lyon": 9, "marseille": 16}
# A postal code or its beginning, or Corsica's départements 2A and 2B with what follows.
_CODE = re.compile(r"\d{1,5}|2[ab](\d{3})?")
_CODE_IN_TWO = re.compile(r"\b(\d\d) (\d{3})\b")
_COUNTRY_CODE = re.compile(r"\bf (\d{5})\b")
_CEDEX = re.compile(r"\bcedex( \d{1,2}\b)?")
_ORDINAL = re.compile(rf"^({'|'.join(ARRONDISSEMENTS)}) (\d{{1,2}})(?:er|e|eme|ieme)?\b(?: arr(?:ondissement)?\b)?")
_EPCI_KIND = re.compile(
    r"^(cc|ca|cu|communaute (de communes|d agglomeration|urbaine))( (du|de|des|d)\b)?( pays (du|de|des|d)\b)?"
)


def normalise(name: str) -> str:
    """Lower case, without accents, hyphens or apostrophes; "St" and "Ste" in full. "Sᵗ-Mandé" → "saint mande"."""
    # NFKD takes accents off their letters and superscripts down: "Sᵗ" → "st".
    decomposed = unicodedata.normalize("NFKD", name.translate(LIGATURES))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


@dataclass(frozen=True)
class TypedPlace:
    """What a reader typed for "where I live", taken apart: the name as `normalise` writes it, and the codes in it."""

    name: str
    codes: tuple[str, ...] = ()
    is_cedex: bool = False

    @classmethod
    def read(cls, text: str) -> TypedPlace:
        """Takes "78 000", "F-78000", "Reims CEDEX 2" and "Marseille 8ème" too."""
        words = normalise(text)
        without_cedex = _CEDEX.sub(" ", words)
        plain = _COUNTRY_CODE.sub(r"\1", _CODE_IN_TWO.sub(r"\1\2", without_cedex))
        parts = _ORDINAL.sub(r"\1 \2", plain.strip()).split()
        codes = tuple(part.upper() for part in parts if _CODE.fullmatch(part))
        name = " ".join(part for part in parts if not _CODE.fullmatch(part))
        return cls(name, codes, is_cedex=without_cedex != words)

    @property
    def arrondissement(self) -> str:
        """ "paris 11e" for "Paris 11"; empty for "Paris 75", which is the département."""
        number = int(self.codes[0]) if self.codes and len(self.codes[0]) < 3 and self.codes[0].isdigit() else 0
        if not 1 <= number <= ARRONDISSEMENTS.get(self.name, 0):
            return ""
        return f"{self.name} {number}{'er' if number == 1 else 'e'}"


def epci_name(name: str) -> str:
    """What people call the group of communes: "CA Saint-Quentin-en-Yvelines" → "saint quentin en yvelines"."""
    short = normalise(re.sub(r"\(.*?\)", " ", name))
    return without_article(_EPCI_KIND.sub("", short).strip()) or short


def later_words(search_name: str) -> list[str]:
    """The name from each later word on: "germain en laye", "en laye", "laye"."""
    words = search_name.split()
    return [" ".join(words[start:]) for start in range(1, len(words))]


def without_article(normalised: str) -> str:
    """Sorting and searching leave the leading article out: "le mans" → "mans"."""
    for article in ARTICLES:
        if normalised.startswith(article):
            return normalised[len(article) :]
    return normalised


def sound(normalised: str) -> str:
    """A rough key that most misspellings of a French name share: its consonants as they are heard.

    Vowels, doubled letters, a silent "h" and final mute consonants go; "ph", "qu", "ç", "z", "y" are
    written as they sound. "guyencourt" and "guyancour" both give "gkr".
    """
    text = without_article(normalised).replace(" ", "")
    for written, heard in (
        ("ph", "f"),
        ("sch", "c"),
        ("ch", "c"),
        ("qu", "k"),
        ("x", "s"),
        ("z", "s"),
        ("c", "k"),
        ("q", "k"),
        ("w", "v"),
        ("m", "n"),
    ):
        text = text.replace(written, heard)
    # Mute at the end of most French names: "Guyencourt", "Bourg".
    text = re.sub(r"[stdpg]+$", "", text)
    # n (and m, made n above) goes with the vowels: nasal sounds are where misspellings differ most.
    text = re.sub(r"[aeiouyhn]", "", text)
    return re.sub(r"(.)\1+", r"\1", text)[:20]


def edit_distance(a: str, b: str, limit: int) -> int:
    """Letters to add, drop, change or swap with their neighbour to get from one to the other; `limit` + 1 when more."""
    return OSA.distance(a, b, score_cutoff=limit)
