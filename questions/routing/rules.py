"""Which rule speaks for a heading and a place: the one for the smallest territory that holds the place."""

from typing import TYPE_CHECKING

from clairdroit.questions.identity import site_identity
from clairdroit.questions.models import RoutingRule

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

COMMUNE, TOWN, EPCI, DEPARTEMENT, EVERYWHERE = range(5)


def rule_for(heading: str, commune: "Commune | None", *, draft: RoutingRule | None = None) -> RoutingRule | None:
    """The rule that decides, or None where none speaks. `draft` stands in for its saved self, or beside the others."""
    if not heading:
        return None
    rules = list(RoutingRule.objects.for_heading(heading).with_all())
    if draft is not None:
        rules = [rule for rule in rules if rule.pk != draft.pk]
        if draft.heading == heading:
            # Before its equals: `min` takes the first of those that are equally close.
            rules.insert(0, draft)
    fitting = [rule for rule in rules if (rule.covers(commune) if commune else rule.territory is None)]
    return min(fitting, key=lambda rule: _distance(rule, commune), default=None)


def target_days(heading: str, commune: "Commune | None") -> int:
    """Within how many working days an answer is expected: by the rule, else what the site promises to whoever asks."""
    return days_of(rule_for(heading, commune))


def days_of(rule: RoutingRule | None) -> int:
    return (rule.target_days if rule else None) or site_identity().answer_delay_days


def _distance(rule: RoutingRule, commune: "Commune | None") -> int:
    if rule.commune_id:
        # An arrondissement's own rule before its town's.
        return COMMUNE if commune is not None and rule.commune_id == commune.pk else TOWN
    if rule.epci_id:
        return EPCI
    return DEPARTEMENT if rule.departement_id else EVERYWHERE
