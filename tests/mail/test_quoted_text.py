"""What a person wrote is set apart from what the mail program put around it, in many programs and languages."""

import pytest

from clairdroit.mail.reading.addresses import SENDER_ADDRESS
from clairdroit.mail.reading.html import to_text
from clairdroit.mail.reading.quoted_text import ADDRESS, WROTE_BETWEEN_DASHES, separate

WORDS = "Bonjour,\n\nLa permanence est le jeudi de 14 h à 17 h.\n\nCordialement"
HISTORY = "Somebody asks a question that your team can answer.\n\nMy landlord wants me out."

# As Gmail, Outlook, Apple Mail or Thunderbird write it in each language.
ANNOUNCEMENTS = [
    "On Tue, Nov 3, 2026 at 10:15 AM Clairdroit <reponse@ville.example> wrote:",
    "On 3 Nov 2026, at 10:15, Clairdroit <reponse@ville.example> wrote:",
    "Le mar. 3 nov. 2026 à 10:15, Clairdroit <reponse@ville.example> a écrit :",
    "Le mar. 3 nov. 2026 à 10:15, Clairdroit <reponse@ville.example>\na écrit :",
    "Le 3 nov. 2026 à 10:15, Clairdroit <reponse@ville.example>\na écrit :",
    "2026-11-03 10:15 GMT+01:00 Clairdroit <reponse@ville.example>\na écrit :",
    "Le mar. 3 nov. 2026 à 10:15, Clairdroit <\nreponse@ville.example> a écrit\xa0:",
    "Le 3 novembre 2026 à 10:15, « Clairdroit » <reponse@ville.example> a écrit\u202f:",
    "- Le 3 nov. 26, à 10:15, Clairdroit reponse@ville.example a écrit :",
    "Le 03/11/2026 à 10:15, Clairdroit a écrit :",
    "Le mardi 3 novembre 2026 à 10:15:42 UTC+1, Clairdroit <reponse@ville.example> a écrit :",
    "Am Di., 3. Nov. 2026 um 10:15 Uhr schrieb Clairdroit <reponse@ville.example>:",
    "Am 03.11.2026 um 10:15 schrieb Clairdroit:",
    "El mar, 3 nov 2026 a las 10:15, Clairdroit (<reponse@ville.example>) escribió:",
    "Il giorno mar 3 nov 2026 alle ore 10:15 Clairdroit <reponse@ville.example> ha scritto:",
    "Em ter., 3 de nov. de 2026 às 10:15, Clairdroit <reponse@ville.example> escreveu:",
    "Op di 3 nov 2026 om 10:15 schreef Clairdroit <reponse@ville.example>:",
    "Op 3 nov. 2026 om 10:15 heeft Clairdroit <reponse@ville.example> het volgende geschreven:",
    "Den tis 3 nov. 2026 kl 10:15 skrev Clairdroit <reponse@ville.example>:",
    "tir. 3. nov. 2026 kl. 10:15 skrev Clairdroit <reponse@ville.example>:",
    "Den 3. nov. 2026 kl. 10.15 skrev Clairdroit <reponse@ville.example>:",
    "ti 3. marrask. 2026 klo 10.15 Clairdroit (reponse@ville.example) kirjoitti:",
    "wt., 3 lis 2026 o 10:15 Clairdroit <reponse@ville.example> napisał(a):",
    "W dniu 3.11.2026 o 10:15, Clairdroit pisze:",
    "út 3. 11. 2026 v 10:15 odesílatel Clairdroit <reponse@ville.example> napsal:",
    "Dne 3. 11. 2026 v 10:15 Clairdroit napsal(a):",
    "ut 3. 11. 2026 o 10:15 Clairdroit <reponse@ville.example> napísal(a):",
    "Clairdroit <reponse@ville.example> ezt írta (időpont: 2026. nov. 3., K, 10:15):",
    "În mar., 3 nov. 2026 la 10:15, Clairdroit <reponse@ville.example> a scris:",
    "вт, 3 нояб. 2026 г. в 10:15, Clairdroit <reponse@ville.example>:",
    "вт, 3 лист. 2026 р. о 10:15 Clairdroit <reponse@ville.example> пише:",
    "3 ноября 2026, 10:15, Clairdroit <reponse@ville.example> написал(а):",
    "Στις Τρί 3 Νοε 2026 στις 10:15 π.μ., ο χρήστης Clairdroit <reponse@ville.example> έγραψε:",
    "Clairdroit <reponse@ville.example>, 3 Kas 2026 Sal, 10:15 tarihinde şunu yazdı:",
    "‫בתאריך יום ג׳, 3 בנוב׳ 2026 ב-10:15 מאת ‪Clairdroit‬‏ <‪reponse@ville.example‬‏>:‬",
    "في الثلاثاء، ٣ نوفمبر ٢٠٢٦ في 10:15 ص تمت كتابة ما يلي بواسطة Clairdroit <reponse@ville.example>:",
    "Clairdroit <reponse@ville.example> 于2026年11月3日周二 10:15写道：",
    "2026年11月3日(火) 10:15 Clairdroit <reponse@ville.example>:",
    "2026년 11월 3일 (화) 오전 10:15, Clairdroit <reponse@ville.example>님이 작성:",
    "Vào Th 3, 3 thg 11, 2026 vào lúc 10:15 Clairdroit <reponse@ville.example> đã viết:",
    "uto, 3. stu 2026. u 10:15 Clairdroit <reponse@ville.example> napisao je:",
    "Dana 3. 11. 2026. u 10:15, Clairdroit je napisao/la:",
    "2026-11-03 10:15 GMT+01:00 Clairdroit <reponse@ville.example>:",
    "Clairdroit <reponse@ville.example> wrote on 11/03/2026 10:15:12 AM:",
    "---- On Tue, 03 Nov 2026 10:15:00 +0100 Clairdroit <reponse@ville.example> wrote ----",
]
HEADERS = [
    ("De :", "Envoyé :", "À :", "Objet :"),
    ("De\xa0:", "Date\xa0:", "À\xa0:", "Objet\xa0:"),
    ("*De :*", "*Envoyé :*", "*À :*", "*Objet :*"),
    ("From:", "Sent:", "To:", "Subject:"),
    ("Von:", "Gesendet:", "An:", "Betreff:"),
    ("De:", "Enviado el:", "Para:", "Asunto:"),
    ("Da:", "Inviato:", "A:", "Oggetto:"),
    ("De:", "Enviada em:", "Para:", "Assunto:"),
    ("Van:", "Verzonden:", "Aan:", "Onderwerp:"),
    ("Från:", "Skickat:", "Till:", "Ämne:"),
    ("Fra:", "Sendt:", "Til:", "Emne:"),
    ("Lähettäjä:", "Lähetetty:", "Vastaanottaja:", "Aihe:"),
    ("Od:", "Wysłano:", "Do:", "Temat:"),
    ("Od:", "Odesláno:", "Komu:", "Předmět:"),
    ("Feladó:", "Küldve:", "Címzett:", "Tárgy:"),
    ("De la:", "Trimis:", "Către:", "Subiect:"),
    ("От:", "Отправлено:", "Кому:", "Тема:"),
    ("Від:", "Надіслано:", "Кому:", "Тема:"),
    ("Από:", "Στάλθηκε:", "Προς:", "Θέμα:"),
    ("Kimden:", "Gönderildi:", "Kime:", "Konu:"),
    ("من:", "تم الإرسال:", "إلى:", "الموضوع:"),
    ("发件人:", "发送时间:", "收件人:", "主题:"),
    ("差出人:", "送信日時:", "宛先:", "件名:"),
]
SEPARATORS = [
    "-----Message d'origine-----",
    "----- Message d’origine -----",
    "-------- Message original --------",
    "-------- Message transféré --------",
    "----- Mail original -----",
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Mensaje original-----",
    "-----Messaggio originale-----",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "-----Ursprungligt meddelande-----",
    "-----Oprindelig meddelelse-----",
    "-----Opprinnelig melding-----",
    "-----Alkuperäinen viesti-----",
    "-----Oryginalna wiadomość-----",
    "-----Původní zpráva-----",
    "-----Исходное сообщение-----",
    "-----Eredeti üzenet-----",
    "-----原始邮件-----",
    "---------- Forwarded message ---------",
    "---------- Message transféré ---------",
    "Début du message transféré :",
    "Begin forwarded message:",
    "----- Transféré par Luc Petit/DSI le 03/11/2026 10:15 -----",
    "Répondez au-dessus de cette ligne",
    "##- Please type your reply above this line -##",
]
SIGNED = [
    "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile Orange",
    "Envoyé à partir de Outlook pour Android<https://aka.ms/x>",
    "Télécharger Outlook pour iOS",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Skickat från min iPhone",
    "Wysłane z iPhone'a",
    "Отправлено с iPhone",
    "发自我的 iPhone",
    "iPhoneから送信",
]


