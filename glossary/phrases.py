"""Words as people write them: what counts as the same, and what is an acronym."""

import unicodedata


def fold(text: str) -> str:
    """What is the same word for whoever looks it up: no accent, no capital, no punctuation, single spaces."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae").replace(".", ""))
    kept = (letter if letter.isalnum() else "" if unicodedata.combining(letter) else " " for letter in letters)
    return " ".join("".join(kept).split())


def lines(text: str) -> list[str]:
    """The phrases of a field that holds one a line."""
    return [phrase for line in text.splitlines() if (phrase := " ".join(line.split()))]


def is_acronym(phrase: str) -> bool:
    """« RSA », « R.S.A. », « Agirc-Arrco » is none: only capitals (and digits) say so without being told."""
    letters = [letter for letter in phrase if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters) and " " not in phrase.strip()
