"""Webhooks in the admin: made, tried, switched off and on, and never by somebody else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clairdroit.connections.models import Webhook, WebhookDelivery
from clairdroit.connections.webhooks import delivering
from tests.connections.factories import PartnerTokenFactory, WebhookDeliveryFactory, WebhookFactory
from tests.connections.hook_server import listening
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def values(**changed):
    given = {
        "name": "Logiciel du CCAS",
        "url": "https://ccas.example/recevoir",
        "events": ["question.received", "question.answered"],
        "partner": "",
        "is_active": "on",
    }
    return {**given, **changed}


def inspect(client, hook):
    return client.get(reverse("webhooks:inspect", args=[hook.pk])).content.decode()


def test_an_editor_makes_a_webhook_and_sees_its_secret(client, editor):
    answer = client.post(reverse("webhooks:add"), values())
    hook = Webhook.objects.get()
    assert answer.status_code == 302
    assert (hook.created_by, hook.events, hook.is_active) == (editor, ["question.received", "question.answered"], True)
    page = inspect(client, hook)
    assert hook.secret in page
    assert "https://ccas.example/recevoir" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": "http://ccas.example/"}, "https://"),
        ({"url": "https://10.0.0.1/"}, "réseau privé"),
        ({"events": []}, "au moins un"),
        ({"events": ["webhook.test"]}, "webhook.test"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client, editor, changed, said):
    page = client.post(reverse("webhooks:add"), values(**changed)).content.decode()
    assert said in page
    assert "Logiciel du CCAS" in page
    assert not Webhook.objects.exists()


def test_switching_off_and_on_again(client, editor):
    hook = WebhookFactory()
    edit = reverse("webhooks:edit", args=[hook.pk])
    client.post(edit, {name: value for name, value in values().items() if name != "is_active"})
    hook.refresh_from_db()
    assert (hook.is_active, hook.name) == (False, "Logiciel du CCAS")
    Webhook.objects.update(switched_off_at=hook.created_at, failing_since=hook.created_at)
    assert "<span>1</span>" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Interrompu" in client.get(reverse("webhooks:index")).content.decode()
    client.post(edit, values())
    hook.refresh_from_db()
    assert (hook.is_active, hook.switched_off_at, hook.failing_since) == (True, None, None)


def test_a_test_goes_the_way_of_all_messages_and_its_log_is_shown(client, editor, settings):
    settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["127.0.0.1"]
    with listening() as receiver:
        receiver.status, receiver.answer = 503, b"<script>alert(1)</script>"
        hook = WebhookFactory(url=receiver.url)
        client.post(reverse("clairdroit_connections_send_test", args=[hook.pk]))
        delivering.send_due()
        page = inspect(client, hook)
        assert "503" in page
        assert "<script>alert(1)" not in page
        delivery = WebhookDelivery.objects.get()
        receiver.status = 200
        client.post(reverse("clairdroit_connections_resend_webhook", args=[delivery.pk]))
        delivering.send_due()
        assert len(receiver.received) == 2
        assert b"webhook.test" in receiver.received[0][1]


def test_sending_again_what_is_on_its_way_is_said_not_done(client, editor):
    delivery = WebhookDeliveryFactory()
    url = reverse("clairdroit_connections_resend_webhook", args=[delivery.pk])
    assert "déjà en route" in client.post(url, follow=True).content.decode()


def test_a_new_secret_replaces_the_old_one(client, editor):
    hook = WebhookFactory()
    before = hook.secret
    client.post(reverse("clairdroit_connections_renew_secret", args=[hook.pk]))
    hook.refresh_from_db()
    assert hook.secret != before


def test_nobody_else_sees_or_changes_anything(client):
    hook, delivery = WebhookFactory(), WebhookDeliveryFactory()
    before = hook.secret
    client.force_login(UserFactory())
    for name in ("index", "add"):
        assert client.get(reverse(f"webhooks:{name}")).status_code in (302, 403)
    for name in ("inspect", "edit", "delete"):
        assert hook.secret not in client.get(reverse(f"webhooks:{name}", args=[hook.pk])).content.decode()
        client.post(reverse(f"webhooks:{name}", args=[hook.pk]), values())
    for name in ("send_test", "renew_secret"):
        client.post(reverse(f"clairdroit_connections_{name}", args=[hook.pk]))
    client.post(reverse("clairdroit_connections_resend_webhook", args=[delivery.pk]))
    hook.refresh_from_db()
    assert (hook.secret, hook.name == "Logiciel du CCAS") == (before, False)
    assert WebhookDelivery.objects.count() == 1


def test_deleting_takes_its_messages_along(client, editor):
    hook = WebhookDeliveryFactory().webhook
    client.post(reverse("webhooks:delete", args=[hook.pk]))
    assert not Webhook.objects.exists()
    assert not WebhookDelivery.objects.exists()


def test_the_list_is_narrowed_to_those_switched_off_and_by_nothing_else(client, editor):
    now = timezone.now()
    WebhookFactory(name="Logiciel qui marche", created_by=editor)
    WebhookFactory(name="Logiciel muet", is_active=False, switched_off_at=now)
    index = reverse("webhooks:index")
    narrowed = client.get(index, {"etat": "arretes"}).content.decode()
    assert "Logiciel muet" in narrowed
    assert "Logiciel qui marche" not in narrowed
    for query in ({"created_by__password__startswith": "x"}, {"secret__startswith": "x"}, {"etat": "inconnu"}):
        answer = client.get(index, query)
        assert answer.status_code == 200
        assert "Logiciel muet" in answer.content.decode()
    assert index + "create/" == reverse("webhooks:add"), "the address of before"


def test_what_was_done_to_a_webhook_stands_in_its_history(client, editor):
    client.post(reverse("webhooks:add"), values())
    hook = Webhook.objects.get()
    client.post(reverse("webhooks:edit", args=[hook.pk]), values(name="Autre nom"))
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(hook).order_by("pk")] == [
        "wagtail.create",
        "wagtail.edit",
    ]
    page = client.get(reverse("webhooks:history", args=[hook.pk])).content.decode()
    assert hook.secret not in page
    assert "Autre nom" in page


def test_a_key_is_neither_changed_nor_deleted_in_the_admin(client, editor):
    key = PartnerTokenFactory()
    for name in ("edit", "delete"):
        for method in (client.get, client.post):
            answer = method(reverse(f"cles-partenaires:{name}", args=[key.pk]), {"name": "Autre", "partner": 1})
            assert answer.status_code in (302, 403)
    key.refresh_from_db()
    assert key.name != "Autre"
    assert "edit/" not in client.get(reverse("cles-partenaires:inspect", args=[key.pk])).content.decode()
