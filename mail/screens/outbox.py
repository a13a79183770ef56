"""The register of the outbox."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from clairdroit.admin_lists.registers import (
    Narrowing,
    ReadersOnly,
    Register,
    RegisterInspectView,
)
from clairdroit.facets.counting import Conditions
from clairdroit.facets.state import Facet
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.permissions import SEE_OUTBOX
from clairdroit.mail.screens.about import subject_of, subjects
from clairdroit.taxonomy.day_words import shortly

STATES = {
    "attente": _("Waiting"),
    "attend-longtemps": _("Waiting for long"),
    "echec": _("Not delivered: to look at"),
    "parti": _("Handed over to the mail server"),
}


def by_state() -> Narrowing:
    conditions = {
        "attente": Q(status=MailStatus.WAITING),
        "attend-longtemps": Q(pk__in=OutboxMail.objects.late().values("pk")),
        "echec": Q(status=MailStatus.FAILED),
        "parti": Q(status=MailStatus.SENT),
    }
    return Facet("state", "etat", _("state"), STATES), Conditions(conditions)


class MailInspectView(RegisterInspectView):
    def get_page_title(self) -> str:
        return str(self.instance)

    def get_page_subtitle(self) -> str:
        # modeladmin would name the row once more.
        return ""

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        response = super().get(request, *args, **kwargs)
        for each in subjects:
            response = each.note_reading(request, response, self.instance)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mail=self.instance,
            attempts=self.instance.attempts.all(),
            about=subject_of(self.instance, self.request.user),
            **kwargs,
        )


class OursOnly(ReadersOnly):
    """Whatever address a mail is asked for under: those of accounts are nobody's to read."""

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, OutboxMail) and obj.is_shown and super().user_can_inspect_obj(user, obj)


class OutboxAdmin(Register):
    model = OutboxMail
    base_url_path = "courriels"
    permission = SEE_OUTBOX
    menu_label = _("Outbox")
    menu_icon = "mail"
    list_display = ("title", "recipients", "state", "queued_at")
    search_fields = ("subject", "to")
    list_per_page = 50
    permission_helper_class = OursOnly
    # It stands in a group: `menu`.
    add_to_admin_menu = False
    index_view_extra_css = [*Register.index_view_extra_css, "mail/admin.css"]
    inspect_view_extra_css = [*Register.inspect_view_extra_css, "mail/admin.css"]
    inspect_view_class = MailInspectView
    inspect_template_name = "mail/screens/mail.html"

    def narrowings(self) -> list[Narrowing]:
        return [by_state()]

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
