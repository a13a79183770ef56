"""Any app queues a mail and hears what became of it, without the questions knowing of it."""

import datetime
from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.mail import delivery, outbox
from clairdroit.mail.enums import DeliveryOutcome, MailPriority, MailStatus
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import Words, rendered
from clairdroit.mail.signals import mail_tried

pytestmark = pytest.mark.django_db
SAID = Words("Votre fiche", "Elle est à relire.\n", "<p>Elle est à relire.</p>")


def queue(**given):
    return outbox.queue(SAID, to=["equipe@partenaire.invalid"], **given)


@pytest.fixture
def told():
    """Every end that the outbox tells of, as long as the test lasts."""
    heard = []

    def listen(mail, outcome, **kwargs):
        heard.append((mail.pk, outcome))

    mail_tried.connect(listen)
    yield heard
    mail_tried.disconnect(listen)


def test_a_queued_mail_leaves_as_it_was_said(moods, settings):
    settings.DEFAULT_FROM_EMAIL = "Droits <droits@ville.invalid>"
    mail = queue(headers={"In-Reply-To": "<former@ville.invalid>", "X-Own": "1"})
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}
    found = message_from_bytes(moods.accepted[0].content, policy=policy.default)
    assert (found["Subject"], found["From"], found["To"]) == (SAID.subject, "Droits <droits@ville.invalid>", *mail.to)
    assert (found["In-Reply-To"], found["X-Own"]) == ("<former@ville.invalid>", "1")
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@ville.invalid>")
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]


def test_the_register_shows_it_with_its_keys_masked():
    key = "cdp_" + "a1B2" * 8
    mail = outbox.queue(Words(f"Clé {key}", f"Voici {key}.", "<p>…</p>"), to=["equipe@partenaire.invalid"])
    assert OutboxMail.objects.shown().get() == mail
    assert key not in mail.shown_subject + mail.shown_text
    assert "Voici " in mail.shown_text


def test_it_is_rolled_back_with_the_change_that_causes_it():
    def change():
        with transaction.atomic():
            queue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert not OutboxMail.objects.exists()


def test_the_more_urgent_leaves_first_and_of_two_the_older(moods):
    first, second = queue(), queue()
    late, urgent = queue(priority=MailPriority.LOW), queue(priority=MailPriority.HIGH)
    delivery.send_due()
    left = [message_from_bytes(each.content)["Message-ID"] for each in moods.accepted]
    assert left == [mail.message_id for mail in (urgent, first, second, late)]


@pytest.mark.parametrize(
    ("moods_are", "outcome"),
    [
        ({}, DeliveryOutcome.DELIVERED),
        ({"rcpt_reply": "550 5.1.1 No such user"}, DeliveryOutcome.PERMANENT),
        ({"rcpt_reply": "451 4.3.0 Busy"}, DeliveryOutcome.TEMPORARY),
        ({"drop_at": "after"}, DeliveryOutcome.UNCERTAIN),
    ],
)
def test_whoever_listens_hears_each_of_the_four_ends(moods, told, moods_are, outcome):
    for name, value in moods_are.items():
        setattr(moods, name, value)
    mail = queue()
    delivery.send_due()
    assert told == [(mail.pk, outcome)]


def test_the_last_of_many_refusals_for_now_is_told_as_one_for_good(moods, told):
    moods.rcpt_reply = "451 4.3.0 Busy"
    mail = queue()
    OutboxMail.objects.update(tries=len(delivery.BACK_OFF))
    delivery.send_due()
    assert told == [(mail.pk, DeliveryOutcome.PERMANENT)]
    mail.refresh_from_db()
    assert mail.is_failed
    assert mail.state == "Non remis", "nothing is tried again any more"


def test_a_listener_that_fails_leaves_an_attempt_without_an_end(moods, caplog):
    def fail(**kwargs):
        raise ZeroDivisionError

    mail = queue()
    mail_tried.connect(fail)
    try:
        assert delivery.send_due() == {}
    finally:
        mail_tried.disconnect(fail)
    assert "ZeroDivisionError" in caplog.text
    mail.refresh_from_db()
    assert (mail.status, mail.last_attempt.outcome) == (MailStatus.WAITING, DeliveryOutcome.STARTED)
    assert delivery.send_due() == {}, "no machine repeats it"


class TestOfUseForAWhile:
    def test_one_whose_time_is_over_is_given_up_and_told(self, moods, told):
        mail = queue(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        assert delivery.send_due() == {}
        mail.refresh_from_db()
        assert (mail.status, mail.state) == (MailStatus.FAILED, "Non envoyé à temps")
        assert told == [(mail.pk, DeliveryOutcome.PERMANENT)]
        assert moods.connections == 0
        assert delivery.send_due() == {}
        assert len(told) == 1

    def test_one_that_is_still_of_use_leaves(self, moods):
        queue(expires_at=timezone.now() + datetime.timedelta(hours=1))
        assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}

    def test_one_that_another_worker_holds_is_left_to_it(self, moods, told):
        mail = queue(expires_at=timezone.now() + datetime.timedelta(hours=1))
        attempt = delivery.claim(mail.pk)
        OutboxMail.objects.update(expires_at=timezone.now())
        assert delivery.send_due() == {}
        assert told == []
        delivery.finish(attempt, delivery.Result(DeliveryOutcome.DELIVERED, 250))
        mail.refresh_from_db()
        assert mail.status == MailStatus.SENT

    def test_a_person_who_sends_it_again_all_the_same_is_believed(self, moods):
        mail = queue(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        delivery.send_due()
        outbox.requeue(mail)
        assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}

    def test_of_a_mail_about_an_account_nothing_is_left(self, moods):
        queue(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        OutboxMail.objects.update(is_shown=False)
        delivery.send_due()
        mail = OutboxMail.objects.get()
        assert (mail.to, mail.message, mail.status) == ([], "", MailStatus.FAILED)


@pytest.mark.parametrize("status", [MailStatus.WAITING, MailStatus.SENT])
def test_only_what_failed_is_queued_again(status):
    mail = queue()
    OutboxMail.objects.update(status=status)
    with pytest.raises(NotFailedError):
        outbox.requeue(mail)


@pytest.mark.parametrize("wrong", [{"status": "perhaps"}, {"priority": 7}])
def test_a_row_that_cannot_be_is_refused(wrong):
    queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.update(**wrong)


def test_a_mail_s_name_tells_neither_whom_it_is_for_nor_what_it_says():
    mail = queue()
    assert str(mail) == f"E-mail n°\u00a0{mail.pk}"


def test_words_come_from_three_templates_in_the_language_of_the_reader():
    given = {"partner": {"name": "<ADIL>"}, "site_name": "Droits", "space_url": "https://ville.invalid/x", "days": 30}
    words = rendered("partners_snippets/emails/partner_link", "en", given)
    assert words.subject == "Your link to the partners’ space – Droits"
    assert "“<ADIL>”" in words.text
    assert "“&lt;ADIL&gt;”" in words.html
    assert "<style" not in words.html
    assert "style=" in words.html


def test_a_subject_is_one_line_that_ends():
    assert rendered("partners_snippets/emails/partner_link", "en", {"site_name": "a\nb " * 90}).subject.count("\n") == 0
    assert len(rendered("partners_snippets/emails/partner_link", "en", {"site_name": "Droits " * 90}).subject) == 150
