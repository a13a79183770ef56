from django.db import models
from django.utils.translation import gettext_lazy as _


class Heading(models.TextChoices):
    """The eight headings that the whole site is ordered by.

    The keys are fixed: they stand in addresses, imports and the official fiches' mapping. The labels
    are the citizen's words and only a default: each heading page carries its own editable title.
    """

    FAMILLE = "famille", _("My family")
    LOGEMENT = "logement", _("My home")
    EMPLOI = "emploi", _("My work")
    SANTE = "sante", _("My health")
    JURIDIQUE = "juridique", _("My rights, justice")
    SENIORS = "seniors", _("Growing older well")
    HANDICAP = "handicap", _("Living with a disability")
    PRECARITE = "precarite", _("Food, bills, getting by")


class Public(models.TextChoices):
    """For whom something is, by the codes of data·inclusion (`publics`), and two that only official sheets name."""

    FAMILLES = "familles", _("Families")
    FEMMES = "femmes", _("Women")
    JEUNES = "jeunes", _("Young people")
    ETUDIANTS = "etudiants", _("Students and apprentices")
    ACTIFS = "actifs", _("People in work")
    DEMANDEURS_EMPLOI = "demandeurs-emploi", _("People looking for work")
    MINIMAS_SOCIAUX = "beneficiaires-des-minimas-sociaux", _("People on minimum benefits")
    SENIORS = "seniors", _("Older people")
    HANDICAP = "personnes-en-situation-de-handicap", _("People with a disability")
    EXILES = "personnes-exilees", _("People from abroad")
    URGENCE = "personnes-en-situation-durgence", _("People in an emergency")
    AGENTS_PUBLICS = "agents-publics", _("Public servants")
    EMPLOYEURS_PARTICULIERS = "employeurs-particuliers", _("People who employ someone at home")


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
