"""What the block chooser shows of each kind of block before an editor takes it: an example, in the editor's language.

Functions, because the words must be translated, and the partners and sheets read, when the example is shown.
"""

import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.enums import Audience


def _text(words: str) -> str:
    return f"<p>{words}</p>"


def paragraph() -> str:
    heading = _("Ask for help as soon as you can")
    items = "".join(f"<li>{item}</li>" for item in (_("Call the social centre."), _("Write to your landlord.")))
    return f"<h2>{heading}</h2>" + _text(_("The sooner you call, the more can be done.")) + f"<ul>{items}</ul>"


def callout() -> dict[str, Any]:
    return {"kind": "savoir", "text": _text(_("This help is free, and you need no lawyer."))}


def checklist() -> dict[str, Any]:
    items = [_("Your identity card"), _("Your lease"), _("Your last three pay slips")]
    return {"title": _("Papers to gather"), "items": [_text(item) for item in items]}


def steps() -> dict[str, Any]:
    return {
        "title": _("What to do"),
        "steps": [
            {"title": _("Call your landlord."), "text": _text(_("Offer to pay a little each month."))},
            {"title": _("Ask for help."), "text": _text(_("The social centre fills in the form with you."))},
        ],
    }


def cases() -> dict[str, Any]:
    situations = [
        (_("I rent from a private landlord"), _("Write to your landlord.")),
        (_("I rent from a social landlord"), _("Call the social centre.")),
    ]
    return {
        "title": _("According to your situation"),
        "layout": "premier",
        "cases": [{"title": title, "body": [("paragraph", _text(words))]} for title, words in situations],
    }


def accordion() -> dict[str, Any]:
    return {
        "title": _("Frequent questions"),
        "items": [
            {"title": _("How long does it take?"), "text": _text(_("About two months."))},
            {"title": _("Can I be refused?"), "text": _text(_("Yes: you then have two months to contest it."))},
        ],
    }


def table() -> dict[str, Any]:
    return {
        "caption": _("What the fund can pay"),
        "columns": [
            {"type": "row_heading", "heading": _("Household")},
            {"type": "text", "heading": _("At most")},
        ],
        "rows": [{"values": [_("One person"), "1 500 €"]}, {"values": [_("Two people"), "2 000 €"]}],
    }


def amounts() -> dict[str, Any]:
    year = timezone.localdate().year
    return {
        "title": _("Monthly income not to exceed"),
        "amounts": [
            {"label": _("One person"), "amount": "1 200 €"},
            {"label": _("Two people"), "amount": "1 800 €"},
        ],
        "valid_from": datetime.date(year, 1, 1),
        "valid_until": datetime.date(year, 12, 31),
        "note": "",
    }


def partners() -> dict[str, Any]:
    model: Any = apps.get_model("clairdroit_partners_snippets", "Partner")
    return {"title": "", "partners": list(model.objects.filter(live=True).with_page_data(Audience.PUBLIC)[:1])}


def official_sheets() -> dict[str, Any]:
    model: Any = apps.get_model("clairdroit_comarquage", "OfficialSheet")
    return {"title": "", "sheets": list(model.objects.filter(withdrawn_at=None)[:2])}


def service() -> dict[str, Any]:
    return {
        "kind": "formulaire",
        "title": _("Ask for help with the rent"),
        "url": "https://www.service-public.gouv.fr/",
        "cerfa_number": "12345*06",
        "provider": _("The département"),
        "note": "",
    }


def legal_references() -> dict[str, Any]:
    return {
        "references": [
            {
                "label": "Code de l’action sociale et des familles, article L262-2",
                "url": "https://www.legifrance.gouv.fr/",
            }
        ]
    }
