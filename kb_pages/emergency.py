"""Whom to call when it cannot wait: the numbers of the whole country, or those that a town gives instead."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from clairdroit.partners_snippets.phones import phone_uri


@dataclass(frozen=True)
class EmergencyNumber:
    words: str
    number: str
    """To call."""
    text_number: str = ""
    """To write to, for whoever cannot speak or must not be heard."""

    @property
    def text_uri(self) -> str:
        return phone_uri(self.text_number).replace("tel:", "sms:", 1)


def national_numbers() -> list[EmergencyNumber]:
    return [
        EmergencyNumber(gettext("Nowhere to sleep tonight"), "115"),
        EmergencyNumber(gettext("Violence at home"), "3919"),
        EmergencyNumber(gettext("In danger right now"), "112", "114"),
    ]


class EmergencyNumberBlock(StructBlock):
    words = CharBlock(label=_("For whom"), max_length=60, help_text=_("As in “Nowhere to sleep tonight”."))
    number = CharBlock(label=_("number to call"), max_length=20)
    text_number = CharBlock(label=_("number for text messages"), max_length=20, required=False)

    class Meta:
        icon = "warning"
        label = _("Emergency number")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = {
            name: ValidationError(_("This is no number that a telephone can dial."))
            for name in ("number", "text_number")
            if cleaned[name] and not phone_uri(cleaned[name])
        }
        if wrong:
            raise StructBlockValidationError(wrong)
        return cleaned
