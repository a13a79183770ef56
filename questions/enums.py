"""Statuses, the groups that conditions are written with, and the one table of allowed transitions per model."""

import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    ASSIGNED = "assigned", _("With partners")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    SPAM = "spam", _("Spam")


OPEN_STATUSES = frozenset({QuestionStatus.RECEIVED, QuestionStatus.ASSIGNED})
ENDED_STATUSES = frozenset(QuestionStatus) - OPEN_STATUSES
# A question that somebody answered, or would have: spam and misdirected ones are left out of the figures.
GENUINE_STATUSES = frozenset(QuestionStatus) - {QuestionStatus.SPAM}

QUESTION_TRANSITIONS: dict[QuestionStatus, frozenset[QuestionStatus]] = {
    QuestionStatus.RECEIVED: frozenset(
        {
            QuestionStatus.ASSIGNED,
            QuestionStatus.ANSWERED,
            QuestionStatus.CLOSED,
            QuestionStatus.OUT_OF_SCOPE,
            QuestionStatus.SPAM,
        }
    ),
    # Back to received: every partner declined, or the editor took the question back.
    QuestionStatus.ASSIGNED: frozenset(
        {
            QuestionStatus.RECEIVED,
            QuestionStatus.ANSWERED,
            QuestionStatus.CLOSED,
            QuestionStatus.OUT_OF_SCOPE,
            QuestionStatus.SPAM,
        }
    ),
    QuestionStatus.ANSWERED: frozenset({QuestionStatus.RECEIVED, QuestionStatus.CLOSED}),
    QuestionStatus.CLOSED: frozenset({QuestionStatus.RECEIVED}),
    QuestionStatus.OUT_OF_SCOPE: frozenset({QuestionStatus.RECEIVED, QuestionStatus.CLOSED}),
    QuestionStatus.SPAM: frozenset({QuestionStatus.RECEIVED}),
}


class AssignmentStatus(models.TextChoices):
    NOTIFIED = "notified", _("Notified")
    SEEN = "seen", _("Seen")
    DRAFTING = "drafting", _("Being written")
    PROPOSED = "proposed", _("Answer proposed")
    DECLINED = "declined", _("Declined")
    SILENT = "silent", _("No reply")
    RELEASED = "released", _("No longer asked")
    HANDED_OVER = "handed_over", _("Handed over to another partner")


WAITING_ASSIGNMENTS = frozenset(
    {AssignmentStatus.NOTIFIED, AssignmentStatus.SEEN, AssignmentStatus.DRAFTING, AssignmentStatus.SILENT}
)
# The partner still has a part in the question: its space shows it, and the question is not unassigned.
ACTIVE_ASSIGNMENTS = WAITING_ASSIGNMENTS | {AssignmentStatus.PROPOSED}
ENDED_ASSIGNMENTS = frozenset(AssignmentStatus) - ACTIVE_ASSIGNMENTS

ASSIGNMENT_TRANSITIONS: dict[AssignmentStatus, frozenset[AssignmentStatus]] = {
    AssignmentStatus.NOTIFIED: frozenset(AssignmentStatus) - {AssignmentStatus.NOTIFIED},
    AssignmentStatus.SEEN: frozenset(
        {
            AssignmentStatus.DRAFTING,
            AssignmentStatus.PROPOSED,
            AssignmentStatus.DECLINED,
            AssignmentStatus.SILENT,
            AssignmentStatus.RELEASED,
            AssignmentStatus.HANDED_OVER,
        }
    ),
    AssignmentStatus.DRAFTING: frozenset(
        {
            AssignmentStatus.PROPOSED,
            AssignmentStatus.DECLINED,
            AssignmentStatus.SILENT,
            AssignmentStatus.RELEASED,
            AssignmentStatus.HANDED_OVER,
        }
    ),
    # Back to drafting: the editor asked for changes.
    AssignmentStatus.PROPOSED: frozenset({AssignmentStatus.DRAFTING, AssignmentStatus.RELEASED}),
    AssignmentStatus.DECLINED: frozenset({AssignmentStatus.NOTIFIED}),
    # A late answer is still an answer.
    AssignmentStatus.SILENT: frozenset(
        {
            AssignmentStatus.SEEN,
            AssignmentStatus.DRAFTING,
            AssignmentStatus.PROPOSED,
            AssignmentStatus.DECLINED,
            AssignmentStatus.RELEASED,
            AssignmentStatus.HANDED_OVER,
        }
    ),
    AssignmentStatus.RELEASED: frozenset({AssignmentStatus.NOTIFIED}),
    AssignmentStatus.HANDED_OVER: frozenset({AssignmentStatus.NOTIFIED}),
}


