"""No e-mail tells what only professionals may know of a partner, and none to a partner tells who asked."""

import datetime

import pytest
from django.utils import timezone

from clairdroit.connections.emails import key_asked, key_made, webhook_off, webhook_set
from clairdroit.connections.enums import ConnectionMail
from clairdroit.partners_snippets import enums
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.questions import emails
from clairdroit.questions.enums import TO_CITIZEN, TO_EDITORS, Kept, MailKind
from clairdroit.questions.reminders import editors
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.questions.factories import AssignmentFactory, ProposedAnswerFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

PRIVATE = ["Zoé Confidentielle", "01 99 00 77 77", "zoe@privee.invalid", "Sonner deux fois", "9 rue Cachée"]
CITIZEN = "odile.discrete@citoyenne.invalid"
EDITOR = "claire@mairie.invalid"
KINDS = {*MailKind, *PartnerMail, *ConnectionMail}
OF_EDITORS = {*TO_EDITORS, *enums.TO_EDITORS, ConnectionMail.WEBHOOK_OFF}


@pytest.fixture
def assignment():
    partner = PartnerFactory(name="Foyer du Parc", team_email="equipe@interne.invalid", phone="01 99 00 11 22")
    PlaceFactory(partner=partner, secret=True, street="9 rue Cachée")
    PrivateContactFactory(
        partner=partner,
        name="Zoé Confidentielle",
        phone="01 99 00 77 77",
        email="zoe@privee.invalid",
        notes="Sonner deux fois",
    )
    return AssignmentFactory(
        partner=partner,
        question=QuestionFactory(assigned=True, email=CITIZEN, due_at=timezone.now()),
        handed_over=True,
        handed_over_by=partner,
        waiting_for_citizen=True,
    )


@pytest.fixture
def mails(assignment):
    """One e-mail of each kind, about that partner."""
    question, answer = assignment.question, ProposedAnswerFactory(assignment=assignment)
    return {
        MailKind.ACKNOWLEDGEMENT: emails.question_received(question),
        MailKind.ASSIGNMENT: emails.partner_asked(assignment),
        MailKind.CHANGES: emails.changes_asked(assignment, "Plus court.", by=UserFactory()),
        MailKind.ANSWER: emails.answer_to_citizen(answer),
        MailKind.OUT_OF_SCOPE: emails.out_of_scope(question, "Voyez votre mairie."),
        PartnerMail.LINK: space_emails.partner_link(assignment.partner),
        MailKind.DETAIL: emails.detail_added(assignment),
        MailKind.REMINDER: emails.partner_reminded(assignment, by=UserFactory()),
        MailKind.FILE_PASSED: emails.file_passed_on(assignment, "bail.pdf", by=UserFactory()),
        MailKind.DRAFT_KEPT: emails.draft_kept(assignment, Kept.ALONE),
        MailKind.HANDED_OVER: emails.handed_over(assignment),
        MailKind.DETAIL_ASKED: emails.detail_asked(assignment),
        MailKind.LATE: emails.takes_longer(question, datetime.date(2026, 12, 1)),
        MailKind.PARTNER_DIGEST: emails.partner_digest(assignment.partner, [assignment]),
        MailKind.EDITOR_DIGEST: emails.editor_digest(UserFactory(email=EDITOR), editors.what_waits()),
        ConnectionMail.WEBHOOK_OFF: webhook_off(WebhookFactory(), to=EDITOR),
        ConnectionMail.KEY_ASKED: key_asked(assignment.partner, "Suivi"),
        ConnectionMail.KEY_MADE: key_made(PartnerTokenFactory(partner=assignment.partner), by=UserFactory()),
        ConnectionMail.WEBHOOK_SET: webhook_set(WebhookFactory(partner=assignment.partner), by=UserFactory()),
        PartnerMail.BOX_LEFT: space_emails.box_left(assignment.partner, "equipe@interne.invalid"),
        PartnerMail.BOX_CHANGED: space_emails.box_changed(assignment.partner, UserFactory(email=EDITOR)),
        PartnerMail.RECORD_PUBLISHED: space_emails.record_published(assignment.partner),
        PartnerMail.RECORD_REMARK: space_emails.record_remark(
            assignment.partner, "Nous déménageons.", UserFactory(email=EDITOR)
        ),
        PartnerMail.RECORD_CHANGES: space_emails.record_changes(assignment.partner, "Plus court.", by=UserFactory()),
    }


def everything(mail):
    return "\n".join([mail.subject, mail.message, mail.html_message, *map(str, (mail.headers or {}).values())])


def test_every_kind_of_mail_is_looked_at(mails):
    assert set(mails) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_mail_holds_a_partners_private_values(mails, kind):
    text = everything(mails[kind])
    assert len(text) > 200
    assert [value for value in PRIVATE if value in text] == []


@pytest.mark.parametrize("kind", sorted(KINDS - TO_CITIZEN - OF_EDITORS))
def test_no_mail_to_a_partner_tells_the_citizens_address(mails, kind):
    assert mails[kind].to == ["equipe@interne.invalid"]
    assert CITIZEN not in everything(mails[kind])


@pytest.mark.parametrize("kind", sorted(OF_EDITORS))
def test_no_mail_to_an_editor_tells_who_asked_or_what(mails, kind):
    assert mails[kind].to == [EDITOR]
    assert CITIZEN not in everything(mails[kind])
    assert "loyer" not in everything(mails[kind])


def test_a_partners_digest_holds_none_of_the_citizens_words(mails):
    assert "loyer" not in everything(mails[MailKind.PARTNER_DIGEST])


@pytest.mark.parametrize("kind", sorted(TO_CITIZEN))
def test_no_mail_to_the_citizen_tells_the_team_box(mails, kind):
    assert mails[kind].to == [CITIZEN]
    assert "equipe@interne.invalid" not in everything(mails[kind])
