"""Where the link in a digest leads: no more of them, or again. The signed key in the address is the permission."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from clairdroit.mail import digests
from clairdroit.mail.rendering import absolute
from clairdroit.public_forms import public_form
from clairdroit.public_forms.broken_links import broken_link
from clairdroit.public_forms.private import private

BROKEN = "public_forms/broken_digest_link.html"


def stop_url(reader: Any) -> str:
    """Where somebody who receives digests says that they want no more of them: a key for that alone."""
    return absolute(reverse("clairdroit_public_forms:digests", args=[digests.token_of(reader)]))


@private
@require_safe
def cut(request: HttpRequest) -> HttpResponse:
    return broken_link(request, BROKEN)


@private
@require_safe
def lengthened(request: HttpRequest, token: str, rest: str) -> HttpResponse:
    """A mail program took what stood behind the link for a part of it."""
    if digests.reader_of_token(token) is None:
        return broken_link(request, BROKEN)
    return redirect("clairdroit_public_forms:digests", token=token)


@private
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; mail programs post to it themselves (RFC 8058), and need no answer but 200."""
    reader = digests.reader_of_token(token)
    if reader is None:
        return broken_link(request, BROKEN)
    if request.method == "POST":
        digests.choose(reader, wanted="resume" in request.POST)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)
        return redirect("clairdroit_public_forms:digests", token=token)
    context = {"token": token, "note": digests.note_for(reader), "receives": digests.receives(reader)}
    return render(request, "public_forms/digests.html", context)
