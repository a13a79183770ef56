"""What stands in the tables: nothing that anybody wrote, and yet every screen reads it."""

import re
from io import StringIO

import pytest
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.models import Value
from wagtail.models import Revision

from clairdroit.encryption import Unreadable, UnreadableTextError, make_key, rotation
from clairdroit.mail.delivery import Result, deliver, finish
from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, citizen
from clairdroit.questions.models import AnswerComment, ProposedAnswer, Question
from tests.questions.factories import (
    AssignmentFactory,
    DeliveryAttemptFactory,
    ErrorReportFactory,
    OutboxMailFactory,
    QuestionFactory,
    proposed_answer,
)
from tests.questions.whole_database import holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_way(editor):
    """A question with all that may be written about it; each word stands nowhere else."""
    answer = proposed_answer("Réponse : chrysantheme.")
    question = answer.question
    Question.objects.filter(pk=question.pk).update(text="Ma question : amaryllis.", email="odile@pivoine.invalid")
    actions.ask_for_changes(answer=answer, user=editor, comment="Changez : coquelicot.")
    user = team_user(answer.assignment.partner)
    actions.submit_proposal(assignment=answer.assignment, user=user, text="Mieux : jonquille.", note="Note : myosotis.")
    actions.add_detail(question=question, text="Précision : hortensia.")
    other = AssignmentFactory(question=question)
    actions.decline(assignment=other, user=team_user(other.partner), reason="Refus : campanule.")
    actions.send_answer(answer=ProposedAnswer.objects.get(pk=answer.pk), user=editor)
    actions.mark_out_of_scope(
        question=QuestionFactory(email="odile@pivoine.invalid"), user=editor, explanation="Lilas ?"
    )
    citizen.report_error(page="/", text="Erreur : glaieul.", email="odile@pivoine.invalid", submission_key="x")
    return question


WORDS = [
    *("chrysantheme", "amaryllis", "pivoine", "coquelicot", "jonquille", "myosotis", "hortensia", "campanule", "Lilas"),
    "glaieul",
]


def test_no_word_stands_in_clear_in_any_table(whole_way):
    assert holding(*WORDS) == set()
    assert holding(whole_way.reference.lower()) or holding(str(whole_way.uuid))


def test_all_of_it_reads_as_it_was_written(whole_way):
    question = Question.objects.get(pk=whole_way.pk)
    assert "amaryllis" in question.text
    assert "hortensia" in question.words
    answer = question.answers.get()
    assert (answer.text, answer.note) == ("Mieux : jonquille.", "Note : myosotis.")
    assert answer.revisions.order_by("pk").first().as_object().text == "Réponse : chrysantheme."
    assert "Refus : campanule." in [each.decline_reason for each in question.assignments.all()]
    assert any("campanule" in event.detail for event in question.events.all())
    mails = [link.email for link in question.mails.select_related("email")]
    assert any("jonquille" in mail.message and "jonquille" in mail.html_message for mail in mails)
    assert ["odile@pivoine.invalid"] in [mail.to for mail in mails]
    assert all(mail.headers["Auto-Submitted"] == "auto-generated" for mail in mails)
    assert [comment.text for comment in AnswerComment.objects.all()] == ["Changez : coquelicot."]


def test_a_mail_that_is_saved_again_stays_readable_and_sealed():
    mail = OutboxMailFactory(subject="Votre pivoine", cc=["a@b.invalid", "c@d.invalid"])
    mail.subject = "Votre autre pivoine"
    mail.save()
    assert mail.subject == "Votre autre pivoine"
    again = OutboxMail.objects.get(pk=mail.pk)
    assert (again.subject, again.cc, again.bcc) == ("Votre autre pivoine", ["a@b.invalid", "c@d.invalid"], [])
    assert holding("pivoine") == set()


def test_a_subject_of_any_length_is_kept_whole():
    mail = OutboxMailFactory(subject="é" * 980)
    assert OutboxMail.objects.get(pk=mail.pk).subject == "é" * 980


def test_a_mail_that_django_itself_queues_is_sealed_too(settings):
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    send_mail("Objet : pivoine", "Texte : pivoine", None, ["odile@pivoine.invalid"])
    assert OutboxMail.objects.get().to == ["odile@pivoine.invalid"]
    assert holding("pivoine") == set()


