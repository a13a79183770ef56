"""What was left out of an e-mail is counted, named and one tap away; never for somebody who may not read it."""

import io
import re

import pytest
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, emails, incoming, left_out, links
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models import IncomingMail, ProposedAnswer
from clairdroit.roles.actions import compose_roles
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.incoming.replies import FRENCH, marked

pytestmark = pytest.mark.django_db

CITIZEN, TEAM = "nadia.benali@boite.example", "equipe@adil.example"
NAMED = "bail nadia.benali@boite.example.pdf"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    compose_roles()


@pytest.fixture
def question():
    return QuestionFactory(assigned=True, email=CITIZEN)


@pytest.fixture
def assignment(question):
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM))


_numbers = iter(range(10_000))
ATTACHED = (
    'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="Message de l\'agence.eml"\n\n'
    "From: agence@agence.example\nSubject: x\n\nNous gardons 480 euros.\n"
)


def receive(to, words, *, sender, parts=()):
    attached = "".join(f"--XX\n{part}\n" for part in parts)
    raw = (
        f"From: Nadia <{sender}>\nTo: {to}\nMessage-ID: <l{next(_numbers)}@x.example>\nSubject: Re: question\n"
        f"Content-Type: multipart/mixed; boundary=XX\n\n--XX\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        f"{attached}--XX--\n"
    )
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


@pytest.fixture
def detail(question, assignment):
    mail = emails.question_received(question)
    words = f"Voir le message joint.\n\n-- \nNadia Benali\n06 11 11 11 11\n\n{FRENCH}\n\n{marked('Bonjour,')}"
    pdf = f'Content-Type: application/pdf; name="{NAMED}"\n\n%PDF'
    return receive(mail.headers["Reply-To"], words, sender=CITIZEN, parts=[ATTACHED, pdf])


@pytest.fixture
def draft(assignment):
    to = emails.partner_asked(assignment).headers["Reply-To"]
    words = f"Passez jeudi.\n\n-- \nLuc\nADIL\n\n{FRENCH}\n\n{marked('Bonjour,')}"
    return receive(to, words, sender=TEAM, parts=['Content-Type: application/pdf; name="barème.pdf"\n\n%PDF'])


def partners_page(client, assignment):
    return client.get(links.assignment_url(assignment)).content.decode()


def test_lines_and_attachments_are_counted_in_words(detail):
    found = left_out.of_mail(detail)
    assert found.files == ("Message de l_agence.eml", NAMED)
    assert found.in_words == "5 lignes et 2 pièces jointes n’ont pas été reprises"
    assert "Voir le message joint." in found.text
    assert found.text.index("06 11") < found.text.index("a écrit")


@pytest.mark.parametrize(
    ("lines", "files", "words"),
    [
        (1, 0, "1 ligne n’a pas été reprise"),
        (12, 0, "12 lignes n’ont pas été reprises"),
        (0, 1, "1 pièce jointe n’a pas été reprise"),
        (12, 1, "12 lignes et 1 pièce jointe n’ont pas été reprises"),
    ],
)
def test_the_sentence_agrees(lines, files, words, detail):
    found = left_out.LeftOut(1, detail.received_at, lines, ("x",) * files, "")
    assert found.in_words == words


def test_a_mail_taken_over_whole_leaves_nothing_out(question):
    to = emails.question_received(question).headers["Reply-To"]
    assert left_out.of_mail(receive(to, "Je suis locataire.", sender=CITIZEN)) is None


def test_the_partner_reads_it_masked_without_javascript(client, assignment, detail):
    page = partners_page(client, assignment)
    assert "5 lignes et 2 pièces jointes n’ont pas été reprises" in page
    assert "2 pièces jointes, chez l’équipe du site" in page
    assert "Message de l_agence.eml" in page
    card = page[page.index('class="card"') : page.index("</details>")]
    assert "<summary>" in card
    assert not re.search(r"nadia|benali|06 11", card, re.IGNORECASE)


def test_the_notice_to_the_partner_names_the_attachments(assignment, detail):
    told = OutboxMail.objects.get(question_mail__kind=MailKind.DETAIL)
    for text in (told.message, told.html_message):
        assert "2 pièces jointes, chez l’équipe du site" in text
        assert "Message de l_agence.eml" in text
        assert "nadia" not in text.lower()


def test_the_partners_own_reply_says_so_beside_its_draft_and_in_its_notice(client, assignment, draft):
    page = partners_page(client, assignment)
    form = page[page.index('id="reponse"') :]
    assert "lignes et 1 pièce jointe n’ont pas été reprises" in form
    told = OutboxMail.objects.get(question_mail__kind=MailKind.DRAFT_KEPT)
    assert "1 pièce jointe, chez l’équipe du site" in told.message
    assert "barème.pdf" in told.message


def test_another_partner_does_not_read_it(client, question, draft):
    other = AssignmentFactory(question=question, partner=PartnerFactory(team_email="autre@caf.example"))
    page = partners_page(client, other)
    assert "barème.pdf" not in page
    assert "reprise" not in page


def test_a_partner_whose_part_has_ended_does_not_read_what_came_later(client, question, assignment):
    actions.release(assignment=assignment, user=UserFactory(moderator=True))
    to = emails.question_received(question).headers["Reply-To"]
    receive(to, "Voir ci-joint.", sender=CITIZEN, parts=[ATTACHED])
    assert "agence.eml" not in partners_page(client, assignment)


def test_a_noted_or_held_mail_is_nothing_left_out_for_partners(client, assignment):
    to = emails.question_received(assignment.question).headers["Reply-To"]
    receive(to, f"Merci\n\n{FRENCH}\n\n{marked('Bonjour,')}", sender=CITIZEN)
    receive(to, "Voici.", sender="autre@x.example", parts=[ATTACHED])
    assert "reprise" not in partners_page(client, assignment)


def test_the_file_shows_it_beside_detail_and_draft_with_the_way_to_the_mail(client, question, detail, draft):
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("questions_modeladmin_inspect", args=[question.pk])).content.decode()
    assert "5 lignes et 2 pièces jointes n’ont pas été reprises" in page
    assert "barème.pdf" in page
    assert page.index("pièces jointes n’ont") < page.index("E-mails reçus")
    for mail in (detail, draft):
        assert reverse("courriels-recus_modeladmin_inspect", args=[mail.pk]) in page


def test_where_an_editor_decides_it_stands_beside_the_answer(client, assignment, detail, draft):
    answer = ProposedAnswer.objects.get()
    from clairdroit.partners_snippets.actions import team_user

    actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text="Passez jeudi.", note="")
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("clairdroit_questions_review", args=[answer.pk])).content.decode()
    assert page.index("5 lignes et 2 pièces jointes") < page.index('id="review-answer"')
    assert "barème.pdf" in page[page.index('id="review-answer"') :]


def test_keys_are_masked_in_it(assignment):
    mail = emails.partner_asked(assignment)
    (link,) = re.findall(r"http\S+/espace-partenaires/\S+", mail.message)
    words = f"Passez jeudi.\n\n{FRENCH}\n\n{marked(mail.message)}"
    received = receive(mail.headers["Reply-To"], words, sender=TEAM)
    assert link not in received.received_text
    assert link.split("/")[-3] not in received.received_text
    assert "espace-partenaires" in received.received_text


def test_it_goes_with_the_question(question, detail):
    actions.erase(question=question)
    assert not IncomingMail.objects.exists()
