"""What editors and the desk do with questions: read the file, decide, send, publish, take down, set the rules.

Screens and demo content call what stands here; what several rooms do is in `questions.actions`.
"""

from clairdroit.questions.editors.actions.correcting import correct_address
from clairdroit.questions.editors.actions.linked_questions import (
    answer_the_others,
    link_questions,
    others_to_answer,
    unlink_question,
)
from clairdroit.questions.editors.actions.matter import change_matter, origins_of
from clairdroit.questions.editors.actions.merging import edit_proposal, merge_proposals, separate_proposals
from clairdroit.questions.editors.actions.own_answer import discard_own, save_own, send_own
from clairdroit.questions.editors.publishing.actions import draft_page

__all__ = [
    "answer_the_others",
    "change_matter",
    "correct_address",
    "discard_own",
    "draft_page",
    "edit_proposal",
    "link_questions",
    "merge_proposals",
    "origins_of",
    "others_to_answer",
    "save_own",
    "send_own",
    "separate_proposals",
    "unlink_question",
]
