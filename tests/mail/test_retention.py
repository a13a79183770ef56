"""How long the outbox keeps what has ended, whatever its mails are about."""

import datetime

import pytest
from django.db.models import Q
from django.utils import timezone

from clairdroit.mail import delivery, outbox
from clairdroit.mail.backends import file
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import DeliveryAttempt, MailPart, MailPiece, OutboxMail
from clairdroit.mail.rendering import Words
from clairdroit.mail.retention import still_needed
from clairdroit.registries import registered
from clairdroit.retention.enforcing import enforce

pytestmark = pytest.mark.django_db


def queued(status=MailStatus.WAITING, days=0, **values):
    mail = outbox.queue(Words("Bonjour", "Une nouvelle.", "<p>Une nouvelle.</p>"), to=["anne@boite.example"])
    changed_at = timezone.now() - datetime.timedelta(days=days)
    OutboxMail.objects.filter(pk=mail.pk).update(status=status, changed_at=changed_at, **values)
    return mail


@pytest.mark.parametrize(
    ("status", "limit", "name"), [(MailStatus.SENT, 90, "mails"), (MailStatus.FAILED, 180, "failed_mails")]
)
def test_what_has_ended_goes_after_its_days_and_not_before(status, limit, name):
    old, young, waiting = queued(status, limit + 1), queued(status, limit - 1), queued(days=4000)
    assert dict(enforce().removed)[name] == 1
    assert set(OutboxMail.objects.all()) == {young, waiting}
    assert old not in OutboxMail.objects.all()


def test_a_town_may_choose_other_days(settings):
    settings.CLAIRDROIT_RETENTION_DAYS = {"mails": 5}
    queued(MailStatus.SENT, 6)
    kept = queued(MailStatus.FAILED, 6)
    enforce()
    assert list(OutboxMail.objects.all()) == [kept]


def test_attempts_and_attachments_go_with_it_and_are_not_counted(settings):
    from django.core.mail import EmailMessage

    message = EmailMessage("Un fichier", "Ci-joint.", to=["anne@boite.example"])
    message.attach("plan.txt", "Deux pages.", "text/plain")
    mail = file(message)
    delivery.claim(mail.pk)
    OutboxMail.objects.update(status=MailStatus.SENT, changed_at=timezone.now() - datetime.timedelta(days=91))
    assert dict(enforce().removed)["mails"] == 1
    for model in (OutboxMail, MailPart, MailPiece, DeliveryAttempt):
        assert not model.objects.exists()


def test_what_another_app_still_needs_stays_however_old():
    needed, other = queued(MailStatus.SENT, 900), queued(MailStatus.SENT, 900)
    with registered(still_needed, *still_needed, lambda: Q(pk=needed.pk), lambda: Q(pk=0)):
        enforce()
    assert list(OutboxMail.objects.all()) == [needed]
    assert other not in OutboxMail.objects.all()
