"""Where one is signed in: listed, ended, idle, too old; and what was typed meanwhile."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import escape

from clairdroit.sign_in.devices import device_words
from clairdroit.sign_in.models import SignIn
from config.bodies import PUBLIC_FIELDS
from tests.sign_in.people import FIREFOX, LOGIN, browser, give_password, is_in, person, sessions_of, sign_in

pytestmark = pytest.mark.django_db

ACCESS = "/admin/access/"


@pytest.fixture
def user():
    return person()


def aged(user, *, used, started=None):
    """Their only session, last used and begun so many minutes ago."""
    now = timezone.now()
    begun = now - datetime.timedelta(minutes=started if started is not None else used)
    SignIn.objects.filter(user=user).update(last_used_at=now - datetime.timedelta(minutes=used), started_at=begun)


def test_each_browser_stands_in_the_list_with_its_words(client, user):
    sign_in(browser(), user)
    sign_in(client, user)
    page = client.get(ACCESS).content.decode()
    assert "Firefox, Windows" in page
    assert page.count("– cette session") == 1
    assert "127.0.0.1" not in page
    assert str(client.session.session_key) not in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_two_words(text, words):
    assert device_words(text) == words


def test_a_session_that_is_ended_opens_nothing(client, user):
    other = browser()
    sign_in(other, user)
    sign_in(client, user)
    key = SignIn.objects.get(device="Firefox, Windows", user=user).pk
    assert client.get(f"{ACCESS}sessions/{key}/end/").status_code == 405
    assert is_in(other)
    assert client.post(f"{ACCESS}sessions/{key}/end/").status_code == 302
    assert not is_in(other)
    assert is_in(client)
    assert "/admin/logout/" not in other.get("/a-qui-s-adresser/").content.decode()


def test_all_others_are_ended_at_once(client, user):
    others = [browser(), browser()]
    for each in (*others, client):
        sign_in(each, user)
    client.post(f"{ACCESS}sessions/end-others/")
    assert [is_in(each) for each in (*others, client)] == [False, False, True]


def test_somebody_else_s_session_is_not_found(client, user):
    theirs = browser()
    sign_in(theirs, person("paul"))
    sign_in(client, user)
    key = SignIn.objects.get(user__username="paul").pk
    assert client.post(f"{ACCESS}sessions/{key}/end/").status_code == 404
    assert client.post(f"{ACCESS}people/{SignIn.objects.get(pk=key).user_id}/sessions/{key}/end/").status_code == 302
    assert client.post(f"{ACCESS}people/{SignIn.objects.get(pk=key).user_id}/end-all/").status_code == 302
    assert is_in(theirs)


def test_an_administrator_ends_the_sessions_of_others(client, user):
    theirs = browser()
    sign_in(theirs, user)
    sign_in(client, person("ada", is_superuser=True))
    assert "Firefox, Windows" in client.get(f"{ACCESS}people/{user.pk}/").content.decode()
    client.post(f"{ACCESS}people/{user.pk}/end-all/")
    assert not is_in(theirs)
    assert is_in(client)


def test_ending_a_session_needs_its_own_token(user):
    client = browser(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(LOGIN).content.decode())[1]
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": token})
    assert is_in(client)
    assert client.post(f"{ACCESS}sessions/end-others/").status_code == 403


def test_signing_out_takes_the_record_away(client, user):
    sign_in(client, user)
    client.post("/admin/logout/")
    assert sessions_of(user) == 0


def test_signing_in_as_somebody_else_ends_the_session_that_was_open_in_that_browser(client, user):
    sign_in(client, user)
    sign_in(browser(), user)
    sign_in(client, person("paul"))
    assert sessions_of(user) == 1


def test_the_id_of_a_session_opens_nothing_in_another_account(client, user):
    sign_in(browser(), user)
    thief = person("paul")
    sign_in(client, thief)
    session = client.session
    session["clairdroit_sign_in"] = str(SignIn.objects.get(user=user).pk)
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize(("minutes", "still"), [(59, True), (61, False)])
def test_a_session_ends_when_nothing_is_done(client, user, settings, minutes, still):
    settings.CLAIRDROIT_IDLE_MINUTES = 60
    sign_in(client, user)
    aged(user, used=minutes)
    assert is_in(client) == still


def test_each_use_begins_the_time_anew(client, user, settings):
    settings.CLAIRDROIT_IDLE_MINUTES = 60
    sign_in(client, user)
    aged(user, used=50)
    assert is_in(client)
    assert timezone.now() - SignIn.objects.get(user=user).last_used_at < datetime.timedelta(minutes=1)


def test_reading_on_writes_nothing_within_a_minute(client, user, django_assert_num_queries):
    sign_in(client, user)
    before = SignIn.objects.get(user=user).last_used_at
    client.get(ACCESS)
    client.get("/admin/")
    assert SignIn.objects.get(user=user).last_used_at == before


def test_an_open_editor_alone_does_not_keep_a_session_alive(client, user):
    sign_in(client, user)
    aged(user, used=10)
    before = SignIn.objects.get(user=user).last_used_at
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert SignIn.objects.get(user=user).last_used_at == before


def test_however_busy_a_session_does_not_last_for_ever(client, user, settings):
    settings.CLAIRDROIT_SESSION_HOURS = 12
    sign_in(client, user)
    aged(user, used=1, started=12 * 60 + 1)
    assert not is_in(client)


def test_a_visitor_s_reading_writes_no_session(client):
    client.get("/a-qui-s-adresser/")
    client.get(LOGIN)
    assert not client.cookies.get("sessionid")
    assert not SignIn.objects.exists()


def test_the_page_to_sign_in_says_why(client, user):
    sign_in(client, user)
    aged(user, used=120)
    page = client.get("/admin/", follow=True).content.decode()
    assert escape("rien n’a été fait pendant un moment") in page
    assert "un autre onglet garde" in page


def test_what_was_sent_after_that_is_given_back(user):
    client = browser(enforce_csrf_checks=True)
    token = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": token})
    editor = token_of(client.get(f"{ACCESS}email/"))
    aged(user, used=120)
    typed = {"title": "L’aide « d’urgence » <b>", "body": "\nUn\nlong\ntexte", "password1": "secret-de-quelqu-un"}
    answer = client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": editor})
    assert answer.status_code == 401
    page = answer.content.decode()
    assert escape("L’aide « d’urgence » <b>") in page
    assert ">\n\nUn\nlong\ntexte</textarea>" in page
    assert "secret-de-quelqu-un" not in page
    # Signed in again in another tab, the page that was open before is accepted as it is.
    fresh = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": fresh})
    saved = client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": token_of(answer)})
    assert saved.status_code not in {401, 403}
    assert client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": editor}).status_code not in {401, 403}


@pytest.mark.parametrize("large", ["fields", "file"])
def test_a_long_page_is_given_back_whole_and_can_be_sent_again(user, large):
    """Of an hour's work: more fields, or with the picture more bytes, than a visitor may send."""
    client = browser(enforce_csrf_checks=True)
    token = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": token})
    editor = token_of(client.get(f"{ACCESS}email/"))
    aged(user, used=120)
    number = PUBLIC_FIELDS + 500 if large == "fields" else 100
    typed = {f"body-{each}-value": f"mot {each} ".ljust(2000 if large == "file" else 20, "é") for each in range(number)}
    files = {"picture": SimpleUploadedFile("a.png", b"x" * 3_000_000)} if large == "file" else {}
    answer = client.post("/admin/pages/1/edit/", {**typed, **files, "csrfmiddlewaretoken": editor})
    assert answer.status_code == 401
    page = answer.content.decode()
    assert all(f'name="body-{each}-value"' in page for each in range(number))
    assert page.count("</textarea>") == number
    assert typed[f"body-{number - 1}-value"] in page
    assert ("choisissez-les à nouveau" in page) == bool(files)
    fresh = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": fresh})
    saved = client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": token_of(answer)})
    assert saved.status_code not in {400, 401, 403, 413}


