from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.shown_keys import without_keys
from clairdroit.public_forms.fields import AddressField, LongTextField, PlainForm


class DetailForm(PlainForm):
    detail = LongTextField(
        rows=4,
        label=_("What would you like to add?"),
        max_length=2000,
        error_messages={"required": _("Write something first.")},
    )


class FeedbackForm(PlainForm):
    words = LongTextField(
        rows=2,
        label=_("Would you like to tell us more?"),
        max_length=500,
        required=False,
        error_messages={
            "max_length": _("Your text is too long. Keep to %(limit_value)d characters; it has %(show_value)d.")
        },
    )


class ReportForm(PlainForm):
    page = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput, label=_("Page"))
    text = LongTextField(
        rows=5,
        label=_("What is wrong?"),
        help_text=_("For example: the telephone number has changed, the office has moved."),
        max_length=2000,
        error_messages={"required": _("Write what is wrong.")},
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("Only if you would like a reply."),
        required=False,
    )

    def clean_page(self) -> str:
        """An address within this site, and none that is a key; anything else is somebody's advertisement."""
        # A link to somebody's own question may have been copied here: its key is masked before anything is stored.
        page = without_keys(self.cleaned_data["page"])
        # Django's check knows what browsers make of "/\\elsewhere" and of a tab inside an address.
        is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
        return page if is_ours else "/"
