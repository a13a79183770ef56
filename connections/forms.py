from django.utils.translation import gettext_lazy as _

from clairdroit.public_forms.fields import CleanTextField, PlainForm


class KeyForm(PlainForm):
    name = CleanTextField(
        max_length=100,
        label=_("What the key is for"),
        help_text=_("Which software uses it, and who looks after it."),
        error_messages={"required": _("Say which software the key is for.")},
    )
