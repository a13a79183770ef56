"""Who does what on the site: the names of the groups, and what each may do. docs/roles.md says it in words."""

from dataclasses import dataclass

from clairdroit.partners_snippets.enums import Heading

MODERATORS = "Modérateurs"
COORDINATION = "Coordination"
PROFESSIONALS = "Professionnels"

# Official names, unlike the titles of the heading pages, which are the citizen's words and can be edited.
HEADING_NAMES = {
    Heading.FAMILLE: "Famille",
    Heading.LOGEMENT: "Logement",
    Heading.EMPLOI: "Emploi",
    Heading.SANTE: "Santé",
    Heading.JURIDIQUE: "Juridique",
    Heading.SENIORS: "Seniors",
    Heading.HANDICAP: "Handicap",
    Heading.PRECARITE: "Précarité",
}


def editors_of(key: str) -> str:
    """The name of the group that writes under one heading."""
    return f"Éditeurs – {HEADING_NAMES[Heading(key)]}"


def collection_of(key: str) -> str:
    """The name of the collection that holds the images and documents of one heading."""
    return f"Rubrique – {HEADING_NAMES[Heading(key)]}"


# Rights on pages. An editor who may not publish submits to moderation.
DRAFTING = ("add", "change")
PROPOSING = ("add",)
MODERATING = ("add", "change", "publish", "lock", "unlock")
COORDINATING = (*MODERATING, "bulk_delete")

ENTER_ADMIN = ("wagtailadmin", "access_admin")


@dataclass(frozen=True)
class ModelRights:
    """Rights on one model, given where its application is installed."""

    app_label: str
    model: str
    actions: tuple[str, ...]


EVERYTHING = ("add", "change", "delete", "view", "publish", "lock", "unlock")

# Whoever writes under a heading writes in the glossary too: what they propose goes through moderation.
EDITOR_MODELS = (ModelRights("clairdroit_glossary", "glossaryentry", ("add", "change", "view")),)
MODERATOR_MODELS = (
    ModelRights("clairdroit_glossary", "glossaryentry", ("add", "change", "view", "publish", "lock", "unlock")),
    ModelRights("clairdroit_kb_pages", "articletag", ("add", "change", "view")),
    ModelRights("clairdroit_partners_snippets", "partner", ("add", "change", "view", "publish", "lock", "unlock")),
    ModelRights("clairdroit_partners_snippets", "privatecontact", ("add", "change", "view")),
    ModelRights("clairdroit_comarquage", "officialsheet", ("view",)),
    ModelRights("clairdroit_questions", "question", ("view", "change", "handle", "take_down")),
    ModelRights("clairdroit_questions", "assignment", ("view", "change")),
    ModelRights("clairdroit_questions", "proposedanswer", ("view", "change", "publish", "lock", "unlock")),
    ModelRights("clairdroit_questions", "errorreport", ("view", "change")),
)
# At the desk and on the telephone, on pages outside the admin.
PROFESSIONAL_MODELS = (ModelRights("clairdroit_questions", "question", ("take_down",)),)
COORDINATOR_MODELS = (
    ModelRights("clairdroit_glossary", "glossaryentry", EVERYTHING),
    ModelRights("clairdroit_kb_pages", "siteidentity", ("change", "view")),
    ModelRights("clairdroit_kb_pages", "articletag", EVERYTHING),
    ModelRights("clairdroit_partners_snippets", "partner", EVERYTHING),
    ModelRights("clairdroit_partners_snippets", "partnerkind", EVERYTHING),
    ModelRights("clairdroit_comarquage", "officialsheet", ("view",)),
    ModelRights("clairdroit_partners_snippets", "privatecontact", EVERYTHING),
    ModelRights("clairdroit_comarquage", "dossier", ("change", "view")),
    ModelRights("clairdroit_comarquage", "feedimport", ("view",)),
    ModelRights("clairdroit_questions", "question", ("view", "change", "delete", "handle", "take_down")),
    ModelRights("clairdroit_questions", "assignment", ("view", "change")),
    ModelRights("clairdroit_questions", "proposedanswer", EVERYTHING),
    ModelRights("clairdroit_questions", "errorreport", ("view", "change", "delete")),
    ModelRights("clairdroit_questions", "partnertoken", ("add", "view")),
    ModelRights("clairdroit_questions", "webhook", ("add", "change", "delete", "view")),
    ModelRights("wagtailredirects", "redirect", ("add", "change", "delete", "view")),
    ModelRights("wagtailcore", "workflow", ("add", "change", "delete", "view")),
    ModelRights("wagtailcore", "task", ("add", "change", "delete", "view")),
    ModelRights("wagtailcore", "collection", ("add", "change", "delete", "view")),
    ModelRights("auth", "user", ("add", "change", "view")),
    ModelRights("wagtail_localize", "translation", ("submit_translation",)),
)
