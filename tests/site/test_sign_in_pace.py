"""Wrong passwords slow the next tries down; nobody else is locked out by them."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config import sign_in_pace
from config.sign_in_pace import ATTACK, FREE, FREE_BY_ADDRESS, MOST, PaceHandler, Tries
from tests.sign_in.accounts import account
from tests.sign_in.people import person, with_app

pytestmark = pytest.mark.django_db

PASSWORD = "mot-de-passe-de-test"
START = 1_800_000_000.0


@pytest.fixture(autouse=True)
def watched(settings):
    settings.AXES_ENABLED = True
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = START

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(sign_in_pace, "time", clock)
    return clock


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("redaction", "redaction@ville.example", PASSWORD)


def try_out(password="faux", *, username="redaction", address="203.0.113.9"):
    values = {"username": username, "password": password}
    return Client().post(reverse("wagtailadmin_login"), values, headers={"X-Forwarded-For": address})


def fail(times, **options):
    return [try_out(**options).status_code for _each in range(times)]


def test_the_first_wrong_passwords_cost_nothing_and_the_next_are_told_how_long_to_wait(editor, clock):
    assert fail(FREE) == [200] * FREE
    refused = try_out(PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "10"
    page = refused.content.decode()
    assert "Votre compte n’est pas bloqué" in page
    assert "dans 10 secondes" in page
    assert 'value="redaction"' in page
    clock.now += 7
    assert try_out(PASSWORD)["Retry-After"] == "3"


def test_the_wait_grows_with_each_wrong_try_and_not_by_waiting_impatiently(editor, clock):
    fail(FREE)
    waits = []
    for _each in range(12):
        fail(3)
        wait = int(try_out()["Retry-After"])
        waits.append(wait)
        clock.now += wait
        assert try_out().status_code == 200
    assert waits == [10, 20, 40, 80, 160, 320, 640, *[900] * 5]


def test_the_right_password_after_the_wait_ends_it(editor, clock):
    fail(FREE)
    clock.now += 10
    assert try_out(PASSWORD).status_code == 302
    assert fail(FREE) == [200] * FREE


def test_behind_a_proxy_one_visitors_wrong_passwords_lock_nobody_else_out(editor, clock):
    fail(30)
    assert try_out(PASSWORD).status_code == 429
    assert try_out(PASSWORD, address="198.51.100.4").status_code == 302


def test_an_invented_address_gives_no_further_tries(editor, clock):
    fail(FREE)
    assert fail(3, address="192.0.2.77, 203.0.113.9") == [429] * 3


def test_a_network_of_ipv6_is_one_visitor(editor, clock):
    codes = [try_out(address=f"2001:db8:1:2::{number:x}").status_code for number in range(FREE + 3)]
    assert codes == [200] * FREE + [429] * 3


def test_under_attack_the_owner_signs_in_from_any_address_that_has_not_just_failed(editor, clock):
    for number in range(ATTACK):
        assert try_out(address=f"198.51.100.{number}").status_code == 200
    # Each further address of the attack has one try a minute.
    assert fail(2, address="192.0.2.1") == [200, 429]
    assert try_out(address="192.0.2.1")["Retry-After"] == "60"
    assert try_out(PASSWORD, address="203.0.113.200").status_code == 302
    clock.now += 60
    assert try_out(PASSWORD, address="192.0.2.1").status_code == 302


def test_one_address_is_slowed_down_over_all_accounts(editor, clock):
    codes = [try_out(username=f"inconnu-{number}").status_code for number in range(FREE_BY_ADDRESS + 1)]
    assert codes == [200] * FREE_BY_ADDRESS + [429]


def test_a_town_hall_that_signs_in_in_the_morning_is_not_slowed_down(editor, clock):
    codes = {try_out(PASSWORD).status_code for _each in range(FREE_BY_ADDRESS + 5)}
    assert codes == {302}


def test_an_account_that_does_not_exist_is_answered_alike(editor, clock):
    known, unknown = fail(FREE + 1), fail(FREE + 1, username="personne", address="198.51.100.9")
    assert known == unknown


def test_capital_letters_and_spaces_make_no_other_account(editor, clock):
    names = ["redaction", "Redaction", "REDACTION", " redaction", "redaction "]
    assert {try_out(username=name).status_code for name in names} == {200}
    assert try_out(username="rEDACTION").status_code == 429


def test_many_tries_at_once_are_no_more_than_one_after_the_other(rf, clock):
    def ask():
        request = rf.post("/", headers={"X-Forwarded-For": "203.0.113.9"})
        allowed.append(PaceHandler().is_allowed(request, {"username": "redaction"}))

    allowed = []
    threads = [threading.Thread(target=ask) for _each in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == FREE


def test_more_tries_than_are_numbered_still_wait(clock):
    tries = Tries("pair", "x", "y")
    for _each in range(MOST + 5):
        tries.take(cache.get_many(tries.every_key()))
        assert tries.add(clock.now)
    tries.take(cache.get_many(tries.every_key()))
    assert tries.wait(clock.now, free=FREE, delays=(10,)) == 10


def test_nothing_of_an_address_is_stored_with_an_account(editor, clock):
    from axes.models import AccessAttempt, AccessLog

    fail(FREE + 2)
    try_out(PASSWORD, address="198.51.100.4")
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    assert "203.0.113.9" not in str(cache._cache.keys())


def test_a_right_password_is_no_wrong_one_though_a_second_step_is_to_come(editor, clock):
    with_app(editor)
    for _each in range(FREE_BY_ADDRESS + 2):
        assert try_out(PASSWORD).url.endswith("/step/")
    assert try_out(PASSWORD, username="une-autre").status_code == 200


def test_a_cache_that_takes_nothing_in_lets_nobody_try_and_keeps_no_thread_busy(editor, clock, monkeypatch):
    monkeypatch.setattr("django.core.cache.backends.locmem.LocMemCache.add", lambda *args, **kwargs: False)
    assert try_out(PASSWORD).status_code == 429


def test_fetching_the_form_is_no_try(editor):
    for _each in range(3 * FREE_BY_ADDRESS):
        for method in (Client().get, Client().head):
            assert method(reverse("wagtailadmin_login"), headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200
    assert try_out(PASSWORD).status_code == 302


@pytest.mark.parametrize("page", ["/admin/account/", "/admin/access/password/"])
def test_whoever_sits_down_at_an_open_desk_tries_no_passwords_through(client, clock, page):
    user = person("redaction")
    prefix = "password-" if page == "/admin/account/" else ""
    new = {f"{prefix}new_password{number}": "un-tout-autre-mot" for number in (1, 2)}
    client.force_login(user)

    def change(old):
        return client.post(page, {**account(user), **new, f"{prefix}old_password": old}).status_code

    assert [change("faux") for _each in range(FREE)] == [200] * FREE
    assert change(PASSWORD) == 429
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    clock.now += 3600
    assert change(PASSWORD) == 302
    user.refresh_from_db()
    assert user.check_password("un-tout-autre-mot")
