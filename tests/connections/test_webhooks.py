"""Telling other software: queued with the change, signed, sent to a real server, tried again, switched off."""

import datetime
import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from standardwebhooks import Webhook as StandardWebhook
from standardwebhooks import WebhookVerificationError

from clairdroit.connections.actions import renew_webhook_secret, resend_webhook, save_webhook, send_test_delivery
from clairdroit.connections.enums import WebhookDeliveryStatus, WebhookEvent
from clairdroit.connections.errors import OnItsWayError
from clairdroit.connections.models import Webhook, WebhookAttempt, WebhookDelivery
from clairdroit.connections.webhooks import delivering, transport
from clairdroit.connections.webhooks.guard import ForbiddenAddressError
from clairdroit.mail import actions as mail_actions
from clairdroit.mail import delivery
from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.questions import actions, emails
from clairdroit.questions.enums import EventKind
from clairdroit.questions.signals import step_logged
from tests.connections.factories import WebhookDeliveryFactory, WebhookFactory
from tests.connections.hook_server import listening
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["127.0.0.1"]
    with listening() as found:
        yield found


def submit(**values):
    given = {
        "heading": "logement",
        "text": "Mon loyer est trop cher pour moi.",
        "commune": CommuneFactory(),
        "email": "nadia@citoyenne.invalid",
        "submission_key": "une-cle",
    }
    return actions.submit_question(**{**given, **values}).question


def told(**filters):
    return [json.loads(each.body) for each in WebhookDelivery.objects.filter(**filters).order_by("pk")]


def ended(mail, outcome, **values):
    """The worker writes down what came of one try."""
    OutboxMail.objects.exclude(pk=mail.pk).update(status=MailStatus.SENT)
    attempt = delivery.claim(mail.pk)
    delivery.finish(attempt, delivery.Result(outcome, **values))
    return attempt


class TestMails:
    """An end is one step of the history, told once; what goes on or arrived is told to nobody."""

    @pytest.mark.parametrize(
        ("outcome", "step", "said"),
        [
            (DeliveryOutcome.PERMANENT, EventKind.MAIL_FAILED, "failed"),
            (DeliveryOutcome.UNCERTAIN, EventKind.MAIL_UNCERTAIN, "uncertain"),
        ],
    )
    def test_a_mail_that_did_not_arrive_is_told_once(self, outcome, step, said):
        WebhookFactory()
        question = submit()
        mail = question.mails.get().email
        attempt = ended(mail, outcome)
        # A worker that comes later with the same news.
        delivery.finish(attempt, delivery.Result(outcome))
        (message,) = told(event=WebhookEvent.MAIL_FAILED)
        assert message["type"] == "question.mail_failed"
        assert message["data"]["id"] == str(question.uuid)
        assert (message["data"]["status"], message["data"]["mail"]) == ("received", said)
        assert question.events.filter(kind=step).count() == 1
        assert "nadia" not in json.dumps(message)

    def test_a_mail_that_is_past_its_time_is_told_as_given_up(self):
        WebhookFactory()
        question = submit()
        OutboxMail.objects.update(expires_at=timezone.now())
        delivery.give_up_expired()
        delivery.give_up_expired()
        (message,) = told(event=WebhookEvent.MAIL_FAILED)
        assert message["data"]["mail"] == "failed"
        assert question.events.filter(kind=EventKind.MAIL_FAILED).count() == 1

    @pytest.mark.parametrize("outcome", [DeliveryOutcome.DELIVERED, DeliveryOutcome.TEMPORARY])
    def test_what_arrived_or_will_be_tried_again_is_not_told(self, outcome):
        WebhookFactory()
        mail = submit().mails.get().email
        ended(mail, outcome)
        assert not told(event=WebhookEvent.MAIL_FAILED)

    def test_what_fails_again_after_an_editor_sent_it_again_is_told_again(self):
        WebhookFactory()
        question = submit()
        mail = question.mails.get().email
        ended(mail, DeliveryOutcome.PERMANENT)
        mail_actions.retry_mail(mail=mail, user=UserFactory(moderator=True))
        ended(mail, DeliveryOutcome.PERMANENT)
        assert len(told(event=WebhookEvent.MAIL_FAILED)) == 2

    def test_neither_a_partner_nor_who_did_not_ask_for_it_is_told(self):
        assignment = AssignmentFactory()
        WebhookFactory(partner=assignment.partner)
        WebhookFactory(events=[WebhookEvent.RECEIVED])
        mail = emails.partner_asked(assignment)
        ended(mail, DeliveryOutcome.PERMANENT)
        assert assignment.question.events.filter(kind=EventKind.MAIL_FAILED).exists()
        assert not told(event=WebhookEvent.MAIL_FAILED)

    def test_a_mail_about_no_question_is_told_to_nobody(self):
        WebhookFactory()
        mail = space_emails.partner_link(PartnerFactory())
        ended(mail, DeliveryOutcome.PERMANENT)
        assert not told()

    def test_each_end_is_told_to_whoever_listens_to_the_steps_of_a_question(self):
        """No end of a mail goes past the one place that writes steps."""
        heard = []

        def listen(event, **kwargs):
            heard.append(event.kind)

        step_logged.connect(listen)
        try:
            for outcome in (DeliveryOutcome.DELIVERED, DeliveryOutcome.PERMANENT, DeliveryOutcome.UNCERTAIN):
                ended(emails.partner_asked(AssignmentFactory()), outcome)
        finally:
            step_logged.disconnect(listen)
        assert heard == [EventKind.MAIL_DELIVERED, EventKind.MAIL_FAILED, EventKind.MAIL_UNCERTAIN]


