"""The reader's place: the `commune` query parameter, an INSEE code. Never a cookie, never a session."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest

from clairdroit.territories.models import Commune
from clairdroit.territories.names import TypedPlace, without_article

PARAMETER = "commune"
# Two figures or a Corsican letter, then three: anything else is not looked for in the database.
INSEE = re.compile(r"\d[0-9AB]\d{3}")


def reader_commune(request: HttpRequest) -> Commune | None:
    """The commune in the address of this page; None without one, or when it names none. One query per request."""
    if not hasattr(request, "_reader_commune"):
        code = request.GET.get(PARAMETER, "").strip().upper()
        commune = (
            Commune.objects.select_related("departement").filter(pk=code).first() if INSEE.fullmatch(code) else None
        )
        setattr(request, "_reader_commune", commune)  # noqa: B010 – kept on the request, whose class does not know it
    return getattr(request, "_reader_commune")  # noqa: B009


def place_query(commune: Commune | None) -> str:
    return f"?{PARAMETER}={commune.insee}" if commune else ""


def url_with_place(url: str, commune: Commune | None) -> str:
    """`url` with the reader's commune in place of any other; without one, the `commune` parameter goes."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if name != PARAMETER]
    if commune:
        query.append((PARAMETER, commune.insee))
    return urlunsplit(parts._replace(query=urlencode(query)))


def clear_choice(text: str, found: list[Commune]) -> Commune | None:
    """The one commune that `text` certainly means, among what `lookup` found for it.

    Not certain, so that the reader is asked: a misspelt name, an unknown postal code, a name that is also the
    beginning of a larger town's ("Aix").
    """
    if not found:
        return None
    typed = TypedPlace.read(text)
    name = without_article(typed.name)
    codes = [code for code in typed.codes if len(code) == 5]
    first = found[0]
    if codes and codes[0] not in (first.insee, *first.postal_code_list):
        return None
    if len(found) == 1:
        return first if first.search_name.startswith(name) else None
    alone = first.search_name == name and found[1].search_name != name
    return first if alone and first.population >= max(other.population for other in found) else None
