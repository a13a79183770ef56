from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connections, models

from clairdroit.territories.names import edit_distance, normalise, sound, without_article

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

MAX_TEXT = 80
# Fewer names than this, and those that sound alike are offered too.
FEW = 3
CODE = re.compile(r"\d{1,5}|2[ab](\d{3})?")
TOWNS_WITH_ARRONDISSEMENTS = ("paris", "lyon", "marseille")
TOWNS = ("75056", "69123", "13055")


class CommuneQuerySet(models.QuerySet["Commune"]):
    def lookup(self, text: str, limit: int = 10) -> list[Commune]:
        """The communes a reader may mean, the likeliest first; empty when nothing comes near.

        Takes a postal code ("78000") or its first digits, an INSEE code, a name or its beginning, or both in
        any order ("Saint-Denis 974", "78000 versailles", "Paris 11"). Accents, hyphens, apostrophes, case
        and "St" for "Saint" are forgiven; when few names fit, small typing mistakes are too.
        """
        words = normalise(text[:MAX_TEXT]).split()
        codes = [word for word in words if CODE.fullmatch(word)]
        name = " ".join(word for word in words if word not in codes and word != "cedex")
        if not codes:
            return self._named(name, limit)
        code = codes[0].upper()
        if name in TOWNS_WITH_ARRONDISSEMENTS and len(code) < 3:
            return self._named(f"{name} {int(code)}{'er' if int(code) == 1 else 'e'}", limit)
        if len(code) == 1:
            return self._named(f"{name} {code}".strip(), limit)
        if not name:
            return self._coded(code, limit)
        # The code narrows the name; when it is wrong, the name alone still helps.
        return self._by_code(code)._named(name, limit) or self._named(name, limit) or self._coded(code, limit)

    def _coded(self, code: str, limit: int) -> list[Commune]:
        """A code that no commune has (a CEDEX) is answered by its neighbours, which share the first three digits."""
        found = self._by_code(code)._largest(limit)
        if not found and len(code) == 5:
            found = self.filter(pk=code)._largest(limit) or self._by_code(code[:3])._largest(limit)
        return found

    def _by_code(self, code: str) -> CommuneQuerySet:
        """A département ("75", "2A"), a postal code or its first digits.

        Paris, Lyon and Marseille are answered by the arrondissement that has the code, not by the whole town.
        """
        if len(code) == 2 or code[:2] in ("2A", "2B"):
            return self.filter(departement=code)
        postal_codes = apps.get_model("clairdroit_territories", "PostalCode").objects.order_by()
        here = postal_codes.filter(code__gte=code.ljust(5, "0"), code__lte=code.ljust(5, "9"))
        return self.filter(pk__in=here.values("commune")).exclude(pk__in=TOWNS)

    def _starting_with(self, prefix: str) -> CommuneQuerySet:
        # SQLite's LIKE uses no index here; PostgreSQL's comparison of words depends on its locale.
        if connections[self.db].vendor == "sqlite":
            return self.filter(search_name__gte=prefix, search_name__lt=prefix + "\x7f")
        return self.filter(search_name__startswith=prefix)

    def _largest(self, limit: int) -> list[Commune]:
        """The keys first, which the index alone can sort; then the few whole rows."""
        keys = list(self.order_by("-population", "search_name").values_list("pk", flat=True)[:limit])
        found = self.model.objects.select_related("departement").in_bulk(keys)
        return [found[key] for key in keys]

    def _named(self, name: str, limit: int) -> list[Commune]:
        if not name:
            return []
        key = without_article(name) or name
        found = self.filter(search_name=key)._largest(limit)
        # What was typed in full, article included, comes first: "la rochelle" before "rochelle".
        found.sort(key=lambda commune: normalise(commune.name) != name)
        if len(found) < limit:
            found += self._starting_with(key).exclude(search_name=key)._largest(limit - len(found))
        if len(found) < FEW and len(key) >= 4 and not any(c.search_name == key for c in found):
            found += [commune for commune in self._sounding_like(key) if commune not in found]
        if not found and len(key) >= 3:
            found = self.filter(search_name__contains=" " + key)._largest(limit)
        return found[:limit]

    def _sounding_like(self, key: str) -> list[Commune]:
        heard = sound(key)
        if len(heard) < 2:  # shared by so many names that it says nothing
            return []
        allowed = 1 if len(key) < 7 else 2
        candidates = self.filter(sound=heard).values_list("pk", "search_name", "population")
        near = sorted(
            (distance, -population, pk)
            for pk, name, population in candidates
            if (distance := edit_distance(key, name, allowed)) <= allowed
        )[:FEW]
        found = self.model.objects.select_related("departement").in_bulk([pk for _, _, pk in near])
        return [found[pk] for _, _, pk in near]


CommuneManager = models.Manager.from_queryset(CommuneQuerySet)
