"""From data·inclusion's thematics and publics to our eight headings."""

from __future__ import annotations

from collections.abc import Iterable

from clairdroit.taxonomy.enums import Heading

# The longest beginning that fits wins.
THEMATICS = {
    "choisir-un-metier": [Heading.EMPLOI],
    "creer-une-entreprise": [Heading.EMPLOI],
    "difficultes-administratives-ou-juridiques": [Heading.JURIDIQUE],
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives": [Heading.PRECARITE],
    "difficultes-financieres": [Heading.PRECARITE],
    "equipement-et-alimentation": [Heading.PRECARITE],
    "equipement-et-alimentation--aide-menagere": [Heading.SENIORS],
    "famille": [Heading.FAMILLE],
    "famille--prise-en-charge-personne-dependante": [Heading.SENIORS, Heading.HANDICAP],
    "famille--soutien-aidants": [Heading.SENIORS, Heading.HANDICAP],
    "famille--surmonter-conflits-separation-violence": [Heading.FAMILLE, Heading.JURIDIQUE],
    "logement-hebergement": [Heading.LOGEMENT],
    "logement-hebergement--rechercher-une-solution-dhebergement-temporaire": [Heading.LOGEMENT, Heading.PRECARITE],
    "mobilite": [Heading.EMPLOI],
    "preparer-sa-candidature": [Heading.EMPLOI],
    "sante": [Heading.SANTE],
    "sante--constituer-un-dossier-mdph-invalidite": [Heading.HANDICAP],
    "se-former": [Heading.EMPLOI],
    "trouver-un-emploi": [Heading.EMPLOI],
}
PUBLICS = {"seniors": Heading.SENIORS, "personnes-en-situation-de-handicap": Heading.HANDICAP}
# A place that names more publics than this is open to all: it is not "for seniors".
PARTICULAR_PUBLICS = 3

# Labels of older exports → codes of data·inclusion.
PUBLIC_LABELS = {
    "Familles/enfants": "familles",
    "Jeunes (16-26 ans)": "jeunes",
    "Seniors (+ 65 ans)": "seniors",
    "Surdité": "personnes-en-situation-de-handicap",
    "Déficience visuelle": "personnes-en-situation-de-handicap",
    "Handicaps mentaux : déficiences limitant les activités d'une personne": "personnes-en-situation-de-handicap",
    "Handicaps psychiques : troubles psychiatriques donnant lieu à des atteintes comportementales": (
        "personnes-en-situation-de-handicap"
    ),
}
OFFER_LABELS = {
    "Accompagner les démarches de santé": [Heading.SANTE],
    "Favoriser mon insertion professionnelle": [Heading.EMPLOI],
    "Créer et développer mon entreprise": [Heading.EMPLOI],
    "Réaliser des démarches administratives avec un accompagnement": [Heading.PRECARITE],
}


def headings_of(thematics: Iterable[str], publics: list[str], offers: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for thematic in thematics:
        found.update(THEMATICS.get(thematic) or THEMATICS.get(thematic.split("--")[0], []))
    if len(publics) <= PARTICULAR_PUBLICS:
        found.update(PUBLICS[public] for public in publics if public in PUBLICS)
    for offer in offers:
        found.update(OFFER_LABELS.get(offer, []))
    return {str(heading) for heading in found}
