"""One of each mail that the questions send."""

import datetime

from clairdroit.connections.emails import key_asked, key_made, webhook_off, webhook_set
from clairdroit.connections.enums import ConnectionMail
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.questions import emails
from clairdroit.questions.enums import Kept, MailKind
from clairdroit.questions.reminders import editors
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, ProposedAnswerFactory, QuestionFactory, UserFactory


def every_mail():
    question = QuestionFactory(text="Mes <b>mots</b> & moi {{ site_name }}")
    assignment = AssignmentFactory(question=question, handed_over=True, waiting_for_citizen=True)
    return {
        MailKind.ACKNOWLEDGEMENT: emails.question_received(question),
        MailKind.ASSIGNMENT: emails.partner_asked(assignment),
        MailKind.CHANGES: emails.changes_asked(assignment, "Plus court.", by=UserFactory()),
        MailKind.DETAIL: emails.detail_added(assignment),
        MailKind.FILE_PASSED: emails.file_passed_on(assignment, "bail.pdf", by=UserFactory()),
        MailKind.DRAFT_KEPT: emails.draft_kept(assignment, Kept.ALONE),
        MailKind.REMINDER: emails.partner_reminded(assignment, by=UserFactory()),
        MailKind.ANSWER: emails.answer_to_citizen(ProposedAnswerFactory(assignment=assignment)),
        MailKind.OUT_OF_SCOPE: emails.out_of_scope(question, "Voyez la mairie."),
        PartnerMail.LINK: space_emails.partner_link(PartnerFactory()),
        MailKind.HANDED_OVER: emails.handed_over(assignment),
        MailKind.DETAIL_ASKED: emails.detail_asked(assignment),
        MailKind.LATE: emails.takes_longer(question, datetime.date(2026, 12, 1)),
        MailKind.PARTNER_DIGEST: emails.partner_digest(assignment.partner, [assignment]),
        MailKind.EDITOR_DIGEST: emails.editor_digest(UserFactory(), editors.what_waits()),
        ConnectionMail.KEY_ASKED: key_asked(assignment.partner, "Suivi"),
        ConnectionMail.KEY_MADE: key_made(PartnerTokenFactory(), by=UserFactory()),
        ConnectionMail.WEBHOOK_SET: webhook_set(WebhookFactory(partner=assignment.partner), by=UserFactory()),
        ConnectionMail.WEBHOOK_OFF: webhook_off(WebhookFactory(), to=UserFactory().email),
        PartnerMail.BOX_LEFT: space_emails.box_left(PartnerFactory(), "ancienne@adil.invalid"),
        PartnerMail.BOX_CHANGED: space_emails.box_changed(PartnerFactory(), UserFactory()),
        PartnerMail.RECORD_PUBLISHED: space_emails.record_published(PartnerFactory()),
        PartnerMail.RECORD_REMARK: space_emails.record_remark(PartnerFactory(), "Nous déménageons.", UserFactory()),
        PartnerMail.RECORD_CHANGES: space_emails.record_changes(
            PartnerFactory(), "Le numéro est incomplet.", by=UserFactory()
        ),
    }
