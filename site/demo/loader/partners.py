import datetime
from typing import Any

from django.utils import timezone

from clairdroit.freshness.actions import mark_verified
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner, PartnerKind, Place, PrivateContact
from clairdroit.taxonomy.models import HeadingTag
from clairdroit.territories.models import Commune, Departement, Epci
from demo.loader import content
from demo.loader.progress import Loading

SOURCE = "demo"
SIMPLE_FIELDS = ("name", "description", "access_conditions", "languages", "phone", "email", "team_email")


def load_partners(loading: Loading) -> dict[str, Partner]:
    known = {partner.source_id: partner for partner in Partner.objects.filter(source=SOURCE)}
    partners = {}
    for key, text in content.read_folder("partners").items():
        partner = known.get(key)
        if partner is None or (not loading.keep and not _same(partner, text)):
            partner = _write(partner or Partner(source=SOURCE, source_id=key), text, loading)
        if partner.verified_at is None:
            day = timezone.localdate() - datetime.timedelta(days=text["verified_days_ago"])
            mark_verified(partner, user=loading.admin, on=day, label=text["verified_by"])
        # The account behind its links, which else is made with its first mail.
        if partner.team_email:
            team_user(partner)
        partners[key] = partner
    return partners


def _same(partner: Partner, text: dict[str, Any]) -> bool:
    return all(getattr(partner, name) == text.get(name, "") for name in SIMPLE_FIELDS)


def _write(partner: Partner, text: dict[str, Any], loading: Loading) -> Partner:
    for name in SIMPLE_FIELDS:
        setattr(partner, name, text.get(name, ""))
    partner.kind = PartnerKind.objects.get(pk=text["kind"])
    partner.without_appointment = text.get("without_appointment", False)
    partner.owner = loading.users.get(text.get("owner", "coordination"))
    if absent := text.get("absent_days"):
        partner.is_absent_until = timezone.localdate() + datetime.timedelta(days=absent)
    partner.headings = list(HeadingTag.objects.filter(pk__in=text["headings"]))
    partner.communes = list(Commune.objects.filter(pk__in=text.get("communes", ())))
    partner.epcis = list(Epci.objects.filter(pk__in=text.get("epcis", ())))
    partner.departements = list(Departement.objects.filter(pk__in=text.get("departements", ())))
    # `set` replaces what stands there, and waits for the save below.
    partner.places.set([_place(place) for place in text["places"]])
    partner.private_contacts.set([PrivateContact(**contact) for contact in text.get("private_contacts", ())])
    partner.save()
    partner.save_revision(user=loading.admin).publish(user=loading.admin)
    loading.count("partners")
    return Partner.objects.get(pk=partner.pk)


def _place(place: dict[str, Any]) -> Place:
    site = content.read("site")
    return Place(
        postal_code=site["postal_code"],
        city=site["town"],
        commune_id=site["commune"],
        **place,
    )
