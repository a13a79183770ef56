"""The outbox against a real SMTP server that refuses, delays and drops connections."""

import datetime
import io
import smtplib

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone

from clairdroit.mail import actions as mail_actions
from clairdroit.mail import delivery
from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import DeliveryAttempt, OutboxMail
from clairdroit.mail.signals import mail_tried
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import Event, QuestionMail
from tests.ports import free_port
from tests.questions.factories import DeliveryAttemptFactory, OutboxMailFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db


def the_attempt():
    return DeliveryAttempt.objects.get()


def test_a_due_mail_reaches_the_server_and_is_sent_once(moods):
    mail = OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}
    assert delivery.send_due() == {}
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT
    assert [envelope.rcpt_tos for envelope in moods.accepted] == [["nadia@citoyenne.invalid"]]
    assert b"Message-ID: " + mail.message_id.encode() in moods.accepted[0].content
    assert the_attempt().finished_at is not None


def test_the_attempt_is_written_before_the_dialogue_begins(moods, monkeypatch):
    OutboxMailFactory()
    seen = []
    deliver = delivery.deliver
    monkeypatch.setattr(delivery, "deliver", lambda mail: seen.append(the_attempt().outcome) or deliver(mail))
    delivery.send_due()
    assert seen == [DeliveryOutcome.STARTED]


def test_a_temporary_refusal_is_tried_again_later_and_then_succeeds(moods):
    moods.rcpt_reply = "450 Mailbox busy"
    mail = OutboxMailFactory()
    begun = timezone.now()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}
    ended = timezone.now()
    assert delivery.send_due() == {}, "not before its time"
    mail.refresh_from_db()
    assert mail.status == MailStatus.WAITING
    assert begun <= mail.not_before - datetime.timedelta(minutes=1) <= ended
    attempt = the_attempt()
    assert (attempt.smtp_code, attempt.detail) == (450, "Mailbox busy")
    moods.rcpt_reply = None
    OutboxMail.objects.update(not_before=timezone.now())
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}
    assert len(moods.accepted) == 1


def test_each_wait_is_longer_than_the_last_and_in_the_end_a_person_decides(moods):
    moods.data_reply = "451 Try later"
    mail = OutboxMailFactory()
    waits = []
    for _ in delivery.BACK_OFF:
        delivery.send_due()
        mail.refresh_from_db()
        waits.append(mail.not_before - timezone.now())
        OutboxMail.objects.update(not_before=timezone.now())
    assert waits[0] < waits[1] < waits[2] < waits[3] < waits[4]
    assert mail.status == MailStatus.WAITING
    delivery.send_due()
    mail.refresh_from_db()
    assert mail.status == MailStatus.FAILED
    assert moods.accepted == []


def test_a_final_refusal_is_shown_and_not_repeated(moods):
    moods.rcpt_reply = "550 No such user"
    question = QuestionFactory()
    mail = OutboxMailFactory()
    QuestionMail.objects.create(question=question, email=mail, kind=MailKind.ANSWER)
    assert delivery.send_due() == {DeliveryOutcome.PERMANENT: 1}
    assert delivery.send_due() == {}
    mail.refresh_from_db()
    assert mail.is_failed
    assert mail.state == DeliveryOutcome.PERMANENT.label
    assert question.events.get().kind == EventKind.MAIL_FAILED
    assert moods.connections == 1


@pytest.mark.parametrize("drop_at", ["content", "after"])
def test_a_line_that_breaks_after_the_message_left_is_uncertain_and_never_repeated(moods, drop_at):
    moods.drop_at = drop_at
    question = QuestionFactory()
    mail = OutboxMailFactory()
    QuestionMail.objects.create(question=question, email=mail, kind=MailKind.ANSWER)
    assert delivery.send_due() == {DeliveryOutcome.UNCERTAIN: 1}
    moods.drop_at = None
    assert delivery.send_due() == {}
    mail.refresh_from_db()
    assert mail.is_failed
    assert mail.last_attempt.outcome == DeliveryOutcome.UNCERTAIN
    assert question.events.get().kind == EventKind.MAIL_UNCERTAIN


def test_a_line_that_breaks_before_the_message_left_is_safe_to_repeat(moods):
    moods.drop_at = "rcpt"
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}


def test_a_server_that_keeps_silent_after_the_message_is_uncertain(moods, settings):
    # For every step of the dialogue, of which the others take a moment on the slowest machine.
    settings.EMAIL_TIMEOUT = 2
    moods.delay_after_data = 60
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.UNCERTAIN: 1}


def test_no_server_at_all_is_a_temporary_failure(moods, settings):
    settings.EMAIL_PORT = free_port()
    mail = OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}
    mail.refresh_from_db()
    assert mail.is_waiting


def test_what_a_crash_left_open_is_uncertain_after_the_lease_and_not_before(moods):
    mail = OutboxMailFactory()
    attempt = DeliveryAttemptFactory(email=mail, started_at=timezone.now() - delivery.LEASE / 2)
    assert delivery.send_due() == {}, "another worker may still be at it"
    DeliveryAttempt.objects.update(started_at=timezone.now() - delivery.LEASE * 2)
    assert delivery.send_due() == {}
    attempt.refresh_from_db()
    mail.refresh_from_db()
    assert attempt.outcome == DeliveryOutcome.UNCERTAIN
    assert mail.is_failed
    assert moods.connections == 0


