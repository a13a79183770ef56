"""Finds in a text what tells who somebody is, and proposes words in its place. A person decides: nothing is certain.

What is found and what slips through was measured on real messages: docs/questions.md.
"""

from clairdroit.questions.anonymising.masks import Mask, MaskKind
from clairdroit.questions.anonymising.proposal import Passage, Proposal, Suspicion, propose

__all__ = ["Mask", "MaskKind", "Passage", "Proposal", "Suspicion", "propose"]
