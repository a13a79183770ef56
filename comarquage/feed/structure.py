"""Themes, sub-themes and dossiers: read from the feed's own tables of contents and written as one tree."""

from __future__ import annotations

from dataclasses import dataclass

from clairdroit.comarquage.enums import DossierLevel, SheetKind
from clairdroit.comarquage.feed.mapping import proposed_first, proposed_headings
from clairdroit.comarquage.feed.reading import FeedReading
from clairdroit.comarquage.models import Dossier, OfficialSheet, OtherHeading

# A dossier lists its sheets first; its questions and what it does not list at all come after them.
QUESTION_OFFSET = 1_000
UNLISTED_POSITION = 10_000


@dataclass
class Place:
    """Where a sheet stands in its dossier."""

    position: int = UNLISTED_POSITION
    group: str = ""


def dossiers_in(reading: FeedReading) -> dict[str, Dossier]:
    """Unsaved dossiers by id, in the feed's order: themes, their sub-themes, their dossiers, the guides."""
    found: dict[str, Dossier] = {}
    # A dossier's own page says its title; the tables of contents shorten it.
    titles = {pk: listing.title for pk, listing in reading.listings.items()}

    def add(pk: str, title: str, level: DossierLevel, parent_id: str | None = None) -> None:
        if pk and title and (pk not in found or parent_id):
            position = found[pk].position if pk in found else len(found)
            found[pk] = Dossier(pk, titles.get(pk, title)[:255], level=level, parent_id=parent_id, position=position)

    themes = [listing for listing in reading.listings.values() if listing.kind == SheetKind.THEME]
    for theme in sorted(themes, key=lambda listing: listing.title):
        add(theme.sheet_id, theme.title, DossierLevel.THEME)
        for subtheme in theme.subthemes:
            add(subtheme.sheet_id, subtheme.title, DossierLevel.SUBTHEME, theme.sheet_id)
        for child in theme.children:
            add(child.sheet_id, child.title, DossierLevel.DOSSIER, child.group or theme.sheet_id)
    for listing in reading.listings.values():
        if listing.kind != SheetKind.THEME and listing.sheet_id.startswith("N"):
            add(listing.sheet_id, listing.title, DossierLevel.DOSSIER)
    # A dossier that no table of contents lists is known from its sheets.
    for staged in reading.staged.values():
        publication = staged.publication
        add(publication.dossier_id, publication.dossier_title, DossierLevel.DOSSIER)
        if publication.kind == SheetKind.HOW_TO:
            add(publication.sheet_id, publication.title, DossierLevel.GUIDE)
    return found


def places_in(reading: FeedReading) -> dict[str, Place]:
    """By sheet id, as dossiers list them. A question that a dossier also lists among its sheets stands there."""
    places: dict[str, Place] = {}
    for listing in reading.listings.values():
        for index, child in enumerate(listing.children):
            if child.sheet_id.startswith("F"):
                places[child.sheet_id] = Place(index, child.group[:255])
        for index, question in enumerate(listing.questions):
            places.setdefault(question, Place(QUESTION_OFFSET + index))
    return places


def write_dossiers(reading: FeedReading) -> None:
    """New dossiers get their proposed headings; for known ones the editors' mapping is left alone."""
    wanted = dossiers_in(reading)
    known = set(Dossier.objects.values_list("pk", flat=True))
    new = {pk: dossier for pk, dossier in wanted.items() if pk not in known}
    others = []
    for pk, dossier in new.items():
        main, *also = proposed_headings().get(pk) or [""]
        dossier.heading = main
        dossier.comes_first = pk in proposed_first()
        others += [OtherHeading(dossier_id=pk, key=key) for key in also]
    # Parents stand before their children, so that the foreign key holds row by row.
    Dossier.objects.bulk_create(new.values(), batch_size=200)
    OtherHeading.objects.bulk_create(others)
    Dossier.objects.bulk_update(
        [dossier for pk, dossier in wanted.items() if pk in known],
        ["title", "level", "parent", "position"],
        batch_size=100,
    )


def refresh_dossiers() -> None:
    """A dossier is in the feed as long as its own page or a sheet of it is."""
    public = OfficialSheet.objects.public()
    current = set(public.exclude(dossier=None).values_list("dossier_id", flat=True).distinct())
    current |= set(public.listings().values_list("pk", flat=True))
    current |= set(Dossier.objects.filter(children__pk__in=current, level="subtheme").values_list("pk", flat=True))
    Dossier.objects.exclude(pk__in=current).filter(is_current=True).update(is_current=False)
    Dossier.objects.filter(pk__in=current, is_current=False).update(is_current=True)


def write_places(reading: FeedReading) -> None:
    """Moves the sheets whose place in their dossier changed, although their own file may not have."""
    places = places_in(reading)
    moved = []
    for sheet in OfficialSheet.objects.public().for_reading().only("pk", "position", "group_title"):
        place = places.get(sheet.pk, Place(group=sheet.group_title))
        group = place.group or sheet.group_title
        if (sheet.position, sheet.group_title) != (place.position, group):
            sheet.position, sheet.group_title = place.position, group
            moved.append(sheet)
    OfficialSheet.objects.bulk_update(moved, ["position", "group_title"], batch_size=200)
