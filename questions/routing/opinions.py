"""What the rules say of partners that somebody names: whether they would ask each of them, and why or why not."""

import dataclasses
from collections.abc import Sequence

from django.utils.translation import gettext as _

from clairdroit.partners_snippets.actions import closed_boxes
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import Assignment, Question
from clairdroit.questions.routing.candidates import readable, what_is_asked
from clairdroit.questions.routing.judging import Asked, Candidate, Wishes, judge
from clairdroit.questions.routing.rules import rule_for
from clairdroit.taxonomy.enums import Heading


@dataclasses.dataclass(frozen=True)
class Opinion:
    partner: Partner
    # Sentences for the editor: why the rules would ask it; where they would not, why not.
    reasons: list[str]
    is_for: bool
    # Whatever the rules say: a person may ask it.
    can_be_asked: bool


def opinions(question: Question, partners: Sequence[Partner]) -> list[Opinion]:
    """One for each, in the order given, in a fixed number of queries."""
    keys = [partner.pk for partner in partners]
    known = {partner.pk: partner for partner in readable(Partner.objects.filter(pk__in=keys))}
    wishes = Wishes.of(rule_for(question.heading, question.commune))
    asked = what_is_asked(question.heading, question.commune, question.words, list(known.values()), wishes)
    parts = {each.partner_id: each for each in question.assignments.all()}
    outside = _outside(question, keys, wishes)
    closed = closed_boxes()
    return [
        _opinion(known[key], asked, parts.get(key), outside[key], is_closed=key in closed)
        for key in keys
        if key in known
    ]


def _opinion(
    partner: Partner, asked: Asked, part: Assignment | None, outside: list[str], *, is_closed: bool
) -> Opinion:
    is_at_work = part is not None and part.is_active
    against = []
    if part is not None:
        against.append(_("Has been asked already: %(status)s.") % {"status": part.get_status_display()})
    if not partner.team_email:
        against.append(_("Has no team box to write to: telephone."))
    if is_closed:
        against.append(_("The account behind its links is closed."))
    against += outside
    judged = judge(partner, asked)
    if not isinstance(judged, Candidate):
        against += judged.reasons
    # Rules advise; only what makes the mail impossible, or a second one, forbids.
    can_be_asked = partner.live and bool(partner.team_email) and not is_closed and not is_at_work
    if against or not isinstance(judged, Candidate):
        return Opinion(partner, against, is_for=False, can_be_asked=can_be_asked)
    return Opinion(partner, judged.reasons, is_for=True, can_be_asked=can_be_asked)


def _outside(question: Question, keys: list[int], wishes: Wishes) -> dict[int, list[str]]:
    """Partner → why `plan` does not even look at it: another heading, another place, or nothing to judge by."""
    found: dict[int, list[str]] = {key: [] for key in keys}
    partners = Partner.objects.order_by().filter(pk__in=keys)
    heading, commune = question.heading, question.commune
    works_on = set(partners.for_heading(heading).values_list("pk", flat=True)) if heading else set()
    serves = set(partners.serving(commune).values_list("pk", flat=True)) if commune is not None else set()
    for key, why in found.items():
        if not heading:
            why.append(_("The heading of the question is not known: no rule can say."))
        elif key not in works_on and key not in wishes.first:
            why.append(_("Does not work on “%(heading)s”.") % {"heading": Heading(heading).label})
        if commune is None:
            why.append(_("The commune of the question is not known: no rule can say."))
        elif key not in serves:
            why.append(_("Does not work in %(commune)s.") % {"commune": commune.name})
    return found
