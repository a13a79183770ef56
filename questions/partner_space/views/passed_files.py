"""An attachment that was passed on to a partner, as a file to keep: no browser opens it in place."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from clairdroit.encryption import UnreadableTextError
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import actions
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.roles.users import User


@with_link
@require_POST
def passed_file(
    request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID, pk: int
) -> HttpResponse:
    asked = assignment_of(partner, reference)
    found = next((each for each in AssignmentForPartner(asked).passed_files if each.pk == pk), None)
    if found is None:
        raise Http404
    try:
        data = found.read()
    except UnreadableTextError:
        return redirect("clairdroit_questions:assignment", token=token, reference=reference)
    actions.log_view(question=asked.question, user=user, place=ReadingPlace.PASSED_FILE, assignment=asked)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
