from html import unescape

import pytest
from django.utils.html import strip_tags

from clairdroit.connections.enums import ConnectionMail
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.questions import emails
from clairdroit.questions.enums import TO_CITIZEN, MailKind
from tests.questions.every_mail import every_mail
from tests.questions.factories import AssignmentFactory, ProposedAnswerFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_there_is_a_mail_of_each_kind_in_plain_text_and_html_and_each_is_automatic():
    mails = every_mail()
    assert set(mails) == {*MailKind, *PartnerMail, *ConnectionMail}
    for mail in mails.values():
        assert mail.subject
        assert "\n" not in mail.subject
        assert mail.message.startswith("Bonjour,")
        assert mail.headers["Auto-Submitted"] == "auto-generated"
        assert mail.message_id
        assert "<style" not in mail.html_message, "the styles stand in the elements"
        assert "http" in mail.message


def test_the_citizen_s_words_are_escaped_in_html_and_plain_in_text():
    mail = every_mail()[MailKind.ASSIGNMENT]
    assert "Mes <b>mots</b> & moi {{ site_name }}" in mail.message
    assert "<b>mots</b>" not in mail.html_message


def test_mails_to_partners_hold_no_address_of_the_citizen():
    for kind, mail in every_mail().items():
        if kind not in TO_CITIZEN:
            assert "nadia@citoyenne" not in mail.message + mail.html_message + mail.subject + str(mail.headers)


def test_the_answer_joins_the_thread_of_the_acknowledgement():
    mails = every_mail()
    assert mails[MailKind.ANSWER].headers["In-Reply-To"] == mails[MailKind.ACKNOWLEDGEMENT].message_id


def test_a_citizen_is_written_to_in_the_language_of_the_form():
    emails.question_received(QuestionFactory(language="en"))
    assert OutboxMail.objects.get().message.startswith("Hello,")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (MailKind.ASSIGNMENT, ("Mon logement", "Versailles", "payer mon loyer", "/espace-partenaires/", "3 jours")),
        (MailKind.CHANGES, ("Plus court.", "payer mon loyer", "/espace-partenaires/", "3 jours")),
        (MailKind.DETAIL, ("payer mon loyer", "/espace-partenaires/", "3 jours")),
        (PartnerMail.LINK, ("« ADIL 78 »", "/espace-partenaires/", "3 jours")),
        (MailKind.ANSWER, ("Prenez rendez-vous", "ADIL 78", "payer mon loyer", "/ma-question/")),
        (MailKind.OUT_OF_SCOPE, ("Voyez la mairie.", "/ma-question/")),
        (MailKind.ACKNOWLEDGEMENT, ("/ma-question/",)),
    ],
)
def test_each_mail_says_in_both_its_forms_what_its_reader_needs(settings, kind, words):
    settings.SESAME_MAX_AGE = 3 * 24 * 60 * 60
    question = QuestionFactory()
    assignment = AssignmentFactory(question=question, partner__name="ADIL 78")
    mail = {
        MailKind.ACKNOWLEDGEMENT: lambda: emails.question_received(question),
        MailKind.ASSIGNMENT: lambda: emails.partner_asked(assignment),
        MailKind.CHANGES: lambda: emails.changes_asked(assignment, "Plus court.", by=UserFactory()),
        MailKind.DETAIL: lambda: emails.detail_added(assignment),
        MailKind.ANSWER: lambda: emails.answer_to_citizen(ProposedAnswerFactory(assignment=assignment)),
        MailKind.OUT_OF_SCOPE: lambda: emails.out_of_scope(question, "Voyez la mairie."),
        PartnerMail.LINK: lambda: space_emails.partner_link(assignment.partner),
    }[kind]()
    for text in (mail.message, unescape(strip_tags(mail.html_message)) + mail.html_message):
        text = text.replace("\xa0", " ").replace("\u202f", " ")
        assert not [word for word in words if word not in text]
    if kind not in (PartnerMail.LINK,):
        assert question.reference in mail.subject


def test_a_message_id_bears_the_sender_s_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Clairdroit <site@ville.invalid>"
    assert emails.question_received(QuestionFactory()).message_id.endswith("@ville.invalid>")
