"""What goes when a question's data are erased, on demand or by age; the question itself stays, as a count.

Safe by default: a row that points at the question or at one of its assignments is deleted, whichever module made its
table. What must stay is named here, with the words taken out of it; what points elsewhere registers an eraser.
"""

import datetime
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import ModelLogEntry

from clairdroit.encryption.rotation import encrypted_fields
from clairdroit.mail import outbox
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.questions.confidentiality.naming import delete_rows_naming, received_mails_naming
from clairdroit.questions.models import Assignment, Event, ProposedAnswer, Question, QuestionMail
from clairdroit.registries import Registry
from clairdroit.retention.journal import empty_journal

Eraser = Callable[[Question], None]
# A question's number, wherever it stands in a longer row of digits and letters.
NUMBER = re.compile("(?=([0-9A-F]{8}))")
# They stay, without a word: for the figures.
EMPTIED = (Question, Assignment, Event)
# Deleted by functions below, with what hangs on them in tables of others.
BY_HAND = (ProposedAnswer, QuestionMail)
# For rows that no foreign key leads to. They run first, while the question still has its words and its rows.
erasers = Registry[Eraser]()
# Another app's rows that point at a question and stay: none of their columns may hold a word of the person.
kept_models = Registry[type[models.Model]]()


class Notices:
    """Mails that name a question in their text alone, as Wagtail's own notices do. Sealed, they must be opened to see
    which: each once, however many questions are erased by one run."""

    def __init__(self, *, since: datetime.datetime | None = None) -> None:
        self._since = {} if since is None else {"created_at__gte": since}
        self._last, self._found = 0, defaultdict[str, list[int]](list)

    def naming(self, question: Question) -> list[int]:
        apart = OutboxMail.objects.filter(question_mail__isnull=True, pk__gt=self._last, **self._since)
        for mail in apart.order_by("pk").only("subject", "message").iterator(chunk_size=200):
            # A look-ahead finds overlapping ones: a reference may stand inside a longer row.
            for number in set(NUMBER.findall(f"{mail.subject} {mail.message}".upper())):
                self._found[number].append(mail.pk)
            self._last = mail.pk
        return self._found.pop(question.reference, [])


def erase_data(question: Question, notices: Notices | None = None) -> dict[str, str]:
    """Inside the caller's transaction, which holds the question's row; returns what is left to write on that row.

    The database asks that its words and the date of their erasure change in one step. `notices` is shared by those
    who erase many questions.
    """
    for eraser in erasers:
        eraser(question)
    delete_rows_naming(question)
    _delete_mails(question, notices or Notices(since=question.received_at))
    delete_answers(question.answers.all())
    for related, condition in rows_about(question):
        related._base_manager.filter(**condition).delete()
    Question.objects.filter(duplicate_conditions(question)).update(**dict.fromkeys(self_relations()))
    if question.email:
        UnreachableAddress.objects.for_address(question.email).delete()
    # SQLite keeps what was overwritten in its write-ahead log until a checkpoint.
    transaction.on_commit(empty_journal)
    return _emptied(question)


def rows_about(question: Question) -> Iterator[tuple[type[models.Model], dict[str, object]]]:
    """Models whose rows are deleted, each with the condition that finds them."""
    assignments = list(question.assignments.values_list("pk", flat=True))
    for root, condition in ((Question, question.pk), (Assignment, assignments)):
        lookup = "" if root is Question else "__in"
        for relation in relations_to(root):
            if relation.related_model not in (*EMPTIED, *BY_HAND, *kept_models):
                yield relation.related_model, {f"{relation.field.attname}{lookup}": condition}


def relations_to(model: type[models.Model]) -> list[models.ForeignObjectRel]:
    """Also those without a name to go back by (`related_name="+"`), which Django hides."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, models.ForeignObjectRel) and not field.many_to_many]


def self_relations() -> list[str]:
    """Links between questions, such as duplicates: the link goes, the other question stays."""
    return [relation.field.attname for relation in relations_to(Question) if relation.related_model is Question]


def duplicate_conditions(question: Question) -> models.Q:
    found = models.Q(pk=question.pk)
    for name in self_relations():
        found |= models.Q(**{name: question.pk})
    return found


def delete_received_naming(question: Question) -> None:
    """Received e-mails that found no file and name this question. Those of its own file go with it; by age alone none
    of these goes, because a person may still have to read it."""
    received_mails_naming(question).delete()


def _delete_mails(question: Question, notices: Notices) -> None:
    mails = OutboxMail.objects.filter(question_mail__question=question)
    naming = notices.naming(question)
    chosen = [*mails.values_list("pk", flat=True), *naming]
    outbox.remove(OutboxMail.objects.filter(pk__in=chosen))


def delete_answers(answers: models.QuerySet[ProposedAnswer]) -> int:
    """With revisions and workflow states, which go with the row, and what Wagtail keeps by content type alone."""
    content_type = ContentType.objects.get_for_model(ProposedAnswer, for_concrete_model=False)
    chosen = list(answers)
    keys = [str(answer.pk) for answer in chosen]
    ModelLogEntry.objects.filter(content_type=content_type, object_id__in=keys).delete()
    for answer in chosen:
        answer.delete()
    return len(chosen)


def _emptied(question: Question) -> dict[str, str]:
    # By update: what has lost its key is erased like anything else.
    question.events.update(**{field.attname: "" for field in encrypted_fields(Event)})
    for field in encrypted_fields(Assignment):
        # A dash where the database asks for a reason.
        filled = question.assignments.exclude(**{field.attname: ""})
        filled.update(**{field.attname: "-"})
    question.assignments.update(reasons=[])
    emptied = {field.attname: "" for field in encrypted_fields(Question)}
    # The digest of what was written goes too.
    return emptied | {"suspicion": "", "submission_key": f"erased-{uuid.uuid4().hex}"}
