"""The answer to a form whose token is not the browser's: what was typed is given back as text, to be copied.

Never with a button that sends it again: a form that another site filled in would be one tap away from being accepted.
"""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SECRETS = ("password", "token", "code", "secret")
# What Wagtail's editor sends of its own: the order of lines, the types of blocks.
BOOKKEEPING = re.compile(
    r"(?:-(?:order|deleted|type|id|ORDER|DELETE|TOTAL_FORMS|INITIAL_FORMS)|_FORMS|^next|^action-.*)$"
)
# In the form in which Wagtail's editor shows why it could not save by itself.
TO_A_SCRIPT = gettext_noop(
    "Somebody signed in anew in this browser since you opened this page: copy what you wrote, then load the page again."
)
LETTERS = re.compile(r"[^\W\d_]{2}")
# An e-mail address, or a telephone number.
TO_REACH = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|(?:\+|0)[\d .()/-]{8,24}")


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    with translation.override(language_of(request)):
        if not request.accepts("text/html"):
            return JsonResponse({"success": False, "error_code": "locked", "error_message": _(TO_A_SCRIPT)}, status=403)
        words = render_to_string("403_csrf.html", {"texts": typed_texts(request), "address": way_back(request)})
    return HttpResponse(words, status=403)


def language_of(request: HttpRequest) -> str:
    """In the admin the person's own, which Wagtail's screens would take after this check."""
    profile = getattr(request.user, "wagtail_userprofile", None) if hasattr(request, "user") else None
    return profile.get_preferred_language() if profile is not None else translation.get_language()


def way_back(request: HttpRequest) -> str:
    """The page that the form stood on, where the browser says so."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if before and is_ours else reverse("wagtailadmin_home")


def typed_texts(request: HttpRequest) -> list[str]:
    texts = []
    for name, values in request.POST.lists():
        if BOOKKEEPING.search(name) or any(secret in name.lower() for secret in SECRETS):
            continue
        texts += [text for value in values if is_typed(text := readable(value))]
    return list(dict.fromkeys(texts))


def is_typed(text: str) -> bool:
    """Several words, or how to reach somebody: whoever stood at the desk has gone. Nothing that forms carry for
    themselves."""
    is_words = LETTERS.search(text) is not None and " " in text.strip()
    return is_words or TO_REACH.fullmatch(text.strip()) is not None


def readable(value: str) -> str:
    """Wagtail's rich text travels as Draft.js's own format: here its lines."""
    if value.startswith("{"):
        try:
            found: Any = json.loads(value)
            return "\n".join(block["text"] for block in found["blocks"])
        except (ValueError, TypeError, KeyError):
            pass
    return value
