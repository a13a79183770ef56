"""What a mail of ours says, from the three templates of its kind; whether it is queued or only looked at."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from clairdroit.mail.rendering import Words, rendered
from clairdroit.questions.enums import MailKind


def words_of(kind: MailKind, language: str, context: dict[str, Any], *, takes_reply: bool) -> Words:
    with translation.override(language):
        invitation = _("You can simply reply to this e-mail: write above this line.") if takes_reply else ""
    return rendered(f"questions/emails/{kind.value}", language, {**context, "invitation": invitation})
