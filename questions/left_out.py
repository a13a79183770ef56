"""What of a received e-mail is not in the text that came of it: counted, named, and one tap away."""

import dataclasses
import datetime
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from clairdroit.encryption import Unreadable
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.models import Assignment, IncomingMail, Question


@dataclasses.dataclass(frozen=True)
class LeftOut:
    mail: int
    received_at: datetime.datetime
    lines: int
    files: tuple[str, ...]
    # The whole message as text.
    text: str

    @property
    def in_words(self) -> str:
        lines = ngettext("%(count)d line", "%(count)d lines", self.lines) % {"count": self.lines}
        files = ngettext("%(count)d attachment", "%(count)d attachments", len(self.files)) % {"count": len(self.files)}
        if self.lines and self.files:
            return gettext("%(lines)s and %(files)s were not taken over") % {"lines": lines, "files": files}
        count = self.lines or len(self.files)
        told = lines if self.lines else files
        return ngettext("%(what)s was not taken over", "%(what)s were not taken over", count) % {"what": told}

    @property
    def files_in_words(self) -> str:
        """For whoever was not given them."""
        if not self.files:
            return ""
        told = ngettext(
            "%(count)d attachment, with the site’s team: %(names)s",
            "%(count)d attachments, with the site’s team: %(names)s",
            len(self.files),
        )
        return told % {"count": len(self.files), "names": ", ".join(self.files)}

    def masked(self, mask: Callable[[str], str]) -> "LeftOut":
        return dataclasses.replace(self, files=tuple(map(mask, self.files)), text=mask(self.text))


def of_person(question: Question, *, until: datetime.datetime | None = None) -> list[LeftOut]:
    """Of the e-mails that have joined the question's text, the oldest first."""
    return _of(question.incoming_mails.filter(assignment__isnull=True), until)


def of_partner(assignment: Assignment, *, until: datetime.datetime | None = None) -> list[LeftOut]:
    """Of the partner's replies that have joined its draft."""
    return _of(assignment.incoming_mails.filter(question=assignment.question_id), until)


def _of(mails: QuerySet[IncomingMail], until: datetime.datetime | None) -> list[LeftOut]:
    joined = mails.filter(status=IncomingStatus.ACCEPTED).order_by("pk")
    known = [mail for mail in joined if until is None or (mail.handled_at or mail.received_at) <= until]
    return [found for found in map(of_mail, known) if found is not None]


def of_mail(mail: IncomingMail) -> LeftOut | None:
    """None when all of it is there."""
    apart = [text for text in (mail.quoted, mail.signature) if not isinstance(text, Unreadable)]
    lines = sum(bool(line.strip(" >\t\xa0")) for text in apart for line in text.split("\n"))
    files = tuple(str(each["name"]) for each in mail.attachments)
    if not lines and not files:
        return None
    text = mail.received_text or "\n\n".join(filter(None, [mail.reply, mail.signature, mail.quoted]))
    return LeftOut(mail.pk, mail.received_at, lines, files, text)