class TestQueueing:
    def test_each_step_of_a_question_is_told_in_its_order(self):
        WebhookFactory()
        editor, partner = UserFactory(moderator=True), PartnerFactory(headings=["emploi"])
        question = submit()
        assignment = actions.assign(question=question, partner=partner, user=editor)
        answer = actions.submit_proposal(assignment=assignment, user=team_user(partner), text="Allez au CCAS.")
        actions.send_answer(answer=answer, user=editor)
        question.refresh_from_db()
        actions.reopen(question=question, user=editor)
        actions.close(question=question, user=editor)
        messages = told()
        assert [(each["type"], each["data"]["status"]) for each in messages] == [
            ("question.received", "received"),
            ("question.assigned", "assigned"),
            ("question.answered", "answered"),
            ("question.reopened", "received"),
            ("question.closed", "closed"),
        ]
        assert messages[1]["data"]["partner"] == {"id": partner.pk, "name": partner.name}

    def test_a_message_names_the_question_and_nothing_of_the_citizen(self):
        WebhookFactory()
        question = submit()
        (message,) = told(event=WebhookEvent.RECEIVED)
        assert message["data"] == {
            "id": str(question.uuid),
            "reference": question.reference,
            "heading": "logement",
            "commune": {"code": question.commune.pk, "name": question.commune.name},
            "received_at": question.received_at.isoformat(),
            "status": "received",
        }
        assert "loyer" not in WebhookDelivery.objects.get(event=WebhookEvent.RECEIVED).body
        assert "nadia" not in WebhookDelivery.objects.get(event=WebhookEvent.RECEIVED).body

    def test_the_same_submission_twice_is_told_once(self):
        WebhookFactory()
        submit()
        submit()
        assert len(told(event=WebhookEvent.RECEIVED)) == 1

    def test_what_is_taken_back_is_not_told(self):
        WebhookFactory()
        with transaction.atomic():
            submit()
            transaction.set_rollback(True)
        assert not told()

    @pytest.mark.parametrize("values", [{"is_active": False}, {"events": ["question.answered"]}])
    def test_a_webhook_that_is_off_or_did_not_ask_for_it_is_not_told(self, values):
        WebhookFactory(**values)
        submit()
        assert not told(event=WebhookEvent.RECEIVED)

    def test_a_partner_s_webhook_hears_of_the_questions_that_it_was_asked_alone(self):
        mine, other = AssignmentFactory(), AssignmentFactory()
        WebhookFactory(partner=mine.partner)
        editor = UserFactory(moderator=True)
        actions.close(question=other.question, user=editor)
        actions.assign(question=mine.question, partner=other.partner, user=editor)
        assert not told()
        actions.close(question=mine.question, user=editor)
        assert [each["data"]["reference"] for each in told()] == [mine.question.reference]

    def test_a_partner_is_told_that_it_was_asked(self):
        partner = PartnerFactory(headings=["emploi"])
        WebhookFactory(partner=partner)
        question = QuestionFactory()
        actions.assign(question=question, partner=partner, user=UserFactory(moderator=True))
        assert [each["type"] for each in told()] == ["question.assigned"]


