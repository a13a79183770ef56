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


class PartnerMail(models.TextChoices):
    """Mails of the partners' space (space/emails.py); templates of the same names."""

    LINK = "partner_link", _("Link to the partners’ space")
    BOX_LEFT = "box_left", _("Another team box, to the former one")
    BOX_CHANGED = "box_changed", _("Another team box, to coordination")
    RECORD_PUBLISHED = "record_published", _("Corrections of its record published, to a partner")
    RECORD_CHANGES = "record_changes", _("Changes to its record asked of a partner")
    RECORD_REMARK = "record_remark", _("A partner’s remark on its record, to coordination")


# The others go to a partner's team box, or to one of before.
TO_EDITORS = frozenset({PartnerMail.BOX_CHANGED, PartnerMail.RECORD_REMARK})
