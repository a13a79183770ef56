"""The masking step: two ways, for a person's own words and for what others wrote about them."""

from collections.abc import Iterable, Iterator

from clairdroit.encryption import Unreadable
from clairdroit.questions.anonymising.masks import Mask, MaskKind
from clairdroit.questions.anonymising.places import NUMBERED, addresses
from clairdroit.questions.masking import contacts, names
from clairdroit.questions.masking.person import Person, contacts_in
from clairdroit.questions.masking.unfolding import unfold

SUREST_FIRST = list(MaskKind)


def masked_words(text: str, person: Person) -> str:
    """The person's own: no e-mail address and no telephone number but offices', no street, and none of their names."""
    if not text or isinstance(text, Unreadable):
        return text
    found = [mask for mask, _value in contacts_in(text, person)]
    streets = (mask for mask in addresses(text) if NUMBERED.search(text, mask.start, mask.end))
    return _without(text, [*_known(text, person), *found, *streets])


def masked_mention(text: str, person: Person) -> str:
    """Others' words, which may name their own office: only what is known of this person goes."""
    if not text or isinstance(text, Unreadable):
        return text
    return _without(text, _known(text, person))


def _known(text: str, person: Person) -> Iterator[Mask]:
    unfolded = unfold(text)
    for address in sorted(person.addresses):
        # Of a known address worse spellings are found than `addresses_in` dares to take for one.
        patterns = [contacts.pattern_of_address(address), contacts.pattern_of_local(address)]
        for pattern in filter(None, patterns):
            for match in pattern.finditer(unfolded.text):
                yield Mask(*unfolded.span(match.start(), match.end()), MaskKind.EMAIL)
    for each in contacts.addresses_in(unfolded.text):
        # Also with other labels, dots or capitals, which its provider delivers to the same box.
        if _is_same_box(each.value, person.addresses):
            yield Mask(*unfolded.span(each.start, each.end), MaskKind.EMAIL)
    for figures in sorted(person.numbers):
        for match in contacts.pattern_of_number(figures).finditer(unfolded.text):
            yield Mask(*unfolded.span(match.start(), match.end()), MaskKind.PHONE)
    for start, end in names.places_of(person.names, unfolded):
        yield Mask(start, end, MaskKind.NAME)


def _is_same_box(address: str, known: Iterable[str]) -> bool:
    return _box(address) in {_box(each) for each in known}


def _box(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    # Gmail ignores dots, most providers what stands behind a plus; where one does not, too much is masked.
    return local.partition("+")[0].replace(".", "") + "@" + domain


def _without(text: str, masks: Iterable[Mask]) -> str:
    """Overlapping ones become one, so that no rest of either stays; it is called what the surest of them is."""
    joined: list[Mask] = []
    for mask in sorted(masks, key=lambda each: (each.start, each.end)):
        if joined and mask.start < joined[-1].end:
            last = joined[-1]
            surest = min(last.kind, mask.kind, key=SUREST_FIRST.index)
            joined[-1] = Mask(last.start, max(last.end, mask.end), surest)
        elif mask.start < mask.end:
            joined.append(mask)
    pieces, position = [], 0
    for mask in joined:
        pieces += [text[position : mask.start], str(mask.kind.label)]
        position = mask.end
    return "".join([*pieces, text[position:]])
