"""Questions that say the same as another one: the same person again, or others with the same need.

The texts are encrypted in the database, so they are opened and compared here: at most `MOST` open questions of the last
`DAYS` days, which takes some hundredths of a second. Words count by how rare they are among those very questions
(cosine of tf-idf), as the search analyses them; without the search, as they are written.
"""

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.questions.models import Question
from clairdroit.registries import Slot

DAYS = 90
MOST = 400
SHOWN = 5
# Measured: docs/before-and-after.md.
ALIKE = 0.3
VERY_ALIKE = 0.6
THE_SAME = 0.85
# Of one and the same sender less is enough.
SAME_SENDER = 0.15
PLAIN_WORD = re.compile(r"[^\W\d_]{3,}")

Analysis = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Resemblance:
    question: Question
    score: float
    is_same_sender: bool

    @property
    def in_words(self) -> str:
        if self.score >= THE_SAME:
            told = _("Almost word for word the same.")
        elif self.score >= VERY_ALIKE:
            told = _("Very much alike.")
        else:
            told = _("Partly alike.")
        return f"{told} {_('From the same e-mail address.')}" if self.is_same_sender else told


def written_words(text: str) -> list[str]:
    return [word.casefold() for word in PLAIN_WORD.findall(text)]


# The search's own, given in `search_documents.py`.
text_analysis = Slot[Analysis](taken="Questions are compared by one analysis of their words: {known!r} or {thing!r}?")


def resembling(question: Question) -> list[Resemblance]:
    """The open questions most like this one, those it is linked to left out; the likest first."""
    if question.erased_at:
        return []
    since = timezone.now() - datetime.timedelta(days=DAYS)
    others = Question.objects.open().filter(erased_at__isnull=True, received_at__gte=since).exclude(pk=question.pk)
    if question.shared_need_id:
        others = others.exclude(shared_need=question.shared_need_id)
    recent = list(others.with_place().prefetch_related("details").order_by("-received_at")[:MOST])
    scores = similarities(question.words, [other.words for other in recent])
    found = [
        Resemblance(other, score, question.has_address and other.email.casefold() == question.email.casefold())
        for other, score in zip(recent, scores, strict=True)
    ]
    alike = [each for each in found if each.score >= (SAME_SENDER if each.is_same_sender else ALIKE)]
    return sorted(alike, key=lambda each: (-each.score, each.question.pk))[:SHOWN]


def similarities(text: str, others: Sequence[str]) -> list[float]:
    """From 0 (no word in common) to 1, for each of the others."""
    analysis = text_analysis.filled or written_words
    texts = [Counter(analysis(each)) for each in (text, *others)]
    documents = Counter(word for words in texts for word in words)
    # The added one keeps a word that all have from counting nothing when there are only two texts.
    rarity = {word: 1 + math.log(len(texts) / count) for word, count in documents.items()}
    weighted = [{word: (1 + math.log(count)) * rarity[word] for word, count in words.items()} for words in texts]
    first, *rest = weighted
    return [_cosine(first, other) for other in rest]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    shared = sum(value * other[word] for word, value in one.items() if word in other)
    lengths = math.sqrt(sum(v * v for v in one.values())) * math.sqrt(sum(v * v for v in other.values()))
    return shared / lengths if lengths else 0.0
