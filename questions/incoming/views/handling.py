"""What an editor does with a received e-mail. Files leave as mere bytes: no browser opens them in place."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.encryption import UnreadableTextError
from clairdroit.mail.reading.decoding import transfer_decode
from clairdroit.mail.reading.message import safe_name
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.public_forms.posted import posted_number
from clairdroit.questions import actions, incoming
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.incoming.admin import THE_PERSON
from clairdroit.questions.incoming.masked_source import masked_source
from clairdroit.questions.models import IncomingMail, Question
from clairdroit.questions.permissions import require, user_can_handle_questions


def _mail(request: HttpRequest, pk: int) -> IncomingMail:
    require(user_can_handle_questions(request.user))
    return get_object_or_404(IncomingMail, pk=pk)


def _back(mail: IncomingMail, **chosen: str) -> HttpResponse:
    url = reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])
    return redirect(f"{url}?{urlencode(chosen)}" if chosen else url)


@require_POST
def join_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    user: Any = request.user
    question = get_object_or_404(Question, pk=posted_number(request.POST, "question"))
    again = {} if question.pk == mail.question_id else {"dossier": question.reference}
    assignment = None
    if request.POST.get("whose") != THE_PERSON:
        assignment = question.assignments.filter(pk=posted_number(request.POST, "whose")).first()
        if assignment is None:
            messages.error(request, str(_("Choose whose words these are.")))
            return _back(mail, **again)
    try:
        incoming.accept_incoming(mail=mail, user=user, question=question, assignment=assignment)
    except actions.NotWaitingError:
        sentence = _("This question takes no more words from them now. Reopen it in its file, or set the e-mail aside.")
        messages.error(request, str(sentence))
        return _back(mail, **again)
    except (actions.QuestionsError, UnreadableTextError) as error:
        messages.error(request, str(error))
        return _back(mail, **again)
    messages.success(request, str(_("The e-mail has joined its file.")))
    return _back(mail)


@require_POST
def note_as_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    user: Any = request.user
    try:
        incoming.note_as_thanks(mail=mail, user=user)
    except (actions.QuestionsError, UnreadableTextError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(_("Noted as thanks: it is no part of the question any more.")))
    return _back(mail)


@require_POST
def set_mail_aside(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    user: Any = request.user
    reason = CleanTextField(required=False).clean(request.POST.get("reason", ""))
    if not reason.strip():
        messages.error(request, str(_("Say in a few words why nothing more is to be done with it.")))
        return _back(mail)
    try:
        incoming.set_incoming_aside(mail=mail, user=user, reason=reason)
    except actions.QuestionsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(_("The e-mail has been set aside.")))
    return _back(mail)


@require_POST
def download_raw(request: HttpRequest, pk: int) -> HttpResponseBase:
    mail = _mail(request, pk)
    try:
        # Once before the answer begins: afterwards no sentence could be shown.
        for _piece in mail.pieces_of_raw():
            pass
    except UnreadableTextError as error:
        messages.error(request, str(error))
        return _back(mail)
    _log_reading(mail, request.user, ReadingPlace.RECEIVED_RAW)
    # As text: a mail program would render what it opens.
    return _as_file(masked_source(mail.pieces_of_raw()), str(_("received-mail-%(number)d.txt") % {"number": mail.pk}))


@require_POST
def download_attachment(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    mail = _mail(request, pk)
    chosen = mail.attachments[number - 1 : number]
    if not chosen:
        raise Http404
    found = chosen[0]
    try:
        data = transfer_decode(mail.stretch_of_raw(found["start"], found["end"]), found["encoding"])
    except UnreadableTextError as error:
        messages.error(request, str(error))
        return _back(mail)
    _log_reading(mail, request.user, ReadingPlace.ATTACHMENT)
    return _as_file(
        masked_source([data]), safe_name(found["name"]) or str(_("attachment %(number)d") % {"number": number})
    )


@require_POST
def pass_on(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    mail = _mail(request, pk)
    user: Any = request.user
    chosen = posted_number(request.POST, "assignment")
    assignment = mail.question.assignments.filter(pk=chosen).first() if mail.question is not None else None
    if assignment is None:
        messages.error(request, str(_("Choose the partner that is to have it.")))
        return _back(mail)
    try:
        incoming.pass_on(mail=mail, number=number, assignment=assignment, user=user)
    except (actions.QuestionsError, UnreadableTextError) as error:
        messages.error(request, str(error))
    else:
        done = _("Passed on: %(partner)s is told and can download it.") % {"partner": assignment.partner.name}
        messages.success(request, str(done))
    return _back(mail)


def _log_reading(mail: IncomingMail, user: Any, place: ReadingPlace) -> None:
    if mail.question is not None:
        actions.log_view(question=mail.question, user=user, place=place)


def _as_file(content: Iterable[bytes], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
