"""Which partners to ask, in which order, and why: the same question always finds the same partners."""

import dataclasses
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clairdroit.partners_snippets.enums import Heading
from clairdroit.partners_snippets.models import Partner

if TYPE_CHECKING:
    from collections.abc import Collection

    from clairdroit.territories.models import Commune

# The closer the territory a partner says it serves, the better it knows the place.
COMMUNE, EPCI, DEPARTEMENT, FRANCE = range(4)


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A partner that may be asked; `reasons` are sentences for the editor, in the order of their weight."""

    partner: Partner
    reasons: list[str]
    reach: int
    specialisation: int

    @property
    def rank(self) -> tuple[int, int, str, int]:
        return (self.reach, self.specialisation, self.partner.name, self.partner.pk)


@dataclasses.dataclass(frozen=True)
class Unavailable:
    """A partner that would have fitted; `reason` says why it is not asked."""

    partner: Partner
    reason: str


def candidates(heading: str, commune: "Commune | None", *, without: "Collection[int]" = ()) -> list[Candidate]:
    """Partners of the network for this heading and place, the best first; empty when none fits.

    Only partners with a team box are in the network. `without` holds ids of partners that are not to be
    asked again. Without a heading or a commune there is nothing to choose by: a coordinator decides.
    """
    found, _unavailable = explain(heading, commune, without=without)
    return found


def explain(
    heading: str, commune: "Commune | None", *, without: "Collection[int]" = ()
) -> tuple[list[Candidate], list[Unavailable]]:
    if not heading or commune is None:
        return [], []
    fitting = (
        Partner.objects.live()
        .for_heading(heading)
        .serving(commune)
        .exclude(team_email="")
        .exclude(pk__in=without)
        .select_related("kind")
        .prefetch_related("headings", "communes", "epcis")
    )
    ready, absent = [], []
    for partner in fitting:
        if partner.is_absent_until is not None and partner.is_absent_until > timezone.localdate():
            until = date_format(partner.is_absent_until, "DATE_FORMAT")
            absent.append(Unavailable(partner, _("Absent until %(date)s.") % {"date": until}))
        else:
            ready.append(_candidate(partner, heading, commune))
    return sorted(ready, key=lambda candidate: candidate.rank), absent


def _candidate(partner: Partner, heading: str, commune: "Commune") -> Candidate:
    reach, place_reason = _reach(partner, commune)
    others = len(partner.heading_keys) - 1
    label = Heading(heading).label
    if others:
        subject = _("Works on “%(heading)s”, among other headings.") % {"heading": label}
    else:
        subject = _("Works on “%(heading)s” only.") % {"heading": label}
    return Candidate(partner, [subject, place_reason], reach, others)


def _reach(partner: Partner, commune: "Commune") -> tuple[int, str]:
    if {served.pk for served in partner.communes.all()} & set(commune.codes):
        return COMMUNE, _("Serves %(commune)s itself.") % {"commune": commune.name}
    served_epcis = {epci.pk for epci in partner.epcis.all()}
    for epci in (commune.epci, commune.ept):
        if epci is not None and epci.pk in served_epcis:
            return EPCI, _("Serves %(territory)s, which %(commune)s belongs to.") % {
                "territory": epci.name,
                "commune": commune.name,
            }
    if partner.serves_france:
        return FRANCE, _("Serves the whole country.")
    return DEPARTEMENT, _("Serves the whole département %(territory)s.") % {"territory": commune.departement.name}
