from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connections, models

from clairdroit.territories.names import TypedPlace, edit_distance, normalise, sound, without_article

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# The longest name of a commune has 45 letters; what is typed beyond is no name.
MAX_TEXT = 80
# Fewer names than this, and those that sound alike are offered too.
FEW = 3
TOWNS_WITH_ARRONDISSEMENTS = ("paris", "lyon", "marseille")
# The INSEE codes of Paris, Lyon and Marseille as wholes, each of which has arrondissements as rows.
TOWNS = ("75056", "69123", "13055")


class CommuneQuerySet(models.QuerySet["Commune"]):
    def lookup(self, text: str, limit: int = 10) -> list[Commune]:
        """The communes a reader may mean, the likeliest first; empty when nothing comes near.

        Takes a postal code ("78000", "78 000") or its first digits, an INSEE code, a name, its beginning or its
        later words, or both in any order ("Saint-Denis 974", "78000 versailles", "Paris 11"), and the name of a
        group of communes ("Saint-Quentin-en-Yvelines"). Accents, hyphens, apostrophes, case and "St" for "Saint"
        are forgiven; when few names fit, small typing mistakes are too.
        """
        typed = TypedPlace.read(text[:MAX_TEXT])
        return self._typed(typed, limit) or self._before_departement(typed, limit)

    def _typed(self, typed: TypedPlace, limit: int) -> list[Commune]:
        name, code = typed.name, typed.codes[0] if typed.codes else ""
        if typed.arrondissement:
            return self._named(typed.arrondissement, limit)
        # One figure is no code: "Paris 1" has been answered as an arrondissement, the rest may be part of a name.
        if len(code) < 2:
            return self._named(f"{name} {code}".strip(), limit)
        if not name:
            return self._coded(code, limit, is_cedex=typed.is_cedex)
        # The code narrows the name; when it is wrong, the name alone still helps.
        narrowed = self._by_code(code)._named(name, limit) or self._named(name, limit)
        return narrowed or self._coded(code, limit, is_cedex=typed.is_cedex)

    def _before_departement(self, typed: TypedPlace, limit: int) -> list[Commune]:
        """ "Versailles, Yvelines", "Saint-Denis La Réunion": for names that were not found as a whole."""
        if " " not in typed.name:
            return []
        departements = apps.get_model("clairdroit_territories", "Departement").objects.values_list("code", "name")
        for code, departement in [*departements, ("", "France")]:
            for ending in _endings(departement):
                if typed.name.endswith(ending):
                    communes = self.filter(departement=code) if code else self
                    return communes._named(typed.name.removesuffix(ending), limit)
        return []

    def _coded(self, code: str, limit: int, *, is_cedex: bool = False) -> list[Commune]:
        """A code that no commune has (a CEDEX) is answered by its neighbours: the first three digits, then two."""
        found = self._by_code(code)._largest(limit)
        if not found and len(code) == 5:
            if not is_cedex:
                found = self.filter(pk=code)._largest(limit)
            found = found or self._by_code(code[:3])._largest(limit) or self._by_code(code[:2])._largest(limit)
        return found

    def _by_code(self, code: str) -> CommuneQuerySet:
        """A département ("75", "2A"), a postal code or its first digits.

        Paris, Lyon and Marseille are answered by the arrondissement that has the code, not by the whole town.
        """
        if len(code) == 2 or code[:2] in ("2A", "2B"):
            return self.filter(departement=code)
        postal_codes = apps.get_model("clairdroit_territories", "PostalCode").objects.order_by()
        # A range uses the index on both databases, unlike a prefix (see `_range`).
        here = postal_codes.filter(code__gte=code.ljust(5, "0"), code__lte=code.ljust(5, "9"))
        return self.filter(pk__in=here.values("commune")).exclude(pk__in=TOWNS)

    def _largest(self, limit: int) -> list[Commune]:
        """The keys first, which the index alone can sort; then the few whole rows."""
        # The largest first: of two communes of one name most readers live in the larger.
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
        # "le chesnay" is the beginning of "le chesnay rocquencourt", and no misspelt Chesny.
        whole_words = any(f"{commune.search_name} ".startswith(f"{key} ") for commune in found)
        # From here on guesses, each wider than the last, and only while too little was found.
        if len(found) < FEW and len(key) >= 3:
            found += self._with_later_words(key, limit, without=found)
        if len(found) < FEW and len(key) >= 4 and not whole_words:
            found += [commune for commune in self._sounding_like(key) if commune not in found]
        if not found and len(key) >= 4:
            found = self._nearly(key) or self._of_epci(key, limit)
        return found[:limit]

    def _starting_with(self, prefix: str) -> CommuneQuerySet:
        return self.filter(**_range(self.db, "search_name", prefix))

    def _with_later_words(self, key: str, limit: int, *, without: list[Commune]) -> list[Commune]:
        later = apps.get_model("clairdroit_territories", "LaterWords").objects.filter(**_range(self.db, "words", key))
        known = [commune.pk for commune in without]
        return self.filter(pk__in=later.values("commune")).exclude(pk__in=known)._largest(limit)

    def _sounding_like(self, key: str) -> list[Commune]:
        heard = sound(key)
        if len(heard) < 2:  # shared by so many names that it says nothing
            return []
        return self.filter(sound=heard)._nearest(key)

    def _nearly(self, key: str) -> list[Commune]:
        """A letter lost, added or wrong ("vesailles"), where the first two letters are right.

        Of the thousands of saints, those whose own name begins with the same letter.
        """
        first, _space, own = key.partition(" ")
        prefix = f"{first} {own[:1]}" if own and first in ("saint", "sainte") else key[:2]
        return self._starting_with(prefix)._nearest(key)

    def _nearest(self, key: str) -> list[Commune]:
        # Two letters wrong of six could be any of dozens of names.
        allowed = 1 if len(key) < 7 else 2
        candidates = self.order_by().values_list("pk", "search_name", "population")
        near = sorted(
            (distance, -population, pk)
            for pk, name, population in candidates
            if (distance := edit_distance(key, name, allowed)) <= allowed
        )[:FEW]
        found = self.model.objects.select_related("departement").in_bulk([pk for _, _, pk in near])
        return [found[pk] for _, _, pk in near]

    def _of_epci(self, key: str, limit: int) -> list[Commune]:
        """ "Saint-Quentin-en-Yvelines" and "Cergy-Pontoise" are where people live, though no commune."""
        epcis = apps.get_model("clairdroit_territories", "Epci").objects.order_by()
        found = list(epcis.filter(**_range(self.db, "search_name", key)).values_list("pk", flat=True)[:2])
        return self.filter(epci=found[0])._largest(limit) if len(found) == 1 else []


@lru_cache(maxsize=256)
def _endings(departement: str) -> tuple[str, str]:
    name = normalise(departement)
    return f" {name}", f" {without_article(name)}"


def _range(database: str, field: str, prefix: str) -> dict[str, str]:
    """Values of `field` that begin with `prefix`, by its index.

    SQLite's LIKE uses no index here; PostgreSQL's comparison of words depends on its locale.
    """
    if connections[database].vendor == "sqlite":
        # Names hold a–z, 0–9 and spaces, all of them before \x7f.
        return {f"{field}__gte": prefix, f"{field}__lt": prefix + "\x7f"}
    return {f"{field}__startswith": prefix}


CommuneManager = models.Manager.from_queryset(CommuneQuerySet)
