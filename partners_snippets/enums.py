from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who a representation of a partner is made for: PUBLIC holds nothing private, whatever the page."""

    PUBLIC = "public", _("Everyone")
    PROFESSIONAL = "professional", _("Signed-in professionals")


class AddressVisibility(models.TextChoices):
    """How much of an address is told. A shelter's street is never told to the public."""

    PUBLIC = "public", _("The whole address, to everyone")
    COMMUNE = "commune", _("The commune to everyone, the address to professionals")
    HIDDEN = "hidden", _("Nothing to everyone, the commune to professionals")


class Reach(models.TextChoices):
    """The territory that a partner of a kind usually serves, when its record does not say."""

    COMMUNE = "commune", _("Its commune")
    EPCI = "epci", _("Its group of communes (EPCI)")
    DEPARTEMENT = "departement", _("Its département")
    FRANCE = "france", _("The whole country")


class LinkReason(models.TextChoices):
    """Why the signed links of a partner were renewed."""

    ADDRESS = "address", _("The team box has changed")
    WITHDRAWN = "withdrawn", _("The partner is no longer published")
    MEMBER = "member", _("Somebody has left the partner’s members, or their account was closed")
    EDITOR = "editor", _("Renewed by an editor")
    PARTNER = "partner", _("Renewed by the partner itself")
