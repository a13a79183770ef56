"""For whom a text is, as its title says in plain words: the words by which French names each public."""

import re

from clairdroit.taxonomy.enums import Public

NAMED = {
    Public.FAMILLES: r"famil\w*|parents?|enfants?|allocations? familiales?|naissance|adoption|scolaire",
    Public.FEMMES: r"femmes?|enceintes?|maternité|grossesse",
    Public.JEUNES: r"jeunes?|mineure?s?|lycéens?|service civique",
    Public.ETUDIANTS: r"étudiante?s?|apprentie?s?|apprentissage|stagiaires?|alternance|bourses?",
    Public.ACTIFS: r"salariée?s?|indépendants?|travailleurs?|actifs",
    Public.DEMANDEURS_EMPLOI: r"chômage|chômeurs?|demandeurs? d.emploi|recherche d.emploi",
    Public.MINIMAS_SOCIAUX: r"rsa|minim(?:um|a)s? sociaux?|revenu de solidarité",
    Public.SENIORS: r"seniors?|retraitée?s?|personnes? âgées?|apa|minimum vieillesse|dépendance",
    Public.HANDICAP: r"handicap\w*|aah|invalidité|mdph",
    Public.EXILES: r"étrangers?|étrangères?|réfugiée?s?|asile|titre de séjour|carte de séjour|européens?",
    Public.URGENCE: r"sans[- ]abri|hébergement d.urgence|violences?|expulsion",
    Public.AGENTS_PUBLICS: r"fonction publique|fonctionnaires?|agents? (?:du )?publics?|contractuel\w*",
    Public.EMPLOYEURS_PARTICULIERS: r"particuliers? employeurs?|assistante? maternelle|salariée? à domicile|cesu",
}
_PATTERNS = {public: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for public, words in NAMED.items()}


def publics_named(text: str) -> list[str]:
    return [public.value for public, pattern in _PATTERNS.items() if pattern.search(text)]