def test_a_lapsed_session_of_somebody_without_the_admin_sends_no_more_than_a_visitor(client, user):
    sign_in(client, user)
    aged(user, used=120)
    user.is_superuser = False
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    typed = {f"f{each}": "x" for each in range(PUBLIC_FIELDS + 1)}
    assert client.post("/admin/pages/1/edit/", typed).status_code == 400


def test_somebody_else_in_that_browser_cannot_save_it(user):
    client = browser(enforce_csrf_checks=True)
    token = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": token})
    editor = token_of(client.get(f"{ACCESS}email/"))
    aged(user, used=120)
    other = person("paul")
    fresh = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": other.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": fresh})
    assert client.post("/admin/pages/1/edit/", {"csrfmiddlewaretoken": editor}).status_code == 403


def test_a_visitor_s_post_is_not_given_back(client):
    answer = client.post("/admin/pages/1/edit/", {"title": "x"})
    assert answer.status_code == 302


def token_of(answer):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


def test_a_new_password_elsewhere_ends_this_session(client, user):
    other = browser()
    sign_in(other, user)
    sign_in(client, user)
    changed = {
        "old_password": "mot-de-passe-de-test",
        "new_password1": "un-tout-autre-mot",
        "new_password2": "un-tout-autre-mot",
    }
    assert client.post(f"{ACCESS}password/", changed).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_old_records_are_forgotten_by_the_periodic_job(user, settings):
    assert "forget_sign_ins" in settings.CLAIRDROIT_PERIODIC_JOBS
    give_password(browser(), user)
    call_command("forget_sign_ins")
    assert sessions_of(user) == 1
    aged(user, used=3 * 12 * 60)
    call_command("forget_sign_ins")
    assert sessions_of(user) == 0