class EventKind(models.TextChoices):
    RECEIVED = "received", _("Question received")
    HELD = "held", _("Held for an editor before any partner is asked")
    NO_CANDIDATE = "no_candidate", _("No partner found")
    ASSIGNED = "assigned", _("Partner asked")
    SEEN = "seen", _("Read by the partner")
    DRAFTING = "drafting", _("Partner began to write")
    PROPOSED = "proposed", _("Answer proposed")
    DECLINED = "declined", _("Declined by the partner")
    HANDED_OVER = "handed_over", _("Handed over to another partner")
    DETAIL_ASKED = "detail_asked", _("The partner asked the citizen for a detail")
    CHANGES_ASKED = "changes_asked", _("Changes asked for")
    EDITED = "edited", _("Answer corrected by an editor")
    MERGED = "merged", _("Two answers joined into one")
    SEPARATED = "separated", _("Joined answers separated again")
    RELEASED = "released", _("Partner no longer asked")
    SILENT = "silent", _("Partner did not reply")
    ANSWER_SENT = "answer_sent", _("Answer approved and queued for sending")
    ANSWER_READY = "answer_ready", _("Answer approved: to be handed or read out to the person")
    ANSWER_TOLD = "answer_told", _("Answer handed or read out to the person")
    TOLD = "told", _("The person was told")
    ANSWERED = "answered", _("Question answered")
    CLOSED = "closed", _("Closed")
    OUT_OF_SCOPE = "out_of_scope", _("Marked out of scope")
    SPAM = "spam", _("Marked as spam")
    REOPENED = "reopened", _("Reopened")
    DETAIL_ADDED = "detail_added", _("The citizen added a detail")
    FEEDBACK = "feedback", _("The citizen said whether it helped")
    TAKEN_UP_AGAIN = "taken_up_again", _("The citizen asked to take it up again")
    PAGE_DRAFTED = "page_drafted", _("A draft page was made from it")
    MATTER_CHANGED = "matter_changed", _("Heading, commune or origin corrected")
    LINKED = "linked", _("To be answered together with another question")
    UNLINKED = "unlinked", _("No longer answered together with another question")
    REMINDED = "reminded", _("Partner reminded")
    TOLD_LATE = "told_late", _("The citizen was told that it takes longer")
    ERASED = "erased", _("The citizen erased their data")
    EXPIRED = "expired", _("Words and addresses removed: kept long enough")
    MAIL_DELIVERED = "mail_delivered", _("E-mail delivered")
    MAIL_FAILED = "mail_failed", _("E-mail could not be delivered")
    MAIL_UNCERTAIN = "mail_uncertain", _("E-mail interrupted: may or may not have arrived")
    MAIL_RETRIED = "mail_retried", _("E-mail queued again by an editor")
    REPLY_BY_MAIL = "reply_by_mail", _("Reply received by e-mail")
    NOT_ACKNOWLEDGED = "not_acknowledged", _("Not confirmed by e-mail: this address has had too many today")
    MAIL_HELD = "mail_held", _("An e-mail received waits for a decision")
    MAIL_NOTED = "mail_noted", _("Thanks or a reaction received: noted")
    FILE_PASSED = "file_passed", _("An attachment was passed on to the partner")
    FOLLOWED_UP = "followed_up", _("A new question follows from it")
    MAIL_SET_ASIDE = "mail_set_aside", _("An e-mail received was set aside")
    ADDRESS_CORRECTED = "address_corrected", _("The person’s address was corrected, the former one forgotten")
    MAIL_CAME_BACK = "mail_came_back", _("E-mail came back: the address does not work")
    VIEWED = "viewed", _("Read by a professional")
    EXPORTED = "exported", _("Exported")


# What others gave a partner to read since it was asked: it needs time for that, too.
GIVEN_TO_READ = frozenset({EventKind.DETAIL_ADDED, EventKind.CHANGES_ASKED})

# Written in great numbers, and shown apart from what happened to the question.
READINGS = frozenset({EventKind.VIEWED, EventKind.EXPORTED})


# A citizen's e-mail after one of these ends takes it up again, once; what comes later is a new question.
TAKEN_UP_BY_MAIL = frozenset({QuestionStatus.ANSWERED, QuestionStatus.CLOSED, QuestionStatus.OUT_OF_SCOPE})


class QuestionOrigin(models.TextChoices):
    FORM = "form", _("Web form")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    DESK = "desk", _("Front desk")


# Somebody of the site took them down: the person need not have an e-mail address.
TAKEN_DOWN = frozenset({QuestionOrigin.PHONE, QuestionOrigin.DESK})


class TellingKind(models.TextChoices):
    ANSWER = "answer", _("Answer")
    DETAIL_ASKED = "detail_asked", _("A partner’s request for a detail")
    OUT_OF_SCOPE = "out_of_scope", _("Where to turn instead")


class ReadingPlace(models.TextChoices):
    """Where a professional read a question. The value tells whether it is one reading; the history says it in words."""

    FILE = "file", _("the file")
    REGISTER = "register", _("the list of questions (first words)")
    QUEUE = "queue", _("the list of what is to decide (first words)")
    CHASING = "chasing", _("the list of whom to remind (first words)")
    SPACE = "space", _("the list in the partners’ space (first words)")
    DESK = "desk", _("the page at the desk")
    ADDRESS = "address", _("the person’s address")
    MAIL = "mail", _("an e-mail")
    RECEIVED = "received", _("a received e-mail")
    RECEIVED_RAW = "raw", _("a received e-mail in its raw form")
    ATTACHMENT = "attachment", _("an attachment of a received e-mail")
    PASSED_FILE = "passed_file", _("an attachment passed on")
    ANSWER = "answer", _("the answer")
    PREVIEW = "preview", _("the answer’s preview")
    FORMER = "former", _("a former version of the answer")
    HISTORY = "history", _("the answer’s history")


