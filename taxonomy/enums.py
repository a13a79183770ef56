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


# Official names, unlike the titles of the heading pages, which are the citizen's words and can be edited.
OFFICIAL_NAMES = {
    Heading.FAMILLE: "Famille",
    Heading.LOGEMENT: "Logement",
    Heading.EMPLOI: "Emploi",
    Heading.SANTE: "Santé",
    Heading.JURIDIQUE: "Juridique",
    Heading.SENIORS: "Seniors",
    Heading.HANDICAP: "Handicap",
    Heading.PRECARITE: "Précarité",
}


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