class TestSending:
    def test_a_message_arrives_signed_and_is_sent_once(self, receiver):
        hook = WebhookFactory(url=receiver.url)
        delivery = WebhookDeliveryFactory(webhook=hook)
        assert delivering.send_due() == {"delivered": 1}
        assert delivering.send_due() == {}
        ((headers, body, path),) = receiver.received
        assert (path, body) == ("/recevoir?cle=1", delivery.body.encode())
        assert headers["webhook-id"] == delivery.message_id
        # The specification's own library, as a receiver uses it.
        assert StandardWebhook(hook.secret).verify(body.decode(), headers) == json.loads(body)
        with pytest.raises(WebhookVerificationError):
            StandardWebhook(hook.secret).verify(body.decode() + " ", headers)
        attempt = WebhookAttempt.objects.get()
        assert (attempt.status_code, attempt.delivery) == (204, delivery)

    def test_the_example_of_the_specification_has_the_signature_that_it_gives(self):
        from clairdroit.connections.signing import signature

        # https://www.standardwebhooks.com, its libraries' own test vector.
        found = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp=1614265330,
            body=b'{"test": 2432232314}',
        )
        assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    @pytest.mark.parametrize("status", [400, 404, 500, 503])
    def test_a_refusal_is_tried_again_later_under_the_same_id(self, receiver, status):
        receiver.status, receiver.answer = status, b"Non, \x00merci"
        delivery = WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"waiting": 1}
        assert delivering.send_due() == {}, "not before its time"
        delivery.refresh_from_db()
        assert datetime.timedelta(0) < delivery.next_try_at - timezone.now() <= datetime.timedelta(minutes=1)
        attempt = delivery.attempts.get()
        assert (attempt.status_code, attempt.detail) == (status, "Non, merci")
        receiver.status = 200
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        assert delivering.send_due() == {"delivered": 1}
        first, second = (headers["webhook-id"] for headers, _body, _path in receiver.received)
        assert first == second
        assert Webhook.objects.get().failing_since is None

    def test_a_redirect_is_not_followed(self, receiver):
        receiver.status, receiver.headers = 302, {"Location": receiver.url}
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"waiting": 1}
        assert len(receiver.received) == 1
        assert "redirections" in WebhookAttempt.objects.get().detail

    def test_a_line_that_breaks_is_a_failure_and_no_crash(self, receiver):
        receiver.drop = True
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"waiting": 1}
        assert WebhookAttempt.objects.get().status_code is None

    def test_a_server_that_sends_a_byte_at_a_time_is_cut_off(self, receiver, monkeypatch):
        monkeypatch.setattr(transport, "TOTAL_SECONDS", 0.4)
        receiver.drip_seconds = 30
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"waiting": 1}
        attempt = WebhookAttempt.objects.get()
        assert attempt.status_code is None
        assert "à temps" in attempt.detail

    def test_an_answer_without_end_is_not_read_to_its_end(self, receiver):
        receiver.answer = b"x" * 5_000_000
        receiver.status = 200
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"delivered": 1}
        assert len(WebhookAttempt.objects.get().detail) <= transport.MAX_DETAIL

    def test_one_silent_receiver_does_not_keep_the_others_waiting(self, receiver):
        dead = WebhookFactory(url="http://127.0.0.1:9/")
        for _ in range(5):
            WebhookDeliveryFactory(webhook=dead)
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.send_due() == {"waiting": delivering.PATIENCE, "delivered": 1}
        assert WebhookAttempt.objects.filter(delivery__webhook=dead).count() == delivering.PATIENCE

    def test_after_the_last_try_it_is_given_up_and_an_editor_may_send_it_again(self, receiver):
        receiver.status = 500
        delivery = WebhookDeliveryFactory(webhook__url=receiver.url, tries=len(delivering.BACK_OFF))
        assert delivering.send_due() == {"given_up": 1}
        delivery.refresh_from_db()
        assert (delivery.status, delivery.next_try_at) == (WebhookDeliveryStatus.GIVEN_UP, None)
        receiver.status = 200
        resend_webhook(delivery=delivery, user=UserFactory(coordinator=True))
        assert delivering.send_due() == {"delivered": 1}

    def test_a_message_in_the_hands_of_another_worker_is_left_to_it(self, receiver):
        delivery = WebhookDeliveryFactory(webhook__url=receiver.url)
        assert delivering.claim(delivery.pk) is not None
        assert delivering.claim(delivery.pk) is None
        assert delivering.send_due() == {}
        # The other one died: the lease ends, and the message is sent after all.
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        assert delivering.send_due() == {"delivered": 1}

    def test_a_webhook_deleted_during_the_dialogue_leaves_nothing_to_write_on(self, receiver):
        delivery = delivering.claim(WebhookDeliveryFactory(webhook__url=receiver.url).pk)
        answer = delivering.send(delivery)
        Webhook.objects.all().delete()
        assert delivering.finish(delivery, answer, started=timezone.now()) == "given_up"
        assert not WebhookAttempt.objects.exists()

    def test_a_secret_that_cannot_be_read_is_said_and_sends_nothing(self, receiver):
        WebhookDeliveryFactory(webhook__url=receiver.url, webhook__secret="whsec_é")
        assert delivering.send_due() == {"waiting": 1}
        assert not receiver.received


