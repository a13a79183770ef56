from django.db import models
from django.utils.translation import gettext_lazy as _


class Shelf(models.TextChoices):
    """What is searched apart, because word statistics of the one mean nothing for the other.

    Ten thousand short records of town halls would make "mairie" the commonest word of the language
    and any real text an overlong one.
    """

    CONTENT = "content", _("Texts")
    DIRECTORY = "directory", _("Directory")


class Outcome(models.TextChoices):
    """What became of a search. The values are the columns that count them."""

    NOTHING = "nothing", _("Nothing found")
    SHOWN = "shown", _("Results shown")
    CLICKED = "clicked", _("A result followed")
