"""The e-mails that lie beside the repository: what each must give, as their README says."""

import io
from pathlib import Path

import pytest

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import emails, incoming
from clairdroit.questions.enums import IncomingKind, IncomingStatus
from clairdroit.questions.models import ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "field" / "mail"
CITIZEN, TEAM = "lea@citoyens.example.org", "equipe.adil@clairval.invalid"


@pytest.fixture(autouse=True)
def _is_here(settings):
    if not FOLDER.is_dir():
        pytest.skip("the e-mails are not here: put the shared/field folder beside the repository to run this test")
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def assignment():
    question = QuestionFactory(assigned=True, email=CITIZEN)
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM))


def receive(name, answered, sender):
    raw = (FOLDER / f"{name}.eml").read_bytes()
    for known in (b"sami@citoyens.example.org", CITIZEN.encode(), TEAM.encode()):
        raw = raw.replace(b"<" + known + b">\nTo:", b"<" + sender.encode() + b">\nTo:", 1)
    raw = raw.replace(b"reponse+KEY@ville.example", answered.headers["Reply-To"].encode())
    return incoming.receive(source=io.BytesIO(raw))[0]


def draft():
    return ProposedAnswer.objects.get().get_latest_revision_as_object().text


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_thanks_after_the_answer_then_a_follow_up():
    question = QuestionFactory(answered=True, email=CITIZEN)
    answered = emails.question_received(question)
    mail = receive("thanks-after-answer", answered, CITIZEN)
    question.refresh_from_db()
    assert (mail.status, question.status, question.taken_up_again_at) == (IncomingStatus.NOTED, "answered", None)
    assert OutboxMail.objects.count() == 1
    mail = receive("follow-up-after-thanks", answered, CITIZEN)
    question.refresh_from_db()
    assert (mail.status, question.is_open) == (IncomingStatus.ACCEPTED, True)


@pytest.mark.parametrize("whose", ["citizen", "partner"])
def test_a_reaction(assignment, whose):
    if whose == "citizen":
        mail = receive("gmail-reaction", emails.question_received(assignment.question), CITIZEN)
    else:
        mail = receive("gmail-reaction", emails.partner_asked(assignment), TEAM)
    assert (mail.status, mail.kind) == (IncomingStatus.NOTED, IncomingKind.REACTION)
    assert not ProposedAnswer.objects.exists()
    assert OutboxMail.objects.count() == 1


def test_a_model_letter(assignment):
    receive("model-letter", emails.partner_asked(assignment), TEAM)
    assert in_order(draft(), "recommandé :", "De :", "À :", "Objet :", "Madame, Monsieur", "commission de conciliation")


def test_answers_between_the_lines(assignment):
    receive("answers-between-lines-outlook", emails.partner_asked(assignment), TEAM)
    answers = ("depuis quatre mois", "Il avait deux mois", "Que puis-je faire", "Envoyer une lettre")
    assert in_order(draft(), "ci-dessous", *answers)
    assert "Envoyé" not in draft()


def test_a_quotation_of_the_persons_own(assignment):
    receive("own-quotation", emails.question_received(assignment.question), CITIZEN)
    assignment.question.refresh_from_db()
    text = assignment.question.words
    assert in_order(text, "m’a écrit hier", "Nous gardons 480 euros", "Vous avez huit jours", "Est-ce que c’est légal")
    assert "Vous aurez une réponse" not in text


def test_a_message_attached(assignment):
    mail = receive("message-attached", emails.question_received(assignment.question), CITIZEN)
    assert [each["name"] for each in mail.attachments] == ["Message transféré.eml"]
    told = OutboxMail.objects.get(question_mail__assignment=assignment)
    assert "Message transféré.eml" in told.message
