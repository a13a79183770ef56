"""A second step that a role asks for, and what an administrator and its owner may do with it."""

import uuid

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from clairdroit.sign_in import actions, checks
from clairdroit.sign_in.models import AuthenticatorApp, RecoveryCode
from tests.sign_in.people import (
    LOGIN,
    PASSWORD,
    STEP,
    browser,
    current_code,
    give_password,
    is_in,
    person,
    sessions_of,
    sign_in,
    with_app,
    with_codes,
)

pytestmark = pytest.mark.django_db

SET_UP = "/admin/access/app/"
CONFIRM = "/admin/access/app/confirm/"


@pytest.fixture
def required(settings):
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Coordination", "superusers"]


@pytest.fixture
def coordinator():
    return person("ines", groups=["Coordination"])


def test_whoever_needs_a_second_step_sets_it_up_and_can_do_nothing_else(client, required, coordinator):
    assert give_password(client, coordinator, where="/admin/pages/").url == SET_UP
    for address in ("/admin/", "/admin/account/", "/admin/access/", "/admin/login/password/", STEP):
        assert client.get(address).url.startswith(LOGIN)
    assert "/admin/logout/" not in client.get("/a-qui-s-adresser/").content.decode()
    assert not is_in(client)
    assert client.post(SET_UP).url == CONFIRM
    app = AuthenticatorApp.objects.get(user=coordinator)
    assert client.post(CONFIRM, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    AuthenticatorApp.objects.update(throttling_failure_count=0)
    shown = client.post(CONFIRM, {"code": current_code(app)}).content.decode()
    assert shown.count("<code>") == 10
    assert 'href="/admin/pages/"' in shown
    assert is_in(client)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"groups": ["Coordination"]}, True),
        ({"groups": ["Modérateurs"]}, False),
        ({"is_superuser": True}, True),
        ({}, False),
    ],
)
def test_only_the_roles_named_are_asked(client, required, fields, asked):
    answer = give_password(client, person("x", **fields))
    assert (answer.url == SET_UP) == asked


def test_a_professional_without_the_admin_is_asked_too(client, settings):
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Professionnels"]
    user = person("sami", admin=False, groups=["Professionnels"])
    user.user_permissions.add(Permission.objects.get(codename="view_privatecontact"))
    assert give_password(client, user).url == SET_UP
    assert "/admin/logout/" not in client.get("/a-qui-s-adresser/").content.decode()


def test_a_session_that_was_open_before_the_role_asked_is_closed(client, coordinator, settings):
    sign_in(client, coordinator)
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Coordination"]
    assert not is_in(client)
    assert client.get("/admin/").url.startswith(LOGIN)


def test_so_is_one_of_whoever_joins_such_a_group(client, required):
    user = person()
    sign_in(client, user)
    user.groups.add(Group.objects.get_or_create(name="Coordination")[0])
    assert not is_in(client)


def test_what_is_required_can_be_replaced_but_not_removed(client, required, coordinator):
    with_app(coordinator)
    sign_in(client, coordinator)
    assert client.get("/admin/access/remove/").status_code == 302
    with pytest.raises(actions.StillRequiredError):
        actions.remove_second_factor(user=coordinator, current=None)
    client.post(SET_UP, {"password": PASSWORD})
    new = AuthenticatorApp.objects.get(user=coordinator, confirmed=False)
    client.post(CONFIRM, {"code": current_code(new)})
    assert list(AuthenticatorApp.objects.filter(user=coordinator)) == [new]
    assert is_in(client)


def test_another_waiting_application_is_not_confirmed_by_somebody_who_is_not_in(client, required, coordinator):
    """Once they have a second step, the way in leads through it: setting up another is no way round."""
    with_app(coordinator)
    give_password(client, coordinator)
    assert client.post(SET_UP).url == LOGIN
    actions.begin_app(user=coordinator)
    waiting = AuthenticatorApp.objects.get(user=coordinator, confirmed=False)
    assert client.post(CONFIRM, {"code": current_code(waiting)}).url == LOGIN
    assert not is_in(client)


