"""What a mail of ours says, from the three templates of its kind; whether it is queued or only looked at."""

from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from clairdroit.mail.words import Words, rendered
from clairdroit.questions import links
from clairdroit.questions.identity import site_identity

# Of the templates; another app keeps those of its mails in its own.
FOLDER = "questions/emails"


def words_of(
    kind: TextChoices, language: str, context: dict[str, Any], *, takes_reply: bool, folder: str = FOLDER
) -> Words:
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
    return rendered(f"{folder}/{kind.value}", language, context)
