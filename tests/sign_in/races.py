"""Several browsers at the same instant, on a real database with real commits. Run as a program: `test_races.py` does.

It prints one JSON object: how often a code was taken in each round.
"""

# ruff: noqa: E402 (Django is set up before its models are imported)
import os
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.contrib.auth import get_user_model

from clairdroit.sign_in import actions
from clairdroit.sign_in.models import AuthenticatorApp, RecoveryCode
from tests.races import at_once, tell
from tests.sign_in.people import browser, current_code, give_code, give_password, is_in, with_app

ROUNDS = 5
AT_ONCE = 6


def somebody():
    name = f"lise-{uuid.uuid4().hex[:8]}"
    return get_user_model().objects.create_user(name, f"{name}@ville.example", "mot-de-passe-de-test")


def several_browsers(user, code):
    clients = [browser() for _each in range(AT_ONCE)]
    for client in clients:
        give_password(client, user)
    answers = at_once(*[lambda client=client: give_code(client, code).status_code for client in clients])
    return {"answers": sorted(map(str, answers)), "in": sum(is_in(client) for client in clients)}


def the_same_code_of_an_application():
    user = somebody()
    return several_browsers(user, current_code(with_app(user)))


def the_same_recovery_code():
    user = somebody()
    with_app(user)
    code = actions.renew_codes(user=user)[0]
    found = several_browsers(user, code)
    return found | {"left": RecoveryCode.objects.unused().filter(sheet__user=user).count()}


def many_guesses():
    """All sent before the first one is answered: only one of them is looked at."""
    user = somebody()
    app = with_app(user)
    guesses = [f"{number:06d}" for number in range(AT_ONCE) if f"{number:06d}" != current_code(app)]

    def guess(code):
        try:
            return str(actions.check_code(user=user, typed=code))
        except actions.WrongCodeError:
            return "wrong"

    answers = at_once(*[lambda code=code: guess(code) for code in guesses])
    return {
        "answers": sorted(set(answers)),
        "looked_at": AuthenticatorApp.objects.get(pk=app.pk).throttling_failure_count,
    }


def a_button_pressed_several_times():
    """That makes a secret: each answer leads to the page that shows the one there is."""
    user = somebody()
    answers = at_once(*[lambda: str(actions.begin_app(user=user).pk) for _each in range(AT_ONCE)])
    waiting = AuthenticatorApp.objects.filter(user=user).count()
    return {"failed": [each for each in answers if "FAILED" in each], "waiting": waiting}


RACES = {
    race.__name__: race
    for race in (
        the_same_code_of_an_application,
        the_same_recovery_code,
        many_guesses,
        a_button_pressed_several_times,
    )
}

if __name__ == "__main__":
    tell(RACES, rounds=ROUNDS)
