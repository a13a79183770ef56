"""Finds the commune of a place and the territory that its partner serves. Holds all communes in memory (20 MB)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from clairdroit.partners_snippets.enums import Reach
from clairdroit.partners_snippets.imports.records import PartnerRecord
from clairdroit.partners_snippets.models import PartnerKind
from clairdroit.territories.distances import distance_km
from clairdroit.territories.managers import TOWNS, TOWNS_WITH_ARRONDISSEMENTS
from clairdroit.territories.models import Commune, Departement, Epci, PostalCode
from clairdroit.territories.names import normalise, without_article

# A place farther than this from the centre of its own commune is a mistake of the source (Arles is 25 km across).
FAR_KM = 30


@dataclass(frozen=True)
class CommuneFacts:
    insee: str
    search_name: str
    departement: str
    epci: str
    latitude: float | None
    longitude: float | None


@dataclass
class Territories:
    """What a partner serves, as codes."""

    communes: list[str] = field(default_factory=list)
    epcis: list[str] = field(default_factory=list)
    departements: list[str] = field(default_factory=list)
    france: bool = False


class Geography:
    def __init__(self) -> None:
        columns = ("insee", "search_name", "departement", "epci", "latitude", "longitude")
        self.communes = {
            row[0]: CommuneFacts(row[0], row[1], row[2], row[3] or "", row[4], row[5])
            for row in Commune.objects.order_by().values_list(*columns)
        }
        self._by_postal_code: dict[str, list[str]] = defaultdict(list)
        for code, insee in PostalCode.objects.order_by("code", "commune").values_list("code", "commune"):
            self._by_postal_code[code].append(insee)
        self._by_name: dict[tuple[str, str], list[CommuneFacts]] = defaultdict(list)
        for commune in self.communes.values():
            # Names are looked for in one département; overseas ones have three digits, and Corsica's postal codes say
            # 20.
            prefix = commune.insee[: 3 if commune.insee.startswith(("97", "98")) else 2]
            self._by_name[("20" if prefix in ("2A", "2B") else prefix, commune.search_name)].append(commune)
        self._epcis = set(Epci.objects.values_list("pk", flat=True))
        self._departements = set(Departement.objects.values_list("pk", flat=True))
        self._reach = dict(PartnerKind.objects.values_list("key", "reach"))

    def commune_of(self, record: PartnerRecord) -> CommuneFacts | None:
        """By INSEE code; a code that no longer exists, or none, gives way to postal code and name.

        A CEDEX code belongs to no commune: then the name must be the only one in its département.
        """
        if record.insee in self.communes:
            return self.communes[record.insee]
        candidates = [self.communes[insee] for insee in self._by_postal_code.get(record.postal_code, ())]
        city = normalise(re.sub(r"\bcedex\b.*$", "", record.city, flags=re.IGNORECASE))
        name = without_article(city)
        # "MARSEILLE 11", "PARIS": the postal code says which arrondissement.
        town = name.split(" ")[0] if name else ""
        if town in TOWNS_WITH_ARRONDISSEMENTS:
            # Paris, Lyon and Marseille share their postal codes with their own arrondissements.
            candidates = [commune for commune in candidates if commune.insee not in TOWNS]
        elif not candidates and name:
            overseas = record.postal_code.startswith(("97", "98"))
            prefix = record.postal_code[: 3 if overseas else 2]
            candidates = self._by_name.get((prefix, name), []) if prefix else []
        named = [commune for commune in candidates if commune.search_name == name]
        if len(named) == 1:
            return named[0]
        return candidates[0] if len(candidates) == 1 else None

    def correct_position(self, record: PartnerRecord, commune: CommuneFacts | None) -> None:
        """A position far outside the commune, or none, becomes the centre of the commune."""
        if commune is None or commune.latitude is None or commune.longitude is None:
            return
        if record.latitude is None or record.longitude is None:
            record.latitude, record.longitude = commune.latitude, commune.longitude
            return
        away = distance_km(record.latitude, record.longitude, commune.latitude, commune.longitude)
        if away > FAR_KM:
            record.warnings.append(f"position {away:.0f} km outside its commune: centre of the commune used")
            record.latitude, record.longitude = commune.latitude, commune.longitude

    def served_by(self, record: PartnerRecord, commune: CommuneFacts | None) -> Territories:
        """What the source says; when it says nothing, what partners of this kind usually serve."""
        served = Territories()
        for zone in record.zones:
            self._add_zone(served, zone, record)
        if served.communes or served.epcis or served.departements or served.france:
            return served
        reach = self._reach.get(record.kind, Reach.COMMUNE)
        if reach == Reach.FRANCE:
            served.france = True
        elif commune and reach == Reach.DEPARTEMENT:
            served.departements = [commune.departement]
        elif commune and reach == Reach.EPCI and commune.epci:
            served.epcis = [commune.epci]
        elif commune:
            served.communes = [commune.insee]
        return served

    def _add_zone(self, served: Territories, zone: str, record: PartnerRecord) -> None:
        code = zone.strip()
        # 99100 is INSEE's code of the country itself.
        if code.lower() == "france" or code == "99100":
            served.france = True
        elif code in self.communes:
            served.communes.append(code)
        elif code in self._epcis:
            served.epcis.append(code)
        elif code in self._departements:
            served.departements.append(code)
        else:
            record.warnings.append(f"territory left out, unknown code: {code}")