class TestSwitchingOff:
    def failing(self, receiver, **since):
        receiver.status = 500
        hook = WebhookFactory(
            url=receiver.url,
            created_by=UserFactory(email="claire@ville.invalid"),
            failing_since=timezone.now() - datetime.timedelta(**since),
        )
        WebhookDeliveryFactory(webhook=hook)
        delivering.send_due()
        hook.refresh_from_db()
        return hook

    def test_after_days_of_failure_it_is_switched_off_and_its_maker_told(self, receiver):
        hook = self.failing(receiver, days=3, minutes=1)
        assert not hook.is_active
        mail = OutboxMail.objects.get()
        assert mail.to == ["claire@ville.invalid"]
        assert hook.name in mail.subject
        assert f"/admin/webhooks/inspect/{hook.pk}/" in mail.message
        assert mail.status == MailStatus.WAITING

    def test_before_that_it_goes_on(self, receiver):
        assert self.failing(receiver, days=2).is_active
        assert not OutboxMail.objects.exists()

    def test_a_success_in_between_begins_the_count_anew(self, receiver):
        hook = self.failing(receiver, days=2)
        receiver.status = 200
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        delivering.send_due()
        hook.refresh_from_db()
        assert hook.failing_since is None

    def test_a_receiver_that_says_gone_is_believed_at_once(self, receiver):
        receiver.status = 410
        WebhookDeliveryFactory(webhook__url=receiver.url)
        delivering.send_due()
        assert not Webhook.objects.get().is_active
        assert not OutboxMail.objects.exists(), "nobody known made it"

    def test_switched_on_again_it_sends_what_waited(self, receiver):
        hook = self.failing(receiver, days=4)
        receiver.status = 200
        WebhookDelivery.objects.update(next_try_at=timezone.now())
        assert delivering.send_due() == {}
        save_webhook(webhook=hook, user=UserFactory(coordinator=True), name=hook.name, url=hook.url, events=hook.events)
        assert delivering.send_due() == {"delivered": 1}
        assert Webhook.objects.get().switched_off_at is None


