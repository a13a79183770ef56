"""What mails to partners say of the day of the answer and of what was written before: only what is so."""

import datetime
import io

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, emails, incoming
from clairdroit.questions.enums import Kept, MailKind
from clairdroit.questions.models import Assignment, Question
from clairdroit.roles.names import name_of
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.every_mail import every_mail
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.mail_forms import in_both_forms

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 11, 30, 10, 0, tzinfo=datetime.UTC)
TEAM = "equipe@adil.example"


def asked_until(due_at, **values):
    question = QuestionFactory(assigned=True, due_at=due_at)
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM), **values)


def mails_of(assignment):
    return {
        MailKind.ASSIGNMENT: emails.partner_asked(assignment),
        MailKind.HANDED_OVER: emails.handed_over(assignment),
        MailKind.CHANGES: emails.changes_asked(assignment, "Plus court.", by=UserFactory()),
        MailKind.DETAIL: emails.detail_added(assignment),
        MailKind.DRAFT_KEPT: emails.draft_kept(assignment, Kept.ALONE),
    }


@pytest.mark.parametrize(
    ("due_at", "said"),
    [
        # The end of Thursday 3 December, of the same day, of Friday 27 November.
        (datetime.datetime(2026, 12, 3, 23, 0, tzinfo=datetime.UTC), "jeudi 3 décembre : il reste 3 jours ouvrés"),
        (datetime.datetime(2026, 11, 30, 23, 0, tzinfo=datetime.UTC), "Réponse attendue aujourd’hui"),
        (datetime.datetime(2026, 11, 27, 23, 0, tzinfo=datetime.UTC), "27 novembre"),
    ],
    ids=["days left", "today", "late"],
)
def test_each_mail_about_a_question_says_in_both_forms_by_when_an_answer_is_expected(due_at, said):
    with time_machine.travel(MONDAY, tick=False):
        for kind, mail in mails_of(asked_until(due_at, handed_over=True)).items():
            assert not [form for form in in_both_forms(mail) if said not in form], kind


@pytest.mark.parametrize("due_at", [None, MONDAY + datetime.timedelta(days=3)], ids=["nothing promised", "waits"])
def test_where_no_day_counts_or_the_person_has_to_answer_first_no_day_is_said(due_at):
    with time_machine.travel(MONDAY, tick=False):
        assignment = asked_until(due_at, handed_over=True, waiting_for_citizen=due_at is not None)
        for kind, mail in mails_of(assignment).items():
            assert not [form for form in in_both_forms(mail) if "attendue" in form], kind


def test_the_detail_that_a_partner_waited_for_says_again_by_when_it_is_expected():
    assignment = asked_until(timezone.now() + datetime.timedelta(days=30), waiting_for_citizen=True)
    actions.add_detail(question=assignment.question, text="Depuis mars.")
    mail = OutboxMail.objects.get(question_mail__kind=MailKind.DETAIL)
    assert not [form for form in in_both_forms(mail) if "Réponse attendue" not in form]


@pytest.fixture
def asked(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    return asked_until(None)


def reply(assignment: Assignment, words, sender="Luc"):
    to = emails.partner_asked(assignment).headers["Reply-To"]
    raw = f'From: "{sender}" <{TEAM}>\nTo: {to}\nMessage-ID: <1@adil.example>\nSubject: Re: question\n\n{words}\n'
    incoming.receive(source=io.BytesIO(raw.encode()))
    return OutboxMail.objects.filter(question_mail__kind=MailKind.DRAFT_KEPT).latest("pk")


BEFORE = "déjà écrit"


def test_a_first_reply_by_mail_speaks_of_nothing_written_before(asked):
    told = reply(asked, "Appelez le CCAS.")
    assert not [form for form in in_both_forms(told) if BEFORE in form]
    assert not [form for form in in_both_forms(told) if "attend comme brouillon" not in form]


def test_an_empty_draft_is_nothing_written_before(asked):
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text=" \n", note="Une note.")
    assert not [form for form in in_both_forms(reply(asked, "Appelez le CCAS.")) if BEFORE in form]


def test_a_reply_below_a_draft_says_that_the_draft_is_kept(asked):
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Commencé.")
    assert not [form for form in in_both_forms(reply(asked, "Appelez le CCAS.")) if BEFORE not in form]


def test_the_same_words_once_more_are_not_said_to_stand_below_themselves(asked):
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Appelez le CCAS.")
    told = reply(asked, "Appelez le CCAS.")
    assert not [form for form in in_both_forms(told) if BEFORE in form]


def test_a_reply_that_does_not_fit_into_the_draft_is_not_said_to_wait_there(asked):
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text="x" * 19_995)
    told = reply(asked, "Appelez le CCAS.")
    assert "ne tient pas" in told.subject
    assert not [form for form in in_both_forms(told) if "plein" not in form or "attend comme brouillon" in form]
    assert Question.objects.get().is_open


def test_no_mail_of_any_kind_names_a_login():
    mails = every_mail()
    logins = [user.get_username() for user in get_user_model().objects.all()]
    assert len(logins) > 5
    for kind, mail in mails.items():
        said = f"{mail.subject}\n{mail.message}\n{mail.html_message}"
        assert not [login for login in logins if login in said.replace(mail.to[0], "")], kind


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"first_name": "Inès", "last_name": "Carpentier"}, "Inès Carpentier (équipe du site) demande"),
        ({}, "l’équipe du site demande"),
        # As some directories fill it in.
        ({"first_name": "icarpentier"}, "l’équipe du site demande"),
    ],
)
def test_whoever_asks_for_a_change_is_named_as_a_person_or_as_the_team(names, said):
    mail = emails.changes_asked(asked_until(None), "Plus court.", by=UserFactory(username="icarpentier", **names))
    assert not [form for form in in_both_forms(mail) if said not in form]


def test_a_team_box_is_named_as_its_partner():
    assert name_of(team_user(PartnerFactory(name="ADIL 78"))) == "ADIL 78"
    assert (name_of(None), name_of(UserFactory())) == ("", "")


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("Luc Martin", "une réponse de Luc Martin"),
        ("equipe@adil.example", "votre réponse"),
        ("Luc " * 30, "votre réponse"),
    ],
)
def test_a_reply_by_mail_is_told_with_the_name_of_whoever_wrote_it(asked, sender, said):
    told = reply(asked, "Appelez le CCAS.", sender=sender)
    assert not [form for form in in_both_forms(told) if said not in form]
