"""A key speaks in a partner's name: made by the partner from its mailbox, or by coordination with the partner told."""

import datetime
import re
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clairdroit.connections import actions
from clairdroit.connections import links as connection_links
from clairdroit.connections.enums import ConnectionMail
from clairdroit.connections.models import PartnerToken, Webhook
from clairdroit.connections.models.tokens import digest_of
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import links
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def partner():
    return PartnerFactory(team_email="equipe@adil.invalid")


def mails(kind):
    return list(OutboxMail.objects.filter(kind=kind).order_by("pk"))


def path(url):
    return url.removeprefix(SITE)


def ask(client, partner, name="Suivi des dossiers"):
    return client.post(path(connection_links.keys_url(partner)), {"name": name}, follow=True)


def link_in(mail):
    return path(re.search(r"http\S+/cles/\S+", mail.message)[0])


def key_in(page):
    return re.search(r'value="(cdp_[\w-]+)"', page)[1]


def test_a_partner_makes_its_key_by_a_fresh_mail_and_its_team_is_told(client, partner):
    page = ask(client, partner).content.decode()
    assert "Regardez votre messagerie" in page
    assert not PartnerToken.objects.exists()
    (mail,) = mails(ConnectionMail.KEY_ASKED)
    assert mail.to == ["equipe@adil.invalid"]
    link = link_in(mail)
    page = client.get(link)
    assert "Suivi des dossiers" in page.content.decode()
    assert not PartnerToken.objects.exists(), "a mail scanner opens links, and makes nothing"
    answer = client.post(link)
    assert "no-store" in answer.headers["Cache-Control"]
    raw = key_in(answer.content.decode())
    key = PartnerToken.objects.get()
    assert (key.digest, key.name, key.partner, key.created_by) == (
        digest_of(raw),
        "Suivi des dossiers",
        partner,
        team_user(partner),
    )
    (told,) = mails(ConnectionMail.KEY_MADE)
    assert told.to == ["equipe@adil.invalid"]
    assert "votre équipe a créé la clé" in told.message
    assert raw not in told.message + told.html_message
    api = client.get("/api/partenaire/v1/questions", headers={"Authorization": f"Bearer {raw}"})
    assert api.status_code == 200


def test_the_link_makes_one_key_and_no_second(client, partner):
    ask(client, partner)
    link = link_in(mails(ConnectionMail.KEY_ASKED)[0])
    client.post(link)
    for again in (client.post(link), client.get(link)):
        assert again.status_code == 410
        assert "ne crée plus de clé" in again.content.decode()
        assert "cdp_" not in again.content.decode()
    assert PartnerToken.objects.count() == 1


def test_two_at_once_make_one_because_the_database_says_so(partner):
    PartnerTokenFactory(asked_with="a" * 32)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerTokenFactory(asked_with="a" * 32)


def test_an_old_link_to_the_space_makes_no_key(client, partner, monkeypatch):
    """Whoever has an old mail of the team can ask; without the mailbox of now they get nothing."""
    ask(client, partner)
    link = link_in(mails(ConnectionMail.KEY_ASKED)[0])
    later = time.time() + datetime.timedelta(minutes=61).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.post(link).status_code == 410
    assert not PartnerToken.objects.exists()


def test_a_link_for_another_partner_another_box_or_a_forged_one_makes_none(client, partner):
    other = PartnerFactory(team_email="autre@ccas.invalid")
    mine = connection_links.new_key_url(partner, "x").rstrip("/").rpartition("/")[2]
    for key in (mine, mine[:-2] + "aa", "x", mine.replace(mine[:5], "aaaaa")):
        url = reverse("clairdroit_connections:new_key", args=[links.partner_token(other), key])
        assert client.post(url).status_code == 410
    signed = connection_links.new_key_url(partner, "x")
    partner.team_email = "nouvelle@adil.invalid"
    partner.save()
    key = signed.rstrip("/").rpartition("/")[2]
    url = reverse("clairdroit_connections:new_key", args=[links.partner_token(partner), key])
    assert client.post(url).status_code == 410
    with pytest.raises(PermissionDenied):
        actions.confirm_partner_token(partner=partner, signed=key, user=team_user(other))
    assert not PartnerToken.objects.exists()


def test_asking_without_a_name_says_what_is_missing(client, partner):
    assert "pour quel logiciel" in ask(client, partner, name=" ").content.decode()
    assert not mails(ConnectionMail.KEY_ASKED)


def test_nobody_fills_a_mailbox_by_asking(client, partner, one_hour):
    answers = [ask(client, partner) for _each in range(60)]
    assert len(mails(ConnectionMail.KEY_ASKED)) < 60
    assert answers[-1].status_code == 429


