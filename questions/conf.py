"""Settings of this app: docs/settings.md lists them."""

import datetime

from clairdroit.app_settings import text, whole_number
from clairdroit.retention.days import declare

# How many partners a new question is sent to at once, where no rule says otherwise.
partners_asked = whole_number("CLAIRDROIT_PARTNERS_ASKED", 1, least=1)
# In working days. Without a sign from a partner for so long, its team box is reminded, and again after as long;
remind_after = whole_number("CLAIRDROIT_REMIND_AFTER", 2, least=1)
# for so long, “no reply” is noted;
silent_after = whole_number("CLAIRDROIT_SILENT_AFTER", 5, least=1)
# so long after the day on which an answer was expected, the citizen is told that it takes longer.
tell_citizen_after = whole_number("CLAIRDROIT_TELL_CITIZEN_AFTER", 1)
# A partner's mail about a detail waits for more of them. Beyond twenty minutes it would count as late.
_detail_wait_minutes = whole_number("CLAIRDROIT_DETAIL_WAIT_MINUTES", 5, most=20)
_reply_address_days = whole_number("CLAIRDROIT_REPLY_ADDRESS_DAYS", 180, least=1)
# By what name the receiving server signs its findings (RFC 8601); empty: the topmost counts, whoever wrote it.
authserv_id = text(
    "CLAIRDROIT_AUTHSERV_ID",
    expected="a server’s name: mx.ville.example",
    pattern=r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*",
)

# Days. For questions: since they ended, by their status.
RETENTION = declare(
    answered=365,
    closed=180,
    out_of_scope=90,
    spam=30,
    # Answers of ended questions that were never sent.
    drafts=60,
    reports=90,
    # Set aside by a person, and of no question: the others go with theirs.
    received_mails=90,
)


def detail_wait() -> datetime.timedelta:
    return datetime.timedelta(minutes=_detail_wait_minutes())


def replies_joined_for() -> datetime.timedelta:
    """So long after our last mail to somebody a reply is joined to its file without a person looking at it."""
    return datetime.timedelta(days=_reply_address_days())