def test_a_plain_answer_is_the_reply_whole():
    found = separate(WORDS)
    assert (found.reply, found.quoted, found.signature) == (WORDS, "", "")


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_what_a_program_announces_is_quoted(announcement, mark):
    history = "\n".join(mark + line for line in HISTORY.split("\n"))
    found = separate(f"{WORDS}\n\n{announcement}\n\n{history}\n")
    assert found.reply == WORDS
    assert announcement.split("\n")[0].strip() in found.quoted
    assert "My landlord" in found.quoted


@pytest.mark.parametrize("keys", HEADERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n"])
def test_a_header_block_begins_the_history(keys, rule):
    sender, date, to, subject = keys
    block = (
        f"{sender} Clairdroit <reponse@ville.example>\n{date} mardi 3 novembre 2026 10:15\n{to} equipe@asso.example\n"
        f"{subject} Une question pour vous"
    )
    found = separate(f"{WORDS}\n\n{rule}{block}\n\n{HISTORY}\n")
    assert found.reply == WORDS
    assert block in found.quoted


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_separator_begins_the_history(separator):
    found = separate(f"{WORDS}\n\n{separator}\n\n{HISTORY}\n")
    assert found.reply == WORDS
    assert separator in found.quoted


@pytest.mark.parametrize("line", SIGNED)
def test_what_a_telephone_adds_is_the_signature(line):
    found = separate(f"{WORDS}\n\n{line}\n\n{ANNOUNCEMENTS[2]}\n> Can I get help?")
    assert found.reply == WORDS
    assert found.signature == line


def test_a_signature_after_its_mark_is_set_apart():
    found = separate(f"{WORDS}\n\n-- \nLuc Petit\nADIL 78\n01 02 03 04 05\n")
    assert found.reply == WORDS
    assert found.signature == "--\nLuc Petit\nADIL 78\n01 02 03 04 05"


def test_a_legal_notice_below_a_rule_is_set_apart():
    notice = "*" * 40 + "\nCe message est confidentiel et destiné au seul destinataire.\n" + "*" * 40
    found = separate(f"{WORDS}\n\n{notice}\n")
    assert (found.reply, found.signature) == (WORDS, notice)


def test_an_answer_below_the_quoted_lines_is_the_reply():
    found = separate(f"{ANNOUNCEMENTS[0]}\n> Can I get help?\n\n{WORDS}")
    assert found.reply == WORDS


def test_answers_between_quoted_lines_are_kept_in_their_order():
    found = separate("Le 03/11/2026 à 10:15, Ville a écrit :\n> Quand ?\nLe jeudi.\n> Où ?\nÀ la mairie.\n")
    assert found.reply == "Le jeudi.\nÀ la mairie."
    assert "> Quand ?" in found.quoted


def test_the_wrapped_end_of_a_quoted_line_is_no_answer():
    long = "> Une ligne citée assez longue pour que le programme d’envoi la coupe au milieu de sa\nphrase.\n> Suite."
    found = separate(f"{WORDS}\n\nLe 03/11/2026 à 10:15, Ville a écrit :\n{long}\n")
    assert found.reply == WORDS


def test_a_link_that_a_program_set_on_its_own_line_is_no_answer():
    found = separate(f"{WORDS}\n\n{ANNOUNCEMENTS[0]}\n\n>\n> Répondre\n (https://ville.example/c/Yz) >\n> Ville\n")
    assert found.reply == WORDS


def test_unmarked_words_below_an_announcement_are_the_persons_where_the_program_marks_what_it_quotes():
    found = separate(f"{ANNOUNCEMENTS[0]}\n\n{WORDS}\n\n{ANNOUNCEMENTS[1]}\n\n> {HISTORY.splitlines()[0]}\n>\n")
    assert found.reply == WORDS
    without_marks = separate(f"{ANNOUNCEMENTS[0]}\n\n{HISTORY}")
    assert without_marks.reply == ""


def test_an_announcement_that_begins_twice_leaves_nothing_behind():
    found = separate("Hola\n\nEl El vie, 3 de marzo de 2023 a la(s) 9:21 a.m., Ville <v@x.example> escribió:\n> Hi\n")
    assert found.reply == "Hola"


def test_a_header_below_a_thousand_beginnings_of_one_is_not_looked_for():
    header = "De : V <v@x.example>\nEnvoyé : mardi 3 novembre 2026 10:15\nÀ : B\nObjet : x"
    assert separate(f"Oui.\n\n{header}\n").reply == "Oui."
    assert separate("De : a\nEnvoyé : b\n" * 2000 + header).quoted == ""


def test_the_announcement_may_stand_in_the_last_line_of_the_reply():
    found = separate("Oui. On Wed, Apr 4, 2026 at 3:59 PM, bob@ville.example wrote:\n> Hi\n")
    assert found.reply == "Oui."


@pytest.mark.parametrize(
    "text",
    [
        "Le propriétaire a écrit :\n« Vous devez partir. »\n\nQue faire ?",
        "Voici les horaires :\nDate : mercredi 3 octobre 2026\nHeure : 7 h\nAdresse : 130 rue du Parc",
        "De : 9 h\nÀ : 12 h\nTous les jours.",
        "Le 3 mars 2026 le bailleur a écrit que je devais partir.\nEst-ce légal ?",
        "Je vous ai envoyé :\n- le devis\n- la facture",
        "Première partie.\n\n---\n\nSeconde partie.",
    ],
    ids=["speech", "appointment", "hours", "sentence", "list", "rule"],
)
def test_a_persons_own_words_are_not_taken_for_history(text):
    found = separate(text)
    assert found.reply == text


def test_a_message_that_only_forwards_gives_what_it_forwards():
    found = separate(
        "---------- Forwarded message ----------\nFrom: Some One <a@b.example>\nDate: Thu, Jan 28, 2026\nSubject: x\n"
        "To: c@d.example\n\n\nThe office is closed in May.\n"
    )
    assert found.reply == "The office is closed in May."


def test_nothing_is_lost_between_the_three():
    text = f"{WORDS}\n\n-- \nLuc\n\n{ANNOUNCEMENTS[3]}\n> {HISTORY}\n"
    found = separate(text)
    together = f"{found.reply} {found.quoted} {found.signature}".split()
    assert sorted(together) == sorted(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "On " * 50_000,
        "Le lundi\n" * 20_000,
        "De : x\n" * 20_000,
        "\n" * 100_000 + "Oui",
        "-" * 50_000 + "\n" + "_" * 50_000 + "\nOui",
        ">" * 200_000,
        "On 3 Nov 2026 <\n" * 20_000,
        "> " * 1000 + "\nOn x@y wrote\n" * 5000,
        "a" * 1_000_000,
        "-- \n" * 20_000,
        "Sent from my \n" * 20_000,
    ],
    ids=lambda text: text[:8].strip() or "blank",
)
def test_hostile_text_costs_no_more_than_its_lines(text, monkeypatch):
    """Counted in looks at lines, not in seconds."""
    from clairdroit.mail.reading import quoted_text

    looks = 0
    plain = quoted_text.Separation._is_attribution
    role = quoted_text.Separation._role

    def counted(self, *args):
        nonlocal looks
        looks += 1
        return plain(self, *args)

    def counted_role(self, *args):
        nonlocal looks
        looks += 1
        return role(self, *args)

    monkeypatch.setattr(quoted_text.Separation, "_is_attribution", counted)
    monkeypatch.setattr(quoted_text.Separation, "_role", counted_role)
    found = quoted_text.separate(text)
    assert looks < 120 * (text.count("\n") + 1)
    assert len(found.reply) + len(found.quoted) + len(found.signature) <= len(text)


