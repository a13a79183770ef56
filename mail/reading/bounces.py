"""Mails that tell that another could not be delivered: in the standard's form (RFC 3464), or in a server's own words.

Two things are wanted of each: which address, and whether it is dead ("hard") or the mail could only not be taken now
("soft": full, too large, taken for spam, blocked, a server that is away). In doubt it is soft.
"""

import dataclasses
import re

from clairdroit.mail.reading.decoding import decode
from clairdroit.mail.reading.message import Message

MAX_DETAIL = 400
# RFC 3464 says how a report is built, and nothing of its subject and sentences: each server has its own, in the
# language of its settings.

SUBJECT = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status|failure|failed|report|delay|incomplete|notification|problem)"
    r"|failure notice"
    r"|delivery (?:has )?(?:been )?(?:delayed|failed)|mail delivery|returned (?:mail|to sender)"
    r"|could not be delivered"
    r"|mail (?:failure|could not|system error)|message (?:not|un)\s?deliver|rejected (?:mail|message)"
    r"|non[- ]?remis"
    r"|[ée]chec (?:de |d['’])?(?:la )?(?:remise|distribution|envoi|livraison)|non distribu|remise (?:retard"
    r"|impossible)"
    r"|avis de non[- ]|unzustellbar|nicht (?:zugestellt|zustellbar)|fehlgeschlagen|zustellung|no se (?:puede"
    r"|pudo|ha podido)"
    r"|no entregado|impossibile recapitare|mancato recapito|n[ãa]o (?:foi )?entregue|falha (?:na|de) entrega"
    r"|onbestelbaar"
    r"|niet bezorgd|kan inte levereras|nie mo[żz]na dostarczy|не доставлен|недоставлен|配信不能|送信エラー"
    r"|退信|系统退信"
    r"|undeliverable:|warning: (?:message|could not)",
    re.IGNORECASE,
)
WORDS = re.compile(
    r"(?:could|can) ?not be delivered|did not reach the following|delivery (?:to the following|has failed"
    r"|failed)|unable to deliver"
    r"|permanent(?:ly)? (?:fatal )?(?:error|failure)|returned to (?:sender|you)|undeliverable|user unknown"
    r"|unknown user"
    r"|this message was created automatically by mail delivery|mail system at host"
    r"|n['’]a pas pu [êe]tre (?:remis|distribu|livr)"
    r"|n['’]ont pas pu [êe]tre (?:remis|distribu)|konnte nicht zugestellt|no pudo ser entregado"
    r"|non è stato possibile recapitare"
    r"|below this line is a copy of the message|message delivery failed|[45]\d\d[ -][45]\.\d\.\d",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
# RFC 3464, 2.3.1 and 2.3.2: the kind of address ("rfc822;"), which some leave out, then the address. Possessive: a
# long gap is read once.
FINAL_RECIPIENT = re.compile(
    r"^(?:original|final)-recipient:\s*+(?:[\w-]+\s*+;)?\s*+<?([^\s<>;]{1,64}@[^\s<>;]{1,255}?)>?[^\S\n]*+$",
    re.IGNORECASE | re.MULTILINE,
)
# RFC 3464, 2.3.3 to 2.3.6; the diagnosis goes on in folded lines.
STATUS = re.compile(r"^status:\s*([245])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.MULTILINE)
ACTION = re.compile(r"^action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
DIAGNOSTIC = re.compile(r"^diagnostic-code:[^\n]*(?:\n[ \t][^\n]*){0,8}", re.IGNORECASE | re.MULTILINE)
# RFC 3463, 2, within a sentence: no part of a version number or of an IP address.
CODE = re.compile(r"(?<![\d.])([45])\.(\d{1,2})\.(\d{1,3})(?![\d.])")
# What stands below is the returned message, whose addresses and words are not the server's.
RETURNED = re.compile(
    r"^.{0,12}(?:below this line is a copy|this is a copy of (?:the|your) message|original message follows"
    r"|header of the original"
    r"|returned message|copie du message|message d'origine|original-nachricht|undelivered message"
    r"|received: from|return-path:"
    r"|mensaje original|content-type: message/rfc822)",
    re.IGNORECASE | re.MULTILINE,
)

DEAD = re.compile(
    r"user(?:name)? (?:is )?(?:unknown|not (?:found|exist))|unknown[ -](?:user|recipient|address|account"
    r"|mailbox|or illegal)"
    r"|(?:no such|not a (?:known|valid)|invalid|illegal|unrecognized|nonexistent) "
    r"(?:\w+ )?(?:user|recipient|address|mailbox|account|alias|person|local)"
    r"|(?:does|do) ?(?:n['o]t|not) (?:exist|have an? .{0,30}account)|doesn['’]t (?:exist|have)|n['’]existe pas"
    r"|not (?:our|a local) (?:customer|user)"
    r"|(?:recipient|address|mailbox|account|user|alias).{0,40}(?:not found|unknown|not listed|not exist"
    r"|has moved|no longer|not recognized)"
    r"|(?:wasn|was not|isn|is not|couldn|could not).{0,4}(?:be )?found at|email address (?:wasn|was not"
    r"|couldn)|no mailbox here"
    r"|not recognized|this user doesn|inconnue? (?:[àa]|de|sur)|(?:adresse|destinataire|utilisateur|boîte"
    r"|compte) (?:\w+ )?(?:inconnu|inexistant)"
    r"|inexistante?|unbekannt|existiert nicht|desconocido|no existe|sconosciuto|onbekend|nie istnieje"
    r"|не существует|host (?:or domain name )?"
    r"(?:not found|unknown)|unknown (?:host|domain)|domain (?:name )?(?:not found|does not exist|unknown)"
    r"|unrouteable|no mx|name server.{0,20}host not found"
    r"|no longer (?:valid|in use|available|works|accept|active|with)|has (?:moved|left|been closed)"
    r"|addressee unknown|nonexist|bad destination"
    r"|malformed|undeliverable address|unknown local[- ]part|mailbox (?:not found"
    r"|unavailable or access denied)|permanently (?:closed|removed)"
    r"|account (?:has been )?(?:closed|deleted|removed|terminated)|(?:address|recipient) rejected: (?:user"
    r"|unknown|undeliverable|no such)",
    re.IGNORECASE,
)
# "Rejected", "denied", "disabled" say that somebody does not want this mail now, and not that nobody is there.
PASSING = re.compile(
    r"(?:mailbox|quota|inbox|mail ?box|bo[îi]te|espace|disk|storage|account).{0,30}(?:full|exceed|over|pleine"
    r"|satur|limit)|over ?quota|quota"
    r"|too (?:large|big|many|long)|exceed(?:s|ed)? (?:the )?(?:max|size|limit)|size (?:limit|exceed)"
    r"|message size|spam|blocked|block list|blacklist"
    r"|black-?listed|rbl|spamhaus|reputation|polic(?:y|ies)|dmarc|spf|dkim|virus|content (?:rejected|filter)"
    r"|mail rejet|rejected"
    r"|grey-?list|gray-?list|temporar|try again|timed? ?out|deferred|expired|retry|retries|delayed"
    r"|connection (?:refused|reset|lost|timed)"
    r"|hops?\b|loop|too busy|unavailable|suspend|disabled|inactive|not (?:permitted|allowed|authori[sz]ed)"
    r"|relay|denied|restrict|prohibit"
    r"|system (?:error|problem|config)|disk|server (?:error|down)|unable to connect|no route|network"
    r"|insufficient|tls|certificate|authenticat"
    r"|attempts|could not be delivered within",
    re.IGNORECASE,
)
# RFC 3463: 5.1.x speaks of the address; of the others hardly any says that it is dead.
DEAD_CODES = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (1, 10), (4, 4), (2, 6)})


@dataclasses.dataclass(frozen=True)
class Bounce:
    recipient: str
    hard: bool
    detail: str


def read(message: Message, *, words: str, subject: str, from_robot: bool, null_sender: bool) -> Bounce | None:
    """None for what is no bounce.

    `words` is the beginning of its text; `from_robot`: its sender is named as servers name themselves; `null_sender`:
    it came without a return path, as reports do (RFC 5321, 4.5.5).
    """
    report = "\n".join(
        decode(message.content(part, limit=20_000), part.charset)
        for part in message.parts
        if part.content_type in ("message/delivery-status", "message/global-delivery-status")
    )
    is_report = message.parameters.get("report-type", "").strip('"').lower() == "delivery-status"
    failed = message.headers.get("x-failed-recipients")
    said = bool(SUBJECT.search(subject))
    by_machine = from_robot or null_sender
    if not (
        report or is_report or failed or (by_machine and (said or WORDS.search(words))) or _speaks_like_one(said, words)
    ):
        return None
    # Not in the first line: above the returned message stands what the server says.
    own = words[: returned.start()] if (returned := RETURNED.search(words, 1)) else words
    return Bounce(_recipient(report, failed, own, words), is_hard(report, own), _detail(report, own))


def _speaks_like_one(said: bool, words: str) -> bool:
    """From a person's address, but in a server's words, and with a reply code or a returned message."""
    return said and bool(WORDS.search(words)) and bool(CODE.search(words) or RETURNED.search(words, 1))


def is_hard(report: str, words: str) -> bool:
    """Whether the address is dead. The diagnosis speaks first: servers choose codes carelessly."""
    diagnosis = " ".join(DIAGNOSTIC.findall(report))
    statuses = [(int(kind), int(subject), int(detail)) for kind, subject, detail in STATUS.findall(report)]
    action = ACTION.search(report)
    if action and action[1].lower() == "delayed":
        return False
    if statuses and all(kind == 4 for kind, _subject, _detail in statuses):
        return False
    # A diagnosis that says neither leaves it to the other words, and these leave it to the codes.
    for said in (diagnosis, words):
        if DEAD.search(said):
            return True
        if said is diagnosis and PASSING.search(said):
            return False
    codes = {
        (int(subject), int(detail)) for kind, subject, detail in CODE.findall(f"{diagnosis} {words}") if kind == "5"
    }
    codes |= {(subject, detail) for kind, subject, detail in statuses if kind == 5}
    return bool(codes & DEAD_CODES) and not PASSING.search(words)


def _recipient(report: str, failed: str, own: str, words: str) -> str:
    named = FINAL_RECIPIENT.search(report)
    if named:
        return _address(named[1])
    for text in (failed, *re.findall(r"<[^<>\s]{3,300}>", own), own, words):
        for found in ADDRESS.findall(text):
            if not re.match(r"(?:postmaster|mailer-daemon|abuse|support|helpdesk)@", found, re.IGNORECASE):
                return _address(found)
    return ""


def _address(text: str) -> str:
    return text.strip().strip("<>'\".,;:").lower()


def _detail(report: str, own: str) -> str:
    """What the server said, for the editors: of the report its diagnosis, else the first words that hold a code."""
    diagnosis = DIAGNOSTIC.search(report)
    if diagnosis:
        return " ".join(diagnosis[0].split())[:MAX_DETAIL]
    for line in own.split("\n"):
        if CODE.search(line) or re.search(r"(?<!\d)[45]\d\d[ -]", line) or DEAD.search(line):
            return " ".join(line.split())[:MAX_DETAIL]
    return " ".join(own.split())[:MAX_DETAIL]
