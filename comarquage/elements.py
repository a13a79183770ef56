"""The element names of the co-marquage schema, versions 3.0 to 3.3: 115 names, each in one group.

Whatever is in none of these groups is unknown: counted, reported by the import and rendered as its text.
"""

DUBLIN_CORE_NAMESPACE = "http://purl.org/dc/elements/1.1/"

DUBLIN_CORE = frozenset(
    f"dc:{name}"
    for name in [
        "title",
        "creator",
        "subject",
        "description",
        "publisher",
        "contributor",
        "date",
        "type",
        "format",
        "identifier",
        "source",
        "language",
        "relation",
        "coverage",
        "rights",
    ]
)
ROOTS = frozenset({"Publication", "ServiceComplementaire"})
# Where the publication stands and for whom: shown by the page around the text, not by the text.
NAVIGATION = frozenset(
    [
        "SurTitre",
        "Audience",
        "Canal",
        "FilDAriane",
        "Niveau",
        "Theme",
        "SousThemePere",
        "DossierPere",
        "SousDossierPere",
        "Cible",
        "NumeroCerfa",
        "AutreNumero",
        "Partenaire",
    ]
)
LISTS_OF_SHEETS = frozenset(
    [
        "SousTheme",
        "Dossier",
        "SousDossier",
        "Fiche",
        "FicheLiee",
        "VoirAussi",
        "QuestionReponse",
        "CommentFaireSi",
        "RechercheGuidee",
        "PourEnSavoirPlus",
        "ServiceEnLigneAlternatif",
    ]
)
BLOCKS = frozenset(
    [
        "Introduction",
        "Texte",
        "Chapitre",
        "SousChapitre",
        "Titre",
        "TitreAlternatif",
        "Paragraphe",
        "Liste",
        "Item",
        "ASavoir",
        "ANoter",
        "Attention",
        "Rappel",
        "Avertissement",
        "Aide",
        "LienExterneCommente",
        "Commentaire",
        "Contenu",
        "ContenuIllustre",
        "Illustration",
        "Image",
        "TexteDeRemplacement",
        "Legende",
        "Description",
        "Credits",
    ]
)
TABLES = frozenset(["Tableau", "Colonne", "Rangée", "Cellule", "Resume"])
CASES = frozenset(["ListeSituations", "Situation", "BlocCas", "Cas"])
CONDITIONS = frozenset(
    [
        "Condition",
        "FragmentConditionne",
        "estVrai",
        "estIndefini",
        "ou",
        "et",
        "SiSelectionne",
        "affecteVrai",
        "affecteFaux",
    ]
)
GUIDED = frozenset(
    [
        "Problematiques",
        "Problematique",
        "Branche",
        "Questionnaire",
        "Question",
        "Choix",
        "IntituleSiSelectionne",
    ]
)
INLINE = frozenset(
    [
        "Valeur",
        "Expression",
        "Exposant",
        "Indice",
        "MiseEnEvidence",
        "Citation",
        "Variable",
        "TermeEtranger",
        "LienInterne",
        "LienExterne",
        "LienIntra",
    ]
)
CONTACTS = frozenset(["OuSAdresser", "OuSAdresserSupport", "PivotLocal", "RessourceWeb", "Complement", "Source"])
ONLINE = frozenset(["ServiceEnLigne", "ServiceEnLigneAnnexe", "NoticeLiee", "LienWeb"])
REFERENCES = frozenset(["Reference", "Definition", "Abreviation"])

KNOWN = (
    DUBLIN_CORE
    | ROOTS
    | NAVIGATION
    | LISTS_OF_SHEETS
    | BLOCKS
    | TABLES
    | CASES
    | CONDITIONS
    | GUIDED
    | INLINE
    | CONTACTS
    | ONLINE
    | REFERENCES
)


def local_name(tag: str) -> str:
    """The name as the documents write it: `dc:title`, `Texte`; a foreign namespace stays visible."""
    prefix = f"{{{DUBLIN_CORE_NAMESPACE}}}"
    return f"dc:{tag[len(prefix) :]}" if tag.startswith(prefix) else tag
