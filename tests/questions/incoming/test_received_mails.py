"""The register of received e-mails: a person sees what was held, joins it or sets it aside, and nothing of it runs."""

import base64
import datetime
import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clairdroit.encryption import make_key
from clairdroit.mail.models.pieces import PIECE_BYTES
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import emails, incoming
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import ASK_NOTHING, EventKind, IncomingKind, IncomingStatus
from clairdroit.questions.incoming.waiting import MailSource
from clairdroit.questions.models import IncomingMail, IncomingPiece, ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions import whole_database
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.reading import move_in

pytestmark = pytest.mark.django_db

INDEX = reverse("courriels-recus_modeladmin_index")
WORDS = "Bonjour, la permanence est le jeudi."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ settings.SECRET_KEY }} {% now 'Y' %}"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def assignment():
    question = QuestionFactory(assigned=True, email="nadia@citoyenne.example")
    partner = PartnerFactory(name="ADIL des Yvelines", team_email="equipe@adil.example")
    return AssignmentFactory(question=question, partner=partner)


def receive(to="reponse@ville.example", sender="luc@maison.example", words=WORDS, headers="", subject="Re: question"):
    raw = f"From: <{sender}>\nTo: {to}\nMessage-ID: <a1@maison.example>\nSubject: {subject}\n{headers}\n{words}\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


def held_reply(assignment):
    """A reply to the partner's mail from somebody we do not know."""
    return receive(to=emails.partner_asked(assignment).headers["Reply-To"])


def test_what_the_senders_program_wrote_is_nowhere_in_clear(assignment):
    """Some programs make an id of the address, or of the person's name."""
    receive(headers="References: <nadia.durand.1980@citoyenne.example>", sender="nadia.durand@citoyenne.example")
    raw = b"From: <x@y.example>\nTo: reponse@ville.example\nMessage-ID: <nadia.durand.1980@citoyenne.example>\n\nOui.\n"
    incoming.receive(source=io.BytesIO(raw))
    assert IncomingMail.objects.count() == 2
    assert whole_database.holding("nadia.durand", "citoyenne") == set()


def with_attachment(name="bail.pdf", data=b"%PDF-1.7 \x00\xff fin", words=WORDS):
    encoded = base64.encodebytes(data).decode()
    body = (
        f"--limite\nContent-Type: text/plain; charset=utf-8\n\n{words}\n--limite\nContent-Type: text/html\n"
        f'Content-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n{encoded}--limite--'
    )
    return receive(words=body, headers='Content-Type: multipart/mixed; boundary="limite"\n')


def page_of(client, mail, **query):
    return client.get(reverse("courriels-recus_modeladmin_inspect", args=[mail.pk]), query).content.decode()


def join(client, mail, question, whose):
    url = reverse("clairdroit_questions_join_mail", args=[mail.pk])
    return client.post(url, {"question": question.pk, "whose": whose}, follow=True).content.decode()


def set_aside(client, mail, reason):
    url = reverse("clairdroit_questions_set_mail_aside", args=[mail.pk])
    return client.post(url, {"reason": reason}, follow=True).content.decode()


def attachment(client, mail, number=1):
    return client.post(reverse("clairdroit_questions_mail_attachment", args=[mail.pk, number]))


def raw(client, mail):
    return client.post(reverse("clairdroit_questions_raw_mail", args=[mail.pk]))


def readings(question):
    return [event.detail for event in question.events.filter(kind=EventKind.VIEWED)]