def test_an_end_that_comes_after_the_lease_is_still_believed(moods):
    mail = OutboxMailFactory()
    attempt = delivery.claim(mail.pk)
    delivery.settle_abandoned(before=timezone.now() + datetime.timedelta(seconds=1))
    delivery.finish(attempt, delivery.Result(DeliveryOutcome.DELIVERED, 250))
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT


@pytest.fixture
def a_listener_fails():
    """Whoever listens fails for this e-mail, each time."""
    refused = OutboxMailFactory()

    def fail(mail, **kwargs):
        if mail.pk == refused.pk:
            raise LookupError("what the listener looked for is gone")

    mail_tried.connect(fail, weak=False, dispatch_uid="a listener that fails")
    yield refused
    mail_tried.disconnect(dispatch_uid="a listener that fails")


def test_a_listener_that_fails_for_one_mail_keeps_no_other_from_leaving(moods, a_listener_fails, caplog):
    OutboxMailFactory()
    delivery.send_due()
    DeliveryAttempt.objects.update(started_at=timezone.now() - delivery.LEASE * 2)
    OutboxMailFactory()
    assert delivery.send_due()[DeliveryOutcome.DELIVERED] == 1
    assert len(moods.accepted) == 3, "each was sent once, that one too"
    a_listener_fails.refresh_from_db()
    assert a_listener_fails.is_waiting
    assert not OutboxMail.objects.due().exists()
    assert caplog.text.count("The end of an attempt could not be written") == 2


def test_nor_when_a_mail_past_its_time_is_given_up(moods, a_listener_fails, caplog):
    OutboxMail.objects.update(expires_at=timezone.now() - datetime.timedelta(hours=1))
    other = OutboxMailFactory(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    OutboxMailFactory()
    delivery.send_due()
    other.refresh_from_db()
    assert other.is_failed
    assert len(moods.accepted) == 1
    assert "could not be given up" in caplog.text


def test_two_workers_cannot_claim_one_mail():
    mail = OutboxMailFactory()
    assert delivery.claim(mail.pk) is not None
    assert delivery.claim(mail.pk) is None


def test_a_mail_that_was_erased_meanwhile_is_not_claimed():
    mail = OutboxMailFactory()
    OutboxMail.objects.filter(pk=mail.pk).delete()
    assert delivery.claim(mail.pk) is None


def test_a_mail_for_later_waits(moods):
    OutboxMailFactory(not_before=timezone.now() + datetime.timedelta(hours=1))
    assert delivery.send_due() == {}


def test_a_line_break_in_the_subject_cannot_add_a_header(moods):
    mail = OutboxMailFactory()
    OutboxMail.objects.filter(pk=mail.pk).update(subject="Bonjour\nBcc: autre@exemple.invalid")
    assert delivery.send_due() == {DeliveryOutcome.PERMANENT: 1}
    assert moods.accepted == []


def test_an_editor_queues_a_failed_mail_again(moods):
    moods.rcpt_reply = "550 No such user"
    question = QuestionFactory()
    mail = OutboxMailFactory()
    QuestionMail.objects.create(question=question, email=mail, kind=MailKind.ANSWER)
    delivery.send_due()
    moods.rcpt_reply = None
    mail_actions.retry_mail(mail=mail, user=UserFactory(moderator=True))
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}
    kinds = list(Event.objects.filter(question=question).values_list("kind", flat=True))
    assert kinds == [EventKind.MAIL_FAILED, EventKind.MAIL_RETRIED, EventKind.MAIL_DELIVERED]


def test_nobody_queues_again_what_was_sent():
    with pytest.raises(NotFailedError):
        mail_actions.retry_mail(mail=OutboxMailFactory(status=MailStatus.SENT), user=UserFactory(moderator=True))


def test_only_handlers_queue_mails_again(django_user_model):
    from django.core.exceptions import PermissionDenied

    mail = OutboxMailFactory(failed=True)
    with pytest.raises(PermissionDenied):
        mail_actions.retry_mail(mail=mail, user=UserFactory())
    mail.refresh_from_db()
    assert mail.is_failed


def test_the_command_says_what_it_did(moods):
    OutboxMailFactory()
    out = io.StringIO()
    call_command("send_outbox", dry_run=True, stdout=out)
    assert out.getvalue() == "1 e-mails are due; nothing was sent.\n"
    assert moods.connections == 0
    out = io.StringIO()
    call_command("send_outbox", stdout=out)
    assert out.getvalue() == "1 sent, 0 to be tried again, 0 refused, 0 uncertain.\n"
    out = io.StringIO()
    call_command("send_outbox", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("reply", ["bonjour", "2x0 OK", "999 OK"])
def test_gibberish_after_the_message_is_no_refusal(moods, reply):
    moods.data_reply = reply
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.UNCERTAIN: 1}
    assert delivery.send_due() == {}, "it may have been taken"