class TestLostKey:
    @pytest.fixture
    def lost(self, whole_way, settings):
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        return Question.objects.get(pk=whole_way.pk)

    @pytest.mark.parametrize(
        "address", ["/admin/questions/", "/admin/courriels/", "/admin/signalements/", "/admin/adresses/"]
    )
    def test_every_screen_opens(self, lost, client, editor, address):
        client.force_login(editor)
        assert client.get(address).status_code == 200
        assert client.get(f"/admin/questions/inspect/{lost.pk}/").status_code == 200

    def test_nothing_is_written_over(self, lost, client, editor):
        stored = lost.text.stored
        lost.save()
        client.force_login(editor)
        answer = lost.answers.get()
        url = f"/admin/snippets/clairdroit_questions/proposedanswer/edit/{answer.pk}/"
        before = Revision.objects.count()
        assert client.post(url, {"text": "Tout autre chose"}).status_code == 200
        assert Revision.objects.count() == before
        assert Question.objects.get(pk=lost.pk).text.stored == stored

    def test_no_mail_is_made_of_it(self, lost, editor):
        reopened = actions.reopen(question=lost, user=editor)
        before = OutboxMail.objects.count()
        with pytest.raises(UnreadableTextError):
            actions.mark_out_of_scope(question=reopened, user=editor, explanation="Voyez la mairie.")
        assert OutboxMail.objects.count() == before

    def test_a_mail_that_cannot_be_read_waits(self, lost):
        mail = OutboxMail.objects.first()
        assert isinstance(mail.subject, Unreadable)
        assert deliver(mail).outcome == DeliveryOutcome.TEMPORARY


def rotate(**options):
    out = StringIO()
    call_command("rotate_encryption_keys", stdout=out, **options)
    return out.getvalue()


def current_ids():
    """The keys that the values of all tables name."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found |= {key for value in row for key in re.findall(r"e1:([0-9a-f]{8})", str(value))}
    return found


class TestRotation:
    def test_every_text_is_brought_to_the_new_key_and_the_old_one_may_go(self, whole_way, settings):
        ErrorReportFactory()
        [old] = settings.CLAIRDROIT_ENCRYPTION_KEYS
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [new := make_key(), old]
        assert "to be brought" in rotate(dry_run=True)
        assert len(current_ids()) == 1
        said = rotate()
        assert len(said.splitlines()) == 1
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [new]
        assert len(current_ids()) == 1
        test_all_of_it_reads_as_it_was_written(whole_way)
        assert " 0 texts brought" in rotate()

    def test_it_goes_on_where_it_was_stopped(self, whole_way, settings, monkeypatch):
        [old] = settings.CLAIRDROIT_ENCRYPTION_KEYS
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [new := make_key(), old]
        monkeypatch.setattr(rotation, "BATCH", 1)
        for store in rotation.stores():
            next(store.walk())
        assert len(current_ids()) == 2
        rotate()
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [new]
        test_all_of_it_reads_as_it_was_written(whole_way)

    def test_a_text_whose_key_is_missing_is_told_and_kept(self, whole_way, settings):
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        before = current_ids()
        with pytest.raises(CommandError, match="texts cannot be opened"):
            rotate()
        assert current_ids() == before

    def test_what_stands_in_clear_is_sealed(self):
        question = QuestionFactory()
        Question.objects.filter(pk=question.pk).update(text=Value("En clair : pivoine", models.TextField()))
        mail = OutboxMailFactory()
        OutboxMail.objects.filter(pk=mail.pk).update(
            to=Value('["odile@pivoine.invalid"]', models.TextField()),
            headers=Value('{"X": "pivoine"}', models.TextField()),
        )
        assert holding("pivoine")
        rotate()
        assert holding("pivoine") == set()
        assert Question.objects.get().text == "En clair : pivoine"
        assert OutboxMail.objects.get().to == ["odile@pivoine.invalid"]
        assert OutboxMail.objects.get().headers == {"X": "pivoine"}


def test_a_server_that_quotes_an_address_is_written_down_without_it():
    attempt = DeliveryAttemptFactory()
    finish(attempt, Result(DeliveryOutcome.PERMANENT, 550, "5.1.1 <odile@pivoine.invalid>: unknown user"))
    attempt.refresh_from_db()
    assert attempt.detail == "5.1.1 <…>: unknown user"
