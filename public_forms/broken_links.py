"""What a link says that opens nothing: cut by a mail program, mistyped, or older than its reason.

Which of these it is, and whether there ever was what it once opened, is told to nobody: the words are the same for all.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clairdroit.public_forms.posted import words_of


def broken_link(request: HttpRequest, template: str) -> HttpResponse:
    """Also for what was typed on a page whose link ended meanwhile: it is shown, to be copied.

    `template` extends `public_forms/broken_link.html`, and says what else one can do.
    """
    return render(request, template, {"unsent": words_of(request)}, status=404)
