"""A light French stemmer for words whose accents were folded.

Why not Snowball's: without accents it takes « loyer » to « loi » and « loyers » to « loyer », so that a plural is not
found and a law is. This one removes what French adds to a word (plural, feminine, the commonest verb endings,
« -ement », « -ation ») and keeps the rest, in the spirit of Savoy's light stemmer (2006).
"""

# Acronyms that a common word would otherwise be taken for: caf, ass.
UNTOUCHED = frozenset(["cafe", "asse"])
IRREGULAR = {"travaux": "travail", "baux": "bail", "yeux": "oeil", "cafes": "cafe"}

# Ending, what replaces it, and how many letters must stay before it. The first that fits is applied.
ENDINGS = (
    ("issements", "i", 3),
    ("issement", "i", 3),
    ("ations", "", 3),
    ("ation", "", 3),
    ("ements", "", 3),
    ("ement", "", 3),
    ("aient", "", 3),
    ("erait", "", 4),
    ("erais", "", 4),
    ("antes", "", 4),
    ("ante", "", 4),
    ("ants", "", 4),
    ("ant", "", 4),
    ("ent", "", 4),
    ("ait", "", 4),
    ("eaux", "eau", 2),
    ("aux", "al", 3),
    ("ees", "", 3),
    ("ee", "", 3),
    ("ers", "", 3),
    ("er", "", 3),
    ("ez", "", 3),
    ("es", "", 3),
    ("e", "", 3),
)


def light_stem(word: str) -> str:
    """The stem of a word of three letters or more, given without accents and in lower case."""
    word = IRREGULAR.get(word, word)
    if word in UNTOUCHED or not word.isascii():
        return word
    stem = _without_ending(word)
    if len(stem) > 3 and stem[-1] in "sx" and stem[-2] != "s":
        stem = stem[:-1]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ae":
        stem = stem[:-1]
    if stem.endswith("ay"):
        stem = stem[:-1] + "i"
    return stem


def _without_ending(word: str) -> str:
    for ending, replacement, least in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: len(word) - len(ending)] + replacement
    return word