def test_it_never_stands_in_a_log(client, user, caplog):
    with caplog.at_level("DEBUG"):
        sign_in(client, user)
        client.get(ACCESS)
    assert user.email not in caplog.text
    assert "Firefox" not in caplog.text


def test_wagtail_s_autosave_is_told_why_it_saves_no_more(client, user):
    """In the form that its editor reads; nothing of what was typed comes back, its page still holds that."""
    sign_in(client, user)
    aged(user, used=120)
    answer = client.post("/admin/pages/1/edit/", {"title": "L’aide"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    told = answer.json()
    assert (told["success"], told["signed_out"], told["sign_in"]["url"]) == (False, True, LOGIN)
    assert "Vous avez été déconnecté." in told["error_message"]
    assert "L’aide" not in answer.content.decode()


def test_what_was_typed_at_the_desk_outside_the_admin_is_given_back_too(client, user):
    sign_in(client, user)
    aged(user, used=90)
    answer = client.post("/saisir-une-question/", {"text": "Une question à moitié écrite"})
    assert answer.status_code == 401
    assert "Une question à moitié écrite" in answer.content.decode()


def test_a_public_form_is_nobodys_to_sign_in_for(client, user):
    sign_in(client, user)
    aged(user, used=90)
    assert client.post("/signaler-une-erreur/", {"text": "Faux numéro"}).status_code == 200


class TestSigningOutInAnotherTab:
    """What another tab still holds is the person's own, and is sent again once they have signed in again."""

    def test_what_that_tab_sends_is_given_back_and_sent_again(self, user):
        client = browser(enforce_csrf_checks=True)
        signed_in(client, user)
        editor = token_of(client.get(f"{ACCESS}email/"))
        typed = {f"body-{each}-value": "x" for each in range(PUBLIC_FIELDS + 1)} | {"title": "L’aide"}
        client.post("/admin/logout/", {"csrfmiddlewaretoken": editor})
        answer = client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": editor})
        assert answer.status_code == 401
        page = answer.content.decode()
        assert "Vous vous êtes déconnecté dans un autre onglet" in page
        assert escape("L’aide") in page
        signed_in(client, user)
        saved = client.post("/admin/pages/1/edit/", {**typed, "csrfmiddlewaretoken": token_of(answer)})
        assert saved.status_code not in {400, 401, 403, 413}

    def test_a_script_is_led_to_the_sign_in_because_its_page_still_holds_what_was_typed(self, user):
        client = browser(enforce_csrf_checks=True)
        signed_in(client, user)
        editor = token_of(client.get(f"{ACCESS}email/"))
        client.post("/admin/logout/", {"csrfmiddlewaretoken": editor})
        headers = {"Sec-Fetch-Mode": "cors", "Accept": "*/*"}
        answer = client.post("/admin/pages/1/edit/", {"csrfmiddlewaretoken": editor}, headers=headers)
        assert answer.status_code == 302
        assert LOGIN in answer["Location"]

    def test_somebody_else_who_signs_in_there_cannot_save_it(self, user):
        client = browser(enforce_csrf_checks=True)
        signed_in(client, user)
        editor = token_of(client.get(f"{ACCESS}email/"))
        client.post("/admin/logout/", {"csrfmiddlewaretoken": editor})
        signed_in(client, person("paul"))
        assert client.post("/admin/pages/1/edit/", {"csrfmiddlewaretoken": editor}).status_code == 403

    def test_whoever_signed_out_is_not_told_so_when_they_sign_in_again(self, client, user):
        sign_in(client, user)
        client.post("/admin/logout/")
        assert "autre onglet" not in client.get(LOGIN).content.decode()
        assert not is_in(client)

    def test_an_account_that_was_closed_meanwhile_sends_no_more_than_a_visitor(self, client, user):
        sign_in(client, user)
        client.post("/admin/logout/")
        user.is_active = False
        user.save()
        typed = {f"f{each}": "x" for each in range(PUBLIC_FIELDS + 1)}
        assert client.post("/admin/pages/1/edit/", typed).status_code == 400


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_is_sent_when_nothing_is_left_of_the_session_is_not_lost(user, accept):
    """The cookie went, or the session's row: the token's cookie shows that the form was ours."""
    client = browser(enforce_csrf_checks=True)
    signed_in(client, user)
    editor = token_of(client.get(f"{ACCESS}email/"))
    del client.cookies["sessionid"]
    typed = {"title": "L’aide", "csrfmiddlewaretoken": editor}
    answer = client.post("/admin/pages/1/edit/", typed, headers={"Accept": accept})
    assert answer.status_code == 401
    if accept == "text/html":
        assert "Vous n’êtes plus connecté." in answer.content.decode()
        assert escape("L’aide") in answer.content.decode()
    else:
        assert answer.json()["signed_out"]


def signed_in(client, user):
    fresh = token_of(client.get(LOGIN))
    client.post(LOGIN, {"username": user.username, "password": "mot-de-passe-de-test", "csrfmiddlewaretoken": fresh})
