import re

from django.utils.translation import get_language

_VOWEL = re.compile(r"[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ]", re.IGNORECASE)


def of_place(name: str) -> str:
    """French "de" before the name of a commune: de Versailles, d’Angers, du Mans, des Ulis, de La Celle.

    Other languages need no preposition that depends on the name: there, the name alone.
    """
    if not (get_language() or "").startswith("fr"):
        return name
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    if _VOWEL.match(name):
        return f"d’{name}"
    return f"de {name}"
