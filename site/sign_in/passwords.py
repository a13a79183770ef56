"""Passwords that everybody tries first: Django ships a list of 20,000, so nobody outside is asked."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import CommonPasswordValidator, get_default_password_validators
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Site

from clairdroit.sign_in.signals import password_accepted


def is_common(password: str) -> bool:
    """By the lists among AUTH_PASSWORD_VALIDATORS; False where there is none."""
    for validator in get_default_password_validators():
        if isinstance(validator, CommonPasswordValidator):
            try:
                validator.validate(password)
            except ValidationError:
                return True
    return False


def is_own_password(request: HttpRequest, password: str) -> bool:
    """Of whoever is signed in. Through Django's backends, so that wrong ones are counted as they are at the sign-in."""
    user = request.user
    found = authenticate(request, username=user.get_username(), password=password)
    if found is None or found.pk != user.pk:
        return False
    password_accepted.send(sender=type(found), request=request, user=found)
    return True


# What whoever attacks a town's site tries first; the site's own names come to it.
KNOWN_HERE = [
    "clairdroit",
    "wagtail",
    "django",
    "admin",
    "administrateur",
    "administratrice",
    "motdepasse",
    "password",
    "passe",
    "secret",
    "bienvenue",
    "bonjour",
    "mairie",
    "ville",
    "commune",
    "ccas",
    "droits",
    "droit",
    "social",
    "sociale",
    "coordination",
    "redaction",
    "accueil",
    # Rows of both keyboards, whole and begun.
    "azerty",
    "azertyuiop",
    "qwerty",
    "qwertyuiop",
    "qsdfgh",
    "qsdfghjklm",
    "asdfgh",
    "asdfghjkl",
    "wxcvbn",
    "zxcvbnm",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "printemps",
    "automne",
    "hiver",
]
# Of a password without such words, digits and signs, so many letters must be left.
LETTERS_LEFT = 4


class LocalWordsValidator:
    """Refuses what is little more than words that everybody here knows: the town, its site, the season and a number.

    `words`: more of them, from the settings. Those of one or two letters say nothing.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = tuple(words)

    def validate(self, password: str, user: Any = None) -> None:
        left = _letters(password)
        # The longest first: “azertyuiop” would leave “uiop” behind “azerty”.
        for word in sorted(self._known(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LETTERS_LEFT:
            raise ValidationError(
                _("This password is little more than words that everybody here knows, such as the name of the site."),
                code="password_of_local_words",
            )

    def get_help_text(self) -> str:
        return _("Your password cannot be made of the names of the site or the town.")

    def _known(self) -> set[str]:
        names = [*KNOWN_HERE, *self.words, getattr(settings, "WAGTAIL_SITE_NAME", "")]
        names.append(urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).hostname or "")
        for site_name, host in Site.objects.values_list("site_name", "hostname"):
            names += [site_name, host]
        return {word for name in names for word in re.findall("[a-z]{3,}", _letters(name or "", keep=" .-_'’"))}


def _letters(text: str, *, keep: str = "") -> str:
    """Small letters without accents; of the rest a blank for what `keep` names, and nothing for all other."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter if "a" <= letter <= "z" else " " if letter in keep else "" for letter in plain)
