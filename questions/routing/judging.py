"""One partner, judged: may it be asked, how far in front, and why, in sentences for the editor."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.enums import RuleChoice
from clairdroit.questions.models import PartnerAvailability, RoutingRule
from clairdroit.taxonomy.day_words import day_in_words
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.names import normalise

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# The closer the territory a partner says it serves, the better it knows the place.
COMMUNE, EPCI, DEPARTEMENT, FRANCE = range(4)


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A partner that may be asked; `reasons` are sentences for the editor, in the order of their weight."""

    partner: Partner
    reasons: list[str]
    # Before all others when the rule names it, in the rule's order.
    named: int
    kind: int
    reach: int
    specialisation: int

    @property
    def rank(self) -> tuple[int, int, int, int, str, int]:
        # Name and key only make the order the same each time.
        return (self.named, self.kind, self.reach, self.specialisation, self.partner.name, self.partner.pk)


@dataclasses.dataclass(frozen=True)
class Unavailable:
    """A partner that would have fitted; `reasons` say why it is not asked."""

    partner: Partner
    reasons: list[str]


@dataclasses.dataclass(frozen=True)
class Wishes:
    """What a rule says about partners, ready to be looked up."""

    first: dict[int, int]
    never: frozenset[int]
    kinds: dict[str, int]
    only_these_kinds: bool

    @classmethod
    def of(cls, rule: RoutingRule | None) -> "Wishes":
        if rule is None:
            return cls({}, frozenset(), {}, only_these_kinds=False)
        named = list(rule.partners.all())
        first = [each.partner_id for each in named if each.choice == RuleChoice.FIRST]
        never = frozenset(each.partner_id for each in named if each.choice == RuleChoice.NEVER)
        kinds = [each.kind_id for each in rule.kinds.all()]
        return cls(
            {pk: place for place, pk in enumerate(dict.fromkeys(first))},
            never,
            {key: place for place, key in enumerate(dict.fromkeys(kinds))},
            only_these_kinds=rule.only_these_kinds and bool(kinds),
        )


@dataclasses.dataclass(frozen=True)
class Asked:
    """What is asked, and what is known of the partners that day."""

    heading: str
    commune: "Commune | None"
    # As `normalise` writes it, between spaces: words are found whole.
    words: str
    today: datetime.date
    wishes: Wishes
    # Partner → questions that wait for its answer.
    loads: dict[int, int]
    blocked: set[str]


def judge(partner: Partner, asked: Asked) -> Candidate | Unavailable:
    obstacles = _obstacles(partner, asked)
    if obstacles or asked.commune is None or not asked.heading:
        return Unavailable(partner, obstacles)
    return _candidate(partner, asked, asked.commune)


def availability_of(partner: Partner) -> PartnerAvailability | None:
    """None for a partner that has declared nothing: it takes everything, at any time."""
    return getattr(partner, "availability", None)


def _obstacles(partner: Partner, asked: Asked) -> "list[str]":
    found = []
    wishes, availability = asked.wishes, availability_of(partner)
    if partner.pk in wishes.never:
        found.append(_("The rule leaves it out."))
    if wishes.only_these_kinds and partner.kind_id not in wishes.kinds and partner.pk not in wishes.first:
        found.append(_("The rule asks for other kinds of partners only."))
    if until := away_until(partner, availability, asked.today):
        found.append(_("Absent until %(date)s.") % {"date": day_in_words(until)})
    # Mails come back from it: asking by it would ask nobody.
    if partner.team_email in asked.blocked:
        found.append(_("Its team box does not work: mails sent there came back."))
    if availability is not None:
        found += _refusals(availability, asked)
        load = asked.loads.get(partner.pk, 0)
        if availability.capacity is not None and load >= availability.capacity:
            found.append(
                _("Full: %(load)d of the %(capacity)d questions that it takes at once wait for its answer.")
                % {"load": load, "capacity": availability.capacity}
            )
    return found


