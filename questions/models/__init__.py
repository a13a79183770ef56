from clairdroit.questions.models.answer_comments import AnswerComment, AnswerTask
from clairdroit.questions.models.answers import ProposedAnswer
from clairdroit.questions.models.availability import PartnerAbsence, PartnerAvailability
from clairdroit.questions.models.details import QuestionDetail
from clairdroit.questions.models.digests import Digest
from clairdroit.questions.models.found_help import FoundHelp
from clairdroit.questions.models.incoming import IncomingMail, IncomingPiece, ReplyAddress
from clairdroit.questions.models.made_pages import QuestionPage
from clairdroit.questions.models.mail import QuestionMail, SentWords
from clairdroit.questions.models.passed_files import PassedFile, PassedPiece
from clairdroit.questions.models.phrases import StandardPhrase
from clairdroit.questions.models.presence import DraftPresence
from clairdroit.questions.models.questions import Assignment, Event, Question
from clairdroit.questions.models.reports import ErrorReport
from clairdroit.questions.models.rules import RoutingRule, RuleKind, RulePartner
from clairdroit.questions.models.shared_needs import SharedNeed
from clairdroit.questions.models.tellings import Telling

__all__ = [
    "AnswerComment",
    "AnswerTask",
    "Assignment",
    "Digest",
    "DraftPresence",
    "ErrorReport",
    "Event",
    "FoundHelp",
    "IncomingMail",
    "IncomingPiece",
    "PartnerAbsence",
    "PartnerAvailability",
    "PassedFile",
    "PassedPiece",
    "ProposedAnswer",
    "Question",
    "QuestionDetail",
    "QuestionMail",
    "QuestionPage",
    "ReplyAddress",
    "RoutingRule",
    "RuleKind",
    "RulePartner",
    "SentWords",
    "SharedNeed",
    "StandardPhrase",
    "Telling",
]
