"""The name of a partner's kind beside the partner's own name: said only when it adds something."""

import re

from clairdroit.territories.names import normalise

# "CCAS (centre communal d’action sociale)": what people call it, and what the letters stand for.
EXPLAINED = re.compile(r"(?P<short>.+?)\s*\((?P<meaning>.+)\)")


def kind_beside(kind: str, name: str) -> str:
    """The kind's short name, or nothing where the partner's name already says it, in letters or in full words."""
    explained = EXPLAINED.fullmatch(kind.strip())
    short = explained["short"] if explained else kind.strip()
    forms = short.split(" ou ")
    # One word that explains ("surendettement") is a subject, not another name for the same thing.
    if explained and " " in explained["meaning"]:
        forms.append(explained["meaning"])
    said = f" {singular(normalise(name))} "
    return "" if any(f" {singular(normalise(form))} " in said for form in forms) else short


def singular(words: str) -> str:
    """Sources write "Maison des Solidarités" and "maison de solidarité" alike: endings do not count."""
    return re.sub(r"(?<=[a-z]{3})[sx]\b", "", words)
