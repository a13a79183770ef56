"""Several details within a few minutes are one mail to each partner at work."""

import datetime
import io

import pytest
import time_machine
from django.utils import timezone

from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, emails, incoming
from clairdroit.questions.enums import IncomingStatus, MailKind
from clairdroit.questions.models import IncomingMail, SentWords
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, DeliveryAttemptFactory, QuestionFactory, UserFactory
from tests.questions.mail_forms import in_both_forms

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 30, 12, 0, tzinfo=datetime.UTC)
CITIZEN = "nadia@citoyenne.example"


@pytest.fixture
def asked(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    with time_machine.travel(NOON - datetime.timedelta(days=1), tick=False):
        question = QuestionFactory(assigned=True, email=CITIZEN)
        assignment = AssignmentFactory(question=question, partner=PartnerFactory(team_email="equipe@adil.example"))
        emails.partner_asked(assignment)
    return assignment


def add(assignment, *texts, minute=0):
    """One detail a minute."""
    for number, text in enumerate(texts):
        with time_machine.travel(NOON + datetime.timedelta(minutes=minute + number), tick=False):
            actions.add_detail(question=assignment.question, text=text)


def mails(assignment, kind=MailKind.DETAIL):
    found = OutboxMail.objects.filter(question_mail__assignment=assignment, question_mail__kind=kind)
    return list(found.order_by("pk"))


def is_due(mail, minute):
    with time_machine.travel(NOON + datetime.timedelta(minutes=minute), tick=False):
        return OutboxMail.objects.due().filter(pk=mail.pk).exists()


FIVE = ["Depuis mars.", "J’ai deux enfants.", "Le bail est à mon nom.", "Mon loyer : 640 €.", "J’ai l’APL."]


def test_five_details_in_five_minutes_are_one_mail_with_all_five(asked):
    add(asked, *FIVE)
    (mail,) = mails(asked)
    assert mail.subject.startswith("5 précisions")
    for form in in_both_forms(mail):
        assert "Le demandeur a ajouté 5 précisions" in form
        assert not [text for text in FIVE if text not in form.replace("\xa0", " ")]


def test_it_leaves_five_minutes_after_the_first_however_many_follow(asked):
    add(asked, *FIVE)
    (mail,) = mails(asked)
    assert not is_due(mail, 4)
    assert is_due(mail, 5)


def test_a_single_detail_is_counted_as_one(asked):
    add(asked, "Depuis mars.")
    (mail,) = mails(asked)
    assert mail.subject.startswith("Une précision")
    assert "Le demandeur a ajouté une précision" in in_both_forms(mail)[0]


def test_what_comes_after_it_has_left_is_a_second_mail_that_counts_anew(asked):
    add(asked, "Depuis mars.", "J’ai deux enfants.")
    OutboxMail.objects.filter(question_mail__kind=MailKind.DETAIL).update(status=MailStatus.SENT)
    add(asked, "Le bail est à mon nom.", minute=9)
    first, second = mails(asked)
    assert (first.subject[:13], second.subject[:13]) == ("2 précisions ", "Une précision")


@pytest.mark.parametrize("outcome", [DeliveryOutcome.STARTED, DeliveryOutcome.TEMPORARY])
def test_one_that_the_mail_server_was_offered_is_left_alone(asked, outcome):
    add(asked, "Depuis mars.")
    (mail,) = mails(asked)
    finished = {} if outcome == DeliveryOutcome.STARTED else {"finished_at": timezone.now()}
    DeliveryAttemptFactory(email=mail, outcome=outcome, **finished)
    OutboxMail.objects.filter(pk=mail.pk).update(not_before=NOON + datetime.timedelta(hours=1))
    add(asked, "J’ai deux enfants.", minute=3)
    assert len(mails(asked)) == 2


def test_each_partner_has_its_own(asked):
    other = AssignmentFactory(question=asked.question, notified_at=NOON - datetime.timedelta(days=1))
    add(asked, *FIVE[:3])
    assert [len(mails(each)) for each in (asked, other)] == [1, 1]
    assert mails(other)[0].subject.startswith("3 précisions")


def test_a_partner_that_declines_meanwhile_is_told_of_none(asked):
    other = AssignmentFactory(question=asked.question)
    add(asked, "Depuis mars.")
    with time_machine.travel(NOON + datetime.timedelta(minutes=1), tick=False):
        actions.decline(assignment=asked, user=team_user(asked.partner), reason="Ce n’est pas pour nous.")
    assert (len(mails(asked)), len(mails(other))) == (0, 1)


def test_of_what_was_never_sent_no_words_are_kept(asked):
    before = SentWords.objects.count()
    add(asked, *FIVE)
    assert SentWords.objects.count() == before + 1
    actions.erase(question=asked.question)
    assert not SentWords.objects.exists()


def test_a_document_passed_on_leaves_at_once_and_is_not_swallowed(asked):
    add(asked, "Depuis mars.")
    with time_machine.travel(NOON + datetime.timedelta(minutes=1), tick=False):
        emails.file_passed_on(asked, "bail.pdf", by=UserFactory(first_name="Maud", last_name="Legrand"))
    add(asked, "J’ai deux enfants.", minute=2)
    (passed,) = mails(asked, MailKind.FILE_PASSED)
    assert is_due(passed, 2)
    assert not [form for form in in_both_forms(passed) if "Maud Legrand (équipe du site) vous transmet" not in form]
    assert len(mails(asked)) == 1


def test_without_a_wait_each_detail_is_a_mail(asked, settings):
    settings.CLAIRDROIT_DETAIL_WAIT_MINUTES = 0
    add(asked, *FIVE)
    assert [mail.subject[:13] for mail in mails(asked)] == ["Une précision"] * 5


class TestThanksFoundLater:
    """An editor sees that a detail by e-mail was thanks: partners have not read it yet."""

    @pytest.fixture
    def reply(self, asked):
        to = emails.question_received(asked.question).headers["Reply-To"]

        def send(words, number):
            raw = f"From: {CITIZEN}\nTo: {to}\nMessage-ID: <{number}@x.example>\nSubject: Re: x\n\n{words}\n"
            with time_machine.travel(NOON + datetime.timedelta(minutes=number), tick=False):
                return incoming.receive(source=io.BytesIO(raw.encode()))[0]

        return send

    def note(self, mail):
        assert mail.status == IncomingStatus.ACCEPTED
        with time_machine.travel(NOON + datetime.timedelta(minutes=4), tick=False):
            incoming.note_as_thanks(mail=IncomingMail.objects.get(pk=mail.pk), user=UserFactory(moderator=True))

    def test_alone_it_is_told_to_nobody(self, asked, reply):
        self.note(reply("Le bail est à mon nom.", 1))
        assert not mails(asked)

    def test_beside_another_the_mail_is_written_anew_without_it(self, asked, reply):
        thanks = reply("Vous êtes bien aimables.", 1)
        reply("Le bail est à mon nom.", 2)
        self.note(thanks)
        (mail,) = mails(asked)
        assert mail.subject.startswith("Une précision")
        assert not [form for form in in_both_forms(mail) if "aimables" in form or "à mon nom" not in form]
        assert is_due(mail, 6)
