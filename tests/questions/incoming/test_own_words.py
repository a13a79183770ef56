"""What a person quotes and we did not send is theirs; what we sent goes, whichever program quotes it and however."""

import datetime

import pytest
from django.utils import timezone

from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.reading.html import to_text
from clairdroit.mail.reading.quoted_sent_text import separate_from_ours
from clairdroit.mail.reading.sent_text import Digests
from clairdroit.questions import actions, emails
from clairdroit.questions.enums import QuestionStatus
from clairdroit.questions.models import Question, SentWords
from clairdroit.questions.sent_words import digests_for, sent_in
from clairdroit.retention.enforcing import enforce
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory
from tests.questions.incoming.replies import FRENCH, HEADER, HTML, OUTLOOK_HEAD, PLAIN, after, body_of, marked

pytestmark = pytest.mark.django_db

FIRST = "Bonjour, mon propriétaire veut garder mon dépôt de garantie depuis quatre mois."
LAST = "Que puis-je faire ?"
TEXT = (
    f"{FIRST}\n\nL’agence ne répond plus, ni au téléphone ni aux courriels, et je ne sais pas à qui écrire pour"
    f" réclamer cette somme.\n\n{LAST}"
)
WORDS = "Bonjour,\n\nLa permanence est le jeudi de 14 h à 17 h.\n\nLuc"
LETTER = "Nous gardons 480 euros pour la peinture.\nVous avez huit jours pour contester."
ANSWERS = {
    FIRST: "Il avait deux mois au plus pour le rendre.",
    LAST: "Envoyer une lettre recommandée, puis saisir la commission.",
}


@pytest.fixture
def assignment():
    question = QuestionFactory(assigned=True, text=TEXT)
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email="equipe@adil.example"))


@pytest.fixture
def mail(assignment):
    return emails.partner_asked(assignment)


@pytest.fixture
def sent(assignment, mail):
    return sent_in(assignment.question, assignment, is_answer=False)


def lines(text):
    return [line for line in text.split("\n") if line.strip("> ")]


def html_lines(text, sent):
    return separate_from_ours(to_text(text, plain_colours=sent.colours), sent)


@pytest.mark.parametrize("program", PLAIN)
def test_our_own_mail_goes_however_a_program_quotes_it(program, mail, sent):
    found = separate_from_ours(f"{WORDS}\n\n{PLAIN[program](mail.message)}", sent)
    assert lines(found.reply) == lines(WORDS)
    assert "posez" not in found.reply
    assert LAST in found.quoted or program == "cut"


@pytest.mark.parametrize("program", HTML)
def test_our_own_html_goes_however_a_program_quotes_it(program, mail, sent):
    words = "<p>La permanence est le jeudi.</p><p>Luc</p>"
    found = html_lines(f"{words}{HTML[program](body_of(mail))}", sent)
    assert lines(found.reply) == ["La permanence est le jeudi.", "Luc"]
    assert LAST in found.quoted


@pytest.mark.parametrize("program", [each for each in PLAIN if each not in ("cut", "no-announcement")])
def test_a_quotation_of_the_persons_own_stays_in_its_place(program, mail, sent):
    own = f"Bonjour,\n\nVoici ce que l’agence m’a écrit hier :\n\n{marked(LETTER)}\n\nEst-ce légal ?\nLéa"
    found = separate_from_ours(f"{own}\n\n{PLAIN[program](mail.message)}", sent)
    assert lines(found.reply) == lines(own)


@pytest.mark.parametrize("program", HTML)
def test_an_indented_passage_of_the_persons_own_stays_in_its_place(program, mail, sent):
    own = "<p>L’agence m’écrit :</p><blockquote><p>Nous gardons 480 euros.</p></blockquote><p>Est-ce légal ?</p>"
    found = html_lines(f"{own}{HTML[program](body_of(mail))}", sent)
    assert lines(found.reply) == ["L’agence m’écrit :", "> Nous gardons 480 euros.", "Est-ce légal ?"]


