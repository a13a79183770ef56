"""What a mail says, from the three templates of its name; whether it is queued or only looked at."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.mail.shown_keys import without_keys
from clairdroit.registries import Slot

MAX_SUBJECT = 150


@dataclasses.dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str

    @property
    def for_others(self) -> "Words":
        """For whoever is not its reader: the links in it are keys, and not theirs."""
        return Words(*(without_keys(each) for each in dataclasses.astuple(self)))


def absolute(path: str) -> str:
    """Where a link in a mail leads."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


AboutSite = Callable[[], Mapping[str, Any]]
# Of the app that knows the town: what it returns (`site_name`, and what else `emails/base` asks for) is given to the
# templates of each mail.
site_facts = Slot[AboutSite](taken="One app tells mails of the site: {known!r} or {thing!r}?")


def about_site() -> dict[str, Any]:
    """Where no app knows the site's name, it is Wagtail's."""
    told = site_facts.filled() if site_facts.filled else {}
    return {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": absolute("/"), **told}


def rendered(name: str, language: str, context: dict[str, Any]) -> Words:
    """From `NAME_subject.txt`, `NAME_text.txt` and `NAME_html.html`. The latter two extend `emails/base`, in which the
    site gives its mails the town's name, colours and address; styles are put into the elements, since many programs
    drop a style sheet. All three know `about_site`.

    UnreadableTextError: a text that belongs into it has lost its key, and nobody should receive a sentence about that.
    """
    if any(isinstance(value, Unreadable) for value in context.values()):
        raise UnreadableTextError
    with translation.override(language):
        context = {**about_site(), **context}
        subject, text, html = (
            render_to_string(f"{name}_{part}", context) for part in ("subject.txt", "text.txt", "html.html")
        )
    return Words(" ".join(subject.split())[:MAX_SUBJECT], text.strip() + "\n", css_inline.inline(html))
