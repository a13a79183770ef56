"""Before a question is sent: what the site says already, and the word that it was enough."""

import dataclasses
import logging
from typing import TYPE_CHECKING

from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clairdroit.public_forms import (
    TOKEN_FIELD,
    TOKEN_LIFETIME,
    FormGuard,
    FormToken,
    FormTokenError,
    is_flooded,
    public_form,
    refused,
    too_often,
)
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.questions import citizen
from clairdroit.questions.forms import MAX_TEXT
from clairdroit.questions.related import RelatedHelp, related_help
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.models import Commune

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

GUARD = FormGuard("question")
# Someone who writes for ten minutes asks some fifty times; several may share a connection.
MAX_PER_HOUR = 600
# As many as are looked at on a phone.
OFFERS = 4
SALT = "clairdroit.questions.existing_help"


@dataclasses.dataclass(frozen=True)
class Offer:
    """`receipt` says, signed, what was offered and under which heading: it comes back when that was the answer."""

    help: RelatedHelp
    receipt: str


@public_form
@require_POST
def existing_help(request: HttpRequest) -> HttpResponse:
    """For static/questions/existing_help.js: a fragment of the page, empty when nothing comes near.

    Posted, so that the words stand in no address and no access log; nothing of them is kept.
    """
    if not may_look(request):
        # The script shows what an answer in good order holds: nothing, then.
        return refused(HttpResponse(too_often(), content_type="text/plain; charset=utf-8"))
    text = CleanTextField(required=False).clean(request.POST.get("text", "")[:MAX_TEXT])
    commune = _commune(request) if text else None
    offers = offers_for(text=text, heading=request.POST.get("heading", ""), commune=commune)
    # At the desk a page is read or printed with the person; nothing is counted.
    context = {"offers": offers, "at_desk": "guichet" in request.GET}
    return render(request, "questions/citizen/includes/existing_help.html", context)


def may_look(request: HttpRequest) -> bool:
    return not is_flooded(request, "existing_help", most=MAX_PER_HOUR)


def offers_for(*, text: str, heading: str, commune: Commune | None) -> "Sequence[Offer]":
    """Empty rather than an error: nothing of this may stand between a person and their question."""
    heading = heading if heading in Heading.values else ""
    try:
        found = related_help(text, commune=commune, heading=heading, limit=OFFERS)
    except DatabaseError as error:
        # Without the traceback: a database's message may quote what was looked up.
        logger.error("The search for existing help failed: %s", type(error).__name__)
        return []
    return [Offer(each, _receipt(each, heading)) for each in found]


@public_form
@require_POST
def found_answer(request: HttpRequest) -> HttpResponse:
    """ "This page answers my question": counted once per form, and nothing is sent."""
    given = request.POST.get("receipt", "")
    try:
        token = FormToken.read(request.POST.get(TOKEN_FIELD, ""), GUARD.name)
        # Signed: the statistics count only what this site had offered.
        key, title, url_path, heading = signing.loads(given[:2000], salt=SALT, max_age=TOKEN_LIFETIME)
    except (FormTokenError, signing.BadSignature):
        # Too old or made up: the person is thanked all the same.
        return redirect("clairdroit_questions:found_thanks")
    counted = f"found:{token.submission_key(key)}"
    # `add` is one step in every cache: of two clicks at once, one counts.
    if cache.add(counted, 1, timeout=TOKEN_LIFETIME.total_seconds()):
        if is_flooded(request, "found_answer"):
            # Not counted, so that a later click still may be.
            cache.delete(counted)
            return refused(render(request, "questions/citizen/found_thanks.html", {"is_counted": False}))
        citizen.count_found_help(key=key, title=title, url_path=url_path, heading=heading)
    return redirect("clairdroit_questions:found_thanks")


@require_safe
def found_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "questions/citizen/found_thanks.html", {"is_counted": True})


def _receipt(found: RelatedHelp, heading: str) -> str:
    return signing.dumps([found.key, found.title, found.url, heading], salt=SALT, compress=True)


def _commune(request: HttpRequest) -> Commune | None:
    """As far as the form tells it by now; what is typed must mean one commune."""
    place, chosen = request.POST.get("place", "").strip(), request.POST.get("commune", "")
    if not place or "\x00" in place:
        return None
    found = Commune.objects.lookup(place, limit=8)
    return next((commune for commune in found if commune.pk == chosen), found[0] if len(found) == 1 else None)
