"""Two negations that a reader has to reckon with: « ne … pas … sans », « ne … que si … ne ».

Both stand in one clause. Two orders (« ne signez rien et ne partez pas ») are read one after the other, and « ne peut
pas refuser » is the plainest way to say a right: neither is one.
"""

import re

# Letters of a clause that are looked at: whoever writes without end is not waited for.
LONGEST_CLAUSE = 120
_NE = r"\b(?:ne\s|n['’](?!importe\b|hésite))"
# « avant que vous ne partiez »: says nothing.
_EXPLETIVE = re.compile(
    r"\b(?:avant|moins|plus|mieux|peur|crainte|autre\w*)\s+qu(?:e\s|['’])[^,.;:!?]{0,40}\Z", re.IGNORECASE
)
_OPENER = re.compile(_NE, re.IGNORECASE)
# Words that are no negation for whoever reads them: « sans doute », « un congé sans solde », « les sans-papiers ».
_SET_PHRASES = (
    "abri|attendre|aucun doute|avis contraire|cesse|contact|délai|domicile|doute|emploi|faute|fil|frais|hésiter|oublier"
    "|papier|problème|retard|salaire|solde|souci|tarder|travail"
)
_SECOND = rf"{_NE}|\bsans\b(?!-|\s+(?:{_SET_PHRASES})s?\b)|\bimpossible|\binterdit|\bnon\b(?!-|\s+\w)"
# Where another clause begins. « sauf » goes on after a comma, as nothing else does.
_END = re.compile(
    r"[,;:.!?()\n–—]|\s-\s"
    r"|\b(?:(?:et|ou|mais|car|donc|puis)\b|(?:puis|parce\s+|alors\s+)qu(?:e\b|['’]))",
    re.IGNORECASE,
)
_IN_CLAUSE = re.compile(_SECOND, re.IGNORECASE)
_EXCEPTION = re.compile(r"[^.;:!?()\n]{1,80}?\bsauf\b", re.IGNORECASE)
# « il ne reste qu’un chiffre » says that one remains; « ne … que si … ne » is hard all the same.
_DENIES = re.compile(r"\b(?:pas|plus|jamais|rien|personne|aucune?|guère|point|ni|nulle?)\b", re.IGNORECASE)
_ONLY = re.compile(r"(?:\w+['’\s]\s*){1,4}?qu(?:e\b|['’])", re.IGNORECASE)
_ONLY_IF = re.compile(rf"\bque\s+si\b.{{1,60}}?({_NE})", re.IGNORECASE)


def two_negations(sentence: str) -> tuple[int, int] | None:
    """From the first to the second, where a sentence has them."""
    for opener in _OPENER.finditer(sentence):
        if _is_expletive(sentence, opener.start()):
            continue
        longest = opener.end() + LONGEST_CLAUSE
        end = _END.search(sentence, opener.end(), longest)
        clause = sentence[opener.end() : end.start() if end else longest]
        if second := _second(clause):
            return opener.start(), opener.end() + second.end()
        if not _says_only(clause) and (exception := _EXCEPTION.match(sentence, opener.end())):
            return opener.start(), exception.end()
    return None


def _second(clause: str) -> re.Match[str] | None:
    if _says_only(clause):
        return _ONLY_IF.search(clause)
    for found in _IN_CLAUSE.finditer(clause):
        is_ne = found[0].lower().startswith("n") and not found[0].lower().startswith("non")
        if not (is_ne and _is_expletive(clause, found.start())):
            return found
    return None


def _is_expletive(text: str, place: int) -> bool:
    return _EXPLETIVE.search(text[max(0, place - 60) : place]) is not None


def _says_only(clause: str) -> bool:
    only = _ONLY.match(clause)
    return only is not None and not _DENIES.search(only[0])
