"""By what the register of questions is narrowed."""

import datetime
from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.models import Question
from clairdroit.territories.models import Commune


class AgeFilter(SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("3", _("More than 3 days")), ("7", _("More than 7 days")), ("30", _("More than 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        # Only our own choices: timedelta has no room for every number.
        if self.value() in {days for days, _label in self.lookup_choices}:
            moment = timezone.now() - datetime.timedelta(days=int(str(self.value())))
            return queryset.filter(received_at__lt=moment)
        return queryset


class BasketFilter(SimpleListFilter):
    title = _("basket")
    parameter_name = "panier"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("ouvertes", _("Still open")),
            ("sans-partenaire", _("Open, nobody is working on it")),
            ("en-retard", _("Late")),
            ("sans-reponse", _("No reply from the partners")),
            ("sans-candidat", _("No partner was found")),
            ("retenues", _("Open, looked suspicious")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        match self.value():
            case "ouvertes":
                return queryset.filter(pk__in=Question.objects.open().values("pk"))
            case "sans-partenaire":
                return queryset.filter(pk__in=Question.objects.unassigned().values("pk"))
            case "en-retard":
                return queryset.filter(pk__in=Question.objects.late().values("pk"))
            case "sans-reponse":
                return queryset.filter(pk__in=Question.objects.no_reply().values("pk"))
            case "sans-candidat":
                return queryset.filter(pk__in=Question.objects.unmet().values("pk"))
            case "retenues":
                return queryset.filter(pk__in=Question.objects.open().exclude(suspicion="").values("pk"))
        return queryset


class CommuneFilter(SimpleListFilter):
    """Only communes that somebody asked from: the table holds 35,000."""

    title = _("commune")
    parameter_name = "commune"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        asked = Question.objects.exclude(commune=None).order_by().values("commune").distinct()
        return [(commune.pk, commune.label) for commune in Commune.objects.filter(pk__in=asked)[:60]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        chosen = self.value() or ""
        # An INSEE code is letters and digits; PostgreSQL refuses to compare anything with NUL.
        return queryset.filter(commune=chosen) if chosen.isalnum() else queryset
