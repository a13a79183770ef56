"""The form in which a partner says what it takes on: small enough for a telephone, complete without JavaScript."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.public_forms.fields import CleanTextField, PlainForm
from clairdroit.questions.models import PartnerAvailability
from clairdroit.questions.models.availability import MAX_CAPACITY
from clairdroit.questions.partner_space.actions.availability import Period
from clairdroit.taxonomy.enums import Heading

MAX_WORDS = 30
# Two years: a slip in the year is caught, a long leave is not.
LONGEST = 731


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("Write the day like this: 31/12/2026.")},
    )


class AvailabilityForm(PlainForm):
    kept = forms.MultipleChoiceField(
        label=_("Days away that you have told us"),
        help_text=_("Untick what no longer holds."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        # A period that ended, or that somebody else of the team removed, is no mistake of the person who ticks it.
        error_messages={"invalid_choice": _("These days have changed in the meantime. Look at them again.")},
    )
    starts_on = _day(_("Away from"), _("The first day on which nobody of your team answers."))
    ends_on = _day(_("Away until"), _("The last day away."))
    capacity = forms.IntegerField(
        label=_("How many questions at once?"),
        help_text=_("With so many waiting for your answer, we send you no other. Leave it empty for no limit."),
        required=False,
        min_value=0,
        max_value=MAX_CAPACITY,
        error_messages={
            "invalid": _("Write a whole number, for example 5."),
            "min_value": _("Write a whole number, for example 5."),
            "max_value": _("Write a number up to %(limit_value)d."),
        },
    )
    refused_headings = forms.MultipleChoiceField(
        label=_("Subjects that you take no questions about"),
        choices=Heading.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the subjects in the list.")},
    )
    refused_words = CleanTextField(
        label=_("Kinds of questions that are not for you"),
        help_text=_(
            "One word or expression per line, for example: overindebtedness. A question that holds it goes to others."
        ),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wants_reminders = forms.BooleanField(label=_("Remind us by e-mail when questions wait"), required=False)

    names = ("kept", "starts_on", "ends_on", "capacity", "refused_headings", "refused_words", "wants_reminders")

    def __init__(self, *args: Any, availability: PartnerAvailability | None, **kwargs: Any) -> None:
        periods = list(availability.absences.not_over(timezone.localdate())) if availability else []
        self.periods = {str(each): each for each in periods}
        kwargs.setdefault("initial", _initial(availability, list(self.periods)))
        super().__init__(*args, **kwargs)
        kept = self.fields["kept"]
        assert isinstance(kept, forms.MultipleChoiceField)
        kept.choices = [(key, period.in_words) for key, period in self.periods.items()]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names if name != "kept" or self.periods]

    def clean_refused_words(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["refused_words"].splitlines() if line.strip()]
        if len(lines) > MAX_WORDS:
            raise forms.ValidationError(_("Keep to %(limit)d lines.") % {"limit": MAX_WORDS})
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if {"starts_on", "ends_on"} & set(self.errors):
            return cleaned
        if bool(first) != bool(last):
            self.add_error("ends_on" if first else "starts_on", _("Give both days: the first and the last one away."))
        elif first and last and last < first:
            self.add_error("ends_on", _("The last day away comes after the first."))
        elif first and last and (last < timezone.localdate() or last - first > datetime.timedelta(days=LONGEST)):
            self.add_error("ends_on", _("Check the year: these days are over, or last more than two years."))
        return cleaned

    @property
    def absences(self) -> list[Period]:
        cleaned = self.cleaned_data
        found = [Period(period.starts_on, period.ends_on) for key in cleaned["kept"] if (period := self.periods[key])]
        if cleaned["starts_on"]:
            found.append(Period(cleaned["starts_on"], cleaned["ends_on"]))
        return found


def _initial(availability: PartnerAvailability | None, kept: list[str]) -> dict[str, Any]:
    if availability is None:
        return {"wants_reminders": True}
    return {
        "kept": kept,
        "capacity": availability.capacity,
        "refused_headings": [heading.pk for heading in availability.refused_headings.all()],
        "refused_words": "\n".join(availability.refused_words),
        "wants_reminders": availability.wants_reminders,
    }
