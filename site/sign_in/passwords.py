"""Passwords that everybody tries first: Django ships a list of 20,000, so nobody outside is asked."""

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import CommonPasswordValidator, get_default_password_validators
from django.core.exceptions import ValidationError
from django.http import HttpRequest

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
