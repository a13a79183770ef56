"""A signed and dated token: that our form was shown, and when.

Why that is enough for a visitor who has no session: docs/adr/0002-public-forms-without-cookies.md.
"""

import datetime
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

SALT = "clairdroit.public_forms"
# Long enough to write with interruptions, or on a page that a cache kept; short enough to make hoarding useless.
TOKEN_LIFETIME = datetime.timedelta(hours=12)
TOKEN_FIELD = "token"
MAX_TOKEN_LENGTH = 200


class FormTokenError(Exception):
    """The token does not prove that our form was shown; nobody is to blame, the form is shown again."""


class ExpiredTokenError(FormTokenError):
    pass


@dataclass(frozen=True)
class FormToken:
    """Says which form was shown and when. It says nothing of who saw it, so that a cache may keep the page."""

    form: str
    issued_at: datetime.datetime
    raw: str

    @classmethod
    def issue(cls, form: str) -> "FormToken":
        now = timezone.now().replace(microsecond=0)
        raw = signing.dumps([form, int(now.timestamp())], salt=SALT)
        return cls(form, now, raw)

    @classmethod
    def read(cls, raw: str, form: str) -> "FormToken":
        try:
            shown, seconds = signing.loads(raw[:MAX_TOKEN_LENGTH], salt=SALT)
            issued_at = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise FormTokenError("not one of ours") from error
        if shown != form:
            raise FormTokenError("made for another form")
        if timezone.now() - issued_at > TOKEN_LIFETIME:
            raise ExpiredTokenError("older than TOKEN_LIFETIME")
        return cls(form, issued_at, raw)

    @property
    def age(self) -> datetime.timedelta:
        return timezone.now() - self.issued_at

    def submission_key(self, *values: str) -> str:
        """The same for two copies of one submission (double click, reload), different for any other.

        The key is a keyed digest: it cannot be turned back into what was written.
        """
        content = "\x1f".join([self.raw, *(" ".join(value.split()) for value in values)])
        return salted_hmac(SALT + ".key", content, algorithm="sha256").hexdigest()
