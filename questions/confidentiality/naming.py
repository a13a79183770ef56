"""Rows that point at no question and name one all the same: somebody typed its number, or pasted its link.

Visitors' reports, searches, the security log of sign-ins, results of tasks, the admin's log, received e-mails.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote_plus

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from clairdroit.questions.models import ErrorReport, IncomingMail, Question
from clairdroit.registries import Registry


@dataclass(frozen=True)
class Names:
    """What a question may be called, as it stands in a link or a log: for the database to look for."""

    literal: tuple[str, ...]
    pattern: re.Pattern[str]

    def stand_in(self, *texts: object) -> bool:
        return any(self.pattern.search(str(text)) is not None for text in texts)


def names_of(question: Question, *, with_address: bool = True) -> Names:
    """Its number, its links, its page in the admin, and its person's address."""
    # Follow-up links begin with the hexadecimal form, partners' pages hold the other.
    literal = [question.uuid.hex, str(question.uuid), *_admin_page(question)]
    literal += [question.email] if with_address and question.email else []
    # As people read it out and type it: « a1b2 c3d4 ».
    number = r"[\s-]?".join(question.reference)
    rest = "|".join(map(re.escape, literal))
    pattern = re.compile(rf"(?<![0-9a-z]){number}(?![0-9a-z])|{rest}", re.IGNORECASE)
    return Names((question.reference, *literal), pattern)


def _admin_page(question: Question) -> list[str]:
    try:
        return [reverse("questions_modeladmin_inspect", args=[question.pk])]
    except NoReverseMatch:
        return []


class Records(NamedTuple):
    # Of a model: "app.model".
    label: str
    columns: tuple[str, ...]


# What a table of another app may hold of it, where that app is installed; the rows are machines' records, or go anyway.
# Apps add theirs: rows that go when they name a question that is erased.
records = Registry[Records](
    [
        Records("clairdroit_search.askedquery", ("text", "words")),
        Records("axes.accessattempt", ("username", "path_info", "get_data", "post_data")),
        Records("axes.accessfailurelog", ("username", "path_info")),
        Records("axes.accesslog", ("username", "path_info")),
        Records("django_tasks_database.dbtaskresult", ("args_kwargs", "return_value", "traceback")),
        Records("wagtailadmin.formstate", ("data",)),
        # Comments, within what was done. That it was done stays: its label holds a number and a heading.
        Records("wagtailcore.modellogentry", ("data",)),
        Records("wagtailcore.pagelogentry", ("data",)),
    ]
)
# What people type there is read row by row: they write a question's number in more ways than the database can look for.
TYPED = {
    "wagtailadmin.formstate": "",
    "wagtailcore.modellogentry": '"comment"',
    "wagtailcore.pagelogentry": '"comment"',
}


def delete_rows_naming(question: Question) -> None:
    """While the question still has its address."""
    names = names_of(question)
    for rows in rows_naming(names, since=question.received_at):
        rows.delete()


def rows_naming(names: Names, *, since: datetime.datetime) -> Iterator[QuerySet[Model]]:
    reports = ErrorReport.objects.filter(created_at__gte=since).iterator(chunk_size=200)
    found = [each.pk for each in reports if names.stand_in(each.page, each.text, each.email)]
    yield ErrorReport.objects.filter(pk__in=found)
    for label, columns in records:
        if label.partition(".")[0] in apps.app_configs:
            yield _records(apps.get_model(label), columns, names)


def _records(model: type[Model], columns: tuple[str, ...], names: Names) -> QuerySet[Model]:
    """By what the database can look for; then row by row what people have typed."""
    rows = model._base_manager.all()
    as_text = {f"{name}_as_text": Cast(name, TextField()) for name in columns}
    wanted = Q()
    for name in as_text:
        for literal in names.literal:
            wanted |= Q(**{f"{name}__icontains": literal})
    read = [row.pk for row in rows.annotate(**as_text).filter(wanted) if _names(row, columns, names)]
    if (mark := TYPED.get(model._meta.label_lower)) is not None:
        typed = rows.annotate(**as_text).filter(data_as_text__contains=mark)
        read += [row.pk for row in typed.iterator(chunk_size=200) if _names(row, columns, names)]
    return rows.filter(pk__in=read)


def _names(row: Model, columns: tuple[str, ...], names: Names) -> bool:
    values = [str(getattr(row, name)) for name in columns]
    # What a form was sent with is written as in an address.
    return names.stand_in(*values, *map(unquote_plus, values))


def received_mails_naming(question: Question) -> QuerySet[IncomingMail]:
    """Those that found no file. Those of its own file go with it."""
    # Not by the address alone: whoever wrote again about something else still waits for an answer.
    names = names_of(question, with_address=False)
    apart = IncomingMail.objects.filter(question__isnull=True, received_at__gte=question.received_at)
    mails = apart.only("subject", "reply", "quoted", "signature").iterator(chunk_size=200)
    naming = [mail.pk for mail in mails if names.stand_in(mail.subject, mail.reply, mail.quoted, mail.signature)]
    return IncomingMail.objects.filter(pk__in=naming)
