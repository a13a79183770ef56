"""The types of problems (RFC 9457, 3.1): the same title from occurrence to occurrence, `detail` tells of the one.

Needs no model: the site answers with some of them before the interface is asked, or without it.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ProblemType:
    status: int
    title: "StrPromise"
    # For the description for programs, in its language.
    meaning: str


TYPES: dict[str, ProblemType] = {
    "unreadable": ProblemType(400, _("Unreadable request"), "No JSON object, or more than 2 MB."),
    "key": ProblemType(401, _("Key refused"), "Missing, unknown, revoked, or the partner is not published."),
    "https_only": ProblemType(403, _("https:// only"), "A key that was sent by http:// may have been read."),
    "not_found": ProblemType(404, _("Nothing at this address"), "Not there, or another partner's."),
    "method": ProblemType(405, _("Unknown method"), "`Allow` names those that this address knows."),
    "not_waiting": ProblemType(
        409, _("No longer possible"), "The question was answered, closed or taken back meanwhile."
    ),
    "conflict": ProblemType(
        409, _("Saved by somebody else meanwhile"), "Since the `version` that was given; `theirs` is their text."
    ),
    "erased": ProblemType(410, _("Erased question"), "The person had it erased: delete your copy."),
    "too_large": ProblemType(413, _("Request too large"), "Refused before it is read."),
    "invalid": ProblemType(422, _("Invalid request"), "`errors` says which field and why."),
    "too_many": ProblemType(429, _("Too many requests"), "`Retry-After` says when to go on."),
    "unavailable": ProblemType(
        503,
        _("Site unavailable"),
        "The database or the disk fails: nothing was done. `Retry-After` says when to try again.",
    ),
}


def problem(code: str, detail: str, **more: Any) -> JsonResponse:
    found = TYPES[code]
    uri = type_uri(code)
    # RFC 9457, 4.2.1: about:blank has the phrase of its status for a title.
    title = found.title if uri != "about:blank" else HTTPStatus(found.status).phrase
    content = {"type": uri, "title": title, "status": found.status, "detail": detail, "code": code, **more}
    return JsonResponse(
        content, status=found.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def type_uri(code: str) -> str:
    """Where the description for programs tells of it: a path, which no forged name of a host can lead elsewhere."""
    try:
        return f"{reverse('clairdroit_partner_api:openapi-json')}#/components/responses/{code}"
    except NoReverseMatch:
        return "about:blank"


def described() -> dict[str, Any]:
    """For the `components` of an OpenAPI description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        code: {"description": f"{each.status} `{code}`. {each.meaning}", "content": content}
        for code, each in TYPES.items()
    }
