"""Mails about accounts are sent like any other and read by nobody but their reader."""

import datetime
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail import actions as mail_actions
from clairdroit.mail import delivery
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import MailPart, MailPiece, OutboxMail
from tests.questions.factories import DeliveryAttemptFactory, OutboxMailFactory, UserFactory
from tests.worker import do_what_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def reset(client, settings):
    """An administrator has forgotten the password, or somebody says so: Django's mail waits in the outbox."""
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    user = UserFactory(username="ada", email="ada@ville.invalid", is_superuser=True)
    user.set_password("un mot de passe assez long")
    user.save()
    client.post(reverse("wagtailadmin_password_reset"), {"email": "ada@ville.invalid"})
    do_what_waits()
    mail = OutboxMail.objects.get()
    assert "/password_reset/confirm/" in mail.message
    return mail


def key_of(mail):
    return mail.message.partition("/password_reset/confirm/")[2].split("/")[1]


@pytest.fixture(params=["moderator", "administrator"])
def reader(request, client):
    user = UserFactory(moderator=True) if request.param == "moderator" else UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_no_list_search_export_or_page_shows_one_not_even_to_an_administrator(client, reset, reader):
    index = reverse("courriels_modeladmin_index")
    for query in ("", "?q=ada", "?q=mot+de+passe", "?etat=attente", "?export=csv", "?export=xlsx", "?o=1", "?all="):
        page = client.get(f"{index}{query}").getvalue().decode(errors="replace")
        assert "ada@ville.invalid" not in page
        assert key_of(reset) not in page
    for method in (client.get, client.post):
        assert method(reverse("courriels_modeladmin_inspect", args=[reset.pk])).status_code in (302, 403, 404)


def test_nobody_sends_one_again_by_hand(client, reset, reader):
    OutboxMail.objects.update(status=MailStatus.FAILED)
    assert client.post(reverse("clairdroit_mail_retry", args=[reset.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        mail_actions.retry_mail(mail=reset, user=reader)
    assert OutboxMail.objects.get().status == MailStatus.FAILED


def test_it_is_sent_after_a_failure_too_and_then_nothing_of_it_is_left(moods, reset):
    key = key_of(reset)
    moods.data_reply = "451 4.3.0 Busy"
    delivery.send_due()
    waiting = OutboxMail.objects.get()
    assert key in waiting.message, "it is tried again"
    OutboxMail.objects.update(not_before=None)
    moods.data_reply = None
    delivery.send_due()
    assert key in message_from_bytes(moods.accepted[0].content, policy=policy.default).get_content()
    sent = OutboxMail.objects.get()
    assert sent.status == MailStatus.SENT
    assert (sent.to, sent.subject, sent.message, sent.html_message, sent.headers) == ([], "", "", "", {})
    assert sent.message_id, "a bounce is still known as one of ours"


@pytest.mark.parametrize("mood", [{"rcpt_reply": "550 5.1.1 No such user"}, {"drop_at": "after"}])
def test_one_that_fails_for_good_is_a_number_without_address_or_text(client, moods, reset, mood):
    for name, value in mood.items():
        setattr(moods, name, value)
    delivery.send_due()
    failed = OutboxMail.objects.get()
    assert failed.status == MailStatus.FAILED
    assert (failed.to, failed.message) == ([], "")
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "concernant un compte" in page
    assert "ada@ville.invalid" not in page
    OutboxMail.objects.update(changed_at=timezone.now() - datetime.timedelta(days=8))
    assert "concernant un compte" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_worker_that_stopped_in_the_middle_leaves_no_text_either(reset):
    DeliveryAttemptFactory(email=reset, started_at=timezone.now() - datetime.timedelta(hours=1))
    delivery.send_due()
    assert OutboxMail.objects.get().message == ""


def test_what_was_attached_goes_with_the_text(moods, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    message = EmailMessage("Erreur", "…", "site@ville.invalid", ["admin@ville.invalid"])
    message.attach("erreur.html", "<p>les valeurs de la page</p>", "text/html")
    message.send()
    assert MailPiece.objects.exists()
    delivery.send_due()
    (attached,) = message_from_bytes(moods.accepted[0].content, policy=policy.default).iter_attachments()
    assert (attached.get_filename(), attached.get_content().strip()) == ("erreur.html", "<p>les valeurs de la page</p>")
    assert not MailPart.objects.exists()
    assert not MailPiece.objects.exists()
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_mails_to_the_administrators_of_the_machine_are_nobody_else_s(client, settings, reader):
    settings.EMAIL_BACKEND, settings.ADMINS = "clairdroit.mail.backends.OutboxBackend", [("Ada", "ada@ville.invalid")]
    django_mail.mail_admins("Error", "SECRET_VALUE of a request")
    assert "SECRET_VALUE" in OutboxMail.objects.get().message
    page = client.get(reverse("courriels_modeladmin_index")).content.decode()
    assert "ada@ville.invalid" not in page


def test_ours_keep_their_text_and_are_listed(client, moods):
    ours = OutboxMailFactory(to=["nadia@citoyenne.invalid"])
    OutboxMailFactory(account=True, to=["ada@ville.invalid"])
    delivery.send_due()
    ours.refresh_from_db()
    assert ours.message
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("courriels_modeladmin_index")).content.decode()
    assert "nadia@citoyenne.invalid" in page
    assert "ada@ville.invalid" not in page


def test_the_digest_counts_only_what_its_readers_can_look_at():
    OutboxMailFactory(account=True, failed=True)
    assert OutboxMail.objects.shown().failed().count() == 0
    assert OutboxMail.objects.of_others().lately_failed().count() == 1


def test_the_demonstration_shows_none_to_its_visitors(client, settings, reset):
    settings.CLAIRDROIT_DEMO = True
    assert "ada@ville.invalid" not in client.get(reverse("demo:mails")).content.decode()
    assert client.get(reverse("demo:mail", args=[reset.pk])).status_code == 404
