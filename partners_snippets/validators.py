"""What columns and blocks refuse. Migrations name these functions: they stay here, under their names."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.hours import is_valid


def validate_opening_hours(value: str) -> None:
    """Hours that cannot be read would be shown as they are: "Mo-Fr 9h-17h" is no help to a reader."""
    if not is_valid(value):
        raise ValidationError(
            _(
                "These hours cannot be read. Write for example Mo-Fr 09:00-17:00, or leave this empty and write them "
                "in words in the field below."
            )
        )
