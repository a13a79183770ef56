"""The admin's settings for other software: which is told of questions, and which answers for a partner."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from clairdroit.connections import actions
from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import PartnerToken, Webhook
from clairdroit.connections.webhooks.guard import ForbiddenAddressError, checked
from clairdroit.taxonomy.day_words import shortly

SHOWN_MESSAGES = 50


class SettingsViewSet(ModelViewSet):
    """In the menu of settings; each row leads to its page."""

    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 100

    def get_urlpatterns(self) -> list[URLPattern]:
        # Documents and bookmarks name this address; Wagtail's own is "new/".
        return [
            path("create/", self.add_view, name="add") if each.name == "add" else each
            for each in super().get_urlpatterns()
        ]


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


class WebhookFilterSet(WagtailFilterSet):
    etat = django_filters.ChoiceFilter(
        label=_("state"), choices=[("arretes", _("Switched off after failing"))], method="of_state"
    )

    class Meta:
        model = Webhook
        fields: list[str] = []

    def of_state(self, queryset: QuerySet[Webhook], name: str, value: str) -> QuerySet[Webhook]:
        return queryset.filter(pk__in=Webhook.objects.switched_off().values("pk"))


class WithPartnerIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("partner")


class WebhookCreateView(CreateView):
    def save_instance(self) -> Webhook:
        webhook = Webhook(is_active=False)
        actions.save_webhook(webhook=webhook, user=self.request.user, **self.form.cleaned_data)
        log(webhook, "wagtail.create", content_changed=True)
        return webhook


class WebhookEditView(EditView):
    def save_instance(self) -> Webhook:
        """The form's copy holds the new values already: the action reads the row anew before it compares."""
        webhook = self.form.instance
        actions.save_webhook(webhook=webhook, user=self.request.user, **self.form.cleaned_data)
        log(webhook, "wagtail.edit", content_changed=True)
        return webhook


class WebhookInspectView(InspectView):
    page_title = _("Webhook")
    template_name = "connections/admin/webhook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        messages = self.object.deliveries.select_related("question").prefetch_related("attempts")
        return super().get_context_data(
            webhook=self.object, messages_sent=messages[:SHOWN_MESSAGES], shown=SHOWN_MESSAGES, **kwargs
        )


class WebhookViewSet(SettingsViewSet):
    model = Webhook
    name = "webhooks"
    menu_label = _("Webhooks")
    icon = "link"
    index_view_class = WithPartnerIndexView
    add_view_class = WebhookCreateView
    edit_view_class = WebhookEditView
    inspect_view_class = WebhookInspectView
    inspect_template_name = "connections/admin/webhook.html"
    filterset_class = WebhookFilterSet
    list_display = [
        TitleColumn("name", label=_("name"), url_name="webhooks:inspect"),
        Column("url", label=_("web address")),
        Column("partner", label=_("partner")),
        Column("state", label=_("state")),
    ]
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


class TokenInspectView(InspectView):
    page_title = _("Partner’s key")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(token=self.object, **kwargs)


class TokenCreateView(CreateView):
    page_title = _("New key")

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        """The key is shown in this very answer: in a message it would lie in a cookie, in an address in a log."""
        try:
            token, raw = actions.make_partner_token(user=self.request.user, **form.cleaned_data)
        except (actions.NobodyToTellError, actions.NewBoxError) as error:
            form.add_error("partner", str(error))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        response = render(self.request, "connections/admin/token_made.html", {"token": token, "raw": raw})
        add_never_cache_headers(response)
        return response


def last_used(token: PartnerToken) -> str:
    return shortly(token.last_use) if token.last_use else str(_("No use known"))


class PartnerTokenViewSet(SettingsViewSet):
    model = PartnerToken
    name = "cles-partenaires"
    menu_label = _("Partners’ keys")
    icon = "key"
    index_view_class = WithPartnerIndexView
    add_view_class = TokenCreateView
    inspect_view_class = TokenInspectView
    inspect_template_name = "connections/admin/token.html"
    list_display = [
        TitleColumn("partner", label=_("partner"), url_name="cles-partenaires:inspect"),
        Column("name", label=_("name")),
        Column("shown", label=_("begins with")),
        Column("last_used", label=_("Last used"), accessor=last_used),
        Column("state", label=_("state")),
    ]
    edit_handler = ObjectList([FieldPanel("partner"), FieldPanel("name")])
