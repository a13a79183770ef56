"""What partners fill in besides their answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.contacts import foreign_contacts
from clairdroit.questions.forms import CleanTextField, PlainForm
from clairdroit.questions.partner_choice import Choice


class HandOverForm(PlainForm):
    """The partner is chosen among those on the page (`offer`): suggested, or found by name and kind."""

    partner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(
        label=_("To which partner?"),
        queryset=Partner.objects.none(),
        error_messages={
            "required": _("Choose a partner in the list."),
            "invalid_choice": _("This partner cannot be asked any more. Choose another one."),
        },
    )
    word = CleanTextField(
        label=_("A word for them"),
        help_text=_("Why they are the right ones, and what you already know. The person does not read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word: they should know why the question comes to them.")},
    )
    with_draft = forms.BooleanField(label=_("Send what I have begun to write along"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: list[Choice] = []

    def offer(self, choices: list[Choice]) -> None:
        self.choices = choices
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Partner.objects.filter(pk__in=[choice.partner.pk for choice in choices])


class AskCitizenForm(PlainForm):
    text = CleanTextField(
        label=_("What do you need to know?"),
        help_text=_("One or two simple questions. The person reads them as you write them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your question first.")},
    )
    contacts_confirmed = forms.BooleanField(label=_("Yes, the person may use this number or address"), required=False)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        self.foreign: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.foreign = foreign_contacts(cleaned.get("text", ""), self.partner)
        if self.foreign and not cleaned.get("contacts_confirmed"):
            self.add_error(
                "contacts_confirmed",
                _("%(found)s is not in your record. Correct it, or confirm it below.")
                % {"found": ", ".join(self.foreign)},
            )
        return cleaned
