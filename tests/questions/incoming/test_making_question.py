"""An e-mail that asks something new becomes a question, by somebody who sees that it does."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.encryption import UnreadableTextError, make_key
from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, emails, incoming, left_out, related
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, MailKind, QuestionOrigin, QuestionStatus
from clairdroit.questions.for_partners import QuestionForPartner
from clairdroit.questions.incoming import proposing
from clairdroit.questions.models import IncomingMail, Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

CITIZEN, OTHER, TEAM = "sami@citoyens.example", "odile@citoyens.example", "equipe@adil.example"
NEW = "Autre chose : mon père n’arrive plus à monter l’escalier. Qui peut nous aider ?"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def answered():
    question = QuestionFactory(answered=True, email=CITIZEN)
    question.events.create(kind=EventKind.ANSWERED, at=question.ended_at)
    return question


_numbers = iter(range(10_000))


def receive(to="reponse@ville.example", words=NEW, *, sender=CITIZEN, head=""):
    head = f"Message-ID: <q{next(_numbers)}@x.example>\nSubject: Bonjour\n{head}"
    raw = f"From: Sami <{sender}>\nTo: {to}\n{head}\n{words}\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


def to(question):
    return emails.question_received(question).headers["Reply-To"]


def make(mail, user, **values):
    given = {"heading": "seniors", "commune": None, "text": mail.reply, "email": CITIZEN, "language": "fr", **values}
    return incoming.make_question(mail=mail, user=user, **given)


def acknowledgements(question):
    return OutboxMail.objects.filter(question_mail__question=question, question_mail__kind=MailKind.ACKNOWLEDGEMENT)


class TestTheAction:
    def test_one_that_found_no_file(self, editor):
        commune = CommuneFactory()
        partner = PartnerFactory(name="CLIC", headings=["seniors"], communes=[commune])
        mail = receive()
        assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.NO_FILE)
        question = make(mail, editor, commune=commune)
        assert (question.text, question.email, question.origin) == (NEW, CITIZEN, QuestionOrigin.MAIL)
        assert (question.heading, question.commune, question.follows) == ("seniors", commune, None)
        assert [each.partner for each in question.assignments.all()] == [partner]
        mail.refresh_from_db()
        assert (mail.status, mail.kind, mail.question) == (IncomingStatus.ACCEPTED, IncomingKind.REPLY, question)
        assert (mail.handled_by, mail.assignment) == (editor, None)
        assert question.events.get(kind=EventKind.RECEIVED).user == editor

    def test_the_person_is_told_what_became_of_it_who_reads_it_and_how_to_follow_and_erase_it(self, editor):
        [mail] = acknowledgements(make(receive(), editor))
        for text in (mail.message, mail.html_message):
            assert "Votre e-mail est devenu une question" in text
            assert "sans votre adresse" in text
            assert "/ma-question/" in text
            assert "Quelqu’un a tapé votre adresse" not in text
        assert mail.to == [CITIZEN]

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_in_their_language(self, editor, language):
        question = make(receive(), editor, language=language)
        assert question.language == language
        words = {"fr": "est devenu une question", "en": "has become a question"}[language]
        assert words in acknowledgements(question).get().message

    def test_they_are_told_although_their_address_had_many_confirmations_today(self, editor, settings):
        settings.CLAIRDROIT_MAILS_PER_ADDRESS = 0
        question = make(receive(), editor)
        assert acknowledgements(question).exists()
        assert not question.events.filter(kind=EventKind.NOT_ACKNOWLEDGED).exists()

    def test_twice_is_once(self, editor):
        mail = receive()
        assert make(mail, editor) == make(mail, editor, text="Autrement dit")
        assert Question.objects.count() == 1

    def test_its_attachments_and_what_was_left_out_stand_in_the_new_file(self, editor):
        words = f"--X\nContent-Type: text/plain; charset=utf-8\n\n{NEW}\n"
        body = f"{words}--X\nContent-Type: image/png; name=bail.png\n\nx\n--X--"
        question = make(receive(words=body, head="Content-Type: multipart/mixed; boundary=X\n"), editor)
        assert [each.files for each in left_out.of_person(question)] == [("bail.png",)]

    def test_a_partner_reads_neither_address_nor_name_of_whoever_wrote(self, editor):
        words = f"{NEW}\n\nSami Benali\n{CITIZEN}"
        question = make(receive(words=words), editor, text=words)
        asked = AssignmentFactory(question=question)
        assert "Sami" not in QuestionForPartner(asked).text
        assert CITIZEN not in QuestionForPartner(asked).text

    @pytest.mark.parametrize("kind", ["forged", "expired", "set aside", "thanks", "of a partner"])
    def test_every_kind_that_waits_or_was_decided_on(self, editor, answered, kind):
        if kind == "forged":
            mail = receive(to(answered), sender=OTHER)
        elif kind == "expired":
            Question.objects.filter(pk=answered.pk).update(status=QuestionStatus.SPAM)
            mail = receive(to(answered))
        elif kind == "set aside":
            mail = incoming.set_incoming_aside(mail=receive(), user=editor, reason="Publicité.")
        elif kind == "thanks":
            mail = receive(to(answered), "Merci beaucoup")
        else:
            asked = AssignmentFactory(partner=PartnerFactory(team_email=TEAM))
            mail = receive(emails.partner_asked(asked).headers["Reply-To"], sender=OTHER)
        former = mail.question
        question = make(mail, editor, email=OTHER)
        assert (question.email, question.follows) == (OTHER, None)
        mail.refresh_from_db()
        assert mail.question == question
        if former is not None:
            assert former.events.filter(kind=EventKind.MAIL_SET_ASIDE, user=editor).exists()
            assert question.reference not in "".join(event.detail for event in former.events.all())

    def test_a_partners_reply_that_is_in_its_draft_cannot(self, editor):
        asked = AssignmentFactory(partner=PartnerFactory(team_email=TEAM))
        mail = receive(emails.partner_asked(asked).headers["Reply-To"], sender=TEAM)
        assert mail.status == IncomingStatus.ACCEPTED
        with pytest.raises(actions.NotHeldError):
            make(mail, editor)

    def test_only_by_those_who_handle_questions(self):
        with pytest.raises(PermissionDenied):
            make(receive(), UserFactory())
        assert not Question.objects.exists()

    def test_without_words_nothing_is_made(self, editor):
        with pytest.raises(actions.EmptyTextError):
            make(receive(), editor, text=" \n")

    def test_it_is_erased_with_its_e_mail(self, editor):
        mail = receive()
        actions.erase(question=make(mail, editor))
        assert not IncomingMail.objects.filter(pk=mail.pk).exists()


class TestADetail:
    def test_it_leaves_the_question_that_it_had_taken_up_again(self, editor, answered):
        before = (answered.text, answered.status, answered.ended_at)
        mail = receive(to(answered))
        answered.refresh_from_db()
        assert answered.is_open
        question = make(mail, editor)
        answered.refresh_from_db()
        assert (answered.text, answered.status, answered.ended_at) == before
        assert answered.taken_up_again_at is None
        assert question.follows == answered
        assert question.consent_at == answered.consent_at
        assert answered.events.get(kind=EventKind.FOLLOWED_UP).detail == question.reference

    def test_an_open_question_goes_on_without_it(self, editor):
        question = QuestionFactory(email=CITIZEN, assigned=True)
        asked = AssignmentFactory(question=question)
        text = question.words
        mail = receive(to(question))
        new = make(mail, editor)
        question.refresh_from_db()
        assert (question.words, question.status) == (text, QuestionStatus.ASSIGNED)
        assert QuestionForPartner(asked).text == text
        assert new.text == NEW

    def test_whose_part_had_ended_reads_nothing_that_comes_after_it(self, editor):
        question = QuestionFactory(email=CITIZEN, assigned=True)
        asked = AssignmentFactory(question=question)
        mail = receive(to(question))
        actions.release(assignment=asked, user=editor)
        make(mail, editor)
        actions.add_detail(question=question, text="Ceci est venu plus tard.")
        asked.refresh_from_db()
        assert "plus tard" in question.__class__.objects.get(pk=question.pk).words
        asked.question.refresh_from_db()
        assert "plus tard" not in QuestionForPartner(asked).text

    def test_one_that_began_a_question_stays_its_beginning(self, editor, answered):
        Question.objects.filter(pk=answered.pk).update(taken_up_again_at=timezone.now())
        mail = receive(to(answered))
        mail.refresh_from_db()
        assert mail.question.follows == answered
        assert not mail.may_become_question
        assert make(mail, editor) == mail.question

    def test_it_was_thanks_after_all(self, editor):
        mail = receive()
        question = make(mail, editor)
        mail.refresh_from_db()
        incoming.note_as_thanks(mail=mail, user=editor)
        question.refresh_from_db()
        assert question.status == QuestionStatus.CLOSED

    def test_of_somebody_else_it_does_not_follow(self, editor, answered):
        mail = receive(to(answered), sender=OTHER)
        incoming.accept_incoming(mail=mail, user=editor, question=answered, assignment=None)
        mail.refresh_from_db()
        question = make(mail, editor, email=OTHER)
        assert question.follows is None
        answered.refresh_from_db()
        assert NEW not in answered.text

    def test_a_text_whose_key_is_missing_stays_as_it_is(self, editor, answered, settings):
        mail = receive(to(answered))
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
        mail = IncomingMail.objects.get(pk=mail.pk)
        with pytest.raises(UnreadableTextError):
            make(mail, editor, text="x")
        assert Question.objects.count() == 1


class TestTheScreen:
    def url(self, mail):
        return reverse("clairdroit_questions_make_question", args=[mail.pk])

    def test_it_is_offered_on_the_mails_page_and_says_what_it_does(self, signed_in):
        page = signed_in.get(reverse("courriels-recus_modeladmin_inspect", args=[receive().pk])).content.decode()
        assert "En faire une question" in page

    def test_all_is_proposed_and_sent_as_it_stands(self, signed_in, answered):
        mail = receive(to(answered))
        page = signed_in.get(self.url(mail))
        form = page.context["form"]
        assert form["text"].value() == NEW
        assert (form["heading"].value(), form["commune"].value()) == (answered.heading, answered.commune.pk)
        assert form["email"].value() == CITIZEN
        given = {field.name: field.value() for field in form}
        response = signed_in.post(self.url(mail), given, follow=True)
        assert "La question est enregistrée" in response.content.decode()
        question = Question.objects.exclude(pk=answered.pk).get()
        assert (question.text, question.heading, question.commune) == (NEW, answered.heading, answered.commune)

    def test_the_town_may_be_unknown_and_a_wrong_one_is_said(self, signed_in):
        mail = receive()
        given = {
            "text": NEW,
            "heading": "ne-sais-pas",
            "place": "Nulle-Part",
            "email": CITIZEN,
            "language": "fr",
        }
        page = signed_in.post(self.url(mail), given).content.decode()
        assert "Nous ne connaissons pas" in page
        assert NEW in page
        signed_in.post(self.url(mail), {**given, "place": ""})
        question = Question.objects.get()
        assert (question.heading, question.commune) == ("", None)

    def test_of_several_towns_the_persons_is_chosen(self, signed_in):
        for insee, name in (("01001", "Saint-Aubin-la-Plaine"), ("01002", "Saint-Aubin-du-Bois")):
            CommuneFactory(insee=insee, name=name, main_postal_code="01000")
        given = {"text": NEW, "heading": "seniors", "place": "Saint-Aubin", "email": CITIZEN, "language": "fr"}
        page = signed_in.post(self.url(mail := receive()), given).content.decode()
        assert "Quelle est la commune de la personne" in page
        signed_in.post(self.url(mail), {**given, "commune": "01002"})
        assert Question.objects.get().commune.name == "Saint-Aubin-du-Bois"

    @pytest.mark.parametrize("email", ["", "sami@", "a@b.example, c@d.example", "root@localhost"])
    def test_an_address_that_is_none_is_said_and_nothing_is_lost(self, signed_in, email):
        given = {"text": "Réécrit par moi", "heading": "seniors", "place": "", "email": email, "language": "fr"}
        page = signed_in.post(self.url(receive()), given).content.decode()
        assert "Réécrit par moi" in page
        assert not Question.objects.exists()

    def test_what_cannot_become_one_says_so(self, signed_in):
        asked = AssignmentFactory(partner=PartnerFactory(team_email=TEAM))
        mail = receive(emails.partner_asked(asked).headers["Reply-To"], sender=TEAM)
        response = signed_in.get(self.url(mail), follow=True)
        assert "ne peut pas (ou plus) devenir une question" in response.content.decode()

    def test_others_are_refused(self, client):
        mail = receive()
        client.force_login(UserFactory())
        assert client.get(self.url(mail)).status_code in (302, 403)
        client.post(self.url(mail), {"text": NEW})
        assert not Question.objects.exists()

    def test_a_get_changes_nothing(self, signed_in):
        mail = receive()
        signed_in.get(self.url(mail))
        mail.refresh_from_db()
        assert mail.is_held
        assert not Question.objects.exists()


class TestWhatIsProposed:
    @pytest.mark.parametrize("written", ["78220 Viroflay", "Viroflay (78220)", "au 12 rue Haute, 78220 viroflay"])
    def test_a_commune_by_its_postal_code(self, written):
        commune = CommuneFactory(viroflay=True, postal_codes=["78220"])
        assert proposing.commune_for(f"Bonjour, j’habite {written}.") == commune

    def test_a_commune_that_somebody_asked_from_by_its_name(self):
        viroflay = QuestionFactory(commune=CommuneFactory(viroflay=True)).commune
        assert proposing.commune_for("J’habite à Viroflay depuis un an.") == viroflay
        assert proposing.commune_for("J’habite Viroflayette.") is None

    def test_of_two_none(self):
        for values in ({"viroflay": True}, {"insee": "92048", "name": "Meudon"}):
            QuestionFactory(commune=CommuneFactory(**values))
        assert proposing.commune_for("De Viroflay, je vais à Meudon.") is None

    @pytest.mark.parametrize(
        ("headings", "expected"),
        [
            ([("sante",), ("sante",), ("famille",)], "sante"),
            ([("sante",), ("famille",)], ""),
            ([("a", "b")], ""),
            ([], ""),
        ],
    )
    def test_the_heading_under_which_most_of_the_help_stands(self, only_registered, headings, expected):
        found = [related.RelatedHelp("k", "fiche", "Fiche", "t", "/", "/", "", "", headings=each) for each in headings]
        only_registered(related.finders, lambda *given: found)
        assert proposing.heading_for("Mon fils est malade", None) == expected


def test_it_is_kept_as_long_as_any_question(editor):
    question = make(receive(), editor)
    assert question.due_at > timezone.now()
    assert question.received_at > timezone.now() - datetime.timedelta(minutes=1)
