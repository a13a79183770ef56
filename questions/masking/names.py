"""What a person is called: where they say it themselves, and every place where it stands again.

The patterns are those of `anonymising`, which proposes to an editor. Here nobody looks over it, so that less is taken
for a name: what announces one, what signs, what an e-mail program wrote beside the address.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from clairdroit.questions.anonymising.given_names import given_names
from clairdroit.questions.anonymising.masks import Mask
from clairdroit.questions.anonymising.people import (
    CLOSING,
    INTRODUCED,
    LAST_LINE,
    NOBODY,
    NOT_SHOUTED,
    PARTICLES,
    SIGNED,
    SIGNED_INSIDE,
    TITLE,
    somebody,
)
from clairdroit.questions.anonymising.proposal import end_of_words
from clairdroit.questions.masking.unfolding import Unfolded
from clairdroit.territories.names import normalise

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SURELY = re.compile(r"appel|soussign|\bnoms?\b|name is|signed|pr[ée]nom|part de", re.IGNORECASE)
TITLE_BEFORE = re.compile(rf"{TITLE}\s{{1,3}}$")
# Both are asked of a few characters in front of a name (`_is_named`), never of a whole text.
SENTENCE_START = re.compile(r"(?:^|[.!?…\n:•-]\s*)[\"«“(]?\s*$")
# « Nadia B. <nadia@…> », « "BENALI, Nadia" <…> », « Nadia Benali (nadia@…) ».
BEFORE_ADDRESS = re.compile(
    r"(?:^|[\n>:;,\"'«“])[ \t]*+([^\n<>:;\"«»“”@\d]{2,60}?)[\"'»”]?[ \t]*+[<(\[][ \t]*+(?:mailto:)?$"
)
# Words of every day that are surnames too: alone they count where a capital has no other reason.
ORDINARY_WORDS = Path(__file__).parent.parent / "data" / "ordinary_surnames.txt"
ORDINARY = frozenset(" ".join(ORDINARY_WORDS.read_text("utf-8").splitlines()[1:]).split())


def own_names(text: str, contacts: Collection[Mask]) -> list[str]:
    """Whole, as written. `contacts` are the addresses and numbers in it, which end a signature."""
    found: list[str] = []
    before = end_of_words(text, contacts)
    for match in INTRODUCED.finditer(text):
        found += _accepted(match, explicit=SURELY.search(match[0]) is not None)
    for pattern in (SIGNED, SIGNED_INSIDE):
        for match in pattern.finditer(text, 0, before):
            found += _accepted(match)
    # A name alone on the last line, or on one that is followed by nothing but contacts.
    for end in {before, *(mask.start for mask in contacts)}:
        # 80 characters: the line itself, so that a long text is not searched again for each address in it.
        last = LAST_LINE.search(text, max(0, end - 80), end)
        if last is not None:
            found += [name for name in _accepted(last) if _has_given_name(name)]
    for mask in contacts:
        beside = BEFORE_ADDRESS.search(text[max(0, mask.start - 80) : mask.start])
        if beside is not None and (name := display_name(beside[1])):
            found.append(name)
    return found


def display_name(written: str) -> str:
    """What a mail program writes beside the address, when it is a name: « BENALI, Nadia », not the address again."""
    words = [word for word in WORD.findall(written) if len(word) > 1]
    if "@" in written or not 1 <= len(words) <= 5 or all(NOBODY.fullmatch(word) for word in words):
        return ""
    kept = [word for word in words if not re.fullmatch(TITLE, word) and not NOT_SHOUTED.fullmatch(word)]
    return " ".join(kept) if any(word[0].isupper() for word in kept) or _has_given_name(" ".join(kept)) else ""


def name_in_address(address: str) -> str:
    """« nadia.benali78@… » tells both names, where one is a given name."""
    words = [
        word for word in re.split(r"[^a-z]+", address.rpartition("@")[0].partition("+")[0].lower()) if len(word) > 2
    ]
    return " ".join(words) if len(words) > 1 and words and any(_is_given(word) for word in words) else ""


def _accepted(match: re.Match[str], *, explicit: bool = False) -> Iterator[str]:
    for mask in somebody(match, 1):
        words = match.string[mask.start : mask.end].strip(" .")
        # “My name is …” is believed whatever follows; all else needs a capital or a name that the list knows.
        if explicit or words[:1].isupper() or _has_given_name(words):
            yield words


def _has_given_name(name: str) -> bool:
    return any(_is_given(word) for word in WORD.findall(name))


def _is_given(word: str) -> bool:
    sure, doubtful = given_names()
    key = normalise(word)
    return key in sure or key in doubtful


def places_of(names: Iterable[str], unfolded: Unfolded) -> Iterator[tuple[int, int]]:
    """Where the names stand in the original: whole, in any order and spelling, and each part that is nothing else."""
    for name in names:
        parts = [normalise(part) for part in WORD.findall(name)]
        parts = [part for part in parts if len(part) > 1 and not PARTICLES.fullmatch(part)]
        if not parts:
            continue
        # Accents, capitals, hyphens, a middle name or a particle between.
        # At most one small word, so that two names far apart do not become one.
        between = r"[\s\-_.,'’]{1,3}(?:(?:de|du|des|le|la|el|al|ben|[a-z]\.?)[\s\-'’]{1,2})?"
        # « Benali Nadia » in forms, « Nadia Benali » in letters.
        for order in (parts, parts[::-1]):
            whole = re.compile(rf"(?<![^\W_]){between.join(map(re.escape, order))}(?![^\W_])")
            if len(parts) > 1 or _is_rare(parts[0]):
                for match in whole.finditer(unfolded.text):
                    yield unfolded.span(match.start(), match.end())
        for part in parts:
            for match in re.finditer(rf"(?<![^\W_]){re.escape(part)}(?:s(?='))?(?![^\W_])", unfolded.text):
                start, end = unfolded.span(match.start(), match.end())
                if len(part) > 2 and (_is_rare(part) or _is_named(unfolded.original, start)):
                    yield start, end


def _is_rare(part: str) -> bool:
    _sure, doubtful = given_names()
    # Masking « Petit » or « Rose » wherever it stands would leave holes in ordinary sentences.
    return part not in ORDINARY and part not in doubtful and len(part) > 3


def _is_named(original: str, start: int) -> bool:
    """A capital that no sentence's beginning explains, or a title in front."""
    head = original[max(0, start - 20) : start]
    if TITLE_BEFORE.search(head):
        return True
    return (
        original[start].isupper() and not SENTENCE_START.search(head) and not re.search(rf"{CLOSING}\W*$", head, re.I)
    )
