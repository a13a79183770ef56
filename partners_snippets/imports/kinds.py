"""Which kind of partner a structure is, from what its source calls it, its networks or its name."""

from __future__ import annotations

import re

from clairdroit.partners_snippets.models import PartnerKind
from clairdroit.territories.names import normalise

# What sources call a type → our kind. Keys are normalised; our own keys need no line.
TYPES = {
    "aci": "insertion-emploi",
    "afpa": "formation",
    "ai": "insertion-emploi",
    "asso": "association",
    "cada": "hebergement",
    "cc": "epci",
    "ccons": "chambre-consulaire",
    "cci": "chambre-consulaire",
    "cd": "departement",
    "chambre agriculture": "chambre-consulaire",
    "chambre metier": "chambre-consulaire",
    "chrs": "hebergement",
    "chu": "hebergement",
    "cidf": "cidff",
    "cs": "centre-social",
    "ei": "insertion-emploi",
    "eiti": "insertion-emploi",
    "etti": "insertion-emploi",
    "geiq": "insertion-emploi",
    "maison handicapees": "mdph",
    "ml": "mission-locale",
    "mq": "centre-social",
    "muni": "mairie",
    "of": "formation",
    "pe": "france-travail",
    "pij bij": "information-jeunesse",
    "pole emploi": "france-travail",
    "pref": "prefecture",
    "rs fjt": "foyer-jeunes",
}

# Matched against the normalised name: lower case, without accents, one space for whatever is no letter or figure. The
# first that matches wins; a name that says two things is of the more particular kind.
NAMES = [
    (r"croix rouge", "croix-rouge"),
    (r"secours populaire", "secours-populaire"),
    (r"secours catholique", "secours-catholique"),
    (r"emmaus", "emmaus"),
    (r"rest(o|aurant)s? du coeur", "restos-du-coeur"),
    (r"banque alimentaire|epicerie (sociale|solidaire)", "aide-alimentaire"),
    (r"\bcresus\b|point conseil budget", "cresus"),
    (r"france services?|maison de services? au public|\bmsap\b", "france-services"),
    (r"\bpimms\b|point information mediation multi", "pimms"),
    (r"mission locale", "mission-locale"),
    (r"\bcap emploi\b", "cap-emploi"),
    (r"pole emploi|france travail", "france-travail"),
    (r"\bccas\b|centre communal d action sociale", "ccas"),
    (r"\bcias\b|centre intercommunal d action sociale", "cias"),
    (r"\badil\b", "adil"),
    (r"\budaf\b|union departementale des associations familiales", "udaf"),
    (r"\bcidff?\b", "cidff"),
    (r"\bmdph\b|\bmda\b|maison departementale (de l autonomie|des personnes handicapees)", "mdph"),
    (r"caisse d allocations familiales|^caf\b", "caf"),
    (r"\bcpam\b|caisse primaire d assurance maladie", "cpam"),
    (r"\bmsa\b|mutualite sociale agricole", "msa"),
    (r"\bcarsat\b", "carsat"),
    (r"protection maternelle", "pmi"),
    (r"maison de (la )?justice|point justice|\bcdad\b|acces au droit", "mjd"),
    (r"\bsiao\b", "siao"),
    (r"\bchrs\b|hebergement", "hebergement"),
    (r"foyer.*jeunes? travailleurs?|\bfjt\b|habitat jeunes", "foyer-jeunes"),
    (r"information jeunesse|\b[bp]ij\b|\bcrij\b", "information-jeunesse"),
    (r"\bcio\b|information et d orientation", "cio"),
    (r"\bplie\b|maison de l emploi", "plie"),
    (r"\bcci\b|\bcma\b|chambre (de commerce|de metiers|d agriculture)", "chambre-consulaire"),
    (r"centre social|centre socio ?culturel|espace (social|socio)|maison de quartier", "centre-social"),
    (r"\bmjc\b|maison des jeunes et de la culture", "mjc"),
    (r"mediatheque|bibliotheque", "mediatheque"),
    (r"^(mairie|commune|ville) d|^mairie\b|hotel de ville", "mairie"),
    (r"communaute (de communes|d agglomeration|urbaine)|^metropole|agglo(meration)?\b", "epci"),
    (r"conseil departemental|departement d|maison (departementale )?des solidarites", "departement"),
    (r"sous prefecture|prefecture", "prefecture"),
    (r"la poste|bureau de poste", "poste"),
    (r"cyber|espace (public )?numerique|\bepn\b|conseiller numerique|fablab|tiers lieu", "aide-numerique"),
    (r"association|amicale|foyer rural|familles rurales", "association"),
]
_NAMES = [(re.compile(pattern), kind) for pattern, kind in NAMES]

# A guess of a source that says less than the name does: the name decides first.
VAGUE_TYPES = {"emmaus asso": "association", "autre": "", "asso": "association"}
# What is left when nothing else is known about the people of these sources.
FALLBACKS = {"conseiller-numerique-2022": "aide-numerique", "hinaura-npm": "aide-numerique"}


class KindGuesser:
    """Reads the kinds once per import."""

    def __init__(self) -> None:
        kinds = list(PartnerKind.objects.all())
        self.keys = {kind.key for kind in kinds}
        self._by_network = {network: kind.key for kind in kinds for network in kind.networks}

    def guess(self, name: str, source: str, types: list[str], networks: list[str]) -> str:
        """The key of a kind, or "" when it cannot be told: an editor chooses."""
        # The network is a code of a published list: surer than any word.
        for network in networks:
            if network in self._by_network:
                return self._by_network[network]
        normalised = [normalise(kind) for kind in types if kind]
        for kind in normalised:
            # A type may be our own key already ("mission locale").
            key = TYPES.get(kind, kind.replace(" ", "-"))
            if kind not in VAGUE_TYPES and key in self.keys:
                return key
        plain = normalise(name)
        for pattern, key in _NAMES:
            if key in self.keys and pattern.search(plain):
                return key
        vague = next((VAGUE_TYPES[kind] for kind in normalised if kind in VAGUE_TYPES), "")
        fallback = vague or FALLBACKS.get(source, "")
        return fallback if fallback in self.keys else ""