class TestActions:
    def test_only_who_handles_questions_may_connect_other_software(self):
        hook, delivery, stranger = WebhookFactory(), WebhookDeliveryFactory(), UserFactory()
        for act in (
            lambda: save_webhook(webhook=hook, user=stranger, name="x", url=hook.url, events=[]),
            lambda: renew_webhook_secret(webhook=hook, user=stranger),
            lambda: send_test_delivery(webhook=hook, user=stranger),
            lambda: resend_webhook(delivery=delivery, user=stranger),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert WebhookDelivery.objects.count() == 1

    def test_an_address_that_may_not_be_is_refused_whoever_asks(self):
        with pytest.raises(ForbiddenAddressError):
            save_webhook(
                webhook=Webhook(), user=UserFactory(coordinator=True), name="x", url="http://10.0.0.1/", events=[]
            )
        assert not Webhook.objects.exists()

    def test_what_changed_since_its_form_was_opened_is_not_written_back(self):
        opened = WebhookFactory()
        boss = UserFactory(coordinator=True)
        renewed = renew_webhook_secret(webhook=Webhook.objects.get(), user=boss).secret
        Webhook.objects.update(failing_since=timezone.now())
        saved = save_webhook(webhook=opened, user=boss, name="Autre nom", url=opened.url, events=opened.events)
        row = Webhook.objects.get()
        assert (row.name, row.secret, saved.secret) == ("Autre nom", renewed, renewed)
        assert row.failing_since is not None

    def test_a_message_that_was_never_tried_is_not_sent_again(self):
        with pytest.raises(OnItsWayError):
            resend_webhook(delivery=WebhookDeliveryFactory(), user=UserFactory(coordinator=True))

    @pytest.mark.parametrize(
        "values",
        [{"status": "delivered"}, {"next_try_at": None}, {"status": "perdu", "ended_at": timezone.now()}],
    )
    def test_a_message_that_is_neither_waiting_nor_ended_is_refused_by_the_database(self, values):
        with pytest.raises(IntegrityError), transaction.atomic():
            WebhookDeliveryFactory(**values)


class TestCommand:
    def run(self, **options):
        out = io.StringIO()
        call_command("send_webhooks", stdout=out, **options)
        return out.getvalue()

    def test_it_says_what_it_did_and_is_silent_about_nothing(self, receiver):
        assert self.run() == ""
        WebhookDeliveryFactory(webhook__url=receiver.url)
        assert "1 messages are due" in self.run(dry_run=True)
        assert not receiver.received
        assert "1 delivered, 0 to be tried again" in self.run()

    def test_what_ended_long_ago_is_forgotten_what_waits_is_kept(self):
        then = timezone.now() - delivering.KEPT - datetime.timedelta(hours=1)
        WebhookDeliveryFactory(status=WebhookDeliveryStatus.DELIVERED, next_try_at=None, ended_at=then)
        waiting = WebhookDeliveryFactory(created_at=then, webhook__is_active=False)
        assert "1 old ones forgotten" in self.run()
        assert WebhookDelivery.objects.get() == waiting


def test_erasing_a_question_leaves_no_word_in_the_messages():
    WebhookFactory()
    answer = proposed_answer()
    actions.erase(question=answer.question)
    bodies = " ".join(each.body for each in WebhookDelivery.objects.all())
    assert "question.closed" in bodies
    assert "loyer" not in bodies
    assert "nadia" not in bodies
