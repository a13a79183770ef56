from typing import Any

from django.http import HttpRequest

from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.place import reader_commune


def matter_asked_for(request: HttpRequest) -> dict[str, Any]:
    """Heading and place that a link of ours names: what a question's form begins with."""
    heading, commune = request.GET.get("rubrique", ""), reader_commune(request)
    return {
        "heading": heading if heading in Heading.values else "",
        "place": commune.label if commune else "",
        "commune": commune.pk if commune else "",
    }
