"""What editors do in the queue. Each checks the permission and changes the rows in one transaction."""

from clairdroit.moderation.actions.approving import approve_together
from clairdroit.moderation.actions.charge import leave_to_all, put_in_charge
from clairdroit.moderation.actions.deciding import APPROVE, REJECT, Outcome, decide_text, outcome_of

__all__ = [
    "APPROVE",
    "REJECT",
    "Outcome",
    "approve_together",
    "decide_text",
    "leave_to_all",
    "outcome_of",
    "put_in_charge",
]