def test_coordination_makes_one_and_the_partner_learns_who_when_and_how_to_end_it(client, partner):
    client.force_login(UserFactory(coordinator=True, first_name="Inès", last_name="Carpentier"))
    client.post(reverse("cles-partenaires:add"), {"partner": partner.pk, "name": "Suivi"})
    (mail,) = mails(ConnectionMail.KEY_MADE)
    assert mail.to == ["equipe@adil.invalid"]
    key = PartnerToken.objects.get()
    for said in ("Inès Carpentier", "Suivi", key.shown, str(timezone.localdate().year)):
        assert said in mail.message
    page = client.post(f"{link_to_keys(mail)}{key.pk}/retirer/", follow=True).content.decode()
    assert "ne marche plus" in page
    key.refresh_from_db()
    assert key.revoked_at


def link_to_keys(mail):
    return path(re.search(r"http\S+/cles/", mail.message)[0])


def test_none_is_made_for_a_partner_who_could_not_be_told(client):
    client.force_login(UserFactory(coordinator=True))
    mute = PartnerFactory(team_email="")
    page = client.post(reverse("cles-partenaires:add"), {"partner": mute.pk, "name": "Suivi"})
    assert "pas de boîte d’équipe" in page.content.decode()
    hook = {"name": "x", "url": "https://exemple.fr/x", "events": ["question.answered"], "partner": mute.pk}
    page = client.post(reverse("webhooks:add"), hook)
    assert "pas de boîte d’équipe" in page.content.decode()
    assert not PartnerToken.objects.exists()
    assert not Webhook.objects.exists()


def attempts(client, partner, key, hook):
    create = {"partner": partner.pk, "name": "volée"}
    hostile = {"name": "x", "url": "https://attaque.example/", "events": ["question.answered"], "is_active": "on"}
    for name, args, data in (
        ("cles-partenaires:add", [], create),
        ("cles-partenaires:add", [], {**create, "created_by": 1, "digest": "0" * 64}),
        ("webhooks:add", [], hostile),
        ("webhooks:add", [], {**hostile, "partner": partner.pk}),
        ("webhooks:edit", [hook.pk], hostile),
        ("webhooks:delete", [hook.pk], {}),
        ("clairdroit_connections_renew_secret", [hook.pk], {}),
        ("clairdroit_connections_send_test", [hook.pk], {}),
    ):
        yield client.get(reverse(name, args=args))
        yield client.post(reverse(name, args=args), data)


@pytest.mark.parametrize("role", ["moderator", "none", "anonymous"])
def test_nobody_but_coordination_makes_a_key_or_points_a_webhook(client, partner, role):
    key, hook = PartnerTokenFactory(partner=partner), WebhookFactory()
    before = (hook.url, hook.secret, hook.is_active)
    if role != "anonymous":
        client.force_login(UserFactory(moderator=role == "moderator"))
    for answer in attempts(client, partner, key, hook):
        assert answer.status_code in (302, 403, 405)
    for name in ("index", "inspect"):
        page = client.get(reverse(f"webhooks:{name}", args=[hook.pk] if name == "inspect" else []))
        assert hook.secret not in page.content.decode()
        assert page.status_code in (302, 403)
    assert PartnerToken.objects.get() == key
    hook.refresh_from_db()
    assert (hook.url, hook.secret, hook.is_active) == before
    assert Webhook.objects.count() == 1
    assert not hook.deliveries.exists()
    assert not OutboxMail.objects.exists()


def test_moderators_see_that_there_is_a_key_and_withdraw_a_lost_one(client):
    key = PartnerTokenFactory()
    moderator = UserFactory(moderator=True)
    client.force_login(moderator)
    assert client.get(reverse("cles-partenaires:inspect", args=[key.pk])).status_code == 200
    client.post(reverse("clairdroit_connections_revoke_token", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_by == moderator


def save(hook, user, **changes):
    values = {"name": hook.name, "url": hook.url, "events": hook.events, "partner": hook.partner, "is_active": True}
    return actions.save_webhook(webhook=hook, user=user, **{**values, **changes})


def test_a_partner_is_told_of_a_webhook_about_its_questions_and_of_each_change(partner):
    user = UserFactory(coordinator=True, first_name="Inès", last_name="Carpentier")
    hook = save(WebhookFactory.build(partner=partner, url="https://logiciel.example/secret-path?x=1"), user)
    (mail,) = mails(ConnectionMail.WEBHOOK_SET)
    assert mail.to == ["equipe@adil.invalid"]
    assert "Inès Carpentier" in mail.message
    assert "logiciel.example" in mail.message
    assert "secret-path" not in mail.message
    save(hook, user)
    assert len(mails(ConnectionMail.WEBHOOK_SET)) == 1, "nothing has changed"
    save(hook, user, url="https://autre.example/")
    assert "autre.example" in mails(ConnectionMail.WEBHOOK_SET)[-1].message
    save(hook, user, is_active=False)
    assert "n’est plus informé" in mails(ConnectionMail.WEBHOOK_SET)[-1].message
    save(hook, user, partner=None)
    assert len(mails(ConnectionMail.WEBHOOK_SET)) == 3, "of the town's own webhooks no partner is told"
