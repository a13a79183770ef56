"""What partners do with a question: draft an answer, hand over, decline, ask for a detail, say what they take on.

Screens and demo content call what stands here; what several rooms do is in `questions.actions`.
"""

from clairdroit.questions.partner_space.actions.asking_citizen import ask_citizen
from clairdroit.questions.partner_space.actions.availability import set_availability
from clairdroit.questions.partner_space.actions.handing_over import hand_over
from clairdroit.questions.partner_space.actions.presence import end_presence, note_presence

__all__ = [
    "ask_citizen",
    "end_presence",
    "hand_over",
    "note_presence",
    "set_availability",
]
