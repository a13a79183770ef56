"""Signing in in a real browser: telephones and wide screens, the rules of axe, a passkey, and without scripts."""

import os
import re

import pytest
from axe_core_python.sync_playwright import Axe
from django_otp_webauthn.models import WebAuthnCredential
from playwright.sync_api import expect

from clairdroit.sign_in.models import AuthenticatorApp, SignIn
from tests.shell import factories
from tests.sign_in.people import PASSWORD, current_code, is_in, person, with_codes
from tests.sign_in.people import browser as browser_of_a_thief
from tests.sign_in.people import give_password as password_given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACCESS = "/admin/access/"
# The folder to which pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("CLAIRDROIT_PICTURES")


@pytest.fixture(autouse=True)
def _content(served):
    factories.site_with_a_home_page()


@pytest.fixture(params=[360, 1280])
def width(request):
    return request.param


def give_password(page, user):
    page.get_by_label("Nom d’utilisateur").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def seen(page, name, width):
    """Readable by everybody, and nothing beside the screen."""
    page.locator("h1").first.wait_for()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    found = Axe().run(page, context=".sign-in, main, #main")["violations"]
    assert not [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("admin", [True, False], ids=["in the admin", "on the site"])
def test_the_pages_can_be_read_on_every_screen(visit, width, admin):
    user = person(admin=admin)
    page = visit("/admin/login/?next=/admin/access/", width=width)
    seen(page, "sign-in", width)
    give_password(page, user)
    name = "admin" if admin else "site"
    seen(page, f"{name}-access-without", width)
    page.get_by_role("link", name="Mettre en place une deuxième étape").click()
    seen(page, f"{name}-set-up", width)
    page.get_by_label("Votre mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    seen(page, f"{name}-confirm", width)
    page.get_by_label("Code").fill("12")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Ce code n’est pas juste")).to_be_visible()
    seen(page, f"{name}-confirm-wrong", width)
    AuthenticatorApp.objects.update(throttling_failure_count=0)
    page.get_by_label("Code").fill(current_code(AuthenticatorApp.objects.get()))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)
    seen(page, f"{name}-codes", width)
    page.get_by_role("link", name="Je les ai gardés").click()
    seen(page, f"{name}-access", width)
    page.get_by_role("link", name="Retirer la deuxième étape").click()
    seen(page, f"{name}-remove", width)
    if not admin:
        for path in ("password", "email"):
            page.goto(page.url.split("/admin/")[0] + f"{ACCESS}{path}/")
            seen(page, f"{name}-{path}", width)


def test_the_second_step_and_what_was_kept(visit, width):
    user = person()
    codes = with_codes(user)
    page = visit("/admin/login/?next=/admin/account/", width=width)
    give_password(page, user)
    seen(page, "step", width)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Se connecter").click()
    page.locator("#id_name_email-first_name").fill("Un prénom « qui reste »")
    SignIn.objects.update(last_used_at="2020-01-01T00:00Z")
    page.locator("form").filter(has=page.locator("#id_name_email-first_name")).evaluate("form => form.submit()")
    expect(page.get_by_text("n’est pas perdu")).to_be_visible()
    seen(page, "kept", width)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Reconnectez-vous dans un autre onglet").click()
    other = opened.value
    expect(other.get_by_text("rien n’a été fait")).to_be_visible()
    seen(other, "sign-in-again", width)
    give_password(other, user)
    other.get_by_label("Code").fill(codes[1])
    other.get_by_role("button", name="Se connecter").click()
    other.wait_for_url(re.compile("/admin/$"))
    page.get_by_role("button", name="Envoyer à nouveau").click()
    page.wait_for_url(re.compile("/admin/account/"))
    user.refresh_from_db()
    assert user.first_name == "Un prénom « qui reste »"


def test_an_administrator_looks_after_somebody(visit, width):
    user, admin = person(), person("ada", is_superuser=True)
    with_codes(user)
    SignIn.objects.create(user=user, device="Firefox, Windows")
    page = visit(f"/admin/login/?next=/admin/access/people/{user.pk}/", width=width)
    give_password(page, admin)
    seen(page, "person", width)
    page.get_by_role("button", name="Réinitialiser la deuxième étape").click()
    expect(page.get_by_text("La deuxième étape est réinitialisée")).to_be_visible()
    assert not AuthenticatorApp.objects.exists()


def test_a_passkey_is_made_and_opens_the_account(visit, live_server):
    user = person()
    page = visit("/admin/login/")
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    # Browsers know passkeys at names only, not at numbers.
    site = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{site}/admin/login/?next={ACCESS}passkeys/")
    give_password(page, user)
    page.get_by_label("Votre mot de passe actuel").fill("faux")
    page.get_by_role("button", name="Créer une clé d’accès").click()
    expect(page.get_by_text("Ce n’est pas votre mot de passe")).to_be_visible()
    seen(page, "passkey-wrong", 1280)
    page.get_by_label("Votre mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Créer une clé d’accès").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)
    page.context.clear_cookies()
    page.goto(f"{site}/admin/login/?next={ACCESS}")
    give_password(page, user)
    page.wait_for_url(re.compile("/step/"))
    seen(page, "step-passkey", 1280)
    with page.expect_request(re.compile("/login/passkey/$")) as sent:
        page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(re.compile(f"{ACCESS}$"))
    seen(page, "access-passkey", 1280)
    assert SignIn.objects.filter(user=user).first().factor == "passkey"
    # What that key said opens nothing a second time, neither this account nor another.
    other = person("paul")
    WebAuthnCredential.objects.create(user=other, credential_id=b"paul", public_key=b"x", aaguid="")
    for each in (user, other):
        thief = browser_of_a_thief()
        password_given(thief, each)
        assert thief.post("/admin/login/passkey/begin/").status_code == 200
        answer = thief.post("/admin/login/passkey/", {"credential": sent.value.post_data_json["credential"]})
        assert "n’a pas été reconnue" in answer.content.decode()
        assert not is_in(thief)


def test_without_scripts_an_application_does_it_all(visit, javascript):
    user = person(admin=False)
    page = visit(f"/admin/login/?next={ACCESS}passkeys/", javascript=javascript)
    give_password(page, user)
    # At an address in numbers there are no passkeys, with scripts or without.
    page.get_by_role("link", name="Prendre une application de codes").or_(
        page.get_by_role("button", name="Créer une clé d’accès")
    ).first.wait_for()
    page.goto(page.url.split("/admin/")[0] + f"{ACCESS}app/")
    page.get_by_label("Votre mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code").fill(current_code(AuthenticatorApp.objects.get()))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)