def test_a_mail_that_is_erased_during_its_dialogue_stops_nobody(moods, monkeypatch):
    erased, other = OutboxMailFactory(), OutboxMailFactory(to=["autre@citoyenne.invalid"])
    deliver = delivery.deliver

    def erase_meanwhile(mail):
        result = deliver(mail)
        OutboxMail.objects.filter(pk=erased.pk).delete()
        return result

    monkeypatch.setattr(delivery, "deliver", erase_meanwhile)
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 2}
    other.refresh_from_db()
    assert other.status == MailStatus.SENT
    assert not OutboxMail.objects.filter(pk=erased.pk).exists()


def test_a_mail_that_another_worker_has_just_tried_is_left_alone(moods):
    mail = OutboxMailFactory()
    delivery.finish(delivery.claim(mail.pk), delivery.Result(DeliveryOutcome.TEMPORARY, 451, "Plus tard."))
    assert delivery.claim(mail.pk) is None, "it is not due before a minute has passed"


def test_a_server_that_is_down_for_a_day_costs_little_is_seen_and_loses_nothing(moods, settings, client):
    server_port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    OutboxMailFactory.create_batch(8)
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: delivery.UNREACHED_IN_A_ROW}, (
        "not one timeout for each mail"
    )
    for _ in range(6):
        OutboxMail.objects.update(not_before=None)
        delivery.send_due()
    OutboxMail.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))
    assert OutboxMail.objects.late().count() == 8
    assert "8 mails" in client.get("/readyz").json()["checks"]["mail"]
    client.force_login(UserFactory(moderator=True))
    assert "en attente depuis longtemps" in client.get("/admin/").content.decode()
    settings.EMAIL_PORT = server_port
    OutboxMail.objects.update(not_before=None)
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 8}
    assert len(moods.accepted) == 8


def test_failed_mails_are_counted_on_the_editors_first_page(client):
    OutboxMailFactory(failed=True)
    client.force_login(UserFactory(moderator=True))
    assert "<span>1</span> e-mail non remis" in client.get("/admin/").content.decode()


# What no server has said: a name of the server that is none, and whom smtplib cannot write to.
LONG = "x" * 70


@pytest.mark.parametrize("host", ["smtp..ville.invalid", f"{LONG}.invalid"])
def test_a_server_whose_name_is_none_is_a_temporary_failure_and_keeps_every_mail(moods, settings, host):
    settings.EMAIL_HOST = host
    OutboxMailFactory.create_batch(2)
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 2}
    assert not DeliveryAttempt.objects.under_way().exists()


@pytest.mark.parametrize("name", ["EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"])
def test_a_password_that_smtplib_cannot_write_is_a_temporary_failure_and_stands_nowhere(moods, settings, caplog, name):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mairie", "secret"
    setattr(settings, name, "clé-du-courrier")
    moods.asks_for_a_login = True
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}
    told = the_attempt().detail + caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "settings of the mail server" in told
    assert "é" not in told
    assert "xe9" not in told


def test_a_back_end_that_is_not_installed_is_a_temporary_failure(moods, settings):
    settings.CLAIRDROIT_MAIL_BACKEND = "courrier.absent.EmailBackend"
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}


@pytest.mark.parametrize("address", ["nadia\n@ville.invalid", "pas une adresse, <", "nadia@é..invalid"])
def test_an_address_that_cannot_be_written_is_given_up_and_the_others_leave(moods, caplog, address):
    bad = OutboxMailFactory(bcc=[address])
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.PERMANENT: 1, DeliveryOutcome.DELIVERED: 1}
    assert bad.attempts.get().detail.startswith("The message cannot be written")
    assert address not in caplog.text


class FailingBackend(BaseEmailBackend):
    """A host's own, of a service that is asked over HTTP."""

    def send_messages(self, email_messages):
        raise RuntimeError("nadia@citoyenne.invalid is on no list")


def test_what_another_back_end_had_done_when_it_failed_is_not_known(settings, caplog):
    settings.CLAIRDROIT_MAIL_BACKEND = f"{__name__}.FailingBackend"
    OutboxMailFactory.create_batch(2)
    assert delivery.send_due() == {DeliveryOutcome.UNCERTAIN: 2}
    assert "nadia" not in caplog.text + "".join(attempt.detail for attempt in DeliveryAttempt.objects.all())


def test_an_error_of_ours_before_the_message_left_is_safe_to_repeat(moods, monkeypatch):
    monkeypatch.setattr("smtplib.SMTP.mail", lambda *args, **kwargs: 1 / 0)
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}


def test_an_error_of_ours_once_the_message_is_on_its_way_is_uncertain(moods, monkeypatch):
    getreply = smtplib.SMTP.getreply

    def fails_at_the_end(session):
        code, text = getreply(session)
        return int("354 of the end") if code == 250 and moods.accepted else (code, text)

    monkeypatch.setattr("smtplib.SMTP.getreply", fails_at_the_end)
    OutboxMailFactory()
    assert delivery.send_due() == {DeliveryOutcome.UNCERTAIN: 1}
