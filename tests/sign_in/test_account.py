"""Password and e-mail address: what is asked first, who is told, what ends; passwords that everybody tries first."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from clairdroit.sign_in.passwords import is_common
from demo.accounts import ACCOUNTS
from demo.accounts import PASSWORD as DEMO_PASSWORD
from tests.sign_in.accounts import account
from tests.sign_in.people import (
    PASSWORD,
    STEP,
    browser,
    current_code,
    give_code,
    give_password,
    is_in,
    person,
    sign_in,
    with_app,
)

pytestmark = pytest.mark.django_db

COMMON = "password1234"  # of Django's list, and long enough for the other rules
NEW = "un-tout-autre-mot"


@pytest.fixture
def user():
    return person()


def test_another_name_asks_no_password(client, user):
    sign_in(client, user)
    assert client.post("/admin/account/", account(user, first_name="Anne")).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Anne"


@pytest.mark.parametrize("password", ["", "faux", None])
def test_another_address_asks_the_password(client, user, mailoutbox, password):
    sign_in(client, user)
    changed = account(user, email="pirate@evil.example") | (
        {} if password is None else {"name_email-password": password}
    )
    page = client.post("/admin/account/", changed)
    assert page.status_code == 200
    assert "mot de passe" in page.content.decode()
    assert get_user_model().objects.get(pk=user.pk).email == user.email
    assert not mailoutbox


def test_the_former_address_is_told_and_other_sessions_end(client, user, mailoutbox):
    other = browser()
    sign_in(other, user)
    sign_in(client, user)
    former = user.email
    changed = account(user, email="nouvelle@ville.example") | {"name_email-password": PASSWORD}
    assert client.post("/admin/account/", changed).status_code == 302
    assert [mail.to for mail in mailoutbox] == [[former]]
    assert "nouvelle@ville.example" not in mailoutbox[0].body
    assert is_in(client)
    assert not is_in(other)


def test_the_mailbox_is_told_of_another_password(client, user, mailoutbox):
    other = browser()
    sign_in(other, user)
    sign_in(client, user)
    changed = account(user) | {
        "password-old_password": PASSWORD,
        "password-new_password1": NEW,
        "password-new_password2": NEW,
    }
    assert client.post("/admin/account/", changed).status_code == 302
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert "http" not in mailoutbox[0].body.replace("http://127.0.0.1:8000", "")
    assert is_in(client)
    assert not is_in(other)


def test_people_without_the_admin_have_the_same_on_plain_pages(client, mailoutbox):
    user = person("sami", admin=False)
    sign_in(client, user)
    assert client.get("/admin/account/").status_code == 302
    page = client.get("/admin/access/").content.decode()
    assert "/admin/access/password/" in page
    assert "/admin/access/email/" in page
    address = {"email": "nouvelle@ville.example"}
    assert client.post("/admin/access/email/", address | {"password": "faux"}).status_code == 200
    assert client.post("/admin/access/email/", address | {"password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.email == "nouvelle@ville.example"
    assert [mail.to for mail in mailoutbox] == [["sami@ville.example"]]


def test_they_find_it_at_the_foot_of_each_page(client):
    sign_in(client, person("sami", admin=False))
    assert 'href="/admin/access/"' in client.get("/a-qui-s-adresser/").content.decode()


def test_whoever_keeps_accounts_changes_their_own_address_with_the_password_only(client, user, mailoutbox):
    user.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "add_user"]))
    sign_in(client, user)
    values = {
        "username": user.username,
        "first_name": "Lise",
        "last_name": "Aubert",
        "email": "pirate@evil.example",
        "is_active": "on",
    }
    client.post(f"/admin/users/edit/{user.pk}/", values)
    assert get_user_model().objects.get(pk=user.pk).email == user.email
    client.post(f"/admin/users/edit/{user.pk}/", values | {"email": user.email, "password1": NEW, "password2": NEW})
    assert get_user_model().objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_change_by_somebody_else_is_told_too(client, user, mailoutbox):
    theirs = browser()
    sign_in(theirs, user)
    sign_in(client, person("ada", is_superuser=True))
    values = {
        "username": user.username,
        "first_name": "Lise",
        "last_name": "Aubert",
        "email": "autre@ville.example",
        "is_active": "on",
        "password1": NEW,
        "password2": NEW,
    }
    client.post(f"/admin/users/edit/{user.pk}/", values)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["autre@ville.example", "lise@ville.example"]
    assert not is_in(theirs)


# --- Passwords that everybody tries first ------------------------------------------------------------


def test_the_list_is_django_s_and_the_word_here_is_on_it():
    assert is_common(COMMON)
    assert not is_common(NEW)


def test_an_old_account_with_such_a_password_gets_in_with_another_one_only(client, mailoutbox):
    user = person(password=COMMON)
    assert give_password(client, user, password=COMMON, where="/admin/pages/").url == "/admin/login/password/"
    assert not is_in(client)
    for again in (COMMON, "court"):
        page = client.post("/admin/login/password/", {"new_password1": again, "new_password2": again})
        assert page.status_code == 200
        assert not is_in(client)
    done = client.post("/admin/login/password/", {"new_password1": NEW, "new_password2": NEW})
    assert done.url == "/admin/pages/"
    assert is_in(client)
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_the_second_step_comes_before_the_new_password(client):
    user = person(password=COMMON)
    app = with_app(user)
    assert give_password(client, user, password=COMMON).url == STEP
    refused = client.post("/admin/login/password/", {"new_password1": NEW, "new_password2": NEW})
    assert refused.url == "/admin/login/"
    user.refresh_from_db()
    assert user.check_password(COMMON)
    assert give_code(client, current_code(app)).url == "/admin/login/password/"


def refused_by_the_account_page(client):
    user = person("a")
    sign_in(client, user)
    changed = account(user) | {
        "password-old_password": PASSWORD,
        "password-new_password1": COMMON,
        "password-new_password2": COMMON,
    }
    return client.post("/admin/account/", changed), user


def refused_by_the_plain_page(client):
    user = person("a", admin=False)
    sign_in(client, user)
    changed = {"old_password": PASSWORD, "new_password1": COMMON, "new_password2": COMMON}
    return client.post("/admin/access/password/", changed), user


def refused_by_the_reset(client):
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    user = person("a")
    key = urlsafe_base64_encode(force_bytes(user.pk))
    link = f"/admin/password_reset/confirm/{key}/{default_token_generator.make_token(user)}/"
    form = client.get(link, follow=True).request["PATH_INFO"]
    return client.post(form, {"new_password1": COMMON, "new_password2": COMMON}), user


def refused_by_the_users_page(client):
    user = person("a")
    sign_in(client, person("ada", is_superuser=True))
    values = {
        "username": "a",
        "first_name": "A",
        "last_name": "B",
        "email": user.email,
        "is_active": "on",
        "password1": COMMON,
        "password2": COMMON,
    }
    return client.post(f"/admin/users/edit/{user.pk}/", values), user


@pytest.mark.parametrize(
    "way", [refused_by_the_account_page, refused_by_the_plain_page, refused_by_the_reset, refused_by_the_users_page]
)
def test_no_page_takes_such_a_password(client, way):
    answer, user = way(client)
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_command_that_changes_passwords_does_not_either(monkeypatch):
    person("a")
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: COMMON)
    with pytest.raises(CommandError, match="Aborting"):
        call_command("changepassword", "a")


@pytest.mark.parametrize("account_of", ACCOUNTS, ids=lambda each: each.username)
def test_demonstration_accounts_sign_in_with_one_step(client, account_of):
    user = person(account_of.username, password=DEMO_PASSWORD, groups=account_of.groups)
    user.is_superuser = account_of.is_superuser
    user.save()
    give_password(client, user, password=DEMO_PASSWORD)
    assert is_in(client)


@pytest.mark.parametrize("rest", ["", "MQ/", "MQ/abc-0/", "MQ/abc-0/)/", "MQ/abc-0/x/y/"])
def test_a_cut_link_to_a_new_password_does_not_lead_to_the_sign_in(client, rest):
    response = client.get(f"/admin/password_reset/confirm/{rest}")
    assert response.status_code == 200
    assert "Il n’est pas complet, ou il a déjà servi" in response.content.decode()
    assert "/admin/password_reset/" in response.content.decode()


def test_the_address_that_one_has_already_is_not_said_to_be_changed(client, mailoutbox):
    user = person("a", admin=False)
    sign_in(client, user)
    values = {"email": user.email, "password": PASSWORD}
    page = client.post("/admin/access/email/", values, follow=True).content.decode()
    assert "C’est déjà votre adresse e-mail" in page
    assert "est modifiée" not in page
    assert not mailoutbox
