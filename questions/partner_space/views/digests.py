"""Where the link in a digest leads: no more of them, or again. The signed key in the address is the permission."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from clairdroit.mail.enums import DigestRhythm
from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms import public_form
from clairdroit.questions import actions, links
from clairdroit.questions.models import PartnerAvailability
from clairdroit.questions.reminders import editors
from clairdroit.questions.views.broken_links import LinkKind, broken_link
from clairdroit.questions.views.private import private


@private
@require_safe
def cut(request: HttpRequest) -> HttpResponse:
    return broken_link(request, LinkKind.DIGEST)


@private
@require_safe
def lengthened(request: HttpRequest, token: str, rest: str) -> HttpResponse:
    """A mail program took what stood behind the link for a part of it."""
    if links.reader_of_token(token) is None:
        return broken_link(request, LinkKind.DIGEST)
    return redirect("clairdroit_questions:digests", token=token)


@private
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def digests(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; mail programs post to it themselves (RFC 8058), and need no answer but 200."""
    reader = links.reader_of_token(token)
    if reader is None:
        return broken_link(request, LinkKind.DIGEST)
    if request.method == "POST":
        _choose(reader, wanted="resume" in request.POST)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)
        return redirect("clairdroit_questions:digests", token=token)
    context = {"token": token, "is_partner": isinstance(reader, Partner), "receives": _receives(reader)}
    return render(request, "questions/partner_space/digests.html", context)


def _choose(reader: Any, *, wanted: bool) -> None:
    if isinstance(reader, Partner):
        actions.choose_reminders(partner=reader, wanted=wanted)
    else:
        actions.choose_rhythm(reader=reader, rhythm=DigestRhythm.DAILY if wanted else DigestRhythm.NEVER)


def _receives(reader: Any) -> bool:
    if isinstance(reader, Partner):
        found = PartnerAvailability.objects.filter(partner=reader).first()
        return found is None or found.wants_reminders
    return editors.rhythm_of(reader) != DigestRhythm.NEVER
