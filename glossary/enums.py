from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    OWN = "own", _("Our own")
    FEED = "feed", _("Official feed (service-public)")
