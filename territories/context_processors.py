from typing import Any

from django.http import HttpRequest

from clairdroit.territories.place import PARAMETER, place_query, reader_commune


def reader_place(request: HttpRequest) -> dict[str, Any]:
    """`commune` (or None) and `place_query` ("?commune=78646" or ""); no query when the address names no commune."""
    if PARAMETER not in request.GET:
        return {"commune": None, "place_query": ""}
    commune = reader_commune(request)
    return {"commune": commune, "place_query": place_query(commune)}
