from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models, transaction
from wagtail.search.queryset import SearchableQuerySetMixin

from clairdroit.freshness.managers import VerifiableQuerySet
from clairdroit.partners_snippets.enums import AddressVisibility, Audience
from clairdroit.partners_snippets.signals import after_update, before_update
from clairdroit.territories.distances import box_around, distance_km

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner
    from clairdroit.territories.models import Commune

# Kilometres; the square grows until it holds enough partners, then all are measured.
GROWING_BOXES = (5, 15, 40, None)
# What a version of a partner's links was made for.
LINKS_DEPEND_ON = {"team_email", "live"}


class PartnerQuerySet(SearchableQuerySetMixin, VerifiableQuerySet):
    def update(self, **values: Any) -> int:
        """Django tells nobody of many at once (`bulk_update` comes by here, too): what links depend on is told here."""
        if not LINKS_DEPEND_ON & values.keys():
            return super().update(**values)
        with transaction.atomic():
            # Noted first: what the queryset filters by may be what changes.
            changed = list(self.order_by().values_list("pk", flat=True))
            before_update.send(self.model, partners=self, fields=values.keys())
            updated = super().update(**values)
            after_update.send(self.model, partners=changed)
        return updated

    update.alters_data = True  # type: ignore[attr-defined]

    def live(self) -> Self:
        return self.filter(live=True)

    def of_kind(self, key: str) -> Self:
        return self.filter(kind=key)

    def for_heading(self, key: str) -> Self:
        return self.filter(headings=key)

    def serving(self, commune: Commune) -> Self:
        """Partners that say they serve this commune, its EPCI, its département or the whole country.

        One subquery per kind of territory, joined by UNION: with ORs in one query the database would read
        all partners.
        """
        by_commune, by_epci, by_departement = (
            getattr(self.model, name).through.objects.order_by() for name in ("communes", "epcis", "departements")
        )
        served = by_commune.filter(commune__in=commune.codes).values("partner")
        served = served.union(
            by_epci.filter(epci__in=commune.epci_codes).values("partner"),
            by_departement.filter(departement=commune.departement_id).values("partner"),
            self.model._default_manager.order_by().filter(serves_france=True).values("pk"),
        )
        return self.filter(pk__in=served)

    def with_page_data(self, audience: str = Audience.PROFESSIONAL) -> Self:
        """All that the representation of each partner reads for this audience, in a fixed number of queries."""
        place = apps.get_model("clairdroit_partners_snippets", "Place")
        places = models.Prefetch("places", place.objects.select_related("commune"))
        private = ["private_contacts"] if audience == Audience.PROFESSIONAL else []
        return self.select_related("kind").prefetch_related("headings", places, "offers", *private)

    def near(self, commune: Commune, km: float | None = None, limit: int | None = None) -> list[Partner]:
        """The nearest first, each with `distance_km`; give `km` or `limit` unless the set is small.

        Partners without a known place come last, with None, unless `km` is given. The distance is to the
        nearest place that the public may know; where only the commune may be told, to the centre of that
        commune, so that a shelter cannot be found by asking from several sides.
        """
        distances: dict[int, float] = {}
        # A square is one range query on the index of positions; the first that holds enough ends the search.
        for box in (km,) if km or not limit else GROWING_BOXES:
            distances = self.distances(commune, box)
            if limit and box and sum(distance <= box for distance in distances.values()) >= limit:
                break
        ranked = sorted(distances, key=distances.__getitem__)
        if km:
            ranked = [pk for pk in ranked if distances[pk] <= km]
        # Without a known place they have no distance, but may still serve the reader.
        elif not limit or len(ranked) < limit:
            ranked += [pk for pk in self.values_list("pk", flat=True) if pk not in distances]
        ranked = ranked[:limit]
        found: dict[int, Partner] = {partner.pk: partner for partner in cast(Any, self.filter(pk__in=ranked))}
        nearest = [found[pk] for pk in ranked]
        for partner in nearest:
            partner.distance_km = distances.get(partner.pk)
        return nearest

    def distances(self, commune: Commune, km: float | None = None) -> dict[int, float]:
        """Partner → km to its nearest place that the public may know; with `km`, about as far as that only."""
        if commune.latitude is None or commune.longitude is None:
            return {}
        here = (commune.latitude, commune.longitude)
        places = apps.get_model("clairdroit_partners_snippets", "Place").objects.all()
        mine = self.order_by()
        if km:
            # The box finds the places; a list of all partners would cost more than asking for each.
            places = places.filter(models.Exists(mine.filter(pk=models.OuterRef("partner"))))
        else:
            places = places.filter(partner__in=mine.values("pk"))
        distances: dict[int, float] = {}
        # Where only the commune may be told, its centre stands for the place: the distance tells nothing more.
        for visibility, prefix in ((AddressVisibility.PUBLIC, ""), (AddressVisibility.COMMUNE, "commune__")):
            located = places.filter(**{"address_visibility": visibility, f"{prefix}latitude__isnull": False}).order_by()
            if km:
                south, north, west, east = box_around(*here, km)
                located = located.filter(
                    **{f"{prefix}latitude__range": (south, north), f"{prefix}longitude__range": (west, east)}
                )
            for pk, latitude, longitude in located.values_list("partner", f"{prefix}latitude", f"{prefix}longitude"):
                distance = distance_km(*here, latitude, longitude)
                distances[pk] = min(distance, distances.get(pk, distance))
        return distances


PartnerManager = models.Manager.from_queryset(PartnerQuerySet)
