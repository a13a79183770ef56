from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.models import Webhook

Choice = tuple[str, Any]


class WebhookStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Choice]:
        return [("arretes", _("Switched off after failing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> QuerySet[Webhook]:
        if self.value() == "arretes":
            return queryset.filter(pk__in=Webhook.objects.switched_off().values("pk"))
        return queryset
