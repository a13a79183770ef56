"""The password is right; nothing opens before the code is."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clairdroit.sign_in import actions
from clairdroit.sign_in.models import WAITS, AuthenticatorApp, RecoveryCodes, SignIn
from tests.sign_in.people import (
    LOGIN,
    PASSWORD,
    STEP,
    browser,
    current_code,
    give_code,
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
def user():
    return person()


def test_one_step_is_enough_for_whoever_has_no_second(client, user):
    assert give_password(client, user).url == reverse("wagtailadmin_home")
    assert is_in(client)


@pytest.mark.parametrize(
    ("typed", "left"), [("111111", None), ("111 111", None), ("aaaa-bbbb-cccc-dddd", "aaaa-bbbb-cccc-dddd")]
)
def test_refused_figures_do_not_stand_where_the_next_ones_are_typed(client, user, typed, left):
    with_app(user)
    give_password(client, user)
    [field] = html.fromstring(give_code(client, typed).content).xpath("//input[@name='code']")
    assert field.get("value") == left


def test_the_right_code_opens_the_page_that_was_asked_for(client, user):
    app = with_app(user)
    assert give_password(client, user, where="/admin/pages/").url == STEP
    assert give_code(client, current_code(app)).url == "/admin/pages/"
    assert SignIn.objects.get(user=user).factor == "app"


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_page_asked_for_is_one_of_ours(client, user, where):
    app = with_app(user)
    give_password(client, user, where=where)
    assert give_code(client, current_code(app)).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/users/",
        "/admin/account/",
        "/admin/api/main/pages/",
        "/admin/access/",
        "/admin/access/app/",
        "/admin/access/app/confirm/",
        "/admin/access/codes/",
        "/admin/access/remove/",
        "/admin/access/password/",
        "/admin/access/email/",
        "/admin/login/password/",
    ],
)
def test_no_address_skips_the_second_step(client, user, address):
    user.is_superuser = True
    user.save()
    with_app(user)
    give_password(client, user)
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)
    assert client.post(address, {"code": "1", "password": "mot-de-passe-de-test"}).status_code in {302, 403, 405}
    assert not is_in(client)
    assert "sessionid" not in client.get("/a-qui-s-adresser/").cookies
    assert "/admin/logout/" not in client.get("/a-qui-s-adresser/").content.decode()


def test_a_session_opened_by_another_way_with_the_password_alone_opens_nothing(client, user):
    with_app(user)
    client.force_login(user)
    assert not is_in(client)
    assert client.get("/admin/").url.startswith(LOGIN)


def test_resetting_the_password_does_not_skip_the_second_step(client, user):
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    with_app(user)
    key = urlsafe_base64_encode(force_bytes(user.pk))
    link = reverse("wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(user)])
    form = client.get(link, follow=True).request["PATH_INFO"]
    done = client.post(form, {"new_password1": "un-tout-autre-mot", "new_password2": "un-tout-autre-mot"})
    assert done.status_code == 302
    assert not is_in(client)
    assert give_password(client, user, password="un-tout-autre-mot").url == STEP
    assert not is_in(client)


def test_a_code_is_taken_once(user):
    app = with_app(user)
    first, second = browser(), browser()
    for client in (first, second):
        give_password(client, user)
    code = current_code(app)
    assert give_code(first, code).status_code == 302
    assert give_code(second, code).status_code == 200
    assert not is_in(second)


def test_nor_an_earlier_one_after_a_later_one(user):
    app = with_app(user)
    assert actions.check_code(user=user, typed=current_code(app, steps=1))
    with pytest.raises(actions.WrongCodeError):
        actions.check_code(user=user, typed=current_code(app))


@pytest.mark.parametrize(("steps", "taken"), [(-1, True), (1, True), (-3, False), (3, False)])
@time_machine.travel("2026-11-26 10:00:10+01:00", tick=False)
def test_a_clock_may_be_half_a_minute_off_and_no_more(user, steps, taken):
    app = with_app(user)
    if taken:
        actions.check_code(user=user, typed=current_code(app, steps=steps))
    else:
        with pytest.raises(actions.WrongCodeError):
            actions.check_code(user=user, typed=current_code(app, steps=steps))


def test_trying_codes_through_becomes_slower_each_time(client, user, mailoutbox):
    app = with_app(user)
    give_password(client, user)
    now = timezone.now()
    for turn in range(12):
        # Each wrong code is tried as soon as one is looked at again.
        AuthenticatorApp.objects.update(throttling_failure_timestamp=now - datetime.timedelta(seconds=2**turn))
        give_code(client, "000000" if current_code(app) != "000000" else "111111")
    app.refresh_from_db()
    assert app.throttling_failure_count == 12
    refused = give_code(client, current_code(app))
    assert refused.status_code == 200
    assert "minute" in refused.content.decode()
    assert not is_in(client)
    assert sum("code" in mail.subject for mail in mailoutbox) == 1


@pytest.mark.parametrize("kind", ["application", "recovery"])
def test_wrong_codes_of_somebody_else_keep_the_owner_waiting_for_half_an_hour_at_most(user, kind):
    codes = with_codes(user)
    app = AuthenticatorApp.objects.get(user=user)
    near = {current_code(app, steps=steps) for steps in range(-3, 4)}
    guess = next(code for code in (f"{number:06d}" for number in range(8)) if code not in near)
    device, wrong = (app, guess) if kind == "application" else (user.recoverycodes_set.get(), "aaaa-aaaa-aaaa-aaaa")
    of_this_kind = type(device).objects.filter(pk=device.pk)

    def half_an_hour_passes():
        of_this_kind.update(throttling_failure_timestamp=timezone.now() - datetime.timedelta(minutes=35))

    for _turn in range(40):
        half_an_hour_passes()
        with pytest.raises(actions.WrongCodeError):
            actions.check_code(user=user, typed=wrong)
    half_an_hour_passes()
    assert actions.check_code(user=user, typed=current_code(app) if kind == "application" else codes[0])


@pytest.mark.parametrize("typed", ["", "abc", "12345", "١٢٣٤٥٦", "1" * 500, "\x00", "000000\n"])
def test_what_is_no_code_is_answered_with_words(client, user, typed):
    with_app(user)
    give_password(client, user)
    assert give_code(client, typed).status_code in {200, 400}
    assert not is_in(client)


def test_a_recovery_code_opens_once_and_its_owner_is_told(user, mailoutbox):
    codes = with_codes(user)
    mailoutbox.clear()
    first, second = browser(), browser()
    for client in (first, second):
        give_password(client, user)
    assert give_code(first, codes[0].upper().replace("-", " ")).status_code == 302
    assert is_in(first)
    assert give_code(second, codes[0]).status_code == 200
    assert not is_in(second)
    assert len(mailoutbox) == 1
    assert codes[0] not in mailoutbox[0].body
    assert actions.unused_codes(user) == 9


def test_recovery_codes_cannot_be_tried_through_either(user):
    with_codes(user)
    for _turn in range(3):
        with pytest.raises(actions.WrongCodeError):
            actions.check_code(user=user, typed="abcd-efgh-jkmn-pqrs")
    assert RecoveryCodes.objects.get(user=user).throttling_failure_count == 1


def test_neither_secret_nor_codes_can_be_read_in_the_database(user):
    from django.db import connection

    codes = with_codes(user)
    app = AuthenticatorApp.objects.get(user=user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM clairdroit_sign_in_authenticatorapp")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT digest FROM clairdroit_sign_in_recoverycode")
        digests = {row[0] for row in cursor.fetchall()}
    assert stored.startswith("e1:")
    assert app.secret not in stored
    assert not digests & {code.replace("-", "") for code in codes} | digests & set(codes)


def test_the_session_gets_a_new_key_at_each_step(client, user):
    client.get(LOGIN)
    client.cookies["sessionid"] = "fixe-par-un-autre-0123456789abcdef"
    app = with_app(user)
    give_password(client, user)
    between = client.cookies["sessionid"].value
    assert between != "fixe-par-un-autre-0123456789abcdef"
    give_code(client, current_code(app))
    assert client.cookies["sessionid"].value != between
    thief = browser()
    thief.cookies["sessionid"] = between
    assert not is_in(thief)


def test_the_code_of_one_person_does_not_open_for_another(client, user):
    with_app(user)
    other = with_app(person("paul"))
    give_password(client, user)
    assert give_code(client, current_code(other)).status_code == 200
    assert not is_in(client)


def test_whoever_waits_too_long_begins_again(client, user):
    app = with_app(user)
    give_password(client, user)
    session = client.session
    session["clairdroit_pending"] = {**session["clairdroit_pending"], "begun": 0}
    session.save()
    assert give_code(client, current_code(app)).url == LOGIN
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "autre"}])
def test_an_account_that_changed_meanwhile_is_not_let_in(client, user, change):
    app = with_app(user)
    give_password(client, user)
    type(user).objects.filter(pk=user.pk).update(**change)
    assert give_code(client, current_code(app)).url == LOGIN
    assert not is_in(client)


def test_a_code_without_a_password_before_it_is_not_looked_at(client, user):
    app = with_app(user)
    assert give_code(client, current_code(app)).url == LOGIN
    app.refresh_from_db()
    assert app.last_step == -1


def test_a_forged_post_is_refused(user):
    app = with_app(user)
    client = browser(enforce_csrf_checks=True)
    assert give_password(client, user).status_code == 403
    assert give_code(client, current_code(app)).status_code == 403


def test_reading_the_pages_changes_nothing(client, user):
    with_app(user)
    give_password(client, user)
    before = list(AuthenticatorApp.objects.values()), sessions_of(user)
    for address in (STEP, "/admin/access/app/", "/admin/access/app/confirm/", LOGIN):
        client.get(address)
        client.head(address)
    assert (list(AuthenticatorApp.objects.values()), sessions_of(user)) == before


def test_a_whole_round_by_the_pages(client, user):
    """From the button of the page to the next sign-in, with what the pages show."""
    sign_in(client, user)
    client.post("/admin/access/app/", {"password": "mot-de-passe-de-test"})
    shown = client.get("/admin/access/app/confirm/").content.decode()
    app = AuthenticatorApp.objects.get(user=user)
    assert "data:image/svg+xml" in shown
    assert app.secret[:4] + " " in shown
    assert not is_confirmed(user)
    codes = client.post("/admin/access/app/confirm/", {"code": current_code(app)})
    assert codes.content.decode().count("<code>") == 10
    assert is_confirmed(user)
    assert is_in(client)
    assert "<code>" not in client.get("/admin/access/").content.decode()


def is_confirmed(user):
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).exists()


def test_setting_up_asks_the_password_of_whoever_is_signed_in(client, user):
    sign_in(client, user)
    assert client.post("/admin/access/app/", {"password": "faux"}).status_code == 200
    assert not AuthenticatorApp.objects.exists()


def test_a_secret_that_nobody_confirmed_in_time_is_worth_nothing(client, user):
    """It was shown to whoever gave the password then, not to whoever sits there now."""
    sign_in(client, user)
    client.post(SET_UP, {"password": PASSWORD})
    assert client.get(CONFIRM).status_code == 200
    AuthenticatorApp.objects.update(created_at=timezone.now() - WAITS)
    assert client.get(CONFIRM).url == SET_UP
    assert client.post(CONFIRM, {"code": current_code(AuthenticatorApp.objects.get())}).url == SET_UP
    with pytest.raises(actions.WrongCodeError):
        actions.confirm_app(user=user, typed=current_code(AuthenticatorApp.objects.get()), current=None)
    assert not is_confirmed(user)
    client.post(SET_UP, {"password": PASSWORD})
    client.post(CONFIRM, {"code": current_code(AuthenticatorApp.objects.get())})
    assert is_confirmed(user)


class TestASessionOfAnotherVersion:
    """Written before an upgrade, or after it by the newer of two processes: nobody is shown an error for that."""

    def begun(self, client, change):
        user = person()
        app = with_app(user)
        give_password(client, user)
        session = client.session
        stored = dict(session["clairdroit_pending"])
        change(stored)
        session["clairdroit_pending"] = stored
        session.save()
        return app

    @pytest.mark.parametrize("name", ["on_site", "factor", "common", "former"])
    def test_what_it_did_not_know_has_its_default(self, client, name):
        app = self.begun(client, lambda stored: stored.pop(name))
        assert client.get(STEP).status_code == 200
        give_code(client, current_code(app))
        assert is_in(client)

    def test_what_it_knows_beside_is_passed_over(self, client):
        app = self.begun(client, lambda stored: stored.update(newer="oui"))
        give_code(client, current_code(app))
        assert is_in(client)

    @pytest.mark.parametrize("name", ["user", "hash", "begun", "backend", "next"])
    def test_without_what_is_needed_the_sign_in_begins_anew(self, client, name):
        app = self.begun(client, lambda stored: stored.pop(name))
        assert client.get(STEP).status_code in (200, 302)
        give_code(client, current_code(app))
        assert not is_in(client)

    def test_a_backend_that_is_gone_begins_it_anew(self, client):
        app = self.begun(client, lambda stored: stored.update(backend="ancienne.Porte"))
        give_code(client, current_code(app))
        assert not is_in(client)

    def test_something_else_entirely_begins_it_anew(self, client):
        session = client.session
        session["clairdroit_pending"] = "oui"
        session.save()
        assert client.get(STEP).status_code in (200, 302)
