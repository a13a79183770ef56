"""An editor passes an attachment of the person's on to a partner that was asked."""

from django.db import transaction

from clairdroit.mail.reading.decoding import transfer_decode
from clairdroit.questions import emails
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.enums import EventKind
from clairdroit.questions.errors import AlreadyPassedError, CannotPassError, NotWaitingError
from clairdroit.questions.incoming import attachments
from clairdroit.questions.masking import masked_words, person_of
from clairdroit.questions.models import Assignment, IncomingMail, PassedFile
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import User


@transaction.atomic
def pass_on(*, mail: IncomingMail, number: int, assignment: Assignment, user: User) -> PassedFile:
    """Of the person's e-mails that have joined this question, to a partner whose part in it goes on. CannotPassError
    names the reason; UnreadableTextError: a key is missing."""
    require(user_can_handle_questions(user))
    question = lock_question(assignment.question)
    assignment = Assignment.objects.select_related("partner", "question").get(pk=assignment.pk)
    chosen = mail.attachments[number - 1 : number] if number > 0 else []
    if not mail.is_detail or mail.question_id != question.pk or not assignment.is_active or not chosen:
        raise NotWaitingError
    if assignment.passed_files.filter(mail=mail, number=number).exists():
        raise AlreadyPassedError
    found, person = chosen[0], person_of(question)
    data = transfer_decode(mail.stretch_of_raw(found["start"], found["end"]), found["encoding"])
    try:
        ready = attachments.ready(
            data, name=found["name"], declared=found["type"], mask=lambda text: masked_words(text, person)
        )
    except attachments.NotPassableError as refusal:
        raise CannotPassError(str(refusal)) from None
    passed = PassedFile.objects.create(
        mail=mail,
        number=number,
        assignment=assignment,
        name=ready.name,
        content_type=ready.content_type,
        passed_by=user,
    )
    passed.write(ready.data)
    log(question, EventKind.FILE_PASSED, user=user, assignment=assignment, detail=assignment.partner.name)
    emails.file_passed_on(assignment, ready.name, by=user)
    return passed
