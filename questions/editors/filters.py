"""By what the register of questions is narrowed."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.admin_lists.registers import Narrowing, by_choices
from clairdroit.facets.counting import Column, Conditions
from clairdroit.facets.state import Facet
from clairdroit.questions.models import Question
from clairdroit.territories.models import Commune

BASKETS = {
    "ouvertes": _("Still open"),
    "sans-partenaire": _("Open, nobody is working on it"),
    "en-retard": _("Late"),
    "sans-reponse": _("No reply from the partners"),
    "sans-candidat": _("No partner was found"),
    "retenues": _("Open, looked suspicious"),
}
AGES = {"3": _("More than 3 days"), "7": _("More than 7 days"), "30": _("More than 30 days")}
# The table of communes holds 35,000: offered are those that somebody asked from.
MOST_COMMUNES = 60


def narrowings() -> list[Narrowing]:
    return [
        (Facet("basket", "panier", _("basket"), BASKETS), _in_baskets()),
        by_choices(Question, "status"),
        by_choices(Question, "heading"),
        by_choices(Question, "origin"),
        (Facet("commune", "commune", _("commune"), _communes(), _code), Column("commune")),
        (Facet("age", "age", _("age"), AGES), _older()),
    ]


def _in_baskets() -> Conditions:
    questions = Question.objects
    baskets = {
        "ouvertes": questions.open(),
        "sans-partenaire": questions.unassigned(),
        "en-retard": questions.late(),
        "sans-reponse": questions.no_reply(),
        "sans-candidat": questions.unmet(),
        "retenues": questions.open().exclude(suspicion=""),
    }
    return Conditions({name: Q(pk__in=found.values("pk")) for name, found in baskets.items()})


def _older() -> Conditions:
    now = timezone.now()
    return Conditions({days: Q(received_at__lt=now - datetime.timedelta(days=int(days))) for days in AGES})


def _communes() -> dict[str, str]:
    asked = Question.objects.exclude(commune=None).order_by().values("commune").distinct()
    return {commune.pk: commune.label for commune in Commune.objects.filter(pk__in=asked)[:MOST_COMMUNES]}


def _code(value: str) -> str:
    """Any INSEE code, offered or not: letters and digits. PostgreSQL refuses to compare anything with NUL."""
    return value if value.isalnum() else ""
