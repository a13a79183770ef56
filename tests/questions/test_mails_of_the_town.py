"""Every mail bears the town's name, contact and colours, as its identity has them, in both forms."""

from html import unescape

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from wagtail.models import Site

from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.reading import html
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions.enums import MailKind
from clairdroit.questions.sent_words import sent_in
from clairdroit.sign_in import emails as account_mails
from clairdroit.sign_in.enums import Change
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.every_mail import every_mail
from tests.questions.factories import ProposedAnswerFactory, QuestionFactory, UserFactory
from tests.worker import do_what_waits

pytestmark = pytest.mark.django_db
LINK, ACCENT = "#1a5f2a", "#5a1a5f"
CONTACT = "1 place de la Mairie, 78000 Versailles · 01 99 00 10 20 · droits@versailles.invalid"


@pytest.fixture
def town():
    identity, _created = SiteIdentity.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "site_name": "Vos droits à Versailles & alentour",
            "contact_email": "droits@versailles.invalid",
            "contact_phone": "0199001020",
            "contact_address": "1 place de la Mairie, 78000 Versailles",
            "colour_link": LINK,
            "colour_accent": ACCENT,
        },
    )
    return identity


def plain(text):
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def foot_of(text):
    return plain(text.rpartition("\n-- \n")[2])


def test_all_of_them_in_both_forms(town):
    for kind, mail in every_mail().items():
        assert foot_of(mail.message).endswith(f"{town.site_name} · {CONTACT}"), kind
        shown = plain(unescape(html.to_text(mail.html_message)))
        assert shown.endswith(f"{town.site_name} · {CONTACT}"), kind
        assert shown.count("droits@versailles.invalid") == 1, kind
        assert "Versailles &amp; alentour" in mail.html_message, kind


def test_links_and_buttons_have_the_town_s_colours(town):
    mail = every_mail()[MailKind.ANSWER]
    assert f"color: {LINK}" in mail.html_message
    assert f"background: {ACCENT}" in mail.html_message
    assert "#1a4f8f" not in mail.html_message


@pytest.mark.parametrize("unreadable", ["#ffee00", "red", "", "#1a4f8f; background: url(//x.invalid)"])
def test_a_colour_that_cannot_be_read_is_ours_instead(town, unreadable):
    """The form refuses it; a row that was imported did not pass there."""
    SiteIdentity.objects.update(colour_link=unreadable[:7], colour_accent=unreadable[:7])
    mail = every_mail()[MailKind.ANSWER]
    assert "color: #1a4f8f" in mail.html_message or unreadable.startswith("#1a4f8f")
    assert "url(" not in mail.html_message
    if unreadable:
        assert f"color: {unreadable}" not in mail.html_message


def test_a_town_that_has_said_nothing_has_no_empty_line_of_contact():
    mail = every_mail()[MailKind.ANSWER]
    assert " · " not in mail.message + mail.html_message
    assert "background: #1b2430" in mail.html_message


def test_the_town_s_colours_quoted_by_a_mail_program_are_no_mark_of_the_person_s(town):
    question = QuestionFactory()
    assert {LINK, ACCENT, "#1a4f8f"} <= sent_in(question, None, is_answer=False).colours
    SiteIdentity.objects.update(colour_link="")
    assert LINK not in sent_in(question, None, is_answer=False).colours


@pytest.mark.parametrize("html_wanted", [False, True])
def test_wagtail_s_notices_too(town, settings, mailoutbox, html_wanted):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = html_wanted
    UserFactory(moderator=True)
    partner = PartnerFactory()
    partner.save_revision()
    ProposedAnswerFactory().get_workflow().start(partner, team_user(PartnerFactory()))
    [notice] = mailoutbox
    assert foot_of(notice.body).endswith(f"{town.site_name} · {CONTACT}")
    assert len(notice.alternatives) == html_wanted
    for content, kind in notice.alternatives:
        assert kind == "text/html"
        assert plain(html.to_text(content)).count("droits@versailles.invalid") == 1


def test_mails_about_an_account_and_a_forgotten_password(town, client, settings):
    user = UserFactory(email="ada@ville.invalid", is_superuser=True)
    account_mails.tell(Change.PASSWORD, user)
    [told] = django_mail.outbox
    assert told.subject.startswith(town.site_name)
    assert foot_of(told.body) == f"{town.site_name} · {CONTACT}"
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    user.set_password("un mot de passe assez long")
    user.save()
    client.post(reverse("wagtailadmin_password_reset"), {"email": "ada@ville.invalid"})
    do_what_waits()
    mail = OutboxMail.objects.get()
    assert "/password_reset/confirm/" in mail.message
    assert user.username in mail.message
    assert mail.message.startswith("Bonjour,")
    assert foot_of(mail.message) == f"{town.site_name} · {CONTACT}"