class TestList:
    def test_it_says_what_waits_why_and_for_which_question(self, client, editor, assignment):
        mail = held_reply(assignment)
        page = client.get(INDEX).content.decode()
        assert page.count("Attend une décision") == 2  # the filter's choice and the row
        assert mail.reason in page
        assert assignment.question.reference in page
        assert WORDS not in page

    @pytest.mark.parametrize("kind", sorted(ASK_NOTHING - {IncomingKind.UNREAD}))
    def test_what_asks_nothing_of_anybody_is_not_said_to_wait(self, client, editor, assignment, kind):
        mail = held_reply(assignment)
        IncomingMail.objects.filter(pk=mail.pk).update(kind=kind)
        page = client.get(INDEX).content.decode()
        assert page.count("Attend une décision") == 1  # the filter's choice
        assert "il ne demande rien" in page
        assert "Attend une décision" not in page_of(client, mail)

    def test_it_names_sender_and_subject_each_by_itself(self, client, editor):
        """A name in Arabic letters must not turn the address beside it round, nor a tag be one."""
        receive(sender="luc@maison.example", subject="Mon <b>bail</b>", headers="")
        receive(words="Sans objet.", subject="", headers="")
        page = client.get(INDEX).content.decode()
        assert "<bdi>Mon &lt;b&gt;bail&lt;/b&gt;</bdi>" in page
        assert page.count("<bdi>luc@maison.example</bdi>") == 2
        assert "Sans objet" in page

    def test_it_is_filtered_by_state_and_by_kind(self, client, editor, assignment):
        held, aside = held_reply(assignment), receive(words="Autre.")
        incoming.set_incoming_aside(mail=aside, user=editor, reason="Publicité.")

        def found(**query):
            return [mail.pk for mail in client.get(INDEX, query).context["view"].queryset]

        assert found(status__exact="held") == [held.pk]
        assert found(status__exact="handled") == [aside.pk]
        assert found(status__exact="accepted") == []
        assert found(kind__exact=IncomingKind.SENDER) == [held.pk]

    def test_it_finds_a_sender_by_word(self, client, editor):
        mail = receive(sender="odile@pivoine.example")
        receive(words="Autre.")
        assert [each.pk for each in client.get(INDEX, {"q": "pivoine"}).context["view"].queryset] == [mail.pk]

    def test_the_first_page_counts_what_waits_and_only_that(self, client, editor):
        assert "courriels-recus/?status__exact=held" not in client.get(reverse("wagtailadmin_home")).content.decode()
        mail = receive()
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "E-mails reçus (1)" in page
        incoming.set_incoming_aside(mail=mail, user=editor, reason="Vu.")
        assert "courriels-recus/?status__exact=held" not in client.get(reverse("wagtailadmin_home")).content.decode()


class TestPage:
    def test_the_reason_stands_first_then_the_words_then_what_was_quoted(self, client, editor, assignment):
        history = "Le mar. 3 nov. 2026 à 10:15, Vos droits en clair <v@x.example> a écrit :\n> Une question\n"
        reply_to = emails.partner_asked(assignment).headers["Reply-To"]
        mail = receive(to=reply_to, words=f"{WORDS}\n\n-- \nLuc Martin\n\n{history}")
        page = page_of(client, mail)
        places = [
            page.index(words) for words in (mail.reason, "luc@maison.example", WORDS, "Luc Martin", "Une question")
        ]
        assert places == sorted(places)

    def test_what_the_mail_holds_is_shown_as_text(self, client, editor):
        mail = receive(words=f"{HOSTILE}\n\n-- \n{HOSTILE}\n", subject=HOSTILE)
        page = page_of(client, mail)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "{{ settings.SECRET_KEY }}" in page

    def test_an_html_mail_is_not_rendered(self, client, editor):
        mail = receive(
            words='<p>Bonjour <a href="javascript:alert(1)">ici</a><iframe src="https://x.example"></iframe></p>',
            headers="Content-Type: text/html; charset=utf-8\n",
        )
        page = page_of(client, mail)
        assert "Bonjour" in page
        assert "javascript:alert" not in page
        assert "https://x.example" not in page

    def test_attachments_are_named_with_type_and_size_and_a_warning(self, client, editor):
        page = page_of(client, with_attachment(name="<b>bail</b>.html"))
        assert "text/html" in page
        assert "octets" in page
        assert "<b>bail</b>" not in page
        assert page.index("virus") < page.index("Taille")

    def test_reading_it_is_written_on_the_file(self, client, editor, assignment):
        mail = held_reply(assignment)
        for _each in range(2):
            move_in(client, page_of(client, mail))
        assert readings(assignment.question) == ["un e-mail reçu"]

    def test_a_text_whose_key_is_missing_shows_a_sentence(self, client, editor, assignment, settings):
        mail = held_reply(assignment)
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        # Sessions are sealed by the same keys.
        client.force_login(editor)
        page = page_of(client, mail)
        assert "Ce texte ne peut pas être lu" in page
        assert client.get(INDEX).status_code == 200
        assert "ne peut pas être lu" in raw(client, mail).wsgi_request._messages._queued_messages[0].message
        join(client, mail, assignment.question, assignment.pk)
        mail.refresh_from_db()
        assert mail.is_held


