"""Pages that other apps add to the partners' space: its first page leads to each."""

from typing import TYPE_CHECKING

from clairdroit.partners_snippets.models import Partner

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class SpacePage:
    """Subclassed by the app that has the page, and registered when it is ready.

    Its view is named `url_name` and takes the `token` of the space.
    """

    url_name: str
    label: "StrOrPromise"
    look_label: "StrOrPromise"

    def goes_on(self, partner: Partner) -> str:
        """A sentence for a partner that renews its links, on what goes on working, before `look_label`; or ""."""
        return ""

    def after_new_box(self) -> str:
        """A sentence for coordination, on what a partner whose team box is a new one can do only later; or ""."""
        return ""


_pages: list[SpacePage] = []


def register(page: SpacePage) -> None:
    _pages.append(page)


def registered() -> list[SpacePage]:
    return list(_pages)
