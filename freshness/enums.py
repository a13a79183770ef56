from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewRhythm(models.IntegerChoices):
    """How often someone must say that the text is still right, in months."""

    MONTHLY = 1, _("every month")
    QUARTERLY = 3, _("every 3 months")
    HALF_YEARLY = 6, _("every 6 months")
    YEARLY = 12, _("every year")
    TWO_YEARLY = 24, _("every 2 years")