class TestJoining:
    def test_a_partners_words_become_its_draft(self, client, editor, assignment):
        mail = held_reply(assignment)
        assert f'value="{assignment.pk}" required checked' in " ".join(page_of(client, mail).split())
        assert "a rejoint son dossier" in join(client, mail, assignment.question, assignment.pk)
        assert latest(ProposedAnswer.objects.get(assignment=assignment)).text == WORDS
        mail.refresh_from_db()
        assert (mail.status, mail.handled_by) == (IncomingStatus.ACCEPTED, editor)

    def test_without_a_question_its_number_finds_one(self, client, editor, assignment):
        mail, question = receive(), assignment.question
        assert 'name="question"' not in page_of(client, mail)
        page = page_of(client, mail, dossier=f" {question.reference.lower()} ")
        assert f'name="question" value="{question.pk}"' in page
        assert "checked" not in page.partition("received-mail__whose")[2].partition("</fieldset>")[0]
        join(client, mail, question, "personne")
        question.refresh_from_db()
        assert question.words.endswith(WORDS)
        mail.refresh_from_db()
        assert mail.question == question

    @pytest.mark.parametrize("typed", ["ABCDEF12", "12", "<b>x", "\x00", "٣٣٣٣٣٣٣٣", "%"])
    def test_a_number_that_is_not_known_gets_a_sentence(self, client, editor, typed):
        QuestionFactory()
        page = page_of(client, receive(), dossier=typed)
        assert "Aucune question ne porte le numéro" in page
        assert 'name="question"' not in page
        assert "<b>x" not in page

    @pytest.mark.parametrize("whose", ["", "999999", "x"])
    def test_whose_words_they_are_must_be_said(self, client, editor, assignment, whose):
        mail = receive()
        page = join(client, mail, assignment.question, whose)
        assert "Indiquez de qui sont ces mots." in page
        # The question that was looked up stands there still.
        assert f'value="{assignment.question.reference}"' in page
        mail.refresh_from_db()
        assert mail.is_held

    def test_a_partner_of_another_question_is_refused(self, client, editor, assignment):
        mail = receive()
        assert "Indiquez de qui" in join(client, mail, QuestionFactory(), assignment.pk)

    def test_a_question_that_takes_nothing_more_offers_no_place(self, client, editor):
        question = QuestionFactory(closed=True, status="spam")
        mail = receive()
        assert "received-mail__whose" not in page_of(client, mail, dossier=question.reference)
        assert "attend plus rien" in join(client, mail, question, "personne")
        mail.refresh_from_db()
        assert mail.is_held
        assert mail.question is None

    def test_a_mail_without_words_cannot_be_joined(self, client, editor, assignment):
        mail = with_attachment(words="")
        assert "pas de mots à joindre" in page_of(client, mail)
        assert "rien à joindre" in join(client, mail, assignment.question, assignment.pk)
        mail.refresh_from_db()
        assert mail.is_held

    def test_the_second_of_two_editors_is_told(self, client, editor, assignment):
        mail = held_reply(assignment)
        join(client, mail, assignment.question, assignment.pk)
        page = join(client, mail, assignment.question, assignment.pk)
        assert "Quelqu’un a déjà décidé pour cet e-mail." in page
        assert latest(ProposedAnswer.objects.get(assignment=assignment)).text == WORDS


class TestSettingAside:
    def test_it_is_handled_with_the_reason(self, client, editor):
        mail = receive()
        set_aside(client, mail, "Publicité.")
        mail.refresh_from_db()
        assert (mail.status, mail.handled_by) == (IncomingStatus.HANDLED, editor)
        page = page_of(client, mail)
        assert "Publicité." in page
        assert 'name="reason"' not in page

    def test_the_file_tells_who_set_it_aside_and_why(self, client, editor, assignment):
        mail = held_reply(assignment)
        set_aside(client, mail, "Publicité.")
        event = assignment.question.events.get(kind=EventKind.MAIL_SET_ASIDE)
        assert (event.user, event.assignment, event.detail) == (editor, assignment, "Publicité.")
        file = client.get(reverse("questions_modeladmin_inspect", args=[assignment.question_id])).content.decode()
        assert "Un e-mail reçu a été classé" in file

    def test_twice_is_told_once(self, client, editor, assignment):
        mail = held_reply(assignment)
        for _each in range(2):
            set_aside(client, mail, "Publicité.")
        assert assignment.question.events.filter(kind=EventKind.MAIL_SET_ASIDE).count() == 1

    def test_without_a_reason_nothing_happens(self, client, editor):
        mail = receive()
        assert "Dites en quelques mots" in set_aside(client, mail, "  ")
        mail.refresh_from_db()
        assert mail.is_held


