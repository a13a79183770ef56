from clairdroit.questions.models.addresses import UnreachableAddress
from clairdroit.questions.models.answers import ProposedAnswer
from clairdroit.questions.models.mail import DeliveryAttempt, OutboxMail, QuestionMail
from clairdroit.questions.models.questions import Assignment, Event, Question
from clairdroit.questions.models.reports import ErrorReport

__all__ = [
    "Assignment",
    "DeliveryAttempt",
    "ErrorReport",
    "Event",
    "OutboxMail",
    "ProposedAnswer",
    "Question",
    "QuestionMail",
    "UnreachableAddress",
]
