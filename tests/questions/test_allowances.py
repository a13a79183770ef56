"""Anybody can type anybody's address: so many mails a day go there, and none holds what a stranger typed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.space.forms import LinkRequestForm
from clairdroit.public_forms import FormToken
from clairdroit.public_forms.allowances import may_write
from clairdroit.public_forms.models import MailAllowance
from clairdroit.questions import actions, links
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import Question, QuestionMail
from clairdroit.retention.enforcing import enforce
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.whole_database import values
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
THIRD = "tierce.personne@boite.example"
WORDS = "Achetez https://spam.example, tierce personne !"


def submit(number=1, *, email=THIRD, text=WORDS):
    return actions.submit_question(
        heading="logement", text=text, commune=None, email=email, submission_key=f"envoi {number}"
    )


def mails_to(address=THIRD):
    return [mail for mail in OutboxMail.objects.all() if mail.to == [address]]


def test_forty_questions_make_five_confirmations_and_are_all_received(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 5
    told = [submit(number).acknowledged for number in range(40)]
    assert told == [True] * 5 + [False] * 35
    assert len(mails_to()) == 5
    assert Question.objects.count() == 40
    last = Question.objects.get(submission_key="envoi 39")
    assert last.events.filter(kind=EventKind.NOT_ACKNOWLEDGED).exists()


@pytest.mark.parametrize(
    "written",
    [
        "TIERCE.PERSONNE@BOITE.EXAMPLE",
        " tierce.personne@boite.example ",
        "tierce.personne+1@boite.example",
        # Domains that are looked up as the same one.
        "tierce.personne@ｂoite.example",
        "tierce.personne@boite.ｅxample",
        "tierce.personne@bo\u00adite.example",
        "tierce.personne@bo\u200bite.example",
        "tierce.personne@ⓑoite.example",
        '"tierce.personne"@boite.example',
        '"tierce\\.personne"@boite.example',
    ],
)
def test_another_spelling_of_the_same_box_counts_with_it(settings, written):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    assert may_write(MailKind.ACKNOWLEDGEMENT, THIRD)
    assert not may_write(MailKind.ACKNOWLEDGEMENT, written)
    assert may_write(MailKind.ACKNOWLEDGEMENT, "autre@boite.example")


def test_a_name_with_accents_is_the_same_in_letters_and_in_its_code(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    assert may_write(MailKind.ACKNOWLEDGEMENT, "a@mairie-élancourt.example")
    assert not may_write(MailKind.ACKNOWLEDGEMENT, "a@xn--mairie-lancourt-hnb.example")


@pytest.mark.parametrize(
    "typed",
    ['"tierce"@boite.example', "tierce@[127.0.0.1]", "tierce@[IPv6:::1]", "root@localhost", "tierce@boite"],
)
def test_an_address_that_nobody_is_given_is_refused_in_words(typed):
    form = LinkRequestForm({"email": typed})
    assert not form.is_valid()
    assert "exemple.fr" in str(form.errors["email"])


def test_an_address_is_kept_in_one_spelling():
    form = LinkRequestForm({"email": " Tierce@Ｂoite.EXAMPLE "})
    assert form.is_valid()
    assert form.cleaned_data["email"] == "Tierce@boite.example"


def test_dots_do_not_make_other_boxes_where_the_provider_says_so(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    assert may_write(MailKind.ACKNOWLEDGEMENT, "tierce.personne@gmail.com")
    assert not may_write(MailKind.ACKNOWLEDGEMENT, "t.i.e.r.c.e.personne+x@gmail.com")
    assert not may_write(MailKind.ACKNOWLEDGEMENT, "tiercepersonne@googlemail.com")


def test_the_next_day_it_may_have_some_again_and_nothing_tells_who_had_them(settings, time_machine):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    day = datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC)
    time_machine.move_to(day)
    assert may_write(MailKind.ACKNOWLEDGEMENT, THIRD)
    first = MailAllowance.objects.get().digest
    assert not may_write(MailKind.ACKNOWLEDGEMENT, THIRD)
    assert "tierce" not in "".join(text for place, text in values() if "allowance" in place)
    time_machine.move_to(day + datetime.timedelta(days=1))
    assert may_write(MailKind.ACKNOWLEDGEMENT, THIRD)
    assert MailAllowance.objects.exclude(digest=first).exists()
    enforce()
    assert MailAllowance.objects.get().day == datetime.date(2026, 3, 4)


def test_what_fails_is_not_counted(settings, monkeypatch):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    with monkeypatch.context() as patch:
        patch.setattr(actions.submitting, "route_question", lambda **values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            submit()
    assert submit().acknowledged


def test_no_confirmation_holds_a_word_that_was_typed():
    """Suspicious or not: the page behind its link shows the question."""
    for suspicion in ("", "Beaucoup de liens."):
        question = QuestionFactory(
            text=WORDS, email=THIRD, suspicion=suspicion, commune=CommuneFactory(name="Spamville")
        )
        actions.submitting.emails.question_received(question)
    for mail in mails_to():
        everything = f"{mail.subject}{mail.message}{mail.html_message}{mail.headers}"
        assert "spam" not in everything.lower()
        assert "Achetez" not in everything


def test_the_visitor_is_told_that_no_mail_confirms_it(client, old_token, settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    commune = CommuneFactory()

    def ask(text):
        typed = {"heading": "logement", "place": commune.label, "email": THIRD, "consent": "on", "help_seen": "1"}
        return client.post(
            reverse("clairdroit_questions:ask"), {**typed, "text": text, "token": old_token("question")}, follow=True
        ).content.decode()

    assert "Aucun e-mail ne la confirme" not in ask("Une première question.")
    page = ask("Une deuxième question.")
    assert "Aucun e-mail ne la confirme" in page
    assert "Vous allez recevoir" not in page
    assert Question.objects.count() == 2
    # The editors see it in the history.
    client.force_login(UserFactory(moderator=True))
    unconfirmed = Question.objects.latest("pk")
    shown = client.get(f"/admin/questions/inspect/{unconfirmed.pk}/").content.decode()
    assert "Non confirmée par e-mail" in shown


def test_a_second_copy_of_an_unconfirmed_submission_is_told_the_same(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 1
    submit(1)
    assert not submit(2).acknowledged
    again = submit(2)
    assert (again.created, again.acknowledged) == (False, False)


def test_a_partners_box_is_sent_so_many_links_a_day_and_the_page_says_so_to_everybody(client, settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 3
    PartnerFactory(team_email="equipe@adil.example")
    pages = set()
    for number in range(12):
        data = {"email": "equipe@adil.example", "token": FormToken.issue("lien-partenaire").raw}
        # From another connection each time: one connection is slowed down by itself.
        answer = client.post(reverse("clairdroit_partner_space:request_link"), data, REMOTE_ADDR=f"192.0.2.{number}")
        pages.add(answer.content)
    assert len(mails_to("equipe@adil.example")) == 3
    assert len(pages) == 1
    nobodys = {"email": "personne@adil.example", "token": FormToken.issue("lien-partenaire").raw}
    assert client.post(reverse("clairdroit_partner_space:request_link"), nobodys).content in pages
    assert "Pas plus de 3 liens par jour" in pages.pop().decode()


def test_details_by_the_dozen_write_to_a_partner_ten_times_a_day(client, settings):
    settings.CLAIRDROIT_DETAIL_WAIT_MINUTES = 0
    assignment = AssignmentFactory()
    follow = reverse("clairdroit_questions:detail", args=[links.follow_token(assignment.question)])
    for number in range(14):
        client.post(follow, {"detail": f"Précision {number}."})
    assert QuestionMail.objects.filter(kind=MailKind.DETAIL).count() == 10
    assignment.question.refresh_from_db()
    assert "Précision 13." in assignment.question.words


def test_word_that_it_takes_longer_goes_on_the_next_day_where_there_were_too_many(settings):
    settings.CLAIRDROIT_MAILS_PER_ADDRESS = 2
    today = timezone.localdate()
    due_at = timezone.now() - datetime.timedelta(days=20)
    questions = [
        QuestionFactory(email=THIRD, due_at=due_at, received_at=due_at - datetime.timedelta(days=3))
        for _each in range(4)
    ]
    sent = [actions.tell_late(question=question, today=today) for question in questions]
    assert [mail is not None for mail in sent] == [True, True, False, False]
    assert Question.objects.filter(told_late_at__isnull=True).count() == 2
