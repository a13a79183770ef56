"""What a partner writes in its space: the address for a new link, corrections of its record."""

from django import forms
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.phones import check_phone
from clairdroit.public_forms.fields import AddressField, CleanTextField, LongTextField, PlainForm


class LinkRequestForm(PlainForm):
    email = AddressField(
        label=_("Your team’s e-mail address"),
        help_text=_("The address where questions reach you."),
        error_messages={
            "required": _("Write your team’s e-mail address."),
        },
    )


class RecordForm(PlainForm):
    """What readers see of a partner, as far as it changes without an editor's help: `actions.OWN_FIELDS`."""

    description = LongTextField(
        rows=5,
        label=_("What we do"),
        help_text=_("With plain words: who may come, and for what."),
        max_length=3000,
        required=False,
    )
    access_conditions = LongTextField(
        rows=3,
        label=_("How to come to us"),
        help_text=_("For example: by appointment, bring your last payslip."),
        max_length=1000,
        required=False,
    )
    without_appointment = forms.BooleanField(label=_("People can come without an appointment"), required=False)
    languages = CleanTextField(label=_("Languages that we speak"), max_length=255, required=False)
    phone = CleanTextField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[check_phone],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = AddressField(
        label=_("E-mail address that everybody may see"),
        required=False,
        autocomplete="off",
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("This address is not complete. It looks like: https://www.example.fr")},
    )
    remark = LongTextField(
        rows=3,
        label=_("Something else to change?"),
        help_text=_("Address, opening hours, name: write it here, the team changes it for you."),
        max_length=1000,
        required=False,
    )

    def remark_key(self, partner: Partner) -> str:
        """The same for a form sent twice on one day: the team reads the remark once."""
        words = f"{partner.pk}\x1f{timezone.localdate()}\x1f{self.cleaned_data['remark']}"
        return salted_hmac("clairdroit.partners.record", words, algorithm="sha256").hexdigest()
