"""What the screens of mails say of questions: which one a mail is about, and which ones an address belongs to."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.models import OutboxMail
from clairdroit.mail.screens.about import Line, Subject, Use
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.models import Question, QuestionMail
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.roles.users import AnyUser


class QuestionsOfMails:
    def of(self, mail: OutboxMail, user: AnyUser) -> Subject | None:
        about = QuestionMail.of(mail)
        if about is None:
            return None
        may_open = user_can_handle_questions(user)
        # A partner's team box is corrected in its record; of an erased question no address is left.
        is_to_the_person = about.assignment_id is None and about.question.erased_at is None
        return Subject(
            label=_("Question"),
            title=str(about.question),
            url=_file_url(about.question) if may_open else "",
            kind=about.get_kind_display(),
            correct_url=_correct_url(about.question) if may_open and is_to_the_person else "",
        )

    def note_reading(self, request: HttpRequest, response: Any, mail: OutboxMail) -> Any:
        about = QuestionMail.of(mail)
        questions = [about.question] if about is not None else []
        return ask_for_reading(request, response, [Shown(questions, ReadingPlace.MAIL)])


def open_questions(address: str, user: AnyUser) -> Use:
    may_open = user_can_handle_questions(user)
    lines = [
        Line(str(question), *([_file_url(question), _correct_url(question)] if may_open else []))
        for question in Question.objects.open().written_to(address)
    ]
    return Use(_("Open questions of this address"), lines)


def _file_url(question: Question) -> str:
    return reverse("questions_modeladmin_inspect", args=[question.pk])


def _correct_url(question: Question) -> str:
    return reverse("clairdroit_questions_correct_address", args=[question.pk])
