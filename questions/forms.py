from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clairdroit.public_forms.fields import AskedAddressField, CleanTextField, LongTextField, PlainForm
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.models import Commune

MAX_TEXT = 5000
MAX_ANSWER = 20_000
UNKNOWN_HEADING = "ne-sais-pas"


class PlaceForm(PlainForm):
    """What a question is about, and where: the town is found by its name or its postal code."""

    place = CleanTextField(
        label=_("Your town or postal code"),
        help_text=_("To find the right partner near you."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": _("Write your town or your postal code.")},
    )
    commune = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Your town"), max_length=5)

    several_towns = _("Several towns match. Choose yours below.")
    which_town = _("Which town is yours?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes: list[Commune] = []

    def clean_heading(self) -> str:
        heading = self.cleaned_data["heading"]
        return "" if heading == UNKNOWN_HEADING else heading

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "place" in cleaned:
            chosen = cleaned.get("commune", "")
            cleaned["commune"] = self._commune(cleaned["place"], chosen) if cleaned["place"] else None
        return cleaned

    def _commune(self, place: str, chosen: str) -> Commune | None:
        """One commune, or an error that offers the ones that may be meant (`self.communes`)."""
        self.communes = Commune.objects.lookup(place, limit=8)
        for commune in self.communes:
            if chosen == commune.pk or place.casefold() == commune.label.casefold():
                return commune
        if len(self.communes) == 1:
            return self.communes[0]
        if self.communes:
            self.add_error("place", str(self.several_towns))
        else:
            self.add_error("place", _("We do not know this town. Write its full name or its postal code."))
        return None


class PersonsPlace:
    """For a `PlaceForm` that somebody of the site fills in for another person."""

    several_towns = _("Several towns match. Choose the person’s below.")
    which_town = _("Which town is the person’s?")


class QuestionForm(PlaceForm):
    field_order = ("text", "heading", "place", "commune", "email", "consent")

    text = LongTextField(
        rows=7,
        label=_("Your question"),
        help_text=_(
            "Describe your situation in your own words. Do not write your name or your social security number."
        ),
        min_length=10,
        max_length=MAX_TEXT,
        error_messages={
            "required": _("Write your question."),
            "min_length": _("Write a little more, so that we understand your question."),
            "max_length": _("Your text is too long. Keep to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    heading = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Choose")), *Heading.choices, (UNKNOWN_HEADING, _("I do not know"))],
        error_messages={
            "required": _("Choose a subject, or “I do not know”."),
            "invalid_choice": _("Choose one of the subjects in the list."),
        },
    )
    email = AskedAddressField(
        label=_("Your e-mail address"),
        help_text=_("To send you the answer. No partner will see it."),
        error_messages={
            "required": _("Write your e-mail address: without it we cannot answer you."),
        },
    )
    consent = forms.BooleanField(
        label=_("I agree that my question is read by the town’s team and by the partners who can answer it."),
        error_messages={"required": _("Tick this box, so that we may pass your question on.")},
    )

    visible: tuple[str, ...] = ("text", "heading", "place", "email", "consent")
