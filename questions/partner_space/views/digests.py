"""Where the link in a digest leads: no more of them, or again. The signed key in the address is the permission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from clairdroit.mail import digests
from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms import public_form
from clairdroit.public_forms.private import private
from clairdroit.questions.views.broken_links import LinkKind, broken_link


@private
@require_safe
def cut(request: HttpRequest) -> HttpResponse:
    return broken_link(request, LinkKind.DIGEST)


@private
@require_safe
def lengthened(request: HttpRequest, token: str, rest: str) -> HttpResponse:
    """A mail program took what stood behind the link for a part of it."""
    if digests.reader_of_token(token) is None:
        return broken_link(request, LinkKind.DIGEST)
    return redirect("clairdroit_questions:digests", token=token)


@private
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; mail programs post to it themselves (RFC 8058), and need no answer but 200."""
    reader = digests.reader_of_token(token)
    if reader is None:
        return broken_link(request, LinkKind.DIGEST)
    if request.method == "POST":
        digests.choose(reader, wanted="resume" in request.POST)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)
        return redirect("clairdroit_questions:digests", token=token)
    context = {"token": token, "is_partner": isinstance(reader, Partner), "receives": digests.receives(reader)}
    return render(request, "questions/partner_space/digests.html", context)
