from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SheetKind(models.TextChoices):
    """What a publication of the feed is, whatever the many names its schema versions give to it."""

    INFORMATION = "information", _("Information sheet")
    QUESTION = "question", _("Question and answer")
    HOW_TO = "how_to", _("Step by step")
    GUIDED_SEARCH = "guided_search", _("Guided search")
    LINKS = "links", _("List of links")
    DOSSIER = "dossier", _("File of sheets")
    THEME = "theme", _("Theme")
    ONLINE_SERVICE = "online_service", _("Online service")
    FORM = "form", _("Form")
    LETTER = "letter", _("Model letter")
    SIMULATOR = "simulator", _("Simulator")
    DIRECTORY = "directory", _("Search tool")
    RESOURCE = "resource", _("Resource")


# Read from top to bottom by a reader, as opposed to lists of sheets and to links to other sites.
READING_KINDS = (
    SheetKind.INFORMATION,
    SheetKind.QUESTION,
    SheetKind.HOW_TO,
    SheetKind.GUIDED_SEARCH,
    SheetKind.LINKS,
)
LISTING_KINDS = (SheetKind.DOSSIER, SheetKind.THEME)
RESOURCE_KINDS = (
    SheetKind.ONLINE_SERVICE,
    SheetKind.FORM,
    SheetKind.LETTER,
    SheetKind.SIMULATOR,
    SheetKind.DIRECTORY,
    SheetKind.RESOURCE,
)


class DossierLevel(models.TextChoices):
    THEME = "theme", _("Theme")
    SUBTHEME = "subtheme", _("Sub-theme")
    DOSSIER = "dossier", _("File of sheets")
    # A step-by-step guide stands in no dossier of the feed: it is its own, so that it can be mapped too.
    GUIDE = "guide", _("Step-by-step guide")


MAPPED_LEVELS = (DossierLevel.DOSSIER, DossierLevel.GUIDE)


class ImportStatus(models.TextChoices):
    DONE = "done", pgettext_lazy("feed import", "Done")
    UNCHANGED = "unchanged", _("Nothing new")
    FAILED = "failed", _("Failed, nothing changed")
