from django.db import models
from django.utils.translation import gettext_lazy as _


class Factor(models.TextChoices):
    """What a session was opened with, besides the password."""

    NONE = "", _("password alone")
    APP = "app", _("code of an application")
    RECOVERY = "recovery", _("recovery code")
    PASSKEY = "passkey", _("passkey")


class Lapse(models.TextChoices):
    """Why somebody who was signed in is not any more."""

    IDLE = "idle", _("idle")
    OLD = "old", _("longer than a session lasts")
    ENDED = "ended", _("ended")
    LEFT = "left", _("signed out in this browser")


class Change(models.TextChoices):
    """What its owner is written to about."""

    PASSWORD = "password", _("password changed")
    EMAIL = "email", _("e-mail address changed")
    FACTOR_SET = "factor_set", _("second step set up")
    FACTOR_REMOVED = "factor_removed", _("second step removed")
    FACTOR_RESET = "factor_reset", _("second step reset by an administrator")
    CODES_RENEWED = "codes_renewed", _("new recovery codes made")
    RECOVERY_USED = "recovery_used", _("signed in with a recovery code")
    WRONG_CODES = "wrong_codes", _("several wrong codes after the right password")
