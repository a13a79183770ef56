"""Names of persons: after a title, an introduction, a relation; at a message's end; people whom the site knows."""

import itertools
import re
from collections.abc import Collection, Iterator

from clairdroit.questions.anonymising.masks import Mask, MaskKind

PARTICLE = r"(?:de|du|des|da|dos|di|le|la|el|al|ben|ibn|bin|van|von|d['’]|l['’])"
CAPITAL = r"(?:[A-ZÀ-ÝŒ][\w'’]*(?:-\w+)*\.?)"
FULL = rf"{CAPITAL}(?:[ \t]++(?:{PARTICLE}[ \t]*+){{0,2}}{CAPITAL}){{0,3}}"
TITLE = (
    r"(?:(?i:mm?\.|mr\.?|mme\.?|mlle\.?|mrs\.?|ms\.?|dr\.?|monsieur|madame|mademoiselle|docteur|professeur)"
    r"|Me|Pr\.?|[Mm]aître)"
)
LOWER_TITLE = r"\b(?:m\.|mr\.?|mme\.?|mlle\.?|mrs\.?|dr\.?)"
# What follows a title and is nobody's name.
ROLES = (
    r"(?:madame|monsieur|mademoiselle|mesdames|messieurs|le|la|les|l|un|une|et|ou|je|j|nous|en|qui|que|bonjour|bonsoir"
    r"|pour|vous|il|elle|on|merci|maire|pr[ée]sidente?|directeur|directrice|juge|procureur|pr[ée]f[eè]te?|ministre"
    r"|responsable|conseill[eè]re?|mon|ma|mes|veuillez|suite|tout|est|a|à)"
)
# Not after a number: "30 m. Devons-nous".
TITLED = re.compile(rf"(?<!\d )(?<![\w]){TITLE}[ \t]++(?!(?i:{ROLES})\b)({FULL})")
TITLED_LOWER = re.compile(rf"(?<!\d )(?<!\d){LOWER_TITLE}[ \t]++(?!{ROLES}\b)([a-zà-ÿ][\w'’-]{{2,}})", re.IGNORECASE)
ANNOUNCES = (
    r"(?:je m['’ ]?appel+e|je me nomme|mon nom (?:de famille )?est|mon nom\s*+:|je soussign[ée]e?"
    r"|nom(?: de famille| d['’]usage)?\s*+:|pr[ée]noms?\s*+:|nomm[ée]e?|pr[ée]nomm[ée]e?|s['’]appelle|de la part de"
    r"|my name is|signed|nom et pr[ée]nom\s*:?|au nom de)"
)
# Words, in lower case, that begin no name, and words after which one has ended.
NO_NAME = r"(?:comment|un|une|le|la|les|mon|ma|notre|votre|ce|cette|des?|l|mes|son|sa|ses|tous|toute|ainsi|aussi|pas)"
AFTER_NAME = (
    r"(?:et|je|j|ai|suis|qui|que|mais|née?|pour|de|domicili[ée]e?|habitant|demeurant|a|à|est|il|elle|nous|on|and|i|le|la"
    r"|actuellement|depuis|dans|avec|in|from|ne|n|y|me|ma|mon|mes)"
)
INTRODUCED = re.compile(
    rf"\b{ANNOUNCES}[ \t]*+,?[ \t]*+(?:{TITLE}[ \t]++)?"
    rf"((?!(?-i:{NO_NAME})\b)[^\W\d_][\w'’-]*(?:[ \t]++(?!(?-i:{AFTER_NAME})\b)[^\W\d_][\w'’-]*){{0,2}})",
    re.IGNORECASE,
)
RELATIVES = (
    r"(?:fils|fille|mari|femme|[ée]pouse|[ée]poux|fr[èe]re|s(?:œ|oe)ur|m[èe]re|p[èe]re|conjointe?|compagne|compagnon"
    r"|amie?|voisine?|enfant|b[ée]b[ée]|oncle|tante|cousine?|neveu|ni[èe]ce|propri[ée]taire|locataire|coll[èe]gue|patron"
    r"|tuteur|tutrice|curateur|curatrice|assistante sociale|avocate?|son|daughter|husband|wife|mother|father)"
)
RELATION = re.compile(
    r"\b(?:(?:mon|ma|mes|son|sa|ses|notre|votre|leur|nos|my|his|her)[ \t]++"
    r"(?:petit[ -]|petite[ -]|beau[ -]|belle[ -]|grand[ -]|grande[ -]|grand[’']|ex[ -]|futur |future )?"
    rf"{RELATIVES}|moi[ \t]*+,)[ \t]*+[,:(]?[ \t]*+(?-i:(?!{TITLE}[ \t])({FULL}))",
    re.IGNORECASE,
)
# "Karim BENALI", "BENALI Karim"
SHOUTED = re.compile(
    r"\b(?:[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?[ \t]++[A-ZÀ-Ý]{3,}(?:-[A-ZÀ-Ý]+)?"
    r"|[A-ZÀ-Ý]{3,}[ \t]++[A-ZÀ-Ý][a-zà-ÿ]{2,})\b"
)
# Institutions are written that way too.
NOT_SHOUTED = re.compile(
    r"\b(?:CAF|CPAM|APL|RSA|CDI|CDD|SMIC|URSSAF|MDPH|CCAS|AAH|ASS|ARE|CMU|CSS|ALS|ALF|PACS|TVA|SNCF|EDF|HLM|DALO|FSL|ADIL"
    r"|UDAF|PMI|ASE|CNI|RIB|TTC|AVS|CESU|MSA|OFII|PUMA|AME|RATP|INSEE|BTP|SARL|EURL|SAS|SCI|VAE|CPF|BTS|CAP|LOA|LLD|PTZ|RER"
    r"|GIR|APA|ALD|IJSS|ASF|CMI|SOS|PCH|AESH|AEEH|RQTH|ESAT|SSIAD|JAF|CMP|CIDFF|GIP|OQTF|CADA"
    r"|Bonjour|Merci|Le|La|Les|Je|Mon|Ma|Pour|En|Mais|Et|Dans|Depuis|Avec|Une?|Cour)\b"
)
CLOSING = (
    r"(?:cordialement|cdlt|cdt|bien [àa] vous|salutations?|salutations distingu[ée]es|respectueusement|sinc[èe]rement"
    r"|remerciements?|remercie|merci(?: beaucoup| d['’ ]avance| pour votre aide)?|bonne journ[ée]e|[àa] bient[ôo]t"
    r"|best regards|regards|thank you|thanks|sentiments)"
)
SIGNED = re.compile(
    rf"\b{CLOSING}\b[\s.,!;:–-]*+(?:{TITLE}[ \t]++)?"
    rf"((?-i:{FULL})|[^\W\d_]{{2,}}(?:[ \t-][^\W\d_]{{2,}}){{0,2}})[ \t.!]*+\Z",
    re.IGNORECASE,
)
SIGNED_INSIDE = re.compile(
    rf"\b(?i:{CLOSING})\b[ \t]*+[.,!;:–-]*+[ \t]*+\n?[ \t]*+(?:{TITLE}[ \t]++)?({FULL})[ \t.]*+$", re.MULTILINE
)
LAST_LINE = re.compile(
    rf"\n[ \t]*+(?:{TITLE}[ \t]++)?({CAPITAL}(?:[ \t]++(?:{PARTICLE}[ \t]*+)?{CAPITAL}){{0,2}})[ \t.]*+\s*+\Z"
)
NOBODY = re.compile(
    r"(?:bonjour|bonsoir|merci|cordialement|madame|monsieur|messieurs|mesdames|bonne|journ[ée]e|soir[ée]e|avance|beaucoup"
    r"|pour|votre|aide|r[ée]ponse|vous|encore|bien|cdlt|et|à|a|par|toutes?|vos|rapide|retour|infos?|informations?|attention"
    r"|fait|france|svp|vraiment|infiniment|temps|compr[ée]hension|conseils?)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
PARTICLES = re.compile(PARTICLE, re.IGNORECASE)


def names(text: str, known: Collection[str] = (), *, before: int | None = None) -> Iterator[Mask]:
    """`known` are whole names of people whom the site knows: a partner's contacts and members.

    A signature is looked for at the text's end, or `before` what stands after it.
    """
    for name in known:
        parts = [re.escape(part) for part in name.split()]
        if len("".join(parts)) > 2:
            # Compound names are written with a hyphen or without.
            for match in re.finditer(rf"(?<!\w){'[ -]+'.join(parts)}(?!\w)", text, re.IGNORECASE):
                yield Mask(match.start(), match.end(), MaskKind.NAME)
    for pattern in (TITLED, TITLED_LOWER, INTRODUCED, RELATION, SIGNED_INSIDE):
        for match in pattern.finditer(text):
            yield from somebody(match, 1)
    for pattern in (SIGNED, LAST_LINE):
        for match in pattern.finditer(text, 0, before if before is not None else len(text)):
            yield from somebody(match, 1)
    for match in SHOUTED.finditer(text):
        if not NOT_SHOUTED.search(match[0]):
            yield Mask(match.start(), match.end(), MaskKind.NAME)


def repeated(text: str, masks: Collection[Mask]) -> Iterator[Mask]:
    """A name found once is looked for everywhere: the first name alone, the surname alone."""
    words = {
        word
        for mask in masks
        if mask.kind == MaskKind.NAME
        for word in re.findall(r"[^\W\d_][\w'’-]{2,}", text[mask.start : mask.end])
        # A name typed without capitals would take ordinary words along: « marie » would mask every « marie ».
        if word[0].isupper()
    }
    for word in sorted(words):
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            yield Mask(match.start(), match.end(), MaskKind.NAME)


def somebody(match: re.Match[str], group: int) -> Iterator[Mask]:
    """What was caught, up to the first word that is no name: « Brigitte Bonjour »."""
    start, end = match.span(group)
    words = list(WORD.finditer(match.string, start, end))
    # « Merci Nadia »: what was caught may begin with the greeting.
    while words and NOBODY.fullmatch(words[0][0]):
        words.pop(0)
    kept = list(itertools.takewhile(lambda word: not NOBODY.fullmatch(word[0]), words))
    if kept and not all(PARTICLES.fullmatch(word[0]) or NOT_SHOUTED.fullmatch(word[0]) for word in kept):
        yield Mask(kept[0].start(), kept[-1].end(), MaskKind.NAME)