class TestDownloads:
    def test_an_attachment_leaves_as_mere_bytes(self, client, editor):
        data = b"<script>alert(1)</script>" + bytes(range(256))
        response = attachment(client, with_attachment(name="page.html", data=data))
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="page.html"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response.getvalue() == data

    def test_one_that_crosses_the_pieces_is_whole(self, client, editor):
        data = bytes(range(256)) * (PIECE_BYTES // 200)
        assert attachment(client, with_attachment(data=data)).getvalue() == data

    @pytest.mark.parametrize("name", ["../../etc/passwd", 'a";x=".exe', "factu\u202egpj.exe", "é\x00\x07.pdf", "..."])
    def test_its_name_is_a_name_and_nothing_else(self, client, editor, name):
        written = attachment(client, with_attachment(name=name))["Content-Disposition"]
        assert written.startswith("attachment; filename")
        assert written.isprintable()
        assert not {"/", "\\", "\u202e"} & set(written)
        assert "%2F" not in written
        assert "%E2%80%AE" not in written

    def test_the_raw_message_comes_as_text(self, client, editor):
        mail = receive()
        response = raw(client, mail)
        assert response.getvalue() == mail.raw()
        assert response["Content-Disposition"] == f'attachment; filename="e-mail-recu-{mail.pk}.txt"'
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_each_is_a_reading(self, client, editor, assignment):
        mail = held_reply(assignment)
        raw(client, mail)
        assert readings(assignment.question) == ["le texte brut d’un e-mail reçu"]

    @pytest.mark.parametrize("number", [0, 2, 10**12])
    def test_one_that_does_not_exist_is_not_found(self, client, editor, number):
        assert attachment(client, with_attachment(), number).status_code == 404


def test_nobody_else_sees_joins_sets_aside_or_downloads(client, assignment):
    mail = with_attachment()
    asked = {"question": assignment.question_id, "whose": "personne"}
    for user in (None, UserFactory(), team_user(assignment.partner)):
        if user is not None:
            client.force_login(user)
        for response in (
            client.get(INDEX),
            client.get(reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])),
            raw(client, mail),
            attachment(client, mail),
            client.post(reverse("clairdroit_questions_set_mail_aside", args=[mail.pk]), {"reason": "x"}),
            client.post(reverse("clairdroit_questions_join_mail", args=[mail.pk]), asked),
        ):
            assert response.status_code in (302, 403)
            assert WORDS not in response.content.decode()
    mail.refresh_from_db()
    assert mail.is_held


def test_looking_up_an_address_of_a_button_changes_nothing(client, editor):
    mail = receive()
    for name in ("join_mail", "set_mail_aside"):
        assert client.get(reverse(f"clairdroit_questions_{name}", args=[mail.pk])).status_code == 405
    mail.refresh_from_db()
    assert mail.is_held


class TestLeftovers:
    @pytest.fixture
    def left(self, assignment, monkeypatch):
        """Stored by a process that died before it looked."""
        with monkeypatch.context() as patch:
            patch.setattr("clairdroit.questions.incoming.receiving._look_at", lambda mail, raw: None)
            mail = receive(to=emails.partner_asked(assignment).headers["Reply-To"], sender="equipe@adil.example")
        IncomingMail.objects.update(received_at=timezone.now() - datetime.timedelta(minutes=6))
        return mail

    def run(self):
        out = io.StringIO()
        call_command("file_unread_mail", stdout=out)
        return out.getvalue()

    def test_they_are_looked_at_once(self, left, assignment):
        assert left.kind == IncomingKind.UNREAD
        assert "1 " in self.run()
        left.refresh_from_db()
        assert left.status == IncomingStatus.ACCEPTED
        assert latest(ProposedAnswer.objects.get(assignment=assignment)).text == WORDS
        assert self.run() == ""

    def test_what_a_person_decided_on_meanwhile_is_left_alone(self, left, editor):
        incoming.set_incoming_aside(mail=left, user=editor, reason="Vu.")
        assert self.run() == ""
        left.refresh_from_db()
        assert left.status == IncomingStatus.HANDLED

    def test_one_whose_key_is_missing_waits_for_it(self, left, settings):
        keys = settings.CLAIRDROIT_ENCRYPTION_KEYS
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        assert self.run() == ""
        settings.CLAIRDROIT_ENCRYPTION_KEYS = keys
        self.run()
        left.refresh_from_db()
        assert left.status == IncomingStatus.ACCEPTED