class DetailWay(models.TextChoices):
    """How what a person added to their question reached it."""

    PAGE = "page", _("on the page of the question")
    MAIL = "mail", _("by e-mail")
    TOLD = "told", _("said to somebody of the site")


class TellingWay(models.TextChoices):
    PRINTED = "printed", _("Printed and handed over")
    PHONE = "phone", _("Told by telephone")
    SAID = "said", _("Told at the desk")


class PhraseKind(models.TextChoices):
    OPENING = "opening", _("Opening")
    CLOSING = "closing", _("Closing")


class ReportStatus(models.TextChoices):
    NEW = "new", _("New")
    HANDLED = "handled", _("Handled")


class MailKind(models.TextChoices):
    ACKNOWLEDGEMENT = "question_received", _("Acknowledgement to the citizen")
    ASSIGNMENT = "partner_asked", _("Question to a partner")
    CHANGES = "changes_asked", _("Changes asked of a partner")
    ANSWER = "answer", _("Answer to the citizen")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope, to the citizen")
    DETAIL = "detail_added", _("Detail added, to a partner")
    FILE_PASSED = "file_passed", _("An attachment passed on, to a partner")
    HANDED_OVER = "handed_over", _("Question handed over to a partner")
    DETAIL_ASKED = "detail_asked", _("A partner’s request for a detail, to the citizen")
    LATE = "takes_longer", _("It takes longer, to the citizen")
    PARTNER_DIGEST = "partner_digest", _("Reminder to a partner")
    EDITOR_DIGEST = "editor_digest", _("What waits, to an editor")
    DRAFT_KEPT = "draft_kept", _("Reply kept as a draft, to a partner")
    REMINDER = "partner_reminded", _("Reminder about one question, to a partner")


TO_CITIZEN = frozenset(
    {MailKind.ACKNOWLEDGEMENT, MailKind.ANSWER, MailKind.OUT_OF_SCOPE, MailKind.DETAIL_ASKED, MailKind.LATE}
)
TO_EDITORS = frozenset({MailKind.EDITOR_DIGEST})
# Carry a Reply-To and say that one may simply reply; after the others a reply would have nowhere to go.
ANSWERABLE = frozenset(
    {
        MailKind.ACKNOWLEDGEMENT,
        MailKind.ANSWER,
        MailKind.DETAIL_ASKED,
        MailKind.LATE,
        MailKind.ASSIGNMENT,
        MailKind.CHANGES,
        MailKind.DETAIL,
        MailKind.FILE_PASSED,
        MailKind.HANDED_OVER,
        MailKind.DRAFT_KEPT,
        MailKind.REMINDER,
    }
)


class Kept(enum.StrEnum):
    """What became of a partner's reply by e-mail; its templates know the values."""

    ALONE = "alone"
    BELOW = "below"
    REPEATED = "repeated"
    FULL = "full"


class RoutingMode(models.TextChoices):
    PARALLEL = "parallel", _("All at once")
    IN_TURN = "in_turn", _("One after the other")


class RuleChoice(models.TextChoices):
    FIRST = "first", _("Ask it first")
    NEVER = "never", _("Leave it out")


class IncomingStatus(models.TextChoices):
    ACCEPTED = "accepted", _("Joined to its file")
    HELD = "held", _("Waits for a decision")
    HANDLED = "handled", _("Handled")
    NOTED = "noted", _("Noted: it asks nothing")


class IncomingKind(models.TextChoices):
    UNREAD = "unread", _("Not looked at yet")
    REPLY = "reply", _("Reply")
    THANKS = "thanks", _("Thanks")
    REACTION = "reaction", _("Reaction")
    BOUNCE = "bounce", _("E-mail that came back")
    AUTO_REPLY = "auto-reply", _("Automatic reply")
    CHALLENGE = "challenge", _("Request to confirm the sender")
    LOOP = "loop", _("E-mail of our own, or sent in a circle")
    SPAM_REPORT = "spam-report", _("Complaint about spam")
    RECEIPT = "receipt", _("Read receipt")
    SENDER = "sender", _("Unexpected sender")
    NO_FILE = "no-file", _("No question found")
    EXPIRED = "expired", _("The question waits no more")
    EMPTY = "empty", _("No words of its own")
    LARGE = "large", _("Too large")
    BROKEN = "broken", _("Cannot be read")


# Nothing is asked of anybody: an absence ends, a loop is broken by being held. They wait in the register alone.
ASK_NOTHING = frozenset({IncomingKind.AUTO_REPLY, IncomingKind.RECEIPT, IncomingKind.LOOP, IncomingKind.UNREAD})


class WaitingKind(enum.StrEnum):
    """What of the questions waits in the moderation queue. The values stand in its addresses."""

    ANSWER = "reponse"
    TO_TELL = "a-dire"
    QUESTION = "question"
    REPORT = "signalement"
    MAIL = "courriel"
