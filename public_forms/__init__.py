"""Forms that anyone may send without an account or a cookie: docs/public-forms.md shows how an app protects one.

This module is what a view needs; `fields` has form fields that refuse in words what no database or mail can hold,
`allowances` limits the mails that a stranger can cause.
"""

from clairdroit.public_forms.challenge import Challenge
from clairdroit.public_forms.client_address import client_network
from clairdroit.public_forms.guard import TRAP, Examined, FormGuard, Suspicion
from clairdroit.public_forms.origin import comes_from_here, public_form
from clairdroit.public_forms.rates import (
    HARD_LIMIT,
    WINDOW,
    is_flooded,
    refused,
    seconds_to_wait,
    times_counted,
    times_seen,
    too_often,
)
from clairdroit.public_forms.tokens import (
    TOKEN_FIELD,
    TOKEN_LIFETIME,
    ExpiredTokenError,
    FormToken,
    FormTokenError,
)

__all__ = [
    "HARD_LIMIT",
    "TOKEN_FIELD",
    "TOKEN_LIFETIME",
    "TRAP",
    "WINDOW",
    "Challenge",
    "Examined",
    "ExpiredTokenError",
    "FormGuard",
    "FormToken",
    "FormTokenError",
    "Suspicion",
    "client_network",
    "comes_from_here",
    "is_flooded",
    "public_form",
    "refused",
    "seconds_to_wait",
    "times_counted",
    "times_seen",
    "too_often",
]
