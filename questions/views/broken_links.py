"""What a link says that opens nothing: cut by a mail program, mistyped, or older than its reason.

Which of these it is, and whether there ever was what it once opened, is told to nobody: the words are the same for all.
"""

from enum import Enum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clairdroit.public_forms.posted import words_of


class LinkKind(Enum):
    QUESTION = "question"
    DIGEST = "digest"


def broken_link(request: HttpRequest, kind: LinkKind) -> HttpResponse:
    """Also for what was typed on a page whose link ended meanwhile: it is shown, to be copied."""
    context = {"kind": kind.value, "unsent": words_of(request)}
    return render(request, "questions/broken_link.html", context, status=404)