@pytest.mark.parametrize(
    "letter",
    [
        "De : votre nom\nÀ : le propriétaire\nObjet : restitution du dépôt de garantie",
        "De : Mme Léa Martin, 3 rue Haute\nÀ : Agence du Centre\nDate : 30 novembre 2026\nObjet : mise en demeure",
        "Expéditeur : votre nom\nDestinataire : la CAF\nObjet : recours",
        "From: your name\nTo: the landlord\nSubject: my deposit",
        "De :\nvotre nom\nÀ :\nle propriétaire\nObjet :\nle dépôt",
    ],
)
@pytest.mark.parametrize("program", ["gmail", "outlook", "orange", ""])
@pytest.mark.parametrize("is_answer", [True, False])
def test_a_model_letter_stays_whole_with_what_follows_it(letter, program, is_answer, assignment, mail):
    sent = sent_in(assignment.question, assignment, is_answer=is_answer)
    own = f"Bonjour,\n\nEnvoyez ceci :\n\n{letter}\n\nMadame, Monsieur,\nJ’ai quitté le logement.\n\nPuis appelez-nous."
    quoted = f"\n\n{PLAIN[program](mail.message)}" if program else ""
    found = separate_from_ours(own + quoted, sent)
    assert lines(found.reply) == lines(own)


@pytest.mark.parametrize(
    "head",
    [
        "---------- Message transféré ---------\nDe : Agence <agence@agence.example>\nDate: ven. 27 nov. 2026 à 10:00\n"
        "Objet : Dépôt\nÀ : <lea@x.example>",
        "-----Message d'origine-----\nDe : Agence <agence@agence.example>\nEnvoyé : vendredi 27 novembre 2026 10:00\n"
        "À : Léa\nObjet : Dépôt",
        "Début du message transféré :\n\nDe: Agence <agence@agence.example>\nObjet: Dépôt\nDate: 27 novembre 2026",
        "Le ven. 27 nov. 2026 à 10:00, Agence du Centre <agence@agence.example> a écrit :",
    ],
)
@pytest.mark.parametrize("mark", ["", "> "])
def test_a_letter_of_somebody_else_stays_with_its_head(head, mark, mail, sent):
    own = f"Voici leur courrier.\n\n{head}\n\n{marked(LETTER, marks=mark)}\n\nEst-ce légal ?"
    for program in ("gmail", "outlook", "apple-mail"):
        found = separate_from_ours(f"{own}\n\n{PLAIN[program](mail.message)}", sent)
        assert lines(found.reply) == lines(own)
    assert lines(separate_from_ours(own, sent).reply) == lines(own)


def test_a_letter_quoted_below_our_mail_stays_too(mail, sent):
    own = f"Voici leur lettre :\n\n{marked(LETTER)}\n\nEst-ce légal ?"
    found = separate_from_ours(f"{FRENCH}\n{marked(mail.message)}\n\n{own}", sent)
    assert lines(found.reply) == lines(own)


def interleaved(text):
    for line, answer in ANSWERS.items():
        text = after(text, line, answer)
    return text


def expected(greeting):
    return [greeting, *(each for line, answer in ANSWERS.items() for each in (f"> {line}", answer))]


@pytest.mark.parametrize("program", ["outlook", "outlook-2003", "outlook-web", "zimbra", "sfr", "free", "yahoo"])
def test_answers_between_unmarked_lines_stay_each_after_the_line_it_answers(program, mail, sent):
    found = separate_from_ours(f"Mes réponses ci-dessous.\n\n{PLAIN[program](interleaved(mail.message))}", sent)
    assert lines(found.reply) == expected("Mes réponses ci-dessous.")


@pytest.mark.parametrize("head", [FRENCH, "On Mon, Nov 30, 2026 at 10:52 AM Vos droits en clair <x@y.example> wrote:"])
@pytest.mark.parametrize("marks", ["> ", "> > ", ">"])
def test_answers_between_marked_lines_stay_each_after_the_line_it_answers(head, marks, mail, sent):
    text = marked(mail.message, marks=marks)
    for line, answer in ANSWERS.items():
        text = after(text, f"{marks}{line}", answer)
    found = separate_from_ours(f"Mes réponses ci-dessous.\n\n{head}\n\n{text}", sent)
    assert lines(found.reply) == expected("Mes réponses ci-dessous.")


@pytest.mark.parametrize(
    "opening", ['<span style="color:red">', '<span style="color:#0070C0">', '<font color="#ff0000">', "<b>", "<span>"]
)
def test_answers_between_the_lines_in_outlook_stay_coloured_or_not(opening, mail, sent):
    body = body_of(mail)
    for line, answer in ANSWERS.items():
        body = body.replace(line, f"{line}</p><p>{opening}{answer}</{opening[1:].partition(' ')[0].strip('>')}></p><p>")
    found = html_lines(f"<p>Mes réponses ci-dessous.</p>{OUTLOOK_HEAD}{body}", sent)
    assert lines(found.reply) == expected("Mes réponses ci-dessous.")


