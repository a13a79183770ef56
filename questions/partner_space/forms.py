"""What partners fill in: their answer, and what else they can do with a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms.fields import LongTextField, PlainForm
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.partner_space.contacts import foreign_contacts
from clairdroit.questions.routing.partner_choice import Choice


class AnswerForm(PlainForm):
    text = LongTextField(
        rows=12,
        label=_("Your answer"),
        help_text=_("Short sentences, no acronyms. Say what to do first, then whom to turn to."),
        max_length=MAX_ANSWER,
        error_messages={"required": _("Write your answer first.")},
    )
    note = LongTextField(
        rows=2,
        label=_("A word for the editor"),
        help_text=_("Not sent to the person who asked."),
        max_length=2000,
        required=False,
    )
    version = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    # The writer has seen another's text and decided: that one stays in the answer's history.
    after_conflict = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        """A draft may be empty, an answer may not."""
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not draft


class DeclineForm(PlainForm):
    reason = LongTextField(
        rows=3,
        label=_("Why can you not answer?"),
        max_length=1000,
        error_messages={"required": _("Say why in a few words: it helps to find who can answer.")},
    )
    better_partner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(
        label=_("Who could answer?"), queryset=Partner.objects.none(), required=False, empty_label=_("I do not know")
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["better_partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Partner.objects.live().exclude(team_email="").exclude(pk=partner.pk).order_by("name")


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
    word = LongTextField(
        rows=3,
        label=_("A word for them"),
        help_text=_("Why they are the right ones, and what you already know. The person does not read it."),
        max_length=1000,
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
    text = LongTextField(
        rows=5,
        label=_("What do you need to know?"),
        help_text=_("One or two simple questions. The person reads them as you write them."),
        max_length=1000,
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
