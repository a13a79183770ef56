"""Which partners to ask, in which order, and why: the same question always finds the same partners."""

from clairdroit.questions.routing.candidates import Plan, candidates, plan
from clairdroit.questions.routing.judging import Candidate, Unavailable, availability_of, away_until
from clairdroit.questions.routing.opinions import Opinion, opinions
from clairdroit.questions.routing.rules import days_of, rule_for, target_days

__all__ = [
    "Candidate",
    "Opinion",
    "Plan",
    "Unavailable",
    "availability_of",
    "away_until",
    "candidates",
    "days_of",
    "opinions",
    "plan",
    "rule_for",
    "target_days",
]
