"""One written form for the many ways people write the name of a commune."""

import re
import unicodedata

from rapidfuzz.distance import OSA

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = ("le ", "la ", "les ", "l ")


def normalise(name: str) -> str:
    """Lower case, without accents, hyphens or apostrophes; "St" and "Ste" in full. "Sᵗ-Mandé" → "saint mande"."""
    decomposed = unicodedata.normalize("NFKD", name.translate(LIGATURES))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


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
    text = re.sub(r"[stdpg]+$", "", text)
    text = re.sub(r"[aeiouyhn]", "", text)
    return re.sub(r"(.)\1+", r"\1", text)[:20]


def edit_distance(a: str, b: str, limit: int) -> int:
    """Letters to add, drop, change or swap with their neighbour to get from one to the other; `limit` + 1 when more."""
    return OSA.distance(a, b, score_cutoff=limit)
