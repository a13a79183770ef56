"""What a mail says, from the three templates of its name; whether it is queued or only looked at."""

import dataclasses
from typing import Any

import css_inline
from django.template.loader import render_to_string
from django.utils import translation

from clairdroit.mail.shown_keys import without_keys

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


def rendered(name: str, language: str, context: dict[str, Any]) -> Words:
    """From `NAME_subject.txt`, `NAME_text.txt` and `NAME_html.html`. The latter two extend `emails/base`, in which the
    site gives its mails the town's name, colours and address; styles are put into the elements, since many programs
    drop a style sheet.
    """
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"{name}_{part}", context) for part in ("subject.txt", "text.txt", "html.html")
        )
    return Words(" ".join(subject.split())[:MAX_SUBJECT], text.strip() + "\n", css_inline.inline(html))
