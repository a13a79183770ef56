"""Thanks alone, an acknowledgement, a reaction: told from everything that says more."""

import pytest

from clairdroit.mail.reading import message
from clairdroit.mail.reading.thanks import is_emoji_alone, is_reaction, is_thanks

PLAIN = message.read(b"Content-Type: text/plain\n\nx")
NAMES = ["Sami Ben Ali", "sami@citoyens.example", "Vos droits en clair", "ADIL des Yvelines"]


def thanks(words, **kwargs):
    return is_thanks(PLAIN, words, names=NAMES, **kwargs)


@pytest.mark.parametrize(
    "words",
    [
        "Merci",
        "Merci !",
        "merci bcp".replace("bcp", "beaucoup"),
        "Merci beaucoup pour votre réponse, bonne journée !\n\nSami",
        "MERCI BEAUCOUP POUR VOTRE AIDE",
        "Bonjour,\n\nJe vous remercie infiniment pour votre aide et vos conseils.\n\nCordialement,\nSami Ben Ali",
        "Un grand merci à toute l’équipe, c’est très clair.",
        "Merci encore, et bon week-end.",
        "Merci mille fois, vous m’avez beaucoup aidée 🙏",
        "Merci, cela répond à ma question.",
        "Merci à l’ADIL des Yvelines !",
        "Bien reçu.",
        "Bien reçu, merci. Je reviens vers vous si besoin.\nSami",
        "merci bcp",
        "Merciii",
        "Merci Madame Carpentier, bonne journée.",
        "Merci à vous, Monsieur Le Goff !",
        "Bravo et merci, bonnes fêtes à toute l’équipe.",
        "Bien reçu, merci.",
        "C’est noté, merci beaucoup. Bonne soirée",
        "Message bien reçu, nous revenons vers vous dès que possible.\n\nLuc Petit\nADIL 78\n01 02 03 04 05",
        "OK merci",
        "Ok",
        "Parfait !",
        "D’accord, merci.",
        "Reçu",
        "Bonjour, merci de votre retour rapide. Bien cordialement, Mme Ben Ali",
        "Thank you so much for your quick reply!\n\nBest regards,\nSami",
        "Thanks!",
        "Got it, thanks",
        "Vielen Dank für Ihre schnelle Antwort!",
        "Muchas gracias por su ayuda. Un saludo",
        "Grazie mille per la risposta",
        "Muito obrigada",
        "Hartelijk dank voor uw antwoord",
        "Tack så mycket för svaret",
        "Dziękuję bardzo za odpowiedź",
        "Спасибо большое за ваш ответ",
        "Дуже дякую за відповідь",
        "شكرا جزيلا",
        "תודה רבה",
        "谢谢",
        "ありがとうございます",
        "감사합니다",
        "Teşekkür ederim".replace(" ederim", "ler"),
    ],
)
def test_thanks_alone_are_thanks(words):
    assert thanks(words)


@pytest.mark.parametrize(
    "words",
    [
        "Merci, et pour le bail ?",
        "Merci beaucoup. Est-ce que je peux demander un échéancier",
        "Merci d’avance.",
        "Merci de me rappeler.",
        "Merci, mais l’agence refuse toujours.",
        "Merci, je n’ai pas compris.",
        "Merci pour votre réponse. L’agence a payé.",
        "Merci, j’ai une question.",
        "Merci, encore une question",
        "Merci, j’ai encore des questions",
        "Bonjour, ma demande a été refusée hier.\n\nMerci\nSami",
        "Merci\n\nMon propriétaire vient de me donner congé.",
        "Merci\nLoyer impayé depuis mars",
        "Bonjour",
        "Cordialement",
        "Je suis locataire.",
        "Oui",
        "Non merci, je renonce.",
        "Appelez-moi au 01 02 03 04 05",
        "Thanks, but it does not work.",
        "Thank you. One more thing: the deadline is Friday.",
        "Merci ❓",
        "",
        "…",
        "> Merci",
        "Voici ce qu’ils m’écrivent :\n> Merci de payer",
        "Merci, j’ai besoin d’aide",
        "Merci, en avez-vous besoin",
        "Merci Madame pouvez vous",
        "Merci.\nCordialement,\nSami Ben Ali\nEt pour la caution",
        "Merci.\nCordialement,\nSami Ben Ali\nLoyer 640 euros",
        "Merci.\nCordialement,\nSami Ben Ali\nConseiller juriste",
    ],
)
def test_anything_more_is_a_reply(words):
    assert not thanks(words) or words == "> Merci"


@pytest.mark.parametrize(
    ("words", "is_alone"), [("OK merci", False), ("D’accord, merci", False), ("Merci beaucoup", True)]
)
def test_where_something_was_asked_an_ok_may_be_the_answer(words, is_alone):
    assert thanks(words, is_waited_for=True) is is_alone


@pytest.mark.parametrize("words", ["👍", "❤️", "👍🏽 👍🏽", "🙏🙏🙏", "👍!", "👩‍🦰👍", "☺️"])
def test_emoji_alone_are_a_reaction(words):
    assert is_emoji_alone(words)
    assert is_reaction(PLAIN, words)


