"""What makes the mails of one file a conversation in the reader's program, in both directions (RFC 5322, 3.6.4)."""

from django.db.models import TextChoices

from clairdroit.questions.enums import ANSWERABLE, TO_CITIZEN, IncomingStatus
from clairdroit.questions.models import Assignment, IncomingMail, Question, QuestionMail
from clairdroit.questions.reply_addresses import reply_address

# Programs need the first and the last few; a header of a whole year's ids serves nobody.
RECENT = 8


def headers(kind: TextChoices, question: Question, assignment: Assignment | None) -> dict[str, str]:
    """In-Reply-To and References for a new mail to this correspondent, and the Reply-To where a reply is welcome."""
    found = _thread(question, assignment)
    address = reply_address(question, assignment) if kind in ANSWERABLE else ""
    if address:
        found["Reply-To"] = address
    return found


def _thread(question: Question, assignment: Assignment | None) -> dict[str, str]:
    """The first mail to a correspondent is the root of its thread; their own replies belong to it."""
    sent = QuestionMail.objects.filter(question=question, assignment=assignment).exclude(message_id="").order_by("pk")
    if assignment is None:
        sent = sent.filter(kind__in=TO_CITIZEN)
    root = sent.values_list("message_id", flat=True).first()
    if root is None:
        return {}
    received = IncomingMail.objects.filter(
        question=question, assignment=assignment, status=IncomingStatus.ACCEPTED
    ).exclude(message_id="")
    replies = list(received.order_by("-pk").values_list("message_id", flat=True)[:RECENT])[::-1]
    references = [root, *(each for each in replies if each != root)]
    return {"In-Reply-To": references[-1], "References": " ".join(references)}
