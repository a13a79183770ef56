"""For static/questions/partner_space/presence.js: a page says that it is open, and hears of the others."""

import functools
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.access import with_link
from clairdroit.questions import partner_space
from clairdroit.questions.drafts import current_version
from clairdroit.questions.models import DraftPresence
from clairdroit.questions.partner_space.assignments import assignment_of
from clairdroit.roles.users import User


def _refuse(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"message": ""}, status=403)


@functools.partial(with_link, refuse=_refuse)
@require_POST
def presence(request: HttpRequest, *, token: str, user: User, partner: Partner, reference: uuid.UUID) -> HttpResponse:
    """`onglet` is this tab's random name, `avant` the one it had before; `ferme` says that it closes."""
    asked = assignment_of(partner, reference)
    tab, before = _name(request.POST.get("tab", "")), _name(request.POST.get("before", ""))
    if not tab:
        return JsonResponse({"message": ""}, status=422)
    if "closed" in request.POST:
        partner_space.end_presence(assignment=asked, user=user, tab=tab)
        return JsonResponse({"message": ""})
    others = partner_space.note_presence(assignment=asked, user=user, tab=tab, instead_of=before)
    version = request.POST.get("version", "")
    newer = version != "" and version != current_version(asked)
    return JsonResponse({"message": others_in_words(others), "newer": _newer_text() if newer else ""})


def others_in_words(others: list[DraftPresence]) -> str:
    """Nobody has a name here: the team shares one link."""
    if not others:
        return ""
    since = timezone.localtime(min(each.opened_at for each in others)).strftime("%H:%M")
    return ngettext(
        "Somebody else of your team has this question open (since %(time)s). Agree on who writes.",
        "%(number)d other people of your team have this question open (since %(time)s). Agree on who writes.",
        len(others),
    ) % {"number": len(others), "time": since}


def _newer_text() -> str:
    return _("Somebody else of your team has saved another text. Yours stays here: you will see both when you save.")


def _name(given: str) -> str:
    return given if given.isascii() and given.replace("-", "").isalnum() and len(given) <= 36 else ""
