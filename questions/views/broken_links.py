"""What a link says that opens nothing: cut by a mail program, mistyped, or older than its reason.

Which of these it is, and whether there ever was what it once opened, is told to nobody: the words are the same for all.
"""

from enum import Enum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms.posted import words_of


class LinkKind(Enum):
    QUESTION = "question"
    DIGEST = "digest"


def broken_link(request: HttpRequest, kind: LinkKind) -> HttpResponse:
    """Also for what was typed on a page whose link ended meanwhile: it is shown, to be copied."""
    context = {"kind": kind.value, "unsent": words_of(request)}
    return render(request, "questions/broken_link.html", context, status=404)


def nothing_there(request: HttpRequest, partner: Partner, token: str) -> HttpResponse:
    """The partner's link is right; what stands behind it is cut, or leads to no question of theirs."""
    context = {"partner": partner, "token": token, "unsent": words_of(request)}
    return render(request, "questions/nothing_there.html", context, status=404)
