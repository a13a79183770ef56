"""Official sheets and the feed they come from.

An OfficialSheet is not a page: some 4,900 of them are replaced in bulk, possibly every day, and must not
fill the page tree, its revisions and its workflows. Its text is the feed's; nobody edits it here.
"""

from __future__ import annotations

import datetime as dt
import zlib

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from clairdroit.comarquage.enums import (
    DossierLevel,
    ImportStatus,
    SheetKind,
)
from clairdroit.comarquage.managers import DossierQuerySet, OfficialSheetManager
from clairdroit.taxonomy.enums import Heading


class Dossier(ClusterableModel):
    """A theme, sub-theme or dossier of the feed. Dossiers are what the eight headings are made of."""

    dossier_id = models.CharField(_("identifier"), max_length=20, primary_key=True)
    title = models.CharField(_("title"), max_length=255)
    level = models.CharField(_("level"), max_length=10, choices=DossierLevel, default=DossierLevel.DOSSIER)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        # A theme that leaves the feed takes no dossier along: the mapping to headings is the editors' work.
        on_delete=models.SET_NULL,
        related_name="children",
    )
    position = models.PositiveIntegerField(_("position in the feed"), default=0)
    # Dossiers are never deleted: an editor's mapping survives a feed in which they are missing for a day.
    is_current = models.BooleanField(_("in the feed today"), default=True)
    heading = models.CharField(
        _("heading"),
        max_length=12,
        choices=Heading,
        blank=True,
        db_index=True,
        help_text=_("Its sheets are listed under this heading. Empty: under none, found by search only."),
    )
    comes_first = models.BooleanField(
        _("among the first"),
        default=False,
        help_text=_("Shown at once under its headings. The other dossiers wait in a list that the reader opens."),
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("official dossier")
        verbose_name_plural = _("official dossiers")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def heading_keys(self) -> list[str]:
        others = [other.key for other in self.other_headings.all()]
        return [key for key in (self.heading, *others) if key]

    def get_absolute_url(self) -> str:
        return reverse("clairdroit_comarquage:sheet", args=[self.pk])


class OtherHeading(models.Model):
    """A heading that a dossier also concerns, after its main one."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="other_headings")
    key = models.CharField(_("heading"), max_length=12, choices=Heading)

    class Meta:
        verbose_name = _("other heading")
        verbose_name_plural = _("other headings")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "key"],
                name="comarquage_other_heading_once",
                violation_error_message=_("This heading is listed twice."),
            )
        ]

    def __str__(self) -> str:
        return self.get_key_display()


class OfficialSheet(models.Model):
    """One publication of the feed, as it was last published."""

    # The feed's own id is the key, so that an article's reference survives any re-import.
    sheet_id = models.CharField(_("identifier"), max_length=20, primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SheetKind, db_index=True)
    # `type` of the root element as the feed writes it; `kind` is what the parser makes of it.
    feed_type = models.CharField(_("type in the feed"), max_length=80)
    title = models.CharField(_("title"), max_length=500)
    description = models.TextField(_("description"), blank=True)
    audience = models.CharField(_("audience"), max_length=60, blank=True)
    dossier = models.ForeignKey(
        Dossier,
        verbose_name=_("dossier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sheets",
    )
    # The sub-dossier's title: a heading among the dossier's sheets.
    group_title = models.CharField(_("group in the dossier"), max_length=255, blank=True)
    position = models.PositiveIntegerField(_("position in the dossier"), default=0)
    published_on = models.DateField(_("date of the sheet"), null=True, blank=True)
    source_url = models.URLField(_("address at service-public"), max_length=500, blank=True)
    # Counted over the whole feed after an import that changed something; the search ranks by it.
    cited_by = models.PositiveIntegerField(_("sheets that refer to it"), default=0)
    cited_as = models.TextField(_("what they call it"), blank=True, help_text=_("One wording a line."))
    packed_xml = models.BinaryField(_("source"), help_text=_("The publication's file, compressed with zlib."))
    # SHA-256 of the parser's version and the file: the same one is not parsed again.
    checksum = models.CharField(_("checksum"), max_length=64)
    # The last import that wrote this row; an unchanged sheet keeps the date of the one before.
    imported_at = models.DateTimeField(_("imported at"))
    changed_at = models.DateTimeField(_("changed by an import at"))
    # Set, never deleted: an address that was once public answers 410 instead of 404.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, db_index=True)

    objects = OfficialSheetManager()

    class Meta:
        verbose_name = _("official sheet")
        verbose_name_plural = _("official sheets")
        ordering = ["title"]
        indexes = [models.Index(fields=["dossier", "position"], name="comarquage_dossier_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("clairdroit_comarquage:sheet", args=[self.pk])

    @property
    def xml(self) -> bytes:
        return zlib.decompress(bytes(self.packed_xml))

    @property
    def heading(self) -> str:
        return self.dossier.heading if self.dossier else ""

    @property
    def heading_keys(self) -> list[str]:
        return self.dossier.heading_keys if self.dossier else []


class MovedSheet(models.Model):
    """An identifier that service-public gave up, and the publication that took its place: old addresses lead there."""

    old_id = models.CharField(_("former identifier"), max_length=20, primary_key=True)
    target = models.ForeignKey(
        OfficialSheet, verbose_name=_("official sheet"), on_delete=models.CASCADE, related_name="former_ids"
    )

    class Meta:
        verbose_name = _("moved sheet")
        verbose_name_plural = _("moved sheets")

    def __str__(self) -> str:
        return f"{self.old_id} → {self.target_id}"


class ConditionLabel(models.Model):
    """What a variable of a sheet's conditional passages stands for, in words.

    The feed gives variables numbers only ("T10324"). Their words are the titles of the answers that set
    them, and one number means different things in different places: so only answers that lead to this
    very sheet count.
    """

    # No foreign key: the feed names sheets that it does not hold.
    sheet_id = models.CharField(max_length=20)
    variable = models.CharField(max_length=20)
    label = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet_id", "variable"], name="comarquage_one_label_per_variable")
        ]

    def __str__(self) -> str:
        return self.label


class FeedImport(models.Model):
    """What one run of the import read and changed."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    source = models.CharField(_("source"), max_length=500)
    status = models.CharField(pgettext_lazy("feed import", "result"), max_length=10, choices=ImportStatus)
    schema_versions = models.CharField(_("schema versions"), max_length=60, blank=True)
    feed_date = models.DateField(_("date of the feed"), null=True, blank=True)
    read = models.PositiveIntegerField(pgettext_lazy("feed import", "read"), default=0)
    created = models.PositiveIntegerField(pgettext_lazy("feed import", "new"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("feed import", "changed"), default=0)
    unchanged = models.PositiveIntegerField(pgettext_lazy("feed import", "unchanged"), default=0)
    withdrawn = models.PositiveIntegerField(pgettext_lazy("feed import", "withdrawn"), default=0)
    # [{"file": "F1234.xml", "reason": "…"}], in the order of the feed.
    rejected = models.JSONField(_("rejected files"), default=list, blank=True)
    # Name of the element → how often it was met. More than none means that the schema has grown.
    unknown_elements = models.JSONField(_("unknown elements"), default=dict, blank=True)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("import of official sheets")
        verbose_name_plural = _("imports of official sheets")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_status_display()}"

    @property
    def duration(self) -> dt.timedelta:
        return self.finished_at - self.started_at

    @property
    def rejected_count(self) -> int:
        return len(self.rejected)

    @property
    def unknown_count(self) -> int:
        return sum(self.unknown_elements.values())
