"""Fields of forms that anyone may fill in: what is told in words when something is not right."""

import re
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.address_spellings import plain_address
from clairdroit.mail.shown_keys import without_keys
from clairdroit.public_forms.likely_addresses import likely_address

# NUL is refused by PostgreSQL; lone surrogates cannot be written at all.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class CleanTextField(forms.CharField):
    """Whatever somebody typed, in a form that every database and mail can hold.

    But for their own link, which many paste ("my link does not open: …"): whoever reads the text could act as them.
    """

    def to_python(self, value: Any) -> str:
        text = UNWRITABLE.sub("", str(value or ""))
        return without_keys(super().to_python(text.replace("\r\n", "\n")) or "")


class PlainForm(forms.Form):
    """Rendered with `includes/field.html`; without autofocus, asterisks or the browser's own error bubbles."""

    use_required_attribute = False


class LongTextField(CleanTextField):
    """Several lines; `rows` says how many are shown."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AddressField(forms.EmailField):
    """With the keyboard that telephones have for it; `autocomplete="off"` where it is not the writer's own.

    Kept in one spelling. What no provider gives anybody is refused: a name in quotation marks, a machine by its number
    or without a domain, which are ways to write to a box of somebody else's or to a server inside.
    """

    def __init__(
        self, *, autocomplete: str = "email", error_messages: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        invalid = _("This address is not complete. It looks like: name@example.fr")
        super().__init__(
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "inputmode": "email"}),
            error_messages={"invalid": invalid, **(error_messages or {})},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        local, _at, domain = address.rpartition("@")
        if address and (local.startswith('"') or domain.startswith("[") or "." not in domain):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return plain_address(address)


class AskedAbout(str):
    """An address that its writer has sent again after they were asked whether it is right."""


class PersonsAddressInput(forms.EmailInput):
    """Beside an address that looks mistyped stands what it was: sent again unchanged, it is right."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, value, attrs, renderer)
        if not likely_address(str(value or "").strip()):
            return shown
        return format_html('{}<input type="hidden" name="{}" value="{}">', shown, asked_name(name), value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = data.get(name)
        return AskedAbout(value) if value and data.get(asked_name(name)) == value else value


def asked_name(name: str) -> str:
    return f"{name}_demande"


class PersonsAddressField(AddressField):
    """Of the person who asks: what is written there must arrive.

    The local part of an address that SMTP can carry everywhere is ASCII (RFC 6531 is not supported by all).
    """

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        if not address.isascii():
            raise forms.ValidationError(_("Write the address without accents."))
        return address


class AskedAddressField(PersonsAddressField):
    """As it is typed into a form: what looks like a slip is asked about once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = PersonsAddressInput(attrs=self.widget.attrs)

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        likely = likely_address(address)
        if likely and not isinstance(value, AskedAbout):
            words = _("Did you mean %(address)s? Correct the address, or send it as it is if it is right.")
            raise forms.ValidationError(words, params={"address": likely}, code="likely")
        return address
