"""Unknown words and the nearest known ones: asked only when a word stands nowhere in the index."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from clairdroit.search import analysis
from clairdroit.search.models import SearchTerm

# Letters from which one, then two mistakes are forgiven.
ONE_MISTAKE = 4
TWO_MISTAKES = 8
# An unfinished word is completed from this many letters.
COMPLETED = 4
# Letters that complete it.
COMPLETION = 9
MAX_WORDS = 5
MAX_CANDIDATES = 6000


@dataclass
class Correction:
    """A word as people write it, and in how many documents of each shelf its term stands."""

    word: str
    documents: dict[str, int] = field(default_factory=dict)


def corrections(words: Sequence[analysis.Word]) -> dict[str, Correction]:
    """For each word as typed (without accents), the nearest word of the index; absent when none is near. One query."""
    wanted = [word for word in words if len(word.folded) >= ONE_MISTAKE and not word.folded.isdigit()][:MAX_WORDS]
    if not wanted:
        return {}
    near = Q()
    for word in wanted:
        # People seldom get the first letter wrong, and without it the whole vocabulary would have to be compared.
        # The written word's length, not the term's: « logement » stands under « log ».
        length = len(word.folded)
        near |= Q(term__startswith=word.folded[0], letters__range=(length - 3, length + COMPLETION))
    terms = SearchTerm.objects.exclude(word="").annotate(letters=Length("word")).filter(near)
    rows = terms.order_by("-documents").values_list("word", "shelf", "documents")[:MAX_CANDIDATES]
    known: dict[str, Correction] = {}
    by_initial: dict[str, list[str]] = defaultdict(list)
    for written, shelf, documents in rows:
        folded = analysis.fold(written)
        if folded not in known:
            by_initial[folded[0]].append(folded)
        known.setdefault(folded, Correction(written)).documents[shelf] = documents
    found = {}
    for word in wanted:
        nearest = _nearest(word.folded, by_initial[word.folded[0]], known)
        if nearest:
            found[word.folded] = known[nearest]
    return found


def _nearest(typed: str, candidates: Sequence[str], known: Mapping[str, Correction]) -> str:
    allowed = 2 if len(typed) >= TWO_MISTAKES else 1
    best: tuple[int, int, str] | None = None
    for candidate in candidates:
        is_completed = len(typed) >= COMPLETED and candidate.startswith(typed)
        mistakes = 1 if is_completed else distance(typed, candidate, allowed)
        if mistakes <= allowed:
            proposal = (mistakes, -sum(known[candidate].documents.values()), candidate)
            best = min(best, proposal) if best else proposal
    return best[2] if best else ""


def distance(one: str, other: str, allowed: int) -> int:
    """Letters added, dropped, changed or swapped with their neighbour; `allowed` + 1 when beyond it."""
    return OSA.distance(one, other, score_cutoff=allowed)


def rewrite(text: str, found: Mapping[str, Correction]) -> str:
    """`text` with its corrected words; "" when there is nothing to correct."""
    if not found:
        return ""
    parts, position = [], 0
    for word in analysis.words(text):
        correction = found.get(word.folded)
        if correction:
            parts += [text[position : word.start], correction.word]
            position = word.end
    return "".join([*parts, text[position:]])
