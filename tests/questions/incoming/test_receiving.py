"""E-mails that arrive: stored first, joined to their file when a plain reply of the right person, else held."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from clairdroit.mail import addresses
from clairdroit.mail.management.commands.receive_mail import Command
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, emails, incoming
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import AssignmentStatus, EventKind, IncomingKind, IncomingStatus, MailKind
from clairdroit.questions.models import IncomingMail, ProposedAnswer, ReplyAddress
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.incoming.replies import bounce

pytestmark = pytest.mark.django_db

TEAM = "equipe@adil.example"
CITIZEN = "nadia@citoyenne.example"
WORDS = "Bonjour, la permanence est le jeudi."


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def assignment():
    question = QuestionFactory(assigned=True, email=CITIZEN)
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM))


@pytest.fixture
def asked(assignment):
    """The mail that the partner received."""
    return emails.partner_asked(assignment)


@pytest.fixture
def acknowledged(assignment):
    return emails.question_received(assignment.question)


def reply_to(mail):
    return mail.headers["Reply-To"]


def message(*, to, sender=TEAM, words=WORDS, headers="", own_id="<a1@adil.example>"):
    head = f"From: Luc <{sender}>\n" if sender else ""
    return f"{head}To: {to}\nMessage-ID: {own_id}\nSubject: Re: question\n{headers}\n{words}\n".encode()


def receive(raw):
    mail, _created = incoming.receive(source=io.BytesIO(raw))
    return mail


def draft(assignment):
    answer = ProposedAnswer.objects.filter(assignment=assignment).first()
    return latest(answer).text if answer else ""


def test_a_partners_reply_becomes_its_draft(assignment, asked):
    history = "Le mar. 3 nov. 2026 à 10:15, Vos droits en clair <reponse@ville.example> a écrit :\n> Une question\n"
    mail = receive(message(to=reply_to(asked), words=f"{WORDS}\n\n-- \nLuc\n\n{history}"))
    assert (mail.status, mail.kind) == (IncomingStatus.ACCEPTED, IncomingKind.REPLY)
    assert (mail.reply, mail.signature) == (WORDS, "--\nLuc")
    assert "> Une question" in mail.quoted
    assert draft(assignment) == WORDS
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.DRAFTING
    kinds = list(assignment.question.events.values_list("kind", flat=True))
    assert EventKind.REPLY_BY_MAIL in kinds
    assert EventKind.DRAFTING in kinds


def test_the_partner_is_told_that_its_draft_waits_but_not_at_each_reply(assignment, asked):
    receive(message(to=reply_to(asked)))
    receive(message(to=reply_to(asked), words="J’oubliais : apportez le bail.", own_id="<a2@adil.example>"))
    told = OutboxMail.objects.filter(question_mail__kind=MailKind.DRAFT_KEPT)
    assert [mail.to for mail in told] == [[TEAM]]
    assert "/espace-partenaires/" in told[0].message
    assert draft(assignment) == f"{WORDS}\n\nJ’oubliais : apportez le bail."


def test_what_was_typed_in_the_space_is_kept_above_the_reply(assignment, asked):
    user = team_user(assignment.partner)
    answer = actions.save_draft(assignment=assignment, user=user, text="Déjà tapé.", note="Pour vous.")
    open_page = version_of(answer)
    receive(message(to=reply_to(asked)))
    assert draft(assignment) == f"Déjà tapé.\n\n{WORDS}"
    assert latest(ProposedAnswer.objects.get()).note == "Pour vous."
    with pytest.raises(actions.DraftConflictError):
        # The page that is still open does not overwrite it either.
        actions.save_draft(assignment=assignment, user=user, text="Déjà tapé, et plus.", version=open_page)


def test_a_draft_that_is_full_keeps_its_words_and_the_reply_stands_beside_it(assignment, asked):
    actions.save_draft(assignment=assignment, user=team_user(assignment.partner), text="x" * 19_990)
    mail = receive(message(to=reply_to(asked)))
    assert mail.status == IncomingStatus.ACCEPTED
    assert mail.reason
    assert draft(assignment) == "x" * 19_990


def test_a_citizens_reply_joins_the_question(assignment, acknowledged):
    mail = receive(message(to=reply_to(acknowledged), sender=CITIZEN, words="Je suis locataire."))
    assert mail.status == IncomingStatus.ACCEPTED
    assignment.question.refresh_from_db()
    assert assignment.question.words.endswith("] Je suis locataire.")
    assert OutboxMail.objects.filter(question_mail__kind=MailKind.DETAIL).count() == 1


def test_a_citizens_reply_after_the_answer_reopens_the_question(settings):
    question = QuestionFactory(answered=True, email=CITIZEN)
    receive(message(to=reply_to(emails.question_received(question)), sender=CITIZEN, words="Et pour le bail ?"))
    question.refresh_from_db()
    assert question.is_open


@pytest.mark.parametrize(
    "header", ["Cc", "Delivered-To", "X-Original-To", "Envelope-To"], ids=lambda name: name.lower()
)
def test_the_key_is_found_wherever_the_mail_server_writes_it(asked, header):
    raw = message(to="undisclosed-recipients:;", headers=f"{header}: <{reply_to(asked).upper()}>\n")
    assert receive(raw).status == IncomingStatus.ACCEPTED


@pytest.mark.parametrize("header", ["In-Reply-To: {}\n", "References: <x@y.example> {}\n <z@y.example>\n"])
def test_a_message_id_of_ours_finds_the_file(asked, header):
    raw = message(to="reponse@ville.example", headers=header.format(asked.message_id))
    assert receive(raw).status == IncomingStatus.ACCEPTED


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("inconnu@ailleurs.example", IncomingKind.SENDER),
        ("equipe@аdil.example", IncomingKind.SENDER),
        ("equipe@mail.adil.example", IncomingKind.SENDER),
        (f"{TEAM}>, <autre@ailleurs.example", IncomingKind.SENDER),
        ("", IncomingKind.SENDER),
    ],
    ids=["other", "look-alike", "sub-domain", "two", "none"],
)
def test_another_sender_is_held(assignment, asked, sender, kind):
    mail = receive(message(to=reply_to(asked), sender=sender))
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, kind)
    assert mail.reason
    assert draft(assignment) == ""
    assert assignment.question.events.filter(kind=EventKind.MAIL_HELD).count() == 1


def test_a_look_alike_is_named_as_one(asked):
    mails = [
        receive(message(to=reply_to(asked), sender=sender, own_id=f"<{number}@x.example>"))
        for number, sender in enumerate(["equipe@аdil.example", "equipe@adii.example", "x@y.example"])
    ]
    assert len({mails[0].reason, mails[1].reason}) == 1
    assert mails[2].reason != mails[0].reason


def test_a_colleague_of_the_team_boxs_domain_needs_the_key(assignment, asked):
    by_thread = message(
        to="reponse@ville.example", sender="luc@adil.example", headers=f"In-Reply-To: {asked.message_id}\n"
    )
    assert receive(by_thread).kind == IncomingKind.SENDER
    by_key = message(to=reply_to(asked), sender="luc@adil.example", own_id="<a2@adil.example>")
    assert receive(by_key).status == IncomingStatus.ACCEPTED


def test_the_domain_of_a_public_mailbox_proves_nothing():
    assignment = AssignmentFactory(partner=PartnerFactory(team_email="adil78@orange.fr"))
    to = reply_to(emails.partner_asked(assignment))
    assert receive(message(to=to, sender="quelqu-un@orange.fr")).kind == IncomingKind.SENDER


@pytest.mark.parametrize(
    "to", ["reponse@ville.example", "reponse+aaaaaaaaaaaaaaaaaaaa@ville.example", f"{'a' * 20_000}@ville.example"]
)
def test_without_a_file_it_is_held(to):
    mail = receive(message(to=to))
    assert (mail.status, mail.kind, mail.question) == (IncomingStatus.HELD, IncomingKind.NO_FILE, None)


def test_an_old_key_has_expired(asked, settings):
    ReplyAddress.objects.update(last_sent_at=timezone.now() - datetime.timedelta(days=181))
    assert receive(message(to=reply_to(asked))).kind == IncomingKind.EXPIRED


def test_a_closed_question_takes_no_reply_of_a_partner(assignment, asked):
    actions.close(question=assignment.question, user=UserFactory(moderator=True))
    assert receive(message(to=reply_to(asked))).kind == IncomingKind.EXPIRED


def test_erasing_the_question_erases_its_mails_and_keys(assignment, asked, acknowledged):
    receive(message(to=reply_to(asked)))
    receive(message(to=reply_to(acknowledged), sender="x@y.example"))
    actions.erase(question=assignment.question)
    assert not IncomingMail.objects.exists()
    assert not ReplyAddress.objects.exists()
    mail = receive(message(to=reply_to(asked)))
    assert mail.kind == IncomingKind.NO_FILE
    assert "effacées" in mail.reason


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Auto-Submitted: auto-replied\n", IncomingKind.AUTO_REPLY),
        ("X-Autoreply: yes\n", IncomingKind.AUTO_REPLY),
        ("Return-Path: <>\n", IncomingKind.AUTO_REPLY),
        ("X-Loop: reponse@ville.example\n", IncomingKind.LOOP),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b\n", IncomingKind.SPAM_REPORT),
        ("Content-Type: multipart/report; report-type=disposition-notification\n", IncomingKind.RECEIPT),
        ("X-Bluebottle-Request: 1\n", IncomingKind.CHALLENGE),
        ("Received: x\n" * 40, IncomingKind.LOOP),
    ],
    ids=lambda value: str(value)[:14],
)
def test_machines_are_named_and_held(assignment, asked, headers, kind):
    mail = receive(message(to=reply_to(asked), headers=headers))
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, kind)
    assert draft(assignment) == ""


def test_a_person_who_speaks_of_an_absence_is_a_person(asked):
    assert (
        receive(message(to=reply_to(asked), words="Je suis absent demain, appelez jeudi.")).kind == IncomingKind.REPLY
    )


def test_our_own_mail_that_comes_back_is_a_loop(asked):
    raw = message(to=reply_to(asked), sender=reply_to(asked), own_id=asked.message_id)
    assert receive(raw).kind == IncomingKind.LOOP


def test_a_hard_bounce_blocks_the_address_and_is_told_on_the_file(assignment, asked):
    mail = receive(bounce(asked, address=TEAM))
    assert (mail.kind, mail.bounced_address, mail.hard_bounce) == (IncomingKind.BOUNCE, TEAM, True)
    assert mail.question == assignment.question
    assert UnreachableAddress.objects.blocks(TEAM)
    assert assignment.question.events.filter(kind=EventKind.MAIL_CAME_BACK, assignment=assignment).exists()


def test_a_soft_bounce_does_not_block(asked):
    mail = receive(bounce(asked, address=TEAM, status="4.2.2", said="452 4.2.2 Mailbox full"))
    assert mail.hard_bounce is False
    assert not UnreachableAddress.objects.blocks(TEAM)


def test_a_bounce_that_somebody_made_up_blocks_nobody(asked):
    receive(bounce(asked, address="autre@ailleurs.example"))
    other = type("Mail", (), {"message_id": "<invented@ville.example>"})
    receive(bounce(other, address=TEAM))
    assert not UnreachableAddress.objects.exists()


def test_a_reply_shows_that_the_address_works(asked):
    addresses.note_bounce(address=TEAM, hard=True, detail="x")
    receive(message(to=reply_to(asked)))
    assert not UnreachableAddress.objects.blocks(TEAM)


def test_the_same_message_twice_is_one_record(assignment, asked):
    first = receive(message(to=reply_to(asked)))
    again = receive(b"Received: by another server\n" + message(to=reply_to(asked)))
    assert first == again
    assert IncomingMail.objects.count() == 1
    assert draft(assignment) == WORDS


def test_the_same_text_again_and_again_is_a_loop(asked, monkeypatch):
    monkeypatch.setattr("clairdroit.questions.incoming.receiving.MAX_ALIKE", 3)
    kinds = [receive(message(to=reply_to(asked), own_id=f"<{n}@adil.example>")).kind for n in range(4)]
    assert kinds == [IncomingKind.REPLY] * 3 + [IncomingKind.LOOP]


def test_a_message_is_kept_byte_by_byte(asked):
    raw = message(to=reply_to(asked)) + bytes(range(256)) * 10
    assert receive(raw).raw() == raw


def test_nothing_readable_stands_in_the_database(asked, django_assert_num_queries):
    from django.db import connection

    receive(message(to=reply_to(asked), words="Motsecret"))
    with connection.cursor() as cursor:
        for table in ("incomingmail", "incomingpiece"):
            cursor.execute(f"SELECT * FROM clairdroit_questions_{table}")
            assert "Motsecret" not in str(cursor.fetchall())
            assert TEAM not in str(cursor.fetchall())


def test_too_large_a_message_is_kept_and_held(asked, monkeypatch):
    monkeypatch.setattr("clairdroit.questions.incoming.receiving.MAX_READ", 1000)
    raw = message(to=reply_to(asked), words="x\n" * 3000)
    mail = receive(raw)
    assert (mail.kind, mail.status, mail.size) == (IncomingKind.LARGE, IncomingStatus.HELD, len(raw))
    assert mail.raw() == raw
    assert receive(raw) == mail


def test_a_text_too_long_for_a_draft_is_held(asked):
    assert receive(message(to=reply_to(asked), words="Bonjour à tous. " * 2000)).kind == IncomingKind.LARGE


def test_attachments_alone_are_held(asked):
    headers = "Content-Type: application/pdf; name=bail.pdf\n"
    mail = receive(message(to=reply_to(asked), headers=headers, words="%PDF"))
    assert mail.kind == IncomingKind.EMPTY
    assert [each["name"] for each in mail.attachments] == ["bail.pdf"]


def test_whatever_goes_wrong_while_looking_the_message_is_kept(asked, monkeypatch, caplog):
    def fail(raw):
        raise RecursionError("secret words")

    monkeypatch.setattr("clairdroit.questions.incoming.receiving.decide", fail)
    mail = receive(message(to=reply_to(asked)))
    assert (mail.kind, mail.status) == (IncomingKind.BROKEN, IncomingStatus.HELD)
    assert mail.reason


def test_a_message_that_nobody_looked_at_is_looked_at_later(assignment, asked, monkeypatch):
    monkeypatch.setattr("clairdroit.questions.incoming.receiving._look_at", lambda mail, raw: None)
    mail = receive(message(to=reply_to(asked)))
    assert mail.kind == IncomingKind.UNREAD
    monkeypatch.undo()
    assert incoming.file_unread() == 0
    assert incoming.file_unread(older_than=datetime.timedelta(0)) == 1
    mail.refresh_from_db()
    assert mail.status == IncomingStatus.ACCEPTED


def run(raw, **options):
    out = io.StringIO()
    call_command(Command(stdout=out), stdin=io.BytesIO(raw), **options)
    return out.getvalue()


def test_the_command_says_what_became_of_it(asked):
    printed = json.loads(run(message(to=reply_to(asked)), json=True).splitlines()[-1])
    assert printed == {
        "id": IncomingMail.objects.get().pk,
        "status": "accepted",
        "reason": "",
        "reply": WORDS,
        "quoted": "",
        "signature": "",
        "recipient": "",
        "kind": "",
    }


def test_the_command_names_a_bounce(asked):
    printed = json.loads(run(bounce(asked, address=TEAM), json=True))
    assert (printed["status"], printed["recipient"], printed["kind"]) == ("held", TEAM, "hard")
    assert printed["reason"].startswith("bounce: ")


def test_the_command_says_that_a_second_copy_is_one(asked):
    first, second = (json.loads(run(message(to=reply_to(asked)), json=True)) for _turn in range(2))
    assert first["id"] == second["id"]
    assert (first["status"], second["status"]) == ("accepted", "held")


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"Subject: cut"])
def test_the_command_keeps_anything(raw):
    assert json.loads(run(raw, json=True))["status"] == "held"
    assert IncomingMail.objects.get().raw() == raw


def test_the_mail_server_keeps_the_message_when_the_database_is_away(monkeypatch):
    from django.core.management import CommandError

    def away(source):
        raise OperationalError("no connection to secret-host")

    monkeypatch.setattr("clairdroit.mail.receiving.receive", away)
    with pytest.raises(CommandError) as caught:
        run(b"x")
    assert caught.value.returncode == 75
    assert "secret-host" not in str(caught.value)


@pytest.mark.parametrize("values", [{"status": "handled"}, {"status": "accepted"}, {"kind": "x"}, {"status": "x"}])
def test_impossible_rows_are_refused(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingMail.objects.create(fingerprint="f", **values)


def test_mails_say_that_one_may_reply_only_where_one_may(assignment, settings):
    asked, refused = emails.partner_asked(assignment), emails.out_of_scope(assignment.question, "Voyez la mairie.")
    assert "au-dessus de cette ligne" in asked.message
    assert "au-dessus de cette ligne" in asked.html_message
    assert "Reply-To" not in refused.headers
    settings.CLAIRDROIT_REPLY_ADDRESS = ""
    without = emails.partner_asked(assignment)
    assert "Reply-To" not in without.headers
    assert "au-dessus de cette ligne" not in without.message


def test_each_correspondent_has_a_key_of_its_own_that_lasts(assignment, asked, acknowledged):
    again = emails.changes_asked(assignment, "Plus court.", by=UserFactory())
    assert reply_to(asked) == reply_to(again)
    assert reply_to(asked) != reply_to(acknowledged)


def test_mails_of_a_file_are_one_thread_for_each_correspondent(assignment, asked, acknowledged):
    receive(message(to=reply_to(asked), own_id="<from-partner@adil.example>"))
    later = emails.changes_asked(assignment, "Plus court.", by=UserFactory())
    assert later.headers["References"] == f"{asked.message_id} <from-partner@adil.example>"
    assert later.headers["In-Reply-To"] == "<from-partner@adil.example>"
    receive(message(to=reply_to(acknowledged), sender=CITIZEN, own_id="<from-citizen@x.example>"))
    answer = ProposedAnswer.objects.get()
    answer.text = "Oui."
    sent = emails.answer_to_citizen(answer)
    assert sent.headers["References"] == f"{acknowledged.message_id} <from-citizen@x.example>"


def test_a_person_may_join_a_held_message_to_its_file(assignment, asked):
    mail = receive(message(to=reply_to(asked), sender="luc@maison.example"))
    user, why = UserFactory(moderator=True), mail.reason
    assert why
    incoming.accept_incoming(mail=mail, user=user, question=assignment.question, assignment=assignment)
    mail.refresh_from_db()
    assert (mail.status, mail.handled_by) == (IncomingStatus.ACCEPTED, user)
    assert mail.reason == why
    assert assignment.question.events.get(kind=EventKind.REPLY_BY_MAIL).user == user
    assert draft(assignment) == WORDS
    with pytest.raises(actions.NotHeldError):
        incoming.accept_incoming(mail=mail, user=user, question=assignment.question, assignment=assignment)


def test_a_person_may_set_a_message_aside_with_a_reason():
    mail = receive(message(to="reponse@ville.example"))
    incoming.set_incoming_aside(mail=mail, user=UserFactory(moderator=True), reason="Publicité.")
    mail.refresh_from_db()
    assert mail.status == IncomingStatus.HANDLED
    assert mail.reason.endswith("Publicité.")
    assert not IncomingMail.objects.held().exists()


def test_only_who_handles_questions_decides_on_mails(assignment, asked):
    from django.core.exceptions import PermissionDenied

    mail = receive(message(to="reponse@ville.example"))
    user = team_user(assignment.partner)
    with pytest.raises(PermissionDenied):
        incoming.accept_incoming(mail=mail, user=user, question=assignment.question, assignment=None)
    with pytest.raises(PermissionDenied):
        incoming.set_incoming_aside(mail=mail, user=user, reason="")
    mail.refresh_from_db()
    assert mail.is_held
