from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class MaskKind(models.TextChoices):
    """The labels are what stands in the text instead: they read well in a sentence."""

    EMAIL = "email", _("[an e-mail address]")
    IBAN = "iban", _("[a bank account]")
    NIR = "nir", _("[a social security number]")
    PHONE = "phone", _("[a telephone number]")
    PLATE = "plate", _("[a number plate]")
    ADDRESS = "address", _("[an address]")
    BIRTH = "birth", _("[a date of birth]")
    FILE = "file", _("[a file number]")
    NAME = "name", _("[a name]")


@dataclass(frozen=True, order=True)
class Mask:
    """The characters from `start` up to `end` give away what `kind` says."""

    start: int
    end: int
    kind: MaskKind


def without_overlaps(masks: Iterable[Mask]) -> list[Mask]:
    """In the order of the text. Of two that overlap the first given stays, so that the surest kinds come first."""
    kept: list[Mask] = []
    for mask in masks:
        # Quadratic, over the dozens of masks that a text of some thousand characters has.
        if mask.start < mask.end and all(mask.end <= other.start or mask.start >= other.end for other in kept):
            kept.append(mask)
    return sorted(kept)


def around(text: str, masks: Iterable[Mask]) -> Iterator[tuple[int, int]]:
    """The stretches between the masks."""
    position = 0
    for mask in masks:
        if position < mask.start:
            yield position, mask.start
        position = mask.end
    if position < len(text):
        yield position, len(text)
