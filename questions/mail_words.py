"""What a mail of ours says, from the three templates of its kind; whether it is queued or only looked at."""

import dataclasses
from typing import Any

import css_inline
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from clairdroit.mail.shown_keys import without_keys
from clairdroit.questions import links
from clairdroit.questions.enums import MailKind
from clairdroit.questions.identity import site_identity

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


def words_of(kind: MailKind, language: str, context: dict[str, Any], *, takes_reply: bool) -> Words:
    with translation.override(language):
        identity = site_identity()
        context = {
            "delay": identity.answer_delay_days,
            **context,
            "identity": identity,
            "site_name": identity.site_name,
            "site_url": links.absolute("/"),
            "invitation": _("You can simply reply to this e-mail: write above this line.") if takes_reply else "",
        }
        subject, text, html = (
            render_to_string(f"questions/emails/{kind.value}_{part}", context)
            for part in ("subject.txt", "text.txt", "html.html")
        )
    return Words(" ".join(subject.split())[:MAX_SUBJECT], text.strip() + "\n", css_inline.inline(html))