@pytest.mark.parametrize("words", ["❓", "👍 et le bail", "!!!", "...", "", "5", "⁉️"])
def test_a_question_mark_or_a_word_is_none(words):
    assert not is_reaction(PLAIN, words)


@pytest.mark.parametrize(
    "words",
    [
        "👍  Léa a réagi via Gmail",
        "Léa reacted via Gmail",
        "Léa a réagi à votre message :\n\n> Le propriétaire a deux mois",
        "👍 Léa reacted to your message:",
        "[Like] Léa reacted to your message:",
        "[J’aime] Léa Martin a réagi à votre message",
        "Léa hat über Gmail reagiert",
        "A aimé « Le propriétaire a deux mois au plus »",
        "A adoré « Le propriétaire\na deux mois au plus »",
        "Liked “Le propriétaire a deux mois”",
        "Loved “Le propriétaire…",
        "Léa a aimé votre message",
        "Ana ha reaccionado a través de Gmail",
        "👍\n\nLéa a réagi via Gmail\nhttps://www.google.com/gmail/about/",
        "Léa a réagi à votre message :\n\n👍\n\nOutlook pour iOS",
        "Léa reacted to your message:\n> Avez-vous le bail ?",
    ],
)
def test_what_programs_write_for_a_reaction_is_one(words):
    assert is_reaction(PLAIN, words)


@pytest.mark.parametrize(
    "words",
    [
        "L’agence a réagi à mon courrier : elle garde tout.\nQue faire ?",
        "Mon propriétaire a réagi.\nIl refuse de payer.",
        "A aimé",
        "Liked it",
        "A aimé « Prenez rendez-vous »\nMais quand ?",
        "A aimé « Prenez rendez-vous » mais quand ?",
        "Liked “Prenez rendez-vous” and the landlord refuses",
        "Léa a réagi à votre message :\nMon adresse gmail ne marche plus, écrivez à ma fille",
        "Léa a réagi à votre message :\nOutlook a perdu vos deux derniers courriels, merci de les renvoyer",
    ],
)
def test_a_person_who_tells_of_one_writes_a_reply(words):
    assert not is_reaction(PLAIN, words)


def with_part(kind, head=""):
    return message.read(
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nMerci\n"
        f"--b\nContent-Type: {kind}\n{head}\nabc\n--b--\n".encode()
    )


def test_gmails_own_part_says_it_whatever_the_words():
    assert is_reaction(with_part("text/vnd.google.email-reaction+json"), "Réaction")


def test_an_attachment_says_more_than_thanks_and_a_logo_does_not():
    assert not is_thanks(with_part("application/pdf; name=bail.pdf"), "Merci")
    assert not is_thanks(with_part("image/jpeg; name=bail.jpg", "Content-Disposition: attachment\n"), "Merci")
    assert not is_reaction(with_part("application/pdf; name=bail.pdf"), "👍")
    assert is_thanks(with_part("image/png; name=logo.png", "Content-ID: <logo@x>\n"), "Merci")


def test_a_long_line_below_the_words_is_read_once():
    assert not thanks("Merci beaucoup.\n\n" + "A" * 100_000 + "!")
    assert not thanks("Merci beaucoup.\n\n" + "A " * 50_000 + "!")


NOTICE = (
    "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leur destinataire. Si vous l’avez"
    " reçu par erreur, merci de le supprimer."
)
BLOCK = "Luc Martin\nConseiller juriste\nPôle accès au droit\n3 rue Neuve, 78000 Versailles\n01 99 00 10 45"


@pytest.mark.parametrize("words", ["Bien reçu, merci.", "Bonjour,\n\nBien reçu, nous revenons vers vous rapidement."])
def test_a_team_s_signature_and_its_server_s_notice_say_nothing_more(words):
    signed = f"{words}\n\nBien cordialement,\n\n{BLOCK}\n\n{NOTICE}"
    assert thanks(signed, is_team=True)
    assert not thanks(signed), "of a person each line is read"


@pytest.mark.parametrize(
    "below",
    [
        "La permanence est le jeudi.",
        "PS : la permanence est le jeudi",
        "Et le bail",
        "Permanence 14 h",
        f"{NOTICE} Avez-vous le bail ?",
        "\n".join(["Conseiller juriste"] * 20),
    ],
)
def test_what_is_no_signature_below_a_closing_makes_it_a_reply(below):
    assert not thanks(f"Bien reçu.\n\nCordialement,\n\nLuc Martin\n{below}", is_team=True)


@pytest.mark.parametrize(("kind", "name"), [("text/vcard", "sami.vcf"), ("application/pkcs7-signature", "smime.p7s")])
def test_what_a_program_adds_to_each_mail_is_no_attachment_of_a_person_s(kind, name):
    raw = (
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nMerci\n"
        f"--b\nContent-Type: {kind}\nContent-Disposition: attachment; filename={name}\n\nx\n--b--\n"
    )
    assert is_thanks(message.read(raw.encode()), "Merci")
