"""What columns and blocks refuse. Migrations name these functions: they stay here, under their names."""

import math
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clairdroit.kb_pages import colours

# "12345*06" or "12345-06": the number printed on the form, with or without its edition.
CERFA_NUMBER = re.compile(r"\d{5}(?:[*-]\d{2})?")


def check_cerfa_number(value: str) -> None:
    if not CERFA_NUMBER.fullmatch(value):
        raise ValidationError(_("A CERFA number has five digits and may end with its edition: 12345*06."))


def check_colour(value: str) -> None:
    """Readable as text, under white letters, and on every ground of the site."""
    if not colours.HEX.fullmatch(value):
        raise ValidationError(_("Write it as # and six figures or letters from a to f: #1a4f8f."))
    if not colours.is_readable(value):
        raise ValidationError(
            _("Too light to be read (%(found)s:1 where 4.5:1 is needed). The nearest that can be: %(colour)s."),
            params={
                # Rounded down: 4.49 is not enough.
                "found": f"{math.floor(colours.least_contrast(value, colours.LIGHT_GROUNDS) * 10) / 10}",
                "colour": colours.nearest_readable(value),
            },
        )