@pytest.mark.parametrize(
    "answer", ["==> Il avait deux mois au plus.", "Oui.", "(notre avis : non, il devait la rendre)"]
)
def test_an_answer_behind_a_line_of_ours_stays_with_it(answer, mail, sent):
    text = mail.message.replace(FIRST, f"{FIRST} {answer}")
    for quoted in (f"{HEADER}\n\n{text}", f"{FRENCH}\n\n{marked(text)}"):
        found = separate_from_ours(f"Voir dessous.\n\n{quoted}", sent)
        assert [line.removeprefix("> ") for line in lines(found.reply)] == ["Voir dessous.", f"{FIRST} {answer}"]


def test_a_coloured_answer_in_the_paragraph_that_it_answers_stays_with_it(mail, sent):
    body = body_of(mail).replace(FIRST, f'{FIRST} <span style="color:red">Il avait deux mois.</span>')
    found = html_lines(f"<p>Voir dessous.</p>{OUTLOOK_HEAD}{body}", sent)
    assert lines(found.reply) == ["Voir dessous.", f"{FIRST} Il avait deux mois."]


@pytest.mark.parametrize("mark", ['<blockquote class="gmail_quote">', '<blockquote type="cite">'])
def test_an_answer_where_a_program_splits_the_quotation_stays_after_its_line(mark, mail, sent):
    above, below = body_of(mail).split(FIRST)
    quoted = f"{mark}{above}{FIRST}</p></blockquote><div>Il avait deux mois.</div><br>{mark}<p>{below}</blockquote>"
    found = html_lines(f"<div>Bonjour,</div><div>{FRENCH.replace('<', '&lt;')}</div>{quoted}", sent)
    assert lines(found.reply) == ["Bonjour,", f"> {FIRST}", "Il avait deux mois."]


def test_what_a_telephone_adds_below_a_letter_is_no_part_of_it(sent):
    head = "Début du message réexpédié :\n\n> De: Agence <agence@agence.example>\n> Date: 27 novembre 2026\n> Objet: D"
    found = separate_from_ours(f"Voici\n\n{head}\n>\n{marked(LETTER)}\n\nEnvoyé de mon iPhone", sent)
    assert found.signature == "Envoyé de mon iPhone"
    assert "huit jours" in found.reply


def test_colour_alone_tells_answers_in_a_mail_that_was_translated_on_the_way(sent):
    body = '<p>My landlord keeps my deposit.</p><p><span style="color:red">He had two months.</span></p><p>Regards</p>'
    found = html_lines(f"<p>See below.</p>{OUTLOOK_HEAD}{body}", sent)
    assert lines(found.reply) == ["See below.", "> My landlord keeps my deposit.", "He had two months."]


def test_the_colours_of_our_own_mail_are_no_answers(mail, sent):
    translated = body_of(mail).replace(FIRST, "My landlord").replace("Une personne pose", "Somebody asks")
    found = html_lines(f"<p>Thursday.</p>{OUTLOOK_HEAD}{translated}", sent)
    assert "Ouvrir" not in found.reply


def test_an_answer_below_the_whole_mail_stands_alone(mail, sent):
    found = separate_from_ours(f"{FRENCH}\n{marked(mail.message)}\n\n{WORDS}", sent)
    assert lines(found.reply) == lines(WORDS)


def test_an_answer_below_the_one_line_that_was_kept_stands_with_it(mail, sent):
    found = separate_from_ours(f"> {LAST}\n\nÉcrivez-lui.", sent)
    assert lines(found.reply) == [f"> {LAST}", "Écrivez-lui."]


def test_nothing_is_lost_between_reply_quoted_text_and_signature(mail, sent):
    for program in PLAIN.values():
        text = f"{WORDS}\n\n-- \nADIL\n\n{program(interleaved(mail.message))}"
        found = separate_from_ours(text, sent)
        together = f"{found.reply} {found.quoted} {found.signature}".replace(">", " ").split()
        assert sorted(together) == sorted(text.replace(">", " ").split())


def test_another_files_mail_is_not_ours_here(mail, assignment):
    other = QuestionFactory(assigned=True, text="Une tout autre question sur la cantine de ma fille.")
    elsewhere = sent_in(other, None, is_answer=False)
    assert separate_from_ours(marked(TEXT), elsewhere).quoted == ""


