"""What becomes of a received message, and why, in words. Reads the database; `actions` writes what is decided here."""

import dataclasses
import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from clairdroit.mail.models import OutboxMail
from clairdroit.mail.reading import addresses, authentication, automatic, html, message, plain_text, thanks
from clairdroit.mail.reading.automatic import AutomaticKind, AutomaticMail
from clairdroit.mail.reading.look_alikes import looks_like
from clairdroit.mail.reading.quoted_sent_text import answers_in_colour, separate_from_ours
from clairdroit.mail.reading.quoted_text import Separated, separate
from clairdroit.mail.reading.sent_text import Sent, words_of
from clairdroit.partners_snippets.models import PartnerMember
from clairdroit.questions import conf, reply_addresses
from clairdroit.questions.enums import IncomingKind, IncomingStatus, QuestionStatus
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.identity import site_identity
from clairdroit.questions.models import Assignment, Question, QuestionMail
from clairdroit.questions.reply_addresses import Correspondent
from clairdroit.questions.sent_words import sent_in

# What a form of the site would take, too.
MAX_REPLY = MAX_ANSWER
MAX_DETAIL = 5_000
ENCRYPTED = frozenset(
    {"multipart/encrypted", "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
)
NOTHING = Separated("", "", "")
# Of what was received, no more is shown beside the words that were taken over; the raw message holds all of it.
MAX_TEXT = 100_000
MARKS_OF_HTML = re.compile(f"(?:{html.HISTORY}|{html.SIGNATURE}|{html.SIGNATURE_END})\n?|{html.COLOURED}")


@dataclasses.dataclass
class Decision:
    status: IncomingStatus = IncomingStatus.HELD
    kind: IncomingKind = IncomingKind.BROKEN
    reason: str = ""
    correspondent: Correspondent | None = None
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    message_id: str = ""
    words: Separated = NOTHING
    # As it came, without the marks that reading HTML leaves in it.
    text: str = ""
    attachments: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    automatic: AutomaticMail | None = None
    # The bounce names a mail that we really sent to this very address: only then is the address noted.
    bounce_is_ours: bool = False


def decide(raw: bytes) -> Decision:
    found = message.read(raw)
    headers = found.headers
    decision = Decision(
        subject=addresses.TURNING.sub("", headers.get("subject"))[:500],
        message_id=next(iter(addresses.MESSAGE_ID.findall(headers.get("message-id"))), "")[:255],
        attachments=[
            {
                "name": part.name or _("attachment %(number)d") % {"number": number},
                "type": part.content_type[:100],
                "encoding": part.encoding[:40],
                "start": part.start,
                "end": part.end,
            }
            for number, part in enumerate(found.attachments[:100], start=1)
        ],
    )
    authors = addresses.senders(headers)
    # Shown as no address that one may write to: without these letters it would be somebody else's.
    decision.sender = addresses.UNSEEN.sub("\ufffd", ", ".join(authors))[:500]
    decision.sender_name = addresses.TURNING.sub("", addresses.names(headers))[:200]
    author = authors[0] if len(authors) == 1 else ""
    # Before the words are read: what is ours in a reply is known by what was written to this correspondent.
    decision.correspondent, several = _correspondent(found)
    who = decision.correspondent
    ours = sent_in(who.question, who.assignment, is_answer=_answers_us(found, who)) if who is not None else None
    text = plain_text.text_of(found)
    known = automatic.recognise(found, words=text, sender=author, ours=_own_addresses(found))
    decision.automatic = known or _own_mail(decision)
    decision.text = MARKS_OF_HTML.sub("", text)[:MAX_TEXT].strip("\n ")
    decision.words = separate(text) if ours is None else _apart_from(ours, found, text)
    _judge(decision, found, authors, several)
    return decision


def _apart_from(ours: Sent, found: message.Message, text: str) -> Separated:
    """In plain text nothing is left of a colour, which may be all that tells an answer from the line above it."""
    words = separate_from_ours(text, ours)
    written = plain_text.html_of(found, plain_colours=ours.colours)
    coloured = answers_in_colour(written, ours) if written else None
    # Colours count only where they show more of the person's words than the plain text does.
    if coloured is None or len(words_of(coloured.reply)) <= len(words_of(words.reply)):
        return words
    return coloured


def _answers_us(found: message.Message, who: Correspondent) -> bool:
    ids = addresses.thread_ids(found.headers)
    return bool(ids) and QuestionMail.objects.filter(question=who.question, message_id__in=ids).exists()


def _judge(decision: Decision, found: message.Message, authors: list[str], several: bool) -> None:
    if decision.automatic is not None:
        _hold_automatic(decision, found)
        return
    who = decision.correspondent
    if who is None:
        decision.kind, decision.reason = IncomingKind.NO_FILE, _no_file(found)
    elif several:
        decision.kind, decision.reason = IncomingKind.NO_FILE, _("It names several questions.")
    # Before the sender is compared: a forged address would compare as equal.
    elif _fails_dmarc(found):
        decision.kind, decision.reason = IncomingKind.SENDER, _forged()
    elif reason := _wrong_sender(who, authors):
        decision.kind, decision.reason = IncomingKind.SENDER, reason
    # Before the state of the question: thanks are noted whenever they come.
    elif kind := _asks_nothing(decision, found, who):
        decision.status, decision.kind, decision.reason = IncomingStatus.NOTED, kind, ""
    elif reason := not_waiting(who.question, who.assignment):
        decision.kind, decision.reason = IncomingKind.EXPIRED, reason
    elif who.is_former:
        reason = _("It answers an e-mail from before the partner’s links were renewed: find out who wrote it.")
        decision.kind, decision.reason = IncomingKind.EXPIRED, reason
    elif who.is_stale:
        reason = _("It answers an e-mail of long ago: this address has expired.")
        decision.kind, decision.reason = IncomingKind.EXPIRED, reason
    elif "long text" in found.defects or len(decision.words.reply) > (MAX_REPLY if who.assignment else MAX_DETAIL):
        decision.kind, decision.reason = IncomingKind.LARGE, _("Its text is too long to be joined by itself.")
    elif "too many parts" in found.defects:
        decision.kind, decision.reason = IncomingKind.BROKEN, _("It is broken: it has too many parts.")
    elif not decision.words.reply.strip():
        decision.kind, decision.reason = IncomingKind.EMPTY, _empty(decision, found)
    else:
        decision.status, decision.kind, decision.reason = IncomingStatus.ACCEPTED, IncomingKind.REPLY, ""


def _asks_nothing(decision: Decision, found: message.Message, who: Correspondent) -> IncomingKind | None:
    """Thanks and reactions are noted whatever became of the question; of a key of before, a person decides."""
    words, question = decision.words.reply, who.question
    if who.is_former or question.erased_at:
        return None
    if thanks.is_reaction(found, words):
        return IncomingKind.REACTION
    asked = question.assignments.select_related("partner")
    names = [decision.sender_name, decision.sender, site_identity().site_name, *(each.partner.name for each in asked)]
    is_waited_for = who.assignment is None and question.assignments.waiting_for_citizen().exists()
    is_team = who.assignment is not None
    is_thanks = thanks.is_thanks(found, words, names=names, is_waited_for=is_waited_for, is_team=is_team)
    return IncomingKind.THANKS if is_thanks else None


def _fails_dmarc(found: message.Message) -> bool:
    return authentication.fails(found.headers, server=conf.authserv_id())


def _forged() -> str:
    return _(
        "The server that received it says that it does not come from this sender (DMARC). It may be a forgery:"
        " ask the sender before you join it."
    )


def _no_file(found: message.Message) -> str:
    if addresses.tokens(found.headers, reply_addresses.base_address()):
        # The keys of a question go with its data: nothing here remembers whose this one was.
        return _("The key in its address opens no question any more: its data have been erased, or a letter is wrong.")
    return _("It names no question of ours, or an unknown one.")


def _empty(decision: Decision, found: message.Message) -> str:
    if any(part.content_type in ENCRYPTED for part in found.parts) or found.content_type in ENCRYPTED:
        return _("It is encrypted: nobody can read it here. Ask its sender to write without encryption.")
    if decision.attachments:
        return _("It holds attachments, but no words that can be read.")
    return _("It holds no words of its own: only quoted text, or nothing.")


def _correspondent(found: message.Message) -> tuple[Correspondent | None, bool]:
    """Whose mail it ought to be, and whether it names several files."""
    by_token = reply_addresses.by_tokens(addresses.tokens(found.headers, reply_addresses.base_address()))
    if by_token:
        return by_token[0], len(by_token) > 1
    # RFC 5322, 3.6.4: In-Reply-To and References, which programs keep where they lose the address.
    by_thread = reply_addresses.by_message_ids(addresses.thread_ids(found.headers))
    if by_thread:
        return by_thread[0], False
    returned = reply_addresses.by_message_ids(addresses.returned_ids(found.raw))
    if returned and (found.content_type.startswith("multipart/report") or not addresses.senders(found.headers)):
        return returned[0], False
    return None, False


def _own_addresses(found: message.Message) -> frozenset[str]:
    base = reply_addresses.base_address().lower()
    local, _at, domain = base.partition("@")
    own = {base, addresses.domain_of(base) and f"{local}@{domain}"}
    own |= {f"{local}+{token}@{domain}" for token in addresses.tokens(found.headers, base)}
    own |= {f"{local}+{token}@{domain}" for token in _tokens_of_sender(found, base)}
    for mailbox in (settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL):
        own |= set(addresses.senders(message.Headers((("from", mailbox.encode()),))))
    return frozenset(own - {""})


def _tokens_of_sender(found: message.Message, base: str) -> list[str]:
    renamed = tuple(("to", value) for name, value in found.headers.fields if name in ("from", "x-loop"))
    return addresses.tokens(message.Headers(renamed), base)


def _own_mail(decision: Decision) -> AutomaticMail | None:
    """Our own notification, come back to us as it was sent."""
    own_id = decision.message_id
    is_ours = bool(own_id) and (
        QuestionMail.objects.filter(message_id=own_id).exists() or OutboxMail.objects.filter(message_id=own_id).exists()
    )
    return AutomaticMail(AutomaticKind.LOOP) if is_ours else None


def _hold_automatic(decision: Decision, found: message.Message) -> None:
    finding = decision.automatic
    assert finding is not None
    decision.kind = IncomingKind(finding.kind.value)
    decision.reason = automatic_reason(finding)
    if finding.kind != AutomaticKind.BOUNCE:
        return
    ids = [*addresses.thread_ids(found.headers), *addresses.returned_ids(found.raw)]
    # A bounce has no key in its address: the message that it gives back says which it was.
    returned = reply_addresses.by_message_ids(ids)
    if returned:
        decision.correspondent = returned[0]
    who = decision.correspondent
    # Anybody can write something that looks like a bounce: it blocks an address only where we wrote to it.
    is_known = who is not None and finding.recipient in _known_addresses(who)
    decision.bounce_is_ours = is_known and not _fails_dmarc(found)


def automatic_reason(finding: AutomaticMail) -> str:
    match finding.kind:
        case AutomaticKind.BOUNCE if finding.hard:
            return _("One of our e-mails came back (bounce): the address does not exist any more.")
        case AutomaticKind.BOUNCE:
            return _("One of our e-mails came back (bounce): the address did not take it this time.")
        case AutomaticKind.AUTO_REPLY:
            return _("An automatic reply: somebody is away, or a machine confirms.")
        case AutomaticKind.CHALLENGE:
            return _("A filter against spam (challenge) asks us to confirm that we are human.")
        case AutomaticKind.LOOP:
            return _("One of our own e-mails, or one that goes round in a loop.")
        case AutomaticKind.SPAM_REPORT:
            return _("A complaint: somebody marked one of our e-mails as spam.")
    return _("A read receipt, sent by a program (automatic).")


def _known_addresses(who: Correspondent) -> set[str]:
    expected = who.assignment.partner.team_email if who.assignment else who.question.email
    return {expected.strip().lower()} - {""}


def _wrong_sender(who: Correspondent, authors: list[str]) -> str:
    """Empty for the person we wrote to.

    A partner's people may write from their own address of the team box's domain, if they hold the key that only
    our mail to the team box carries (the token); the domains where anybody opens a mailbox are no proof of that.
    """
    if not authors:
        return _("It does not say who sent it (sender).")
    if len(authors) > 1:
        return _("It names several senders.")
    author, expected = authors[0], _known_addresses(who)
    if author in expected:
        return ""
    if who.assignment is not None:
        partner = who.assignment.partner
        # The key alone proves nothing of a partner's outside helper, the domain alone nothing of a forger.
        if who.by_token and addresses.is_colleague(author, partner.team_email):
            return ""
        if author in _member_addresses(partner.pk):
            return ""
    if any(looks_like(author, each) for each in expected):
        return _("The sender’s address looks like the one we know, but it is another one. Beware of a forgery.")
    return _("The sender is not the one we wrote to.")


def _member_addresses(partner_id: int) -> set[str]:
    """Of persons: the account of the team box may still have the address of before."""
    members = PartnerMember.objects.filter(partner_id=partner_id, is_team_box=False, user__is_active=True)
    members = members.select_related("user")
    return {str(getattr(member.user, "email", "")).strip().lower() for member in members} - {""}


def not_waiting(question: Question, assignment: Assignment | None) -> str:
    """Why this file takes no more words from this correspondent; empty while it does."""
    if question.erased_at:
        return _("The person had their data erased: this address has expired.")
    if assignment is not None:
        if not (question.is_open and assignment.is_waiting):
            return _("The question no longer waits for this partner’s answer.")
    elif question.status == QuestionStatus.SPAM:
        return _("The question is closed.")
    return ""
