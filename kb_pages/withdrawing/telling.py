from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.admin import messages


def ticked(request: HttpRequest) -> set[int]:
    return {
        # isdigit alone lets ² and ٣ through, which int() refuses or reads otherwise.
        int(key)
        for key in request.POST.getlist("translations")
        if key.isascii() and key.isdigit() and len(key) < 10
    }


def tell_of_translations(request: HttpRequest, gone: int) -> None:
    if gone:
        words = ngettext("%(count)d translation went along.", "%(count)d translations went along.", gone)
        messages.info(request, words % {"count": gone})


def tell_of_links(request: HttpRequest, left: int) -> None:
    if left:
        words = ngettext(
            "%(count)d page still has a link to it: it is listed under “To keep right”.",
            "%(count)d pages still have a link to it: they are listed under “To keep right”.",
            left,
        )
        messages.warning(request, words % {"count": left})


def tell_of_addresses(request: HttpRequest, left: int) -> None:
    if left:
        words = ngettext(
            "%(count)d record or phrase still gives its address: it is listed under “To keep right”.",
            "%(count)d records or phrases still give its address: they are listed under “To keep right”.",
            left,
        )
        messages.warning(request, words % {"count": left})
