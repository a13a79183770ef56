"""The protection of one public form: a person is never turned away, at worst a small task is asked for."""

import dataclasses
import datetime
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from clairdroit.public_forms.challenge import Challenge, is_solved, make_challenge
from clairdroit.public_forms.rates import HARD_LIMIT, QUIET_LIMIT, times_seen
from clairdroit.public_forms.tokens import TOKEN_FIELD, ExpiredTokenError, FormToken, FormTokenError

# A field that people do not see. Not "website" or "url": browsers fill those in for people.
TRAP = "precision_bis"
# From the moment at which the token was made, which is when the page was.
TOO_FAST = datetime.timedelta(seconds=3)
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MAX_LINKS = 2


@dataclasses.dataclass(frozen=True)
class Suspicion:
    """`reasons` are for the editor. What came with `serious` ones goes to nobody else until an editor looked."""

    reasons: list[str]
    serious: bool

    def __bool__(self) -> bool:
        return bool(self.reasons)

    def __str__(self) -> str:
        return " ".join(self.reasons)[:200]


@dataclasses.dataclass(frozen=True)
class Examined:
    """What was found in a form that was sent. With a `challenge` nothing is done yet: the form is shown again."""

    suspicion: Suspicion
    challenge: Challenge | None


@dataclasses.dataclass(frozen=True)
class FormGuard:
    """`name` stands in the form's tokens and in what is counted: each form has its own."""

    name: str

    def shown(self, *, token: FormToken | None = None, challenge: Challenge | None = None) -> dict[str, Any]:
        """For the template, which includes `public_forms/includes/guards.html` within its form.

        While a task is asked for, the token stays: it is the same submission.
        """
        return {
            "token_field": TOKEN_FIELD,
            "token": (token or FormToken.issue(self.name)).raw,
            "trap": TRAP,
            "challenge": challenge,
        }

    def token_of(self, request: HttpRequest) -> tuple[FormToken | None, str]:
        """The token that came back, or a sentence for the reader: what they typed is shown again with a fresh one."""
        try:
            return FormToken.read(request.POST.get(TOKEN_FIELD, ""), self.name), ""
        except ExpiredTokenError:
            return None, _("This page had been open for a long time. Nothing is lost: read it over and send it again.")
        except FormTokenError:
            return None, _("We could not check that this form comes from our site. Nothing is lost: send it again.")

    def examine(self, request: HttpRequest, *, token: FormToken, submission_key: str, text: str = "") -> Examined:
        """Counts this use of the form. `submission_key` (`token.submission_key`) tells a copy of what was sent before,
        as after an answer that never arrived; `text` is what was written freely."""
        suspicion = self._suspicion(request, token=token, submission_key=submission_key, text=text)
        # A solved task lets the form through; the suspicion stays for the editor.
        if not suspicion or is_solved(request.POST, submission_key=submission_key):
            return Examined(suspicion, None)
        return Examined(suspicion, make_challenge())

    def _suspicion(self, request: HttpRequest, *, token: FormToken, submission_key: str, text: str) -> Suspicion:
        reasons, is_serious = [], False
        if request.POST.get(TRAP, ""):
            reasons.append(_("A field that people do not see was filled in."))
            is_serious = True
        # Not serious: a browser that fills in a whole form is as fast.
        if token.age < TOO_FAST:
            reasons.append(_("The form was sent within three seconds."))
        if len(LINK.findall(text)) > MAX_LINKS:
            reasons.append(_("The text holds many links."))
            is_serious = True
        seen = times_seen(request, self.name, submission_key=submission_key)
        if seen > QUIET_LIMIT:
            reasons.append(_("Many forms were sent from the same connection."))
            is_serious = is_serious or seen > HARD_LIMIT
        return Suspicion(reasons, is_serious)
