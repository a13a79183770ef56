"""The editor's forms of rules and of what partners take on, and the box that tries the routing."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from clairdroit.partners_snippets.forms import LinesField, TerritoriesField
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.questions.models import RoutingRule
from clairdroit.questions.models.rules import TERRITORIES
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.models import Commune, Epci


class TerritoryField(TerritoriesField):
    """One territory, typed: "Versailles", "78646", or the way the record shows it."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(model, widget=forms.TextInput, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        # A code as the row holds it; what somebody typed is shown again as it is.
        row = self.model._default_manager.filter(pk=value).first() if value else None
        return f"{row} #{row.pk}" if isinstance(row, models.Model) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found[0] if found else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class RuleForm(WagtailAdminModelForm):
    commune = TerritoryField(Commune, label=_("Commune"), help_text=_("Its name or its postal code."))
    epci = TerritoryField(Epci, label=_("Group of communes (EPCI)"), help_text=_("Its whole name or its SIREN number."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len([name for name in TERRITORIES if cleaned.get(name)]) > 1:
            self.add_error(None, _("A rule is for one territory: a commune, an EPCI or a département."))
        return cleaned


class AvailabilityRecordForm(WagtailAdminModelForm):
    refused_words = LinesField(
        required=False,
        label=_("Words of questions it does not take"),
        help_text=_("One per line. A question that holds one of them is not sent to this partner."),
    )


class TrialForm(forms.Form):
    """A heading and a place as in the public form, and perhaps the words of a question."""

    rubrique = forms.ChoiceField(label=_("Heading"), choices=Heading.choices)
    lieu = CleanTextField(
        label=_("Town or postal code"),
        max_length=100,
        error_messages={"required": _("Write a town or a postal code.")},
    )
    texte = CleanTextField(
        label=_("Words of the question"),
        help_text=_("To see who does not take such questions."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes: list[Commune] = []
        self.commune: Commune | None = None

    def clean_lieu(self) -> str:
        """One commune, or an error that offers the ones that may be meant, as in the public form."""
        place = self.cleaned_data["lieu"]
        self.communes = Commune.objects.lookup(place, limit=8)
        exact = [each for each in self.communes if place.casefold() in (each.label.casefold(), each.pk.casefold())]
        if len(exact) == 1 or len(self.communes) == 1:
            self.commune = (exact or self.communes)[0]
        elif self.communes:
            raise forms.ValidationError(_("Several towns match. Choose one below."))
        else:
            raise forms.ValidationError(_("We do not know this town. Write its full name or its postal code."))
        return place


class TrialPanel(Panel):
    """Sends the rule as it stands, unsaved, to the page that shows whom it would ask."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "questions/editors/rules/trial_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["rule"] = self.instance
            return context


RULE_EDIT_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("heading"),
                FieldPanel("commune"),
                FieldPanel("epci"),
                FieldPanel("departement"),
            ],
            heading=_("For which questions"),
            help_text=_("Without a territory the rule counts everywhere. The one for the smallest territory decides."),
        ),
        MultiFieldPanel(
            [
                InlinePanel("kinds", [FieldPanel("kind")], label=_("Kind of partner")),
                FieldPanel("only_these_kinds"),
            ],
            heading=_("Kinds of partners wanted, in this order"),
        ),
        InlinePanel(
            "partners",
            [FieldPanel("partner"), FieldPanel("choice")],
            heading=_("Partners put first or left out"),
            label=_("Partner"),
        ),
        MultiFieldPanel(
            [FieldPanel("mode"), FieldRowPanel([FieldPanel("how_many"), FieldPanel("next_after_days")])],
            heading=_("How they are asked"),
        ),
        FieldPanel("target_days"),
        TrialPanel(heading=_("Try it")),
    ],
    base_form_class=RuleForm,
)

AVAILABILITY_EDIT_HANDLER = ObjectList(
    [
        FieldPanel("partner"),
        FieldPanel("capacity"),
        InlinePanel(
            "absences",
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("Absences"),
            label=_("Absence"),
        ),
        FieldPanel("refused_headings", widget=forms.CheckboxSelectMultiple),
        FieldPanel("refused_words"),
        FieldPanel("wants_reminders"),
    ],
    base_form_class=AvailabilityRecordForm,
)


def rule_form_class() -> type[RuleForm]:
    return RULE_EDIT_HANDLER.bind_to_model(RoutingRule).get_form_class()
