"""What help there is, and which of it goes with which screen.

An app offers its pages through a hook:

    @hooks.register("clairdroit_help_pages")
    def offer_help() -> list[HelpPage]:
        return [HelpPage("tenir-a-jour", _("Keep texts right"), ...)]
"""

from dataclasses import dataclass
from typing import Any

from django.template import Template
from django.template.loader import select_template
from django.utils.translation import get_language
from wagtail import hooks

HOOK = "clairdroit_help_pages"


@dataclass(frozen=True)
class HelpPage:
    """One task, told for somebody who has never done it.

    ``template`` is named without its end: ``.fr.html`` and ``.en.html`` hold the text, each written in its language, as
    prose that is read as a whole is. ``screens`` are beginnings of names of addresses ("wagtailadmin_pages:"): of
    all pages, the one with the longest fitting beginning is the help of a screen.
    """

    slug: str
    # Translated where they are shown.
    title: Any
    summary: Any
    template: str
    screens: tuple[str, ...]
    order: int = 100

    def text(self) -> Template:
        language = (get_language() or "en").partition("-")[0]
        return select_template([f"{self.template}.{language}.html", f"{self.template}.en.html"])


def all_pages() -> list[HelpPage]:
    """In their order, as the contents and the menu list them."""
    offered = [page for offer in hooks.get_hooks(HOOK) for page in offer()]
    return sorted(offered, key=lambda page: (page.order, page.slug))


def page_for(screen: str) -> HelpPage | None:
    """The help of the screen whose address has this name, with its namespaces."""
    fitting = [(len(start), page) for page in all_pages() for start in page.screens if screen.startswith(start)]
    # The key alone is compared: two pages of equal length would else be compared themselves.
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
