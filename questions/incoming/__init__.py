"""Received mails: whose they are, what becomes of them, and what a person may decide about them (docs/mail-intake.md).

`receiving` stores a message and looks at it; `decision` says what is to become of it; `joining`, `details_by_mail` and
`making_question` make it part of a question's file; `attachments` and `passing_on` give one of its files to a partner.
`admin` and `views` are the register and its buttons. Screens, commands and demo content call what stands here.
"""

from clairdroit.questions.incoming.details_by_mail import note_as_thanks
from clairdroit.questions.incoming.joining import accept_incoming, set_incoming_aside
from clairdroit.questions.incoming.making_question import make_question
from clairdroit.questions.incoming.passing_on import pass_on
from clairdroit.questions.incoming.receiving import file_unread, hand_on, receive

__all__ = [
    "accept_incoming",
    "file_unread",
    "hand_on",
    "make_question",
    "note_as_thanks",
    "pass_on",
    "receive",
    "set_incoming_aside",
]
