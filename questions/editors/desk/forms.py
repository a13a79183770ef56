"""What a front-desk worker writes down of a person who came or telephoned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.phones import check_phone
from clairdroit.public_forms.fields import AskedAddressField, CleanTextField, LongTextField, PlainForm
from clairdroit.questions.enums import QuestionOrigin
from clairdroit.questions.forms import MAX_TEXT, PersonsPlace, QuestionForm


class TakeDownForm(PersonsPlace, QuestionForm):
    origin = forms.ChoiceField(
        label=_("How did the question come?"),
        choices=[(QuestionOrigin.DESK, _("At the desk")), (QuestionOrigin.PHONE, _("By telephone"))],
        initial=QuestionOrigin.DESK,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the person came or telephoned.")},
    )
    text = LongTextField(
        rows=7,
        label=_("The person’s question"),
        help_text=_("In their own words. Write neither their name nor their social security number."),
        min_length=10,
        max_length=MAX_TEXT,
        error_messages={
            "required": _("Write the question."),
            "min_length": _("Write a little more, so that partners understand the question."),
            "max_length": _("Your text is too long. Keep to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    place = CleanTextField(
        label=_("The person’s town or postal code"),
        help_text=_("To find the right partner near them."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write their town or their postal code.")},
    )
    email = AskedAddressField(
        label=_("E-mail address, if the person has one"),
        help_text=_("The answer is sent there. Without an address it is printed, or read out by telephone."),
        autocomplete="off",
        required=False,
    )
    phone = CleanTextField(
        label=_("Number to call back"),
        help_text=_("If the person wishes to be called with the answer. No partner will see it."),
        max_length=30,
        required=False,
        validators=[check_phone],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        label=_("The person agrees that their question is read by the team and by the partners who can answer it."),
        error_messages={"required": _("Ask the person, then tick this box: nothing is passed on without their word.")},
    )

    visible = ("origin", "text", "heading", "place", "email", "phone", "consent")


class SaidForm(PlainForm):
    """What the person said later, written down by somebody of the site."""

    said = LongTextField(
        rows=4,
        label=_("What the person says"),
        max_length=2000,
        error_messages={"required": _("Write something first.")},
    )