def test_removing_it_takes_the_password_and_a_code(client, mailoutbox):
    user = person()
    codes = with_codes(user)
    sign_in(client, user)
    other = browser()
    sign_in(other, user)
    mailoutbox.clear()
    for wrong in ({"password": "faux", "code": codes[0]}, {"password": PASSWORD, "code": "zzzz-zzzz"}):
        assert client.post("/admin/access/remove/", wrong).status_code == 200
        assert AuthenticatorApp.objects.filter(user=user).exists()
    assert RecoveryCode.objects.unused().count() == 10  # a wrong password spends no code
    user.recoverycodes_set.update(throttling_failure_count=0)
    assert client.post("/admin/access/remove/", {"password": PASSWORD, "code": codes[0]}).status_code == 302
    assert not AuthenticatorApp.objects.filter(user=user).exists()
    assert is_in(client)
    assert not is_in(other)
    assert {mail.to[0] for mail in mailoutbox} == {user.email}


def test_new_codes_make_the_former_ones_worthless(client):
    user = person()
    former = with_codes(user)
    sign_in(client, user)
    answer = client.post("/admin/access/codes/", {"password": PASSWORD, "code": former[0]})
    assert answer.content.decode().count("<code>") == 10
    with pytest.raises(actions.WrongCodeError):
        actions.check_code(user=user, typed=former[1])


@pytest.fixture
def keeper():
    """Keeps accounts without being an administrator, as the coordination does."""
    user = person("paul")
    user.user_permissions.add(Permission.objects.get(codename="change_user"))
    return user


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("superuser", "person", True),
        ("superuser", "superuser2", True),
        ("superuser", "superuser", False),
        ("keeper", "person", True),
        ("keeper", "superuser", False),
        ("keeper", "keeper", False),
        ("person", "keeper", False),
    ],
)
def test_who_may_reset_a_lost_second_step(client, keeper, who, whose, may, mailoutbox):
    people = {
        "superuser": person("ada", is_superuser=True),
        "superuser2": person("abel", is_superuser=True),
        "keeper": keeper,
        "person": person(),
    }
    with_codes(people[whose])
    sign_in(browser(), people[whose])
    sign_in(client, people[who])
    mailoutbox.clear()
    client.post(f"/admin/access/people/{people[whose].pk}/reset/")
    assert AuthenticatorApp.objects.filter(user=people[whose]).exists() != may
    assert (sessions_of(people[whose]) == 0) == may
    assert [mail.to for mail in mailoutbox] == ([[people[whose].email]] if may else [])
    logged = ModelLogEntry.objects.filter(action="clairdroit_sign_in.reset")
    assert [entry.user for entry in logged] == ([people[who]] if may else [])
    if not may:
        with pytest.raises(PermissionDenied):
            actions.reset_second_factor(person=people[whose], user=people[who])


def test_a_reset_is_no_link_to_open(client):
    sign_in(client, person("ada", is_superuser=True))
    other = person()
    with_app(other)
    assert client.get(f"/admin/access/people/{other.pk}/reset/").status_code == 405
    assert AuthenticatorApp.objects.filter(user=other).exists()


def test_a_misspelt_group_is_told(settings):
    Group.objects.get_or_create(name="Coordination")
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Coordination", "Cordination", "superusers"]
    (warning,) = checks.check_role_names(None, databases=["default"])
    assert "Cordination" in warning.msg
    assert "superusers" not in warning.msg


def test_without_its_middleware_the_site_does_not_start(settings):
    assert checks.check_middleware(None) == []
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "sign_in" not in name]
    assert checks.check_middleware(None)[0].id == "clairdroit_sign_in.E001"


@pytest.mark.parametrize("pk", ["abc", "9" * 30, "9" * 5000, "-1", "1%00"])
def test_what_is_no_account_is_not_found(client, pk):
    client.force_login(person("ada", is_superuser=True))
    client.raise_request_exception = False
    page = f"/admin/access/people/{pk}/"
    assert client.get(page).status_code in (400, 404)
    for way in ("reset/", "end-all/", f"sessions/{uuid.uuid4()}/end/"):
        assert client.post(page + way).status_code in (400, 404), way