def test_what_was_set_aside_goes_by_age_unless_it_belongs_to_a_question(assignment):
    user, long_ago = UserFactory(moderator=True), timezone.now() - datetime.timedelta(days=91)
    aside, of_question = receive(words="Ancien."), held_reply(assignment)
    waiting, young = receive(words="Attend."), receive(words="Hier.")
    for mail in (aside, of_question, young):
        incoming.set_incoming_aside(mail=mail, user=user, reason="Vu.")
    IncomingMail.objects.exclude(pk__in=[waiting.pk, young.pk]).update(handled_at=long_ago)
    IncomingMail.objects.update(received_at=long_ago)
    out = io.StringIO()
    call_command("enforce_retention", stdout=out)
    assert out.getvalue().strip() == "Removed: 1 received_mails."
    assert {mail.pk for mail in IncomingMail.objects.all()} == {of_question.pk, waiting.pk, young.pk}
    assert not IncomingPiece.objects.filter(mail_id=aside.pk).exists()


class TestOnTheFile:
    """The file of a question shows what came in by e-mail, beside what was sent."""

    def file_of(self, client, question):
        return client.get(reverse("questions_modeladmin_inspect", args=[question.pk])).content.decode()

    def test_a_held_mail_stands_there_with_its_reason_its_words_and_the_way_to_decide(self, client, editor, assignment):
        mail = held_reply(assignment)
        page = self.file_of(client, assignment.question).partition('id="courriels-recus"')[2]
        places = [page.index(words) for words in (mail.reason, "luc@maison.example", "<details open>", WORDS)]
        assert places == sorted(places)
        assert reverse("courriels-recus_modeladmin_inspect", args=[mail.pk]) in page

    def test_quoted_text_and_signature_are_folded_and_nothing_is_rendered(self, client, editor, assignment):
        history = f"Le mar. 3 nov. 2026 à 10:15, Vos droits en clair <v@x.example> a écrit :\n> {HOSTILE}\n"
        to = emails.partner_asked(assignment).headers["Reply-To"]
        receive(to=to, sender="equipe@adil.example", words=f"{WORDS} {HOSTILE}\n\n-- \n{HOSTILE}\n\n{history}")
        page = self.file_of(client, assignment.question).partition('id="courriels-recus"')[2]
        page = re.sub(r">\s+<", "><", page)
        assert "<script>alert" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
        assert "<details><summary>Signature</summary>" in page
        assert "<details><summary>Texte cité</summary>" in page

    def test_who_joined_it_is_named_and_why_it_had_waited_stays(self, client, editor, assignment):
        mail = held_reply(assignment)
        join(client, mail, assignment.question, assignment.pk)
        page = self.file_of(client, assignment.question).partition('id="courriels-recus"')[2]
        assert mail.reason in page
        assert str(editor) in page.partition(mail.reason)[0]

    def test_without_any_there_is_no_such_heading(self, client, editor, assignment):
        assert "courriels-recus" not in self.file_of(client, assignment.question).partition("question-file")[2]


class TestInTheQueue:
    """Those held that need a decision wait beside everything else that does."""

    def rows(self, client, **filters):
        rows = client.get(reverse("clairdroit_moderation_queue"), {"genre": "courriel", **filters}).context["rows"]
        return [(row.described.title, row.described.url) for row in rows]

    def test_a_held_mail_is_there_until_somebody_decides(self, client, editor, assignment):
        mail = held_reply(assignment)
        url = reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])
        assert self.rows(client) == [("Re: question", url)]
        page = client.get(reverse("clairdroit_moderation_queue")).content.decode()
        assert mail.reason in page
        assert WORDS not in page
        incoming.set_incoming_aside(mail=mail, user=editor, reason="Vu.")
        assert self.rows(client) == []

    def test_it_stands_under_the_heading_of_its_question(self, client, editor, assignment):
        held_reply(assignment)
        assert len(self.rows(client, rubrique=assignment.question.heading)) == 1

    def test_an_absence_asks_nothing_of_anybody(self, client, editor):
        mail = receive(headers="Auto-Submitted: auto-replied\n")
        assert mail.is_held
        assert self.rows(client) == []

    def test_who_does_not_handle_questions_sees_none(self, client):
        receive()
        assert list(MailSource().waiting(UserFactory())) == []

    def test_one_without_a_subject_has_a_name_all_the_same(self, client, editor):
        receive(subject="")
        assert [title for title, _url in self.rows(client)] == ["Sans objet"]
