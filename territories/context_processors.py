from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest

from clairdroit.territories.place import PARAMETER, place_query, reader_commune


def reader_place(request: HttpRequest) -> dict[str, Any]:
    """`commune` (or None) and `place_query` ("?commune=78646" or ""); no query when the address names no commune."""
    try:
        # Without the parameter no query is made: most pages of most readers.
        is_named = PARAMETER in request.GET
    except TooManyFieldsSent:
        # The page that says so is drawn with this, too.
        is_named = False
    if not is_named:
        return {"commune": None, "place_query": ""}
    commune = reader_commune(request)
    return {"commune": commune, "place_query": place_query(commune)}
