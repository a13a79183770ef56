"""schema.org description of a partner, from its public record."""

import datetime
import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from clairdroit.partners_snippets.hours import usual_week
from clairdroit.partners_snippets.school_holidays import departement_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A `</script>` inside a name must not end the element.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def partner_graph(
    record: dict[str, Any], *, page_url: str, is_public_service: bool, at: datetime.datetime
) -> SafeString:
    """JSON-LD; `record` must be made for the PUBLIC audience."""
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization" if is_public_service else "NGO",
        "@id": page_url,
        "name": record["name"],
    }
    texts = {
        "description": record["description"],
        "telephone": record["phone"],
        "email": record["email"],
        "url": record["website"] or page_url,
    }
    node |= {name: value for name, value in texts.items() if value}
    if places := [_place(place, at) for place in record["places"]]:
        node["location"] = places
    return mark_safe(json.dumps(node, ensure_ascii=False).translate(SCRIPT_ESCAPES))


def _place(place: dict[str, Any], at: datetime.datetime) -> dict[str, Any]:
    node: dict[str, Any] = {"@type": "Place"}
    address = {
        "streetAddress": place["street"],
        "postalCode": place["postal_code"],
        "addressLocality": place["city"],
    }
    if any(address.values()):
        filled = {name: value for name, value in address.items() if value}
        node["address"] = {"@type": "PostalAddress", "addressCountry": "FR", **filled}
    if place["latitude"] is not None:
        node["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place["latitude"],
            "longitude": place["longitude"],
        }
    if place["phone"]:
        node["telephone"] = place["phone"]
    week = usual_week(place["opening_hours"], at=at, departement=departement_of(place["insee"]))
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{day}",
            "opens": f"{span.opens:%H:%M}",
            # schema.org has no 24:00, and reads 00:00 as the beginning of the same day.
            "closes": "23:59" if span.closes == datetime.time(0) else f"{span.closes:%H:%M}",
        }
        for day, spans in zip(WEEKDAYS, week, strict=False)
        for span in spans
    ]
    if hours:
        node["openingHoursSpecification"] = hours
    return node
