"""The admin's settings for other software: which is told of questions, and which answers for a partner."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import CreateView

from clairdroit.connections import actions
from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import PartnerToken, Webhook
from clairdroit.connections.permissions import user_can_manage_connections, user_can_see_keys
from clairdroit.connections.webhooks.guard import ForbiddenAddressError, checked
from clairdroit.questions.wagtail_admin.registers import (
    HandlersOnly,
    Register,
    RegisterInspectView,
    shortly,
)

SHOWN_MESSAGES = 50


class WebhookStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("arretes", _("Switched off after failing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> QuerySet[Webhook]:
        if self.value() == "arretes":
            return queryset.filter(pk__in=Webhook.objects.switched_off().values("pk"))
        return queryset


class KeysPermission(HandlersOnly):
    """Seen by those who may withdraw one, made by coordination."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_see_keys(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return user_can_see_keys(user)

    def user_can_create(self, user: Any) -> bool:
        return user_can_manage_connections(user)


class WebhooksPermission(PermissionHelper):
    """Its page shows its secret: whoever sees one may change it too."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_manage_connections(user)

    def user_can_create(self, user: Any) -> bool:
        return user_can_manage_connections(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return user_can_manage_connections(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return user_can_manage_connections(user)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return user_can_manage_connections(user)


class WebhookForm(WagtailAdminModelForm):
    events = forms.MultipleChoiceField(
        label=_("What it is told of"),
        choices=[choice for choice in WebhookEvent.choices if choice[0] != WebhookEvent.TEST],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            checked(url)
        except ForbiddenAddressError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        partner = cleaned.get("partner")
        if partner is not None and not partner.team_email:
            self.add_error("partner", str(actions.NobodyToTellError()))
        return cleaned

    def save(self, commit: bool = True) -> Webhook:
        """The form's own copy holds the new values already: the action compares them with the row's."""
        known = Webhook.objects.filter(pk=self.instance.pk).first() or Webhook(is_active=False)
        return actions.save_webhook(webhook=known, user=self.for_user, **self.cleaned_data)


class WebhookInspectView(RegisterInspectView):
    page_title = _("Webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        messages = self.instance.deliveries.select_related("question").prefetch_related("attempts")
        return super().get_context_data(
            webhook=self.instance, messages_sent=messages[:SHOWN_MESSAGES], shown=SHOWN_MESSAGES, **kwargs
        )


class WebhookAdmin(Register):
    model = Webhook
    base_url_path = "webhooks"
    menu_label = _("Webhooks")
    menu_icon = "link"
    add_to_settings_menu = True
    list_display = ("name", "url", "partner", "state")
    list_filter = (WebhookStateFilter,)
    list_select_related = ("partner",)
    permission_helper_class = WebhooksPermission
    inspect_view_class = WebhookInspectView
    inspect_template_name = "connections/admin/webhook.html"
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("url"),
            FieldPanel("events"),
            FieldPanel("partner"),
            FieldPanel("is_active"),
        ],
        base_form_class=WebhookForm,
    )

    @display(description=_("state"))
    def state(self, webhook: Webhook) -> str:
        return webhook.state


class TokenInspectView(RegisterInspectView):
    page_title = _("Partner’s key")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(token=self.instance, **kwargs)


class TokenCreateView(CreateView):
    page_title = _("New key")

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        """The key is shown in this very answer: in a message it would lie in a cookie, in an address in a log."""
        try:
            token, raw = actions.make_partner_token(user=self.request.user, **form.cleaned_data)
        except (actions.NobodyToTellError, actions.NewBoxError) as error:
            form.add_error("partner", str(error))
            return self.form_invalid(form)
        response = render(self.request, "connections/admin/token_made.html", {"token": token, "raw": raw})
        add_never_cache_headers(response)
        return response


class PartnerTokenAdmin(Register):
    model = PartnerToken
    base_url_path = "cles-partenaires"
    menu_label = _("Partners’ keys")
    menu_icon = "key"
    add_to_settings_menu = True
    list_display = ("partner", "name", "shown", "last_used", "state")
    list_select_related = ("partner",)
    permission_helper_class = KeysPermission
    create_view_class = TokenCreateView
    inspect_view_class = TokenInspectView
    inspect_template_name = "connections/admin/token.html"
    edit_handler = ObjectList([FieldPanel("partner"), FieldPanel("name")])

    @display(description=_("Last used"))
    def last_used(self, token: PartnerToken) -> str:
        return shortly(token.last_use) if token.last_use else str(_("No use known"))

    @display(description=_("state"))
    def state(self, token: PartnerToken) -> str:
        return token.state
