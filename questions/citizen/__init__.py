"""What people do on the site without an account: ask, follow their question, report an error.

Screens, signals and demo content call what stands here; what several rooms do is in `questions.actions`.
"""

from clairdroit.questions.citizen.actions.feedback import give_feedback
from clairdroit.questions.citizen.actions.found_help import count_found_help
from clairdroit.questions.citizen.actions.reports import handle_report, report_error

__all__ = [
    "count_found_help",
    "give_feedback",
    "handle_report",
    "report_error",
]
