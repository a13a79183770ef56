from django.db import models
from django.utils.translation import gettext_lazy as _


class CalloutKind(models.TextChoices):
    """The three kinds that service-public uses too, so that readers meet one vocabulary."""

    KNOW = "savoir", _("Good to know")
    NOTE = "noter", _("Note")
    ATTENTION = "attention", _("Careful")


class ServiceKind(models.TextChoices):
    ONLINE = "en_ligne", _("Online service")
    FORM = "formulaire", _("Form to fill in")
    SIMULATOR = "simulateur", _("Simulator")
    LETTER = "lettre", _("Letter template")


class CaseLayout(models.TextChoices):
    CLOSED = "fermes", _("All closed")
    FIRST_OPEN = "premier", _("The first one open")
