"""Who has read a question is told by its page, once a person has moved in it; that it was fetched says nothing.

Programs fetch addresses too: filters of mail servers, previews, browsers that load ahead. So a page of the admin that
shows questions carries a signed list of them, and static/questions/reading.js sends it back after the first gesture.
Opening such a page leaves a line in the site's log, whatever the browser then does: user and numbers, no words.
"""

import dataclasses
import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.views.decorators.http import require_POST

from clairdroit.moderation.registry import Described
from clairdroit.questions import actions
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.models import Question

logger = logging.getLogger(__name__)

SALT = "clairdroit.questions.readings"
# As long as a public form: a page that was left open over night is opened anew.
LASTS = datetime.timedelta(hours=12)
MAX_SIGNED = 20_000


@dataclasses.dataclass(frozen=True)
class Shown:
    """Questions on one page, and what was opened. Lists show first words only: once a day."""

    questions: list[Question]
    place: ReadingPlace | None = None
    is_list: bool = False


def ask_for_reading(
    request: HttpRequest,
    response: Any,
    shown: Iterable[Shown],
    to: str = "clairdroit_questions_note_readings",
    *,
    is_page: bool = False,
) -> Any:
    """The page, with the form that its reader's first gesture sends; `to` is where, outside the admin. `is_page`: what
    a POST answers with is read, too."""
    found = [each for each in shown if each.questions]
    if not found or not (is_page or request.method == "GET") or response.status_code != 200:
        return response
    user: Any = request.user
    keys: list[Any] = [[[question.pk for question in each.questions], each.place, each.is_list] for each in found]
    numbers = sorted({pk for pks, _place, _is_list in keys for pk in pks})
    logger.info("Questions shown", extra={"user": user.pk, "questions": numbers})
    signed = signing.dumps({"user": str(user.pk), "shown": keys}, salt=SALT, compress=True)

    def add(page: Any) -> None:
        form = render_to_string("questions/admin/reading.html", {"signed": signed, "to": to}, request)
        before, end, after = page.content.rpartition(b"</body>")
        if end:
            page.content = before + form.encode() + end + after

    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.add_post_render_callback(add)
    elif not response.streaming:
        add(response)
    return response


def ask_for_listing(request: HttpRequest, response: Any, shown: list[Described]) -> Any:
    """The moderation queue shows the first words of questions: whoever reads it has read these."""
    read = [described.shows for described in shown if isinstance(described.shows, Question)]
    return ask_for_reading(request, response, [Shown(read, ReadingPlace.QUEUE, is_list=True)])


@require_POST
def note_readings(request: HttpRequest) -> HttpResponse:
    """Only what this site showed to this very user: the signature says so, and it is the permission."""
    user: Any = request.user
    try:
        given = signing.loads(request.POST.get("seen", "")[:MAX_SIGNED], salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise PermissionDenied from error
    if given["user"] != str(user.pk):
        raise PermissionDenied
    for keys, place, is_list in given["shown"]:
        where = ReadingPlace(place) if place in ReadingPlace.values else None
        actions.note_readings(questions=Question.objects.filter(pk__in=keys), user=user, place=where, is_list=is_list)
    return HttpResponse(status=204)
