"""What apps put on the first page of the partners' space, and say where a partner's links are renewed.

An app registers a `SpaceApp` when it is ready. What it returns stands in the order of the sections, whichever app it is
of; a section with a `label` has a link at the top of the page, with its count.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from clairdroit.partners_snippets.models import Partner
from clairdroit.registries import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclasses.dataclass(frozen=True)
class Visit:
    """Somebody holds one of the partner's links, and looks at the first page."""

    request: HttpRequest
    partner: Partner
    token: str


@dataclasses.dataclass(frozen=True)
class Section:
    """`template` is given `context`, `partner` and `token`. Where there is a `label`, a heading has the id `anchor`."""

    template: str
    order: int
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    anchor: str = ""
    label: "StrOrPromise" = ""
    # What the link at the top says beside the label; None where there is nothing to count.
    count: int | None = None
    # Static files that it needs.
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


class SpaceApp:
    """Each method takes a fixed number of queries, however much there is."""

    def sections(self, visit: Visit) -> Iterable[Section]:
        return ()

    def goes_on(self, partner: Partner) -> str:
        """A sentence for a partner that renews its links, on what goes on working, before `look_label`; or ""."""
        return ""

    def after_new_box(self) -> str:
        """A sentence for coordination, on what a partner whose team box is a new one can do only later; or ""."""
        return ""


class SpacePage(SpaceApp):
    """An app that has one page in the space. Its view is named `url_name` and takes the `token` of the space."""

    url_name: str
    label: "StrOrPromise"
    look_label: "StrOrPromise"
    order: int = 60

    def sections(self, visit: Visit) -> Iterable[Section]:
        yield Section("partners_snippets/space/includes/page_link.html", self.order, {"page": self})


space_apps = Registry[SpaceApp]()


def sections_of(visit: Visit) -> list[Section]:
    return sorted((section for app in space_apps for section in app.sections(visit)), key=lambda section: section.order)


def html_of(section: Section, visit: Visit) -> SafeString:
    context = {**section.context, "partner": visit.partner, "token": visit.token}
    return render_to_string(section.template, context, visit.request)