@pytest.mark.parametrize("name", ["yahoo_quoted", "ydp3f2byahoo_quoted", f"{'ydp' * 150_000} yahoo_quoted"])
def test_a_class_says_where_history_begins_however_long_it_is(name):
    found = separate(to_text(f'<p>Oui.</p><div class="{name}"><p>Quand ?</p></div>'))
    assert (found.reply, found.quoted) == ("Oui.", "Quand ?")


@pytest.mark.parametrize("run", ["_", "a.", "-", "("])
def test_however_long_a_line_without_an_address_is_it_is_read_once(run):
    """No clock: read anew from each letter, such a line holds the worker up for hours."""
    line = run * (600_000 // len(run))
    assert not SENDER_ADDRESS.search(line)
    assert not WROTE_BETWEEN_DASHES.match(f"--{line}")
    assert not ADDRESS.search(line)
    assert ADDRESS.search(f"{line} <luc.martin+x@adil.example>")[0] == "luc.martin+x@adil.example"
    assert WROTE_BETWEEN_DASHES.match("----- Luc a écrit -----")


@pytest.mark.parametrize(
    ("html", "reply", "quoted"),
    [
        (
            '<div>Oui.<br><div class="gmail_quote">Le 3 nov. 2026 à 10:15, V &lt;v@x.example&gt; a écrit :<br>'
            "<blockquote>Quand ?</blockquote></div></div>",
            "Oui.",
            "> Quand ?",
        ),
        ('<p>Oui.</p><div id="divRplyFwdMsg"><b>De :</b> V</div><p>Quand ?</p>', "Oui.", "Quand ?"),
        ('<p>Oui.</p><div id="appendonsend"></div><hr><p>Quand ?</p>', "Oui.", "Quand ?"),
        ('<p>Oui.</p><div name="quote"><b>Gesendet:</b> Montag<br>Quand ?</div>', "Oui.", "Quand ?"),
        ('<p>Oui.</p><div data-marker="__QUOTED_TEXT__">Quand ?</div>', "Oui.", "Quand ?"),
        ("<p>Avant</p><blockquote>Quand ?</blockquote><p>Après</p>", "Avant\n\nAprès", "> Quand ?"),
    ],
)
def test_html_says_what_is_quoted(html, reply, quoted):
    found = separate(to_text(html))
    assert found.reply.replace("\n\n", "\n") == reply.replace("\n\n", "\n")
    assert quoted in found.quoted


def test_a_signature_marked_in_html_is_set_apart():
    found = separate(to_text('<div>Oui.</div><div class="gmail_signature">Luc<br>ADIL</div>'))
    assert (found.reply, found.signature) == ("Oui.", "Luc\nADIL")


def test_html_leaves_out_what_no_reader_sees():
    text = to_text(
        "<style>p{}</style><script>alert(1)</script><p style='display:none'>caché</p><p>L&rsquo;aide<!-- x --></p>"
    )
    assert text == "L’aide"


def test_html_nested_too_deep_still_gives_its_words():
    assert to_text("<div>" * 20_000 + "Oui" + "</div>" * 20_000).strip() == "Oui"
