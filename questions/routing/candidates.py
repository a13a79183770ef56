"""The whole decision for one question: the rule, the partners in order, those left out, and how many are asked."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clairdroit.mail.models import UnreachableAddress
from clairdroit.partners_snippets.actions import closed_boxes
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import conf
from clairdroit.questions.models import Assignment, RoutingRule
from clairdroit.questions.routing.judging import Asked, Candidate, Unavailable, Wishes, judge
from clairdroit.questions.routing.rules import rule_for
from clairdroit.territories.names import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from clairdroit.territories.models import Commune


@dataclasses.dataclass(frozen=True)
class Plan:
    rule: RoutingRule | None = None
    ready: list[Candidate] = dataclasses.field(default_factory=list)
    left_out: list[Unavailable] = dataclasses.field(default_factory=list)
    # Partners that fit and cannot be written to: too many to be named.
    without_box: int = 0

    @property
    def is_in_turn(self) -> bool:
        return self.rule is not None and self.rule.is_in_turn

    @property
    def how_many(self) -> int:
        if self.rule is None:
            # One by default: two answers to one question are work for two partners and an editor.
            return conf.partners_asked()
        return 1 if self.rule.is_in_turn else self.rule.how_many

    @property
    def to_ask(self) -> list[Candidate]:
        return self.ready[: self.how_many]

    @property
    def further(self) -> list[Candidate]:
        return self.ready[self.how_many :]

    @property
    def decided_by(self) -> str:
        """Which rule speaks, and what it says about numbers, in words."""
        if self.rule is None:
            return ngettext(
                "No rule speaks for this heading here: one partner is asked, as usual.",
                "No rule speaks for this heading here: %(number)d partners are asked at once, as usual.",
                self.how_many,
            ) % {"number": self.how_many}
        if self.rule.is_in_turn:
            return ngettext(
                "The rule “%(rule)s” decides: one partner after the other, the next one after %(days)d working day "
                "without a sign.",
                "The rule “%(rule)s” decides: one partner after the other, the next one after %(days)d working days "
                "without a sign.",
                self.rule.next_after_days,
            ) % {"rule": self.rule, "days": self.rule.next_after_days}
        return ngettext(
            "The rule “%(rule)s” decides: one partner is asked.",
            "The rule “%(rule)s” decides: %(number)d partners are asked at once.",
            self.how_many,
        ) % {"rule": self.rule, "number": self.how_many}

    @property
    def nobody(self) -> str:
        """Why there is nobody to ask, for the history: those who would fit, each with its obstacle."""
        if not self.left_out:
            return _("No partner of the network works on this heading for this commune.")
        return " ".join(f"{each.partner.name} : {' '.join(each.reasons)}" for each in self.left_out[:5])


def plan(
    heading: str,
    commune: "Commune | None",
    *,
    without: "Collection[int]" = (),
    text: str = "",
    draft: RoutingRule | None = None,
    on: datetime.date | None = None,
) -> Plan:
    """Who would be asked about this heading in this place, in which order, who would not, and why.

    Only partners with a team box are in the network. `without` holds ids of partners that are not to be asked
    again; `text` is searched for what partners refuse; `draft` is a rule that is not saved yet. Without a heading
    or a commune there is nothing to choose by: a coordinator decides.
    """
    if not heading or commune is None:
        return Plan()
    rule = rule_for(heading, commune, draft=draft)
    wishes = Wishes.of(rule)
    fitting = (
        Partner.objects.live()
        .filter(Q(pk__in=Partner.objects.for_heading(heading).values("pk")) | Q(pk__in=list(wishes.first)))
        .serving(commune)
        # An account that an editor has closed is in neither list: whoever closed it knows why.
        .exclude(pk__in={*without, *closed_boxes()})
    )
    # Only the network, tens of partners, is read whole and judged in memory.
    reachable = list(readable(fitting.exclude(team_email="")))
    asked = what_is_asked(heading, commune, text, reachable, wishes, on=on)
    judged = [judge(partner, asked) for partner in reachable]
    return Plan(
        rule,
        sorted((each for each in judged if isinstance(each, Candidate)), key=lambda each: each.rank),
        sorted(
            (each for each in judged if isinstance(each, Unavailable)),
            key=lambda each: (each.partner.name, each.partner.pk),
        ),
        fitting.filter(team_email="").count(),
    )


def readable(partners: "QuerySet[Partner]") -> "QuerySet[Partner]":
    """With all that `judge` reads."""
    return partners.select_related("kind", "availability").prefetch_related(
        "headings", "communes", "epcis", "availability__absences", "availability__refused_headings"
    )


def what_is_asked(
    heading: str,
    commune: "Commune | None",
    text: str,
    partners: list[Partner],
    wishes: Wishes,
    *,
    on: datetime.date | None = None,
) -> Asked:
    """The question, and what is known of these partners that day."""
    return Asked(
        heading=heading,
        commune=commune,
        words=f" {normalise(text)} ",
        today=on or timezone.localdate(),
        wishes=wishes,
        loads=Assignment.objects.waiting().on_open_questions().loads([partner.pk for partner in partners]),
        blocked=UnreachableAddress.objects.blocked_among([each.team_email for each in partners if each.team_email]),
    )


def candidates(heading: str, commune: "Commune | None", *, without: "Collection[int]" = ()) -> list[Candidate]:
    """Partners of the network for this heading and place, the best first; empty when none fits."""
    return plan(heading, commune, without=without).ready
