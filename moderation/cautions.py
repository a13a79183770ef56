"""What an editor must have read before a text becomes public, and what is noted once they approve it all the same."""

import dataclasses
from typing import Any, Protocol

from django.utils.safestring import SafeString
from wagtail.models import Revision

from clairdroit.registries import Registry


@dataclasses.dataclass(frozen=True)
class Caution:
    # To whoever would approve on one of Wagtail's screens: they are sent to ours, which shows `html`.
    told: Any
    html: SafeString


class Guard(Protocol):
    def caution(self, thing: Any) -> Caution | None:
        """About the version that would become public; None where nothing stands in its way."""

    def accept(self, *, thing: Any, revision: Revision, user: Any) -> None:
        """`user` approves that version, having read it; in the approval's own transaction."""


guards = Registry[Guard]()


def cautions(thing: Any) -> list[Caution]:
    return [caution for guard in guards if (caution := guard.caution(thing)) is not None]


def accept(*, thing: Any, revision: Revision, user: Any) -> None:
    for guard in guards:
        guard.accept(thing=thing, revision=revision, user=user)
