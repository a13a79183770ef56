"""Everything that goes wrong, as RFC 9457 problems: a code for the program, a sentence for the person behind it."""

import math
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from clairdroit.connections.api.problem_types import problem
from clairdroit.questions import actions


class GoneError(Exception):
    """The citizen had the question erased: the partner's software should forget its copy."""


class InvalidError(Exception):
    """What our own forms refuse: `errors` as a form gives them."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__()


def not_authenticated(request: HttpRequest, error: AuthenticationError) -> JsonResponse:
    answer = problem("key", _("This key is missing, unknown or revoked."))
    # RFC 9110, 11.6.1: every 401 has it.
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def throttled(request: HttpRequest, error: Throttled) -> JsonResponse:
    answer = problem("too_many", _("Too many requests. Wait a moment, then go on."))
    answer["Retry-After"] = str(max(1, math.ceil(error.wait or 1)))
    return answer


def unreadable(request: HttpRequest, error: Exception) -> JsonResponse:
    return problem("unreadable", _("This request cannot be read. Send a JSON object in UTF-8, smaller than 2 MB."))


def not_valid(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """By the kind of each error: pydantic's own words are English, and quote what was sent."""
    missing, wrong = _("This is missing."), _("This value is not of the right kind.")
    errors = [
        {
            "field": ".".join(str(part) for part in each["loc"][1:] if part != "payload") or "body",
            "message": missing if each["type"] == "missing" else wrong,
        }
        for each in error.errors
    ]
    return problem("invalid", _("Something in this request is not right."), errors=errors)


def refused_by_form(request: HttpRequest, error: InvalidError) -> JsonResponse:
    errors = [{"field": field, "message": words} for field, said in error.errors.items() for words in said]
    return problem("invalid", _("Something in this request is not right."), errors=errors)


def not_found(request: HttpRequest, error: Exception | None = None) -> JsonResponse:
    return problem("not_found", _("There is nothing at this address that this key may see."))


def gone(request: HttpRequest, error: GoneError) -> JsonResponse:
    return problem("erased", _("The person had this question erased. Delete your copy of it."))


def not_allowed(allowed: str) -> JsonResponse:
    answer = problem("method", _("This address does not know this method."))
    # RFC 9110, 15.5.6: every 405 has it.
    answer["Allow"] = allowed
    return answer


def in_conflict(request: HttpRequest, error: actions.DraftConflictError) -> JsonResponse:
    return problem("conflict", str(error), theirs=error.theirs, their_note=error.their_note)


def refused(request: HttpRequest, error: actions.QuestionsError) -> JsonResponse:
    if isinstance(error, actions.EmptyTextError):
        return problem("invalid", str(error), errors=[{"field": "text", "message": str(error)}])
    return problem("not_waiting", str(error))


def answer_problems(api: NinjaAPI) -> None:
    """The most precise class of an error decides."""
    handlers: dict[type[Exception], Any] = {
        AuthenticationError: not_authenticated,
        Throttled: throttled,
        HttpError: unreadable,
        ValidationError: not_valid,
        InvalidError: refused_by_form,
        SuspiciousOperation: unreadable,
        UnreadablePostError: unreadable,
        Http404: not_found,
        GoneError: gone,
        actions.DraftConflictError: in_conflict,
        actions.QuestionsError: refused,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)
