"""Partners' keys in the admin: made, shown once, revoked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clairdroit.connections import actions
from clairdroit.connections.models import PartnerToken
from clairdroit.connections.models.tokens import digest_of
from clairdroit.partners_snippets.actions import renew_links, team_user
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.questions import links
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True, first_name="Inès", last_name="Carpentier")
    client.force_login(user)
    return user


def test_a_new_key_is_shown_once_and_only_its_digest_is_kept(client, coordinator):
    partner = PartnerFactory()
    response = client.post(reverse("cles-partenaires:add"), {"partner": partner.pk, "name": "Logiciel de suivi"})
    page = response.content.decode()
    token = PartnerToken.objects.get()
    raw = page.partition('value="cdp_')[2].partition('"')[0]
    assert digest_of(f"cdp_{raw}") == token.digest
    assert "no-store" in response.headers["Cache-Control"]
    assert (token.partner, token.created_by) == (partner, coordinator)
    for name, args in (("index", []), ("inspect", [token.pk])):
        page = client.get(reverse(f"cles-partenaires:{name}", args=args)).content.decode()
        assert token.shown in page
        assert raw not in page


def test_a_key_without_a_name_is_not_made(client, coordinator):
    response = client.post(reverse("cles-partenaires:add"), {"partner": PartnerFactory().pk, "name": ""})
    assert response.status_code == 200
    assert not PartnerToken.objects.exists()


def test_revoking_is_for_good_and_the_first_time_counts(client, editor):
    token = PartnerTokenFactory()
    url = reverse("clairdroit_connections_revoke_token", args=[token.pk])
    assert "retirée" in client.post(url, follow=True).content.decode()
    token.refresh_from_db()
    assert token.revoked_by == editor
    when = token.revoked_at
    client.post(url)
    token.refresh_from_db()
    assert token.revoked_at == when
    assert not PartnerToken.objects.usable().exists()


def test_nobody_else_makes_or_revokes_one(client):
    token, stranger = PartnerTokenFactory(), UserFactory()
    client.force_login(stranger)
    client.post(reverse("clairdroit_connections_revoke_token", args=[token.pk]))
    client.post(reverse("cles-partenaires:add"), {"partner": token.partner_id, "name": "x"})
    for name, args in (("index", []), ("inspect", [token.pk])):
        page = client.get(reverse(f"cles-partenaires:{name}", args=args))
        assert page.status_code in (302, 403)
    for asks in (actions.make_partner_token, actions.ask_partner_token):
        with pytest.raises(PermissionDenied):
            asks(partner=token.partner, name="x", user=stranger)
    assert PartnerToken.objects.usable().get() == token


def space(partner, page=""):
    return f"{space_links.space_url(partner).removeprefix('http://127.0.0.1:8000')}{page}"


def test_a_partner_sees_its_keys_and_no_other_s(client):
    mine, others = PartnerTokenFactory(name="Suivi de l’ADIL"), PartnerTokenFactory(name="Logiciel du CCAS")
    page = client.get(space(mine.partner, "cles/")).content.decode()
    assert "Suivi de l’ADIL" in page
    assert mine.shown in page
    assert others.name not in page
    assert "cles/" in client.get(space(mine.partner)).content.decode()


def test_a_partner_revokes_its_key_and_no_other_s(client):
    mine, others = PartnerTokenFactory(), PartnerTokenFactory()
    page = client.post(space(mine.partner, f"cles/{mine.pk}/retirer/"), follow=True).content.decode()
    assert "ne marche plus" in page
    mine.refresh_from_db()
    assert mine.revoked_by == team_user(mine.partner)
    for wrong in (others.pk, "x", "9" * 30, "٣"):
        for method in (client.get, client.post):
            assert method(space(mine.partner, f"cles/{wrong}/retirer/")).status_code == 404
    others.refresh_from_db()
    assert others.revoked_at is None
    with pytest.raises(PermissionDenied):
        actions.revoke_partner_token(token=others, user=team_user(mine.partner))


def test_one_press_asks_first_and_only_the_answer_revokes(client):
    key = PartnerTokenFactory(name="Suivi de l’ADIL")
    asks = space(key.partner, f"cles/{key.pk}/retirer/")
    page = client.get(space(key.partner, "cles/")).content.decode()
    assert f'href="{asks}"' in page
    # The one form of that page asks for a new key; nothing that it could send revokes one.
    assert page.count('method="post"') == 1
    client.post(space(key.partner, "cles/"), {"key": key.pk})
    asked = client.get(asks).content.decode()
    assert "Retirer la clé « Suivi de l’ADIL »" in asked
    assert key.shown in asked
    assert "Non, la garder" in asked
    key.refresh_from_db()
    assert key.revoked_at is None
    client.post(asks)
    key.refresh_from_db()
    assert key.revoked_at is not None
    # Followed once more, it says what has become of the key instead of asking again.
    assert client.get(asks).url == asks.removesuffix(f"{key.pk}/retirer/")


def test_in_the_admin_too_the_button_comes_after_the_words(client, editor):
    page = client.get(reverse("cles-partenaires:inspect", args=[PartnerTokenFactory().pk])).content.decode()
    before, _asks, after = page.partition("<summary>Retirer cette clé</summary>")
    assert "revoquer/" not in before
    assert "revoquer/" in after.partition("</details>")[0]


def test_the_keys_open_by_the_link_alone(client):
    assert client.get("/espace-partenaires/inconnu/cles/").status_code == 403


def test_a_link_of_before_opens_no_page_of_keys(client):
    key = PartnerTokenFactory()
    old = links.partner_token(key.partner)
    renew_links(partner=key.partner, user=team_user(key.partner), reason=LinkReason.PARTNER)
    for name, arguments in (("keys", []), ("revoke_key", [key.pk]), ("new_key", ["x"])):
        for method in (client.get, client.post):
            answer = method(reverse(f"clairdroit_connections:{name}", args=[old, *arguments]))
            assert answer.status_code == 403, name
    key.refresh_from_db()
    assert key.revoked_at is None
