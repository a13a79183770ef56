"""Which partners to ask, in which order, and why: the same question always finds the same partners."""

from clairdroit.questions.routing.candidates import Candidate, Unavailable
from clairdroit.questions.routing.plans import Plan, candidates, plan
from clairdroit.questions.routing.rules import days_of, rule_for, target_days

__all__ = ["Candidate", "Plan", "Unavailable", "candidates", "days_of", "plan", "rule_for", "target_days"]
