"""How mail programs quote a mail of ours: what tests of received replies are made of."""

import html
import re
import textwrap

NAME, ADDRESS = "Vos droits en clair", "ne-pas-repondre@clairdroit.invalid"
SENDER = f"{NAME} <{ADDRESS}>"
FRENCH = f"Le lun. 30 nov. 2026 à 10:52, {SENDER} a écrit :"
HEADER = (
    f"De : {SENDER}\nEnvoyé : lundi 30 novembre 2026 09:52\nÀ : equipe@adil.example\nObjet : Une question pour vous"
)


def marked(text, width=0, marks="> "):
    lines = [each for line in text.split("\n") for each in (textwrap.wrap(line, width) if width and line else [line])]
    return "\n".join(f"{marks}{line}".rstrip() for line in lines)


def after(text, line, words):
    """The same text with words of the reader's on lines of their own below this one."""
    assert line in text
    return text.replace(line, f"{line}\n\n{words}\n", 1)


PLAIN = {
    "gmail": lambda text: f"{FRENCH}\n\n{marked(text)}",
    "gmail-wrapped": lambda text: f"Le lun. 30 nov. 2026 à 10:52, {NAME} <\n{ADDRESS}> a écrit :\n\n{marked(text, 62)}",
    "apple-mail": lambda text: f"Le 30 nov. 2026 à 10:52, {SENDER} a écrit :\n\n{marked(text)}",
    "iphone": lambda text: f"Envoyé de mon iPhone\n\n> Le 30 nov. 2026 à 10:52, {SENDER} a écrit :\n> \n{marked(text)}",
    "thunderbird": lambda text: f"Le 30/11/2026 à 10:52, {NAME} a écrit :\n{marked(text, 70)}",
    "outlook": lambda text: f"{HEADER}\n\n{text}",
    "outlook-2003": lambda text: f"-----Message d'origine-----\n{HEADER}\n\n{text}",
    "outlook-web": lambda text: f"{'_' * 32}\n{HEADER.replace(' :', chr(160) + ':')}\n\n{text}",
    "outlook-mobile": lambda text: f"Télécharger Outlook pour iOS\n{'_' * 32}\n{HEADER}\n\n{text}",
    "orange": lambda text: (
        f'> Message du 30/11/26 10:52\n> De : "{NAME}" <{ADDRESS}>\n> A : equipe@adil.example\n> Copie à : \n'
        f"> Objet : Une question pour vous\n> \n{marked(text)}"
    ),
    "laposte": lambda text: (
        f"> Message du 30/11/26 10:52\n> De : {SENDER}\n> A : x@adil.example\n> Objet : Q\n>\n{text}"
    ),
    "sfr": lambda text: (
        f"---- Message d'origine ----\nDe : {NAME}\nDate : 30/11/2026 10:52\nÀ : x@adil.example\nSujet : Q\n\n{text}"
    ),
    "zimbra": lambda text: (
        f'De: "{NAME}" <{ADDRESS}>\nÀ: "equipe" <equipe@adil.example>\nEnvoyé: Lundi 30 Novembre 2026 10:52:00\n'
        f"Objet: Une question pour vous\n\n{text}"
    ),
    "roundcube": lambda text: f"Le 2026-11-30 10:52, {NAME} a écrit :\n{marked(text, 72)}",
    "proton": lambda text: f"Le lundi 30 novembre 2026 à 10:52, {SENDER} a écrit :\n\n{marked(text)}",
    "yahoo": lambda text: f"Le lundi 30 novembre 2026 à 10:52:42 UTC+1, {SENDER} a écrit : \n\n {text}",
    "free": lambda text: f'----- Mail original -----\nDe: "{NAME}" <{ADDRESS}>\nÀ: x@adil.example\n\n{text}',
    "mail-of-a-colleague": lambda text: f"{FRENCH}\n\n{marked(marked(text), 66)}",
    "english": lambda text: f"On Mon, Nov 30, 2026 at 10:52 AM {SENDER} wrote:\n\n{marked(text)}",
    "german": lambda text: f"Am Mo., 30. Nov. 2026 um 10:52 Uhr schrieb {SENDER}:\n\n{marked(text)}",
    "no-announcement": lambda text: text,
    "marks-alone": lambda text: marked(text),
    "other-quotation-marks": lambda text: f"{FRENCH}\n\n{marked(text.replace('’', chr(39)).replace(chr(160), ' '))}",
    "cut": lambda text: f"{FRENCH}\n\n{marked(text[: len(text) // 2])}\n> […]",
}
OUTLOOK_HEAD = (
    '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
    + "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}" for line in HEADER.split("\n")
    )
    + "</p></div></div>"
)


def body_of(mail):
    return re.search(r"<body.*?>(.*)</body>", mail.html_message, re.DOTALL)[1]


HTML = {
    "gmail": lambda body: (
        f'<div class="gmail_quote"><div class="gmail_attr">{html.escape(FRENCH)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{body}</blockquote></div>'
    ),
    "apple-mail": lambda body: (
        f'<div><blockquote type="cite">{html.escape(FRENCH)}</blockquote></div>'
        f'<blockquote type="cite">{body}</blockquote>'
    ),
    "thunderbird": lambda body: (
        f'<div class="moz-cite-prefix">{html.escape(FRENCH)}</div><blockquote type="cite">{body}</blockquote>'
    ),
    "outlook": lambda body: f"{OUTLOOK_HEAD}{body}",
    "outlook-web": lambda body: f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{OUTLOOK_HEAD}</div>{body}',
    "outlook-mobile": lambda body: f'<div id="mail-editor-reference-message-container">{OUTLOOK_HEAD}{body}</div>',
    "yahoo": lambda body: f'<div class="yahoo_quoted"><div>{html.escape(FRENCH)}</div><div>{body}</div></div>',
    "zimbra": lambda body: f'<hr><div data-marker="__QUOTED_TEXT__">{OUTLOOK_HEAD}{body}</div>',
    "proton": lambda body: (
        f'<div class="protonmail_quote">{html.escape(FRENCH)}'
        f'<blockquote class="protonmail_quote">{body}</blockquote></div>'
    ),
    "roundcube": lambda body: f"<p>{html.escape(FRENCH)}</p><blockquote>{body}</blockquote>",
    "blockquote-alone": lambda body: f"<blockquote>{body}</blockquote>",
}


def bounce(mail, *, address, status="5.1.1", said="550 5.1.1 User unknown"):
    """What a mail server sends back about a mail of ours."""
    return (
        f"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nTo: reponse@ville.example\nMessage-ID: <b@mx.example>\n"
        f"Subject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nCould not be delivered.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {mail.message_id}\nSubject: x\n\nx\n--b--\n"
    ).encode()
