"""How messages begin: in a list of questions, a « Bonjour » before each tells nothing."""

import re

_PEOPLE = r"(?:madame|monsieur|mesdames|messieurs|mme|m\.|à (?:tous|toutes|vous))"
GREETING = re.compile(
    rf"(?:(?:bonjour|bonsoir|hello|salut|bjr)(?:[\s,]+(?:et[\s,]+)?{_PEOPLE})*\s*(?:[,.!;:…–-]+\s*|\s+)"
    rf"|{_PEOPLE}(?:[\s,]+(?:et[\s,]+)?{_PEOPLE})*\s*[,!]\s*)+",
    re.IGNORECASE,
)
# What is left of a shorter text tells less than the greeting.
SHORTEST = 15


def without_greeting(line: str) -> str:
    """The line from its first word that says something; whole when little else stands in it."""
    greeting = GREETING.match(line)
    rest = line[greeting.end() :] if greeting else ""
    return rest[0].upper() + rest[1:] if len(rest) >= SHORTEST else line
