"""What partners may read of a person's words: everything but how to reach them and what they are called.

Stored texts stay whole, for the editors. `questions.for_partners` is the one user of this package: whatever a partner
is shown or sent is made there. docs/confidentiality.md says what is masked.
"""

from clairdroit.questions.masking.mask import masked_mention, masked_words
from clairdroit.questions.masking.person import Person, person_of, with_persons

__all__ = ["Person", "masked_mention", "masked_words", "person_of", "with_persons"]
