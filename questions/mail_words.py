"""What a mail of ours says, from the three templates of its kind; whether it is queued or only looked at."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from clairdroit.mail.words import Words, rendered
from clairdroit.questions import links
from clairdroit.questions.enums import MailKind
from clairdroit.questions.identity import site_identity


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
    return rendered(f"questions/emails/{kind.value}", language, context)
