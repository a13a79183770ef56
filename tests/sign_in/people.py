"""Accounts, codes and browsers for the tests of this app."""

import base64

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from clairdroit.sign_in import actions
from clairdroit.sign_in.models import AuthenticatorApp, SignIn

PASSWORD = "mot-de-passe-de-test"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
LOGIN = "/admin/login/"
STEP = "/admin/login/step/"


def person(name="lise", *, admin=True, groups=(), password=PASSWORD, **fields):
    user = get_user_model().objects.create_user(
        name, f"{name}@ville.example", password, first_name="Lise", last_name="Aubert", **fields
    )
    if admin:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for group in groups:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def current_code(app, *, steps=0):
    """The code that the application shows, or showed (`steps` of half a minute from now)."""
    return f"{TOTP(base64.b32decode(app.secret), drift=steps).token():06d}"


def with_app(user):
    """Their application, confirmed with a code of two steps ago: the current one is still good."""
    return AuthenticatorApp.objects.create(user=user, confirmed=True)


def with_codes(user):
    with_app(user)
    return actions.renew_codes(user=user)


def browser(**extra):
    return Client(headers={"User-Agent": FIREFOX}, **extra)


def give_password(client, user, *, password=PASSWORD, where=""):
    address = LOGIN + (f"?next={where}" if where else "")
    return client.post(address, {"username": user.username, "password": password})


def give_code(client, code):
    return client.post(STEP, {"code": code})


def sign_in(client, user):
    """All the way, with the application's code where there is one."""
    answer = give_password(client, user)
    app = AuthenticatorApp.objects.filter(user=user, confirmed=True).first()
    if app is not None:
        AuthenticatorApp.objects.filter(pk=app.pk).update(last_step=-1)
        answer = give_code(client, current_code(app))
    assert is_in(client)
    return answer


def is_in(client):
    """Whether this browser gets its own page about its access."""
    return client.get(reverse("clairdroit_sign_in:access")).status_code == 200


def sessions_of(user):
    return SignIn.objects.filter(user=user).count()
