"""Whom a partner can hand a question over to: the partners of the network that can be asked today."""

import dataclasses
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from clairdroit.mail.models import UnreachableAddress
from clairdroit.partners_snippets.actions import closed_boxes
from clairdroit.partners_snippets.models import Partner, PartnerKind
from clairdroit.questions.models import PartnerAbsence, Question
from clairdroit.questions.routing.candidates import plan
from clairdroit.taxonomy.kind_words import kind_beside
from clairdroit.territories.names import normalise

SUGGESTED = 5
FOUND = 20


@dataclasses.dataclass(frozen=True)
class Choice:
    partner: Partner
    # Why it is offered, in words; empty when it was searched for.
    reasons: list[str]

    @property
    def kind(self) -> str:
        """Nothing where the partner's own name says it."""
        return kind_beside(self.partner.kind.name, self.partner.name) if self.partner.kind else ""


def routable() -> QuerySet[Partner]:
    """Live, with a team box that mails do not come back from, not absent."""
    # Addresses are compared in Python (`blocked_among`): two spellings of one mailbox are one.
    boxes = Partner.objects.live().exclude(team_email="").order_by().values_list("team_email", flat=True).distinct()
    return (
        Partner.objects.live()
        .exclude(team_email="")
        .exclude(team_email__in=UnreachableAddress.objects.blocked_among(list(boxes)))
        .exclude(pk__in=closed_boxes())
        .exclude(is_absent_until__gt=timezone.localdate())
        .exclude(pk__in=PartnerAbsence.objects.on(timezone.localdate()).values("availability__partner"))
        .select_related("kind")
        .order_by("name", "pk")
    )


@dataclasses.dataclass(frozen=True)
class Named:
    """Partners that an editor looked for by name; `total` counts those that are not among the first FOUND, too."""

    partners: list[Partner]
    total: int


def named(*, name: str, kind: str) -> Named:
    """Of all partners, asked before or not, reachable or not: who has a team box first, then by name."""
    partners = Partner.objects.live()
    if kind:
        partners = partners.filter(kind=kind)
    # Names alone: a directory that was imported has tens of thousands.
    rows = partners.order_by("name", "pk").values_list("pk", "name", "kind", "kind__name", "team_email")
    fitting = [(not box, pk) for pk, *names, box in rows.iterator() if _is_called(name, *names)]
    first = [pk for _without, pk in sorted(fitting, key=lambda each: each[0])[:FOUND]]
    found = Partner.objects.select_related("kind").prefetch_related("places", "private_contacts").in_bulk(first)
    return Named([found[pk] for pk in first if pk in found], len(fitting))


def every_kind() -> QuerySet[PartnerKind]:
    """Those of all partners, for whoever looks among all."""
    return PartnerKind.objects.filter(pk__in=Partner.objects.live().order_by().values("kind")).order_by("name")


def kinds() -> QuerySet[PartnerKind]:
    """Those that some partner of the network has."""
    return PartnerKind.objects.filter(pk__in=routable().order_by().values("kind")).order_by("name")


def suggested(question: Question) -> list[Choice]:
    """As the routing would choose next, for this heading and place."""
    found = plan(question.heading, question.commune, without=_had_a_part(question), text=question.words)
    return [Choice(each.partner, each.reasons) for each in found.ready[:SUGGESTED]]


def searched(question: Question, *, name: str, kind: str) -> list[Choice]:
    """By words of the name, without accents, and by kind; at most FOUND, in the order of the alphabet."""
    partners = routable().exclude(pk__in=_had_a_part(question))
    if kind:
        partners = partners.filter(kind=kind)
    # A network has tens of partners, at most hundreds: databases differ in what they know of accents, Python does not.
    fitting = (each for each in partners if _is_called(name, each.name, each.kind_id, each.kind and each.kind.name))
    return [Choice(partner, []) for partner, _place in zip(fitting, range(FOUND), strict=False)]


def _is_called(wanted: str, *names: Any) -> bool:
    """By all the words, in its name or its kind's: people say "CAF" of a fund that is called otherwise."""
    said = normalise(" ".join(str(name) for name in names if name))
    return all(word in said for word in normalise(wanted).split())


def _had_a_part(question: Question) -> list[int]:
    return list(question.assignments.values_list("partner_id", flat=True))
