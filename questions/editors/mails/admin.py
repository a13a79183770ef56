"""The registers of the outbox, and of the addresses that do not work."""

from typing import Any

from django.contrib.admin import display
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.models import Question
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.questions.wagtail_admin.registers import (
    HandlersOnly,
    Register,
    RegisterInspectView,
)
from clairdroit.taxonomy.day_words import shortly


class MailStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("attente", _("Waiting")),
            ("attend-longtemps", _("Waiting for long")),
            ("echec", _("Not delivered: to look at")),
            ("parti", _("Handed over to the mail server")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
        match self.value():
            case "attente":
                return queryset.filter(status=MailStatus.WAITING)
            case "attend-longtemps":
                return queryset.filter(pk__in=OutboxMail.objects.late().values("pk"))
            case "echec":
                return queryset.filter(status=MailStatus.FAILED)
            case "parti":
                return queryset.filter(status=MailStatus.SENT)
        return queryset


class MailInspectView(RegisterInspectView):
    page_title = _("E-mail")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        response = super().get(request, *args, **kwargs)
        about = getattr(self.instance, "question_mail", None)
        questions = [about.question] if about is not None else []
        return ask_for_reading(request, response, [Shown(questions, ReadingPlace.MAIL)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mail=self.instance,
            attempts=self.instance.attempts.all(),
            about=getattr(self.instance, "question_mail", None),
            **kwargs,
        )


class OursOnly(HandlersOnly):
    """Whatever address a mail is asked for under: those of accounts are nobody's to read."""

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, OutboxMail) and obj.is_shown and super().user_can_inspect_obj(user, obj)


class OutboxAdmin(Register):
    model = OutboxMail
    base_url_path = "courriels"
    menu_label = _("Outbox")
    menu_icon = "mail"
    list_display = ("title", "recipients", "state", "queued_at")
    list_filter = (MailStateFilter,)
    search_fields = ("subject", "to")
    list_per_page = 50
    permission_helper_class = OursOnly
    inspect_view_class = MailInspectView
    inspect_template_name = "questions/editors/mails/mail.html"

    @display(description=_("subject"))
    def title(self, mail: OutboxMail) -> str:
        return mail.shown_subject

    @display(description=_("Created"), ordering="created_at")
    def queued_at(self, mail: OutboxMail) -> str:
        return shortly(mail.created_at)

    @display(description=_("to"))
    def recipients(self, mail: OutboxMail) -> str:
        return mail.recipients_in_words

    @display(description=_("state"))
    def state(self, mail: OutboxMail) -> str:
        return mail.state

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMail]:
        return OutboxMail.objects.shown().order_by("-created_at", "-pk").prefetch_related("attempts")


class AddressInspectView(RegisterInspectView):
    page_title = _("Address that does not work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partners = Partner.objects.live().filter(team_email__iexact=self.instance.address)
        questions = Question.objects.open().written_to(self.instance.address)
        return super().get_context_data(partners=partners, questions=questions, **kwargs)


class AddressAdmin(Register):
    model = UnreachableAddress
    base_url_path = "adresses"
    menu_label = _("Addresses that do not work")
    menu_icon = "warning"
    list_display = ("address", "state", "last_time")
    list_filter = ("hard",)
    inspect_view_class = AddressInspectView
    inspect_template_name = "questions/editors/mails/address.html"

    @display(description=_("Last time"), ordering="last_at")
    def last_time(self, address: UnreachableAddress) -> str:
        return shortly(address.last_at)

    @display(description=_("state"))
    def state(self, address: UnreachableAddress) -> str:
        return address.state