def away_until(
    partner: Partner, availability: PartnerAvailability | None, today: datetime.date
) -> datetime.date | None:
    """The day on which it is back, by its record or by the periods it has declared; None when it is there."""
    backs = []
    if partner.is_absent_until is not None and partner.is_absent_until > today:
        backs.append(partner.is_absent_until)
    if availability is not None:
        backs += [
            period.ends_on + datetime.timedelta(days=1)
            for period in availability.absences.all()
            if period.starts_on <= today <= period.ends_on
        ]
    # Of periods that overlap, the day after the last.
    return max(backs, default=None)


def _refusals(availability: PartnerAvailability, asked: Asked) -> list[str]:
    found = []
    if asked.heading in {heading.pk for heading in availability.refused_headings.all()}:
        label = Heading(asked.heading).label
        found.append(_("Has said that it takes no questions under “%(heading)s”.") % {"heading": label})
    for words in availability.refused_words:
        plain = normalise(words)
        # Whole words, and their plain plural; anything cleverer would refuse what the partner did not mean.
        if plain and (f" {plain} " in asked.words or f" {plain}s " in asked.words):
            found.append(_("Has said that it takes no questions about “%(words)s”.") % {"words": words})
    return found


def _candidate(partner: Partner, asked: Asked, commune: "Commune") -> Candidate:
    wishes = asked.wishes
    reach, place_reason = _reach(partner, commune)
    others = len([key for key in partner.heading_keys if key != asked.heading])
    reasons = []
    if partner.pk in wishes.first:
        reasons.append(_("The rule puts it first."))
    elif partner.kind_id in wishes.kinds:
        reasons.append(_kind_reason(partner, wishes))
    reasons += [_subject(partner, asked.heading, others), place_reason]
    availability = availability_of(partner)
    if availability is not None and availability.capacity is not None:
        load = asked.loads.get(partner.pk, 0)
        reasons.append(
            ngettext(
                "Takes one question at once, and has %(load)d.",
                "Takes %(capacity)d questions at once, and has %(load)d.",
                availability.capacity,
            )
            % {"load": load, "capacity": availability.capacity}
        )
    return Candidate(
        partner,
        reasons,
        # Those that are not named come after all that are, as equals.
        named=wishes.first.get(partner.pk, len(wishes.first)),
        # One that is named comes by the order of the names alone.
        kind=0 if partner.pk in wishes.first else wishes.kinds.get(partner.kind_id or "", len(wishes.kinds)),
        reach=reach,
        # The fewer other headings, the more it is this partner's own subject.
        specialisation=others,
    )


def _kind_reason(partner: Partner, wishes: Wishes) -> str:
    place = wishes.kinds[partner.kind_id or ""] + 1
    if len(wishes.kinds) == 1:
        return _("Is of the kind that the rule wants: %(kind)s.") % {"kind": partner.kind}
    return _("Is of the kind that the rule wants as no. %(place)d: %(kind)s.") % {"place": place, "kind": partner.kind}


def _subject(partner: Partner, heading: str, others: int) -> str:
    label = Heading(heading).label
    if heading not in partner.heading_keys:
        return _("Does not list “%(heading)s” itself: the rule counts on it.") % {"heading": label}
    if others:
        return _("Works on “%(heading)s”, among other headings.") % {"heading": label}
    return _("Works on “%(heading)s” only.") % {"heading": label}


def _reach(partner: Partner, commune: "Commune") -> tuple[int, str]:
    if {served.pk for served in partner.communes.all()} & set(commune.codes):
        return COMMUNE, _("Serves %(commune)s itself.") % {"commune": commune.name}
    served_epcis = {epci.pk for epci in partner.epcis.all()}
    # In Grand Paris two groups of communes hold the place.
    for epci in (commune.epci, commune.ept):
        if epci is not None and epci.pk in served_epcis:
            return EPCI, _("Serves %(territory)s, which %(commune)s belongs to.") % {
                "territory": epci.name,
                "commune": commune.name,
            }
    if partner.serves_france:
        return FRANCE, _("Serves the whole country.")
    return DEPARTEMENT, _("Serves the whole département %(territory)s.") % {"territory": commune.departement.name}
