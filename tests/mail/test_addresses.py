"""Addresses from which mails come back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from clairdroit.encryption import make_key
from clairdroit.mail import actions as mail_actions
from clairdroit.mail import addresses, delivery
from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import UnreachableAddress
from clairdroit.questions import actions
from tests.questions.factories import (
    DeliveryAttemptFactory,
    OutboxMailFactory,
    QuestionFactory,
    UnreachableAddressFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "equipe@partenaire.invalid"


def blocked(address=ADDRESS):
    return UnreachableAddress.objects.blocks(address)


def days_pass(days):
    for row in UnreachableAddress.objects.all():
        row.last_at -= datetime.timedelta(days=days)
        row.save()


def test_a_hard_bounce_blocks_at_once_however_the_address_is_written():
    assert not blocked()
    addresses.note_bounce(address=" Equipe@Partenaire.invalid ", hard=True, detail="550 unknown")
    assert blocked()
    assert not blocked("autre@partenaire.invalid")


def test_soft_bounces_block_after_three_days_in_a_row():
    for day in range(3):
        assert not blocked(), day
        addresses.note_bounce(address=ADDRESS, hard=False, detail="452 full")
        days_pass(1)
    assert blocked()


def test_several_soft_bounces_of_one_day_count_once():
    for _ in range(5):
        addresses.note_bounce(address=ADDRESS, hard=False, detail="delayed")
    assert UnreachableAddress.objects.get().soft_bounces == 1


def test_soft_bounces_far_apart_are_not_in_a_row():
    for _ in range(4):
        addresses.note_bounce(address=ADDRESS, hard=False, detail="452 full")
        days_pass(31)
    assert not blocked()


def test_a_hard_bounce_stays_hard_when_a_soft_one_follows():
    addresses.note_bounce(address=ADDRESS, hard=True, detail="550")
    addresses.note_bounce(address=ADDRESS, hard=False, detail="452")
    assert UnreachableAddress.objects.get().soft_bounces == 1
    assert blocked()


def test_an_editor_says_that_it_works_again():
    UnreachableAddressFactory(bounced=ADDRESS)
    assert mail_actions.clear_bounce(address=ADDRESS.upper(), user=UserFactory(moderator=True))
    assert not blocked()
    assert not addresses.clear_bounce(address=ADDRESS), "nothing left to clear"


def test_nobody_else_may_say_so():
    UnreachableAddressFactory(bounced=ADDRESS)
    with pytest.raises(PermissionDenied):
        mail_actions.clear_bounce(address=ADDRESS, user=UserFactory())
    assert blocked()


def test_blocked_addresses_are_found_together(django_assert_num_queries):
    UnreachableAddressFactory(bounced=ADDRESS)
    with django_assert_num_queries(1):
        assert UnreachableAddress.objects.blocked_among([ADDRESS, "autre@partenaire.invalid"]) == {ADDRESS}


def test_a_row_without_a_bounce_is_refused():
    with pytest.raises(IntegrityError):
        UnreachableAddressFactory(hard=False, soft_bounces=0)


@pytest.mark.parametrize(
    ("reply", "noted"),
    [
        ("550 5.1.1 No such user", True),
        ("550 Mailbox unknown", True),
        ("554 5.7.1 Your server is on a list", False),
        ("450 4.2.1 Try later", False),
    ],
)
def test_the_server_s_refusal_of_a_recipient_is_a_hard_bounce(moods, reply, noted):
    moods.rcpt_reply = reply
    OutboxMailFactory(to=[ADDRESS])
    delivery.send_due()
    assert blocked() is noted


def test_a_refusal_of_the_message_says_nothing_about_its_recipient(moods):
    moods.data_reply = "554 5.6.0 Message refused"
    OutboxMailFactory(to=[ADDRESS])
    assert delivery.send_due() == {DeliveryOutcome.PERMANENT: 1}
    assert not UnreachableAddress.objects.exists()


def test_an_attempt_without_a_refused_recipient_notes_nothing():
    attempt = DeliveryAttemptFactory()
    delivery.finish(attempt, delivery.Result(DeliveryOutcome.PERMANENT, 550, "no"))
    assert not UnreachableAddress.objects.exists()


def test_erasing_a_question_forgets_that_its_address_bounced():
    question = QuestionFactory()
    addresses.note_bounce(address=question.email, hard=True, detail=f"550 {question.email}")
    actions.erase(question=question)
    assert not UnreachableAddress.objects.exists()


def test_its_name_does_not_tell_the_address():
    row = UnreachableAddressFactory(bounced=ADDRESS, last_at=timezone.now())
    assert ADDRESS not in str(row)


class TestAnotherSecret:
    """SECRET_KEY changes; the former one stays a while among SECRET_KEY_FALLBACKS."""

    @pytest.fixture
    def known(self, settings):
        row = UnreachableAddressFactory(address=ADDRESS)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-secret" * 5
        return row

    def test_what_blocked_goes_on_blocking(self, known):
        assert blocked()
        assert UnreachableAddress.objects.blocked_among([ADDRESS, ADDRESS.upper(), "autre@partenaire.invalid"]) == {
            ADDRESS,
            ADDRESS.upper(),
        }

    def test_the_next_bounce_is_noted_on_the_same_row(self, known):
        addresses.note_bounce(address=ADDRESS, hard=True, detail="550")
        assert UnreachableAddress.objects.get().pk == known.pk

    def test_brought_to_the_new_secret_it_needs_the_former_no_more(self, known, settings):
        assert addresses.renew_address_keys() == 1
        settings.SECRET_KEY_FALLBACKS = []
        assert blocked()
        assert addresses.renew_address_keys() == 0

    def test_noted_twice_under_both_it_is_one_row(self, known, settings):
        settings.SECRET_KEY_FALLBACKS = []
        newer = addresses.note_bounce(address=ADDRESS, hard=True, detail="550")
        assert UnreachableAddress.objects.count() == 2
        addresses.renew_address_keys()
        assert UnreachableAddress.objects.get().pk == newer.pk

    def test_a_row_whose_text_cannot_be_read_is_left_alone(self, known, settings):
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        assert addresses.renew_address_keys() == 0
