"""What people write once they have their answer: thanks are noted, and everything else is taken up."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, emails, incoming
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, QuestionOrigin, QuestionStatus
from clairdroit.questions.models import IncomingMail, ProposedAnswer, Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.incoming.replies import FRENCH, marked

pytestmark = pytest.mark.django_db

CITIZEN, TEAM = "sami@citoyens.example", "equipe@adil.example"
MORE = "Bonjour, ma demande a été refusée hier. Que puis-je faire maintenant ?"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def answered():
    return QuestionFactory(answered=True, email=CITIZEN)


@pytest.fixture
def to(answered):
    return emails.question_received(answered).headers["Reply-To"]


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


_numbers = iter(range(10_000))


def receive(to, words, *, sender=CITIZEN, head="Content-Type: text/plain; charset=utf-8\n", quoted=True):
    quoted = f"\n\n{FRENCH}\n\n{marked('Bonjour,')}" if quoted else ""
    raw = (
        f"From: Sami <{sender}>\nTo: {to}\nMessage-ID: <m{next(_numbers)}@x.example>\nSubject: Re: question\n{head}"
        f"\n{words}{quoted}\n"
    )
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


def reaction(to, sender=CITIZEN):
    words = (
        '--RB\nContent-Type: text/plain; charset="UTF-8"\n\n👍  Sami a réagi via Gmail\n'
        '--RB\nContent-Type: text/vnd.google.email-reaction+json; charset="UTF-8"\n\n{"emoji": "👍", "version": 1}\n'
        '--RB\nContent-Type: text/html; charset="UTF-8"\n\n<p>👍</p><p>Sami a réagi via <a href="https://x.example">Gmail</a>\n--RB--'
    )
    return receive(to, words, sender=sender, head="Content-Type: multipart/alternative; boundary=RB\n", quoted=False)


def mails_to_others():
    return OutboxMail.objects.exclude(question_mail__kind="question_received").count()


class TestThanks:
    @pytest.mark.parametrize(
        "words", ["Merci beaucoup pour votre réponse, bonne journée !\n\nSami", "Bien reçu", "👍", "Thank you!"]
    )
    def test_the_question_stays_answered_and_nobody_is_disturbed(self, answered, to, words):
        text = answered.words
        mail = receive(to, words)
        assert mail.status == IncomingStatus.NOTED
        assert mail.kind in (IncomingKind.THANKS, IncomingKind.REACTION)
        answered.refresh_from_db()
        assert (answered.status, answered.taken_up_again_at, answered.words) == ("answered", None, text)
        assert mails_to_others() == 0
        assert answered.events.get(kind=EventKind.MAIL_NOTED).detail

    def test_nothing_waits_for_a_decision(self, to):
        receive(to, "Merci")
        assert not IncomingMail.objects.held().exists()

    @pytest.mark.parametrize("end", ["close", "taken up again"])
    def test_whatever_became_of_the_question(self, answered, to, moderator, end):
        if end == "close":
            actions.close(question=answered, user=moderator)
        else:
            Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        assert receive(to, "Merci !").status == IncomingStatus.NOTED

    def test_a_reaction_is_counted_and_joined_to_nothing(self, answered, to):
        mail = reaction(to)
        assert (mail.status, mail.kind, mail.attachments) == (IncomingStatus.NOTED, IncomingKind.REACTION, [])
        answered.refresh_from_db()
        assert answered.status == QuestionStatus.ANSWERED
        assert mails_to_others() == 0

    def test_a_partners_reaction_or_thanks_is_no_draft(self):
        assignment = AssignmentFactory(partner=PartnerFactory(team_email=TEAM))
        to = emails.partner_asked(assignment).headers["Reply-To"]
        assert reaction(to, sender=TEAM).kind == IncomingKind.REACTION
        assert receive(to, "Bien reçu, merci.\n\nLuc", sender=TEAM).kind == IncomingKind.THANKS
        assert not ProposedAnswer.objects.exists()
        assert OutboxMail.objects.count() == 1

    def test_somebody_else_thanks_nobody(self, to):
        assert receive(to, "Merci", sender="x@ailleurs.example").status == IncomingStatus.HELD

    def test_where_a_detail_was_asked_ok_is_the_detail(self):
        question = QuestionFactory(assigned=True, email=CITIZEN)
        assignment = AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM))
        asked = {"asked_of_citizen": "Pouvons-nous appeler l’agence ?", "waiting_for_citizen_since": timezone.now()}
        type(assignment).objects.filter(pk=assignment.pk).update(**asked)
        to = emails.question_received(question).headers["Reply-To"]
        assert receive(to, "D’accord, merci").status == IncomingStatus.ACCEPTED
        question.refresh_from_db()
        assert question.words.endswith("D’accord, merci")

    def test_the_command_says_so(self, to, monkeypatch):
        raw = f"From: <{CITIZEN}>\nTo: {to}\nMessage-ID: <c@x.example>\n\nMerci\n".encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out = io.StringIO()
        call_command("receive_mail", "--json", stdout=out)
        assert json.loads(out.getvalue().splitlines()[-1])["status"] == "noted"


class TestFollowUp:
    def test_after_thanks_it_takes_the_question_up_again(self, answered, to):
        receive(to, "Merci")
        assert receive(to, MORE).status == IncomingStatus.ACCEPTED
        answered.refresh_from_db()
        assert answered.is_open
        assert answered.words.endswith(MORE)

    def test_thanks_with_a_question_inside_are_one(self, answered, to):
        receive(to, "Merci beaucoup ! Et pour le bail ?")
        answered.refresh_from_db()
        assert answered.is_open

    @pytest.mark.parametrize("end", [actions.close, actions.mark_out_of_scope])
    def test_after_an_end_without_an_answer_too(self, moderator, end):
        question = QuestionFactory(email=CITIZEN)
        words = {"explanation": "Voyez la mairie."} if end == actions.mark_out_of_scope else {}
        to = emails.question_received(question).headers["Reply-To"]
        end(question=question, user=moderator, **words)
        assert receive(to, MORE).status == IncomingStatus.ACCEPTED
        question.refresh_from_db()
        assert question.is_open
        assert question.taken_up_again_at is not None

    @pytest.mark.parametrize("is_closed", [True, False])
    def test_after_the_one_time_it_is_a_new_question_that_follows(self, answered, to, moderator, is_closed):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        if is_closed:
            actions.close(question=answered, user=moderator)
        mail = receive(to, MORE)
        new = Question.objects.exclude(pk=answered.pk).get()
        assert (new.follows, new.text, new.origin) == (answered, MORE, QuestionOrigin.MAIL)
        assert (new.email, new.heading, new.commune) == (CITIZEN, answered.heading, answered.commune)
        assert new.consent_at == answered.consent_at
        assert (mail.status, mail.question) == (IncomingStatus.ACCEPTED, new)
        assert new.mails.filter(kind="question_received").exists()
        assert answered.events.get(kind=EventKind.FOLLOWED_UP).detail == new.reference
        answered.refresh_from_db()
        assert not answered.is_open

    def test_what_comes_after_it_joins_that_question(self, answered, to):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        receive(to, MORE)
        receive(to, "J’oubliais : je suis locataire.")
        new = Question.objects.exclude(pk=answered.pk).get()
        assert new.words.endswith("je suis locataire.")

    def test_spam_and_erased_questions_take_nothing(self, moderator):
        question = QuestionFactory(email=CITIZEN)
        to = emails.question_received(question).headers["Reply-To"]
        actions.mark_spam(question=question, user=moderator)
        assert receive(to, MORE).status == IncomingStatus.HELD
        assert Question.objects.count() == 1

    def test_erasing_the_old_question_leaves_the_new_one(self, answered, to):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        receive(to, MORE)
        actions.erase(question=answered)
        new = Question.objects.exclude(pk=answered.pk).get()
        assert (new.follows, new.text) == (None, MORE)


class TestAnEditorKnowsBetter:
    def test_thanks_become_a_detail(self, answered, to, moderator):
        mail = receive(to, "Merci")
        incoming.accept_incoming(mail=mail, user=moderator, question=answered, assignment=None)
        mail.refresh_from_db()
        assert (mail.status, mail.kind) == (IncomingStatus.ACCEPTED, IncomingKind.REPLY)
        answered.refresh_from_db()
        assert answered.is_open

    def test_a_detail_becomes_thanks_and_the_question_is_answered_as_before(self, answered, to, moderator):
        before = (answered.words, answered.status, answered.ended_at)
        event = {"kind": EventKind.ANSWERED, "at": answered.ended_at}
        answered.events.create(**event)
        mail = receive(to, "Merci, grâce à vous tout est rentré dans l’ordre.\n\n[01/02/2026] C’est beau.")
        answered.refresh_from_db()
        assert answered.is_open
        incoming.note_as_thanks(mail=mail, user=moderator)
        answered.refresh_from_db()
        assert (answered.words, answered.status, answered.ended_at) == before
        assert answered.taken_up_again_at is None
        mail.refresh_from_db()
        assert (mail.status, mail.handled_by) == (IncomingStatus.NOTED, moderator)
        assert receive(to, MORE).status == IncomingStatus.ACCEPTED

    def test_what_was_begun_since_goes_on(self, answered, to, moderator):
        answered.events.create(kind=EventKind.ANSWERED)
        mail = receive(to, "Merci, tout va bien depuis.")
        actions.assign(question=Question.objects.get(pk=answered.pk), partner=PartnerFactory(), user=moderator)
        incoming.note_as_thanks(mail=mail, user=moderator)
        answered.refresh_from_db()
        assert answered.status == QuestionStatus.ASSIGNED
        assert "tout va bien" not in answered.words

    def test_a_question_that_was_thanks_is_closed(self, answered, to, moderator):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        mail = receive(to, "Merci, tout va bien depuis.")
        incoming.note_as_thanks(mail=mail, user=moderator)
        assert Question.objects.exclude(pk=answered.pk).get().status == QuestionStatus.CLOSED

    def test_only_a_detail_can_be_taken_back_and_only_by_who_handles_questions(self, answered, to, moderator):
        from django.core.exceptions import PermissionDenied

        mail = receive(to, MORE)
        with pytest.raises(PermissionDenied):
            incoming.note_as_thanks(mail=mail, user=UserFactory())
        incoming.note_as_thanks(mail=mail, user=moderator)
        with pytest.raises(actions.NotADetailError):
            incoming.note_as_thanks(mail=mail, user=moderator)

    def test_by_buttons_on_the_mails_page(self, client, answered, to, moderator):
        answered.events.create(kind=EventKind.ANSWERED)
        mail = receive(to, "Merci, tout va bien depuis.")
        client.force_login(moderator)
        url = reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])
        button = reverse("clairdroit_questions_note_as_thanks", args=[mail.pk])
        assert button in client.get(url).content.decode()
        assert client.get(button).status_code == 405
        client.post(button)
        mail.refresh_from_db()
        assert mail.is_noted
        page = client.get(url).content.decode()
        assert button not in page
        assert reverse("clairdroit_questions_join_mail", args=[mail.pk]) in page
        client.post(
            reverse("clairdroit_questions_join_mail", args=[mail.pk]), {"question": answered.pk, "whose": "personne"}
        )
        mail.refresh_from_db()
        assert mail.status == IncomingStatus.ACCEPTED

    def test_the_files_name_each_other(self, client, answered, to, moderator):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        receive(to, MORE)
        new = Question.objects.exclude(pk=answered.pk).get()
        client.force_login(moderator)
        for one, other in ((answered, new), (new, answered)):
            page = client.get(reverse("questions_modeladmin_inspect", args=[one.pk])).content.decode()
            assert reverse("questions_modeladmin_inspect", args=[other.pk]) in page
