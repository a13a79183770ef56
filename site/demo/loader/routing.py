"""Rules of the editors, and what partners said that they take on."""

import datetime
from typing import Any

from django.utils import timezone

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import partner_space
from clairdroit.questions.enums import RoutingMode, RuleChoice
from clairdroit.questions.models import PartnerAvailability, RoutingRule, RuleKind, RulePartner
from clairdroit.questions.partner_space.actions.availability import Period
from demo.loader import content
from demo.loader.progress import Loading

Text = dict[str, Any]


def load_routing(partners: dict[str, Partner], loading: Loading) -> None:
    """What stands there already stays as it is: visitors of the demonstration try their own rules."""
    texts = content.read("routing")
    for text in texts["rules"]:
        place = {name: text.get(name) for name in ("commune_id", "departement_id")}
        if not RoutingRule.objects.filter(heading=text["heading"], **place).exists():
            _write_rule(text, place, partners, loading)
    for text in texts["availability"]:
        partner = partners[text["partner"]]
        if not PartnerAvailability.objects.filter(partner=partner).exists():
            _declare(partner, text, loading)


def _write_rule(text: Text, place: Text, partners: dict[str, Partner], loading: Loading) -> None:
    numbers = {name: text[name] for name in ("next_after_days", "target_days") if name in text}
    rule = RoutingRule(heading=text["heading"], mode=text.get("mode", RoutingMode.PARALLEL), **place, **numbers)
    rule.kinds.set([RuleKind(kind_id=key) for key in text.get("kinds", ())])
    named = [(key, RuleChoice.FIRST) for key in text.get("first", ())]
    named += [(key, RuleChoice.NEVER) for key in text.get("never", ())]
    rule.partners.set([RulePartner(partner=partners[key], choice=choice) for key, choice in named])
    rule.save()
    rule.save_revision(user=loading.users["coordination"])
    loading.count("rules")


def _declare(partner: Partner, text: Text, loading: Loading) -> None:
    today = timezone.localdate()
    days = [today + datetime.timedelta(days=each) for each in text.get("away_in_days", ())]
    partner_space.set_availability(
        partner=partner,
        user=loading.users["coordination"],
        capacity=text.get("capacity"),
        refused_headings=text.get("refused_headings", ()),
        refused_words=text.get("refused_words", ()),
        absences=[Period(*days)] if days else [],
        wants_reminders=True,
    )
