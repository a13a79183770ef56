"""The form of a partner in the admin."""

PREFIX = "wagtailsnippets_clairdroit_partners_snippets_partner"


def form_data(partner=None, **changes):
    """What the browser would send back for a partner with one place."""
    data = {
        "name": "ADIL d’essai",
        "kind": "adil",
        "headings": ["logement"],
        "description": "Conseille sur le logement.",
        "review_months": "6",
        "communes": "78000",
        "epcis": "",
        "departements": "Yvelines",
        "phone": "01 99 00 11 22",
        "places-TOTAL_FORMS": "1",
        "places-INITIAL_FORMS": "0",
        "places-MIN_NUM_FORMS": "0",
        "places-MAX_NUM_FORMS": "1000",
        "places-0-street": "1 rue d’Essai",
        "places-0-postal_code": "78000",
        "places-0-city": "versailles",
        "places-0-address_visibility": "public",
        "places-0-ORDER": "1",
        "places-0-opening_hours": "Mo-Fr 09:00-12:00",
    }
    for formset in ("offers", "private_contacts"):
        data |= {f"{formset}-TOTAL_FORMS": "0", f"{formset}-INITIAL_FORMS": "0"}
        data |= {f"{formset}-MIN_NUM_FORMS": "0", f"{formset}-MAX_NUM_FORMS": "1000"}
    return data | changes
