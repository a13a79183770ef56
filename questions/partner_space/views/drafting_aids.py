"""What stands beside a draft while it is written: pages to cite (`page_suggestions.js`), remarks on its words.

Nothing is kept of what is sent here: saving is the autosave's.
"""

import functools
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.questions.drafting_aids import pages_to_cite, remarks_on
from clairdroit.questions.for_partners import QuestionForPartner
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.roles.users import User


def _refuse(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403)


def _open_one(partner: Partner, reference: uuid.UUID) -> Assignment:
    asked = assignment_of(partner, reference)
    if not (asked.is_waiting and asked.question.is_open):
        raise Http404
    return asked


def _text(request: HttpRequest) -> str:
    return CleanTextField(required=False).clean(request.POST.get("text", ""))[:MAX_ANSWER]


@functools.partial(with_link, refuse=_refuse)
@require_POST
def suggestions(
    request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID
) -> HttpResponse:
    asked = _open_one(partner, reference)
    pages = pages_to_cite(QuestionForPartner(asked), _text(request))
    return render(request, "questions/includes/page_suggestions.html", {"pages": pages})


@functools.partial(with_link, refuse=_refuse)
@require_POST
def reread(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    asked = _open_one(partner, reference)
    context = {"report": remarks_on(QuestionForPartner(asked), _text(request)), "folded": True}
    return render(request, "glossary/includes/plain_language.html", context)
