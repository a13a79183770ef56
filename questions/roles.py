from clairdroit.roles import AppRoles, Role
from clairdroit.roles.declaring import CHANGING, DECIDING, EVERYTHING

QUESTION = "clairdroit_questions.question"
ASSIGNMENT = "clairdroit_questions.assignment"
ANSWER = "clairdroit_questions.proposedanswer"
ERROR_REPORT = "clairdroit_questions.errorreport"

# Whoever handles questions says who is asked, and in which words.
HANDLING = {
    ASSIGNMENT: ("view", "change"),
    "clairdroit_questions.standardphrase": CHANGING,
    "clairdroit_questions.routingrule": CHANGING,
    "clairdroit_questions.partneravailability": CHANGING,
}

ROLES = AppRoles(
    rights={
        Role.MODERATORS: {
            **HANDLING,
            QUESTION: ("view", "change", "handle", "take_down"),
            ANSWER: ("view", "change", *DECIDING),
            ERROR_REPORT: ("view", "change"),
        },
        Role.COORDINATION: {
            **HANDLING,
            QUESTION: ("view", "change", "delete", "handle", "take_down"),
            ANSWER: EVERYTHING,
            ERROR_REPORT: ("view", "change", "delete"),
        },
        # At the desk and on the telephone, on pages outside the admin.
        Role.PROFESSIONALS: {QUESTION: ("take_down",)},
    },
    moderated=(ANSWER,),
)
