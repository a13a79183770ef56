import datetime
from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.questions.models import FoundHelp, Question, Webhook
from clairdroit.territories.models import Commune

Choice = tuple[str, Any]


class AgeFilter(SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
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

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
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

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
        asked = Question.objects.exclude(commune=None).order_by().values("commune").distinct()
        return [(commune.pk, commune.label) for commune in Commune.objects.filter(pk__in=asked)[:60]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        chosen = self.value() or ""
        # An INSEE code is letters and digits; PostgreSQL refuses to compare anything with NUL.
        return queryset.filter(commune=chosen) if chosen.isalnum() else queryset


class MonthFilter(SimpleListFilter):
    title = _("month")
    parameter_name = "mois"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
        months = [month for month, _total in FoundHelp.objects.by_month()[:24]]
        return [(f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FoundHelp]) -> QuerySet[FoundHelp]:
        if self.value() in {month for month, _label in self.lookup_choices}:
            return queryset.filter(month=f"{self.value()}-01")
        return queryset


class MailStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
        return [
            ("attente", _("Waiting")),
            ("attend-longtemps", _("Waiting for long")),
            ("echec", _("Not delivered: to look at")),
            ("parti", _("Handed over to the mail server")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
        match self.value():
            case "attente":
                return queryset.filter(status__in=[MailStatus.WAITING, MailStatus.WAITING])
            case "attend-longtemps":
                return queryset.filter(pk__in=OutboxMail.objects.late().values("pk"))
            case "echec":
                return queryset.filter(status=MailStatus.FAILED)
            case "parti":
                return queryset.filter(status=MailStatus.SENT)
        return queryset


class WebhookStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
        return [("arretes", _("Switched off after failing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> QuerySet[Webhook]:
        if self.value() == "arretes":
            return queryset.filter(pk__in=Webhook.objects.switched_off().values("pk"))
        return queryset