def test_a_thread_that_says_it_is_ours_and_holds_nothing_of_ours_is_believed(assignment, mail):
    """A program that renames the sender and translates the text; not where the person speaks of what is quoted."""
    sent = sent_in(assignment.question, assignment, is_answer=True)
    head = "On Mon, Nov 30, 2026 at 10:52 AM Your rights <rights@relay.example> wrote:"
    assert separate_from_ours(f"Thursday.\n\n{head}\n> A question for you", sent).reply == "Thursday."
    own = f"The agency writes:\n\n{head}\n> We keep 480 euros."
    assert separate_from_ours(own, sent).reply == own
    own = f"Hello,\n\n{marked(LETTER)}\n\nIs that right?"
    assert separate_from_ours(own, sent).reply == own


def test_our_words_are_known_after_our_mails_are_gone(assignment, mail):
    """Mails go ninety days after they were sent, a question a year after its answer."""
    question = assignment.question
    now = timezone.now()
    Question.objects.filter(pk=question.pk).update(
        status=QuestionStatus.ANSWERED, answered_at=now, ended_at=now - datetime.timedelta(days=100)
    )
    OutboxMail.objects.update(status=MailStatus.SENT, changed_at=now - datetime.timedelta(days=100))
    assert dict(enforce().removed)["mails"]
    assert not OutboxMail.objects.filter(pk=mail.pk).exists()
    sent = sent_in(question, assignment, is_answer=False)
    assert separate_from_ours(f"{WORDS}\n\n{mail.message}", sent).reply == WORDS


def test_what_is_kept_of_our_mails_says_nothing_and_goes_with_the_question(assignment, mail):
    kept = SentWords.objects.filter(question=assignment.question)
    assert kept.exists()
    assert not any("propriétaire".encode() in bytes(row.digests) for row in kept)
    here, there = digests_for(assignment.question), digests_for(QuestionFactory())
    assert not here.of_text(TEXT) & there.of_text(TEXT)
    actions.erase(question=assignment.question)
    assert not kept.all().exists()


@pytest.mark.parametrize(
    "text",
    ["> a b c d\n" * 30_000, f"{FRENCH}\n" * 5_000, "De : x\n" * 20_000, "a " * 100_000, ">" * 100_000, "\n" * 100_000],
    ids=["quoted", "announced", "headers", "words", "marks", "blank"],
)
def test_hostile_text_is_read_once(text, sent, monkeypatch):
    """Counted in comparisons, not in seconds."""
    made = 0
    plain = Digests.of

    def counted(self, words, **kwargs):
        nonlocal made
        made += 1
        return plain(self, words, **kwargs)

    monkeypatch.setattr(Digests, "of", counted)
    separate_from_ours(text, sent)
    assert made <= 2 * len(text.split()) + text.count("\n") + 1


@pytest.mark.parametrize(
    "first", ["Le bail date de 2019.", "Le 3 mars 2026, on m’a rendu les clés.", "On a payé 640 €"]
)
@pytest.mark.parametrize("program", ["gmail", "apple-mail", "thunderbird", "proton", "english"])
def test_a_first_sentence_that_begins_like_an_announcement_is_the_persons(program, first, mail, sent):
    found = separate_from_ours(f"{first}\n\n{PLAIN[program](mail.message)}", sent)
    assert lines(found.reply) == [first]


@pytest.mark.parametrize(
    "program", ["gmail", "apple-mail", "thunderbird", "proton", "roundcube", "mail-of-a-colleague"]
)
@pytest.mark.parametrize("answers", [ANSWERS, {FIRST: "Non.", LAST: "Oui"}], ids=["sentences", "a word"])
def test_answers_typed_into_the_quotation_itself_stay_with_the_lines_that_they_answer(program, answers, mail, sent):
    text = mail.message
    for line, words in answers.items():
        text = after(text, line, words)
    found = separate_from_ours(f"Voir mes réponses.\n\n{PLAIN[program](text)}", sent)
    own = [line for line in lines(found.reply) if not line.startswith(">")]
    assert own == ["Voir mes réponses.", *answers.values()]
    assert f"> {LAST}\n{answers[LAST]}" in found.reply


@pytest.mark.parametrize("program", ["gmail", "apple-mail", "thunderbird"])
def test_coloured_answers_typed_into_a_quotation_in_html_stay(program, mail, sent):
    body = body_of(mail).replace(LAST, f'{LAST}</p><div><font color="#ff0000">Oui, écrivez.</font></div><p>', 1)
    found = html_lines(f"<div>En rouge.</div>{HTML[program](body)}", sent)
    assert lines(found.reply) == ["En rouge.", f"> {LAST}", "Oui, écrivez."]
