"""The addresses that our mails ask to be answered at, and the way back from them to a file."""

import dataclasses

from django.utils import timezone

from clairdroit.mail import conf as mail_conf
from clairdroit.partners_snippets import link_versions
from clairdroit.questions import conf
from clairdroit.questions.defaults import TOKEN_LENGTH, TOKEN_LETTERS
from clairdroit.questions.enums import TO_CITIZEN
from clairdroit.questions.models import Assignment, Question, QuestionMail, ReplyAddress

# After the plus of an address, as it stands in headers and as programs write it in links.
TOKEN_SHAPE = rf"(?<=\w)(?:\+|%2[bB]|=2B)(?P<key>[{TOKEN_LETTERS}]{{{TOKEN_LENGTH}}})(?![a-z0-9])"


@dataclasses.dataclass(frozen=True)
class Correspondent:
    """Whose mail this ought to be: the citizen of a question, or (`assignment`) a partner asked about it."""

    question: Question
    assignment: Assignment | None
    by_token: bool
    is_stale: bool = False
    # The partner's links were renewed since: whoever holds this key may be nobody of the partner's any more.
    is_former: bool = False


def base_address() -> str:
    """Where replies go, without the part after the plus; empty when this site takes none."""
    return mail_conf.reply_address()


def takes_replies() -> bool:
    return bool(base_address().partition("@")[2])


def reply_address(question: Question, assignment: Assignment | None) -> str:
    """The Reply-To for this file and correspondent, valid from now on anew; empty when this site takes no replies."""
    local, _at, domain = base_address().partition("@")
    if not domain:
        return ""
    version = link_versions.version_of(assignment.partner) if assignment is not None else ""
    found, created = ReplyAddress.objects.get_or_create(question=question, assignment=assignment, links_version=version)
    if not created:
        found.last_sent_at = timezone.now()
        found.save(update_fields=["last_sent_at"])
    return f"{local}+{found.token}@{domain}"


def by_tokens(tokens: list[str]) -> list[Correspondent]:
    """The files that these tokens open; more than one only when a message names several."""
    oldest = timezone.now() - conf.replies_joined_for()
    rows = ReplyAddress.objects.filter(token__in=tokens[:20]).select_related("question", "assignment__partner")
    return [
        Correspondent(
            row.question, row.assignment, by_token=True, is_stale=row.last_sent_at < oldest, is_former=_is_former(row)
        )
        for row in rows
    ]


def by_message_ids(ids: list[str]) -> list[Correspondent]:
    """The files of the mails of ours that a message answers, the latest first."""
    if not ids:
        return []
    rows = QuestionMail.objects.filter(message_id__in=ids).select_related("question", "assignment__partner")
    # Of a partner whose mail left before assignments were noted with it, nothing is known but the question.
    known = [row for row in rows.order_by("pk") if row.assignment_id or row.kind in TO_CITIZEN]
    found = {(row.question_id, row.assignment_id): row for row in known}
    return [
        Correspondent(row.question, row.assignment, by_token=False, is_former=_is_former(row))
        for row in reversed(found.values())
    ]


def _is_former(row: ReplyAddress | QuestionMail) -> bool:
    return row.assignment is not None and not link_versions.is_current(row.assignment.partner, row.links_version)
