"""Who asked, as far as the site knows: from the form, from what they wrote, from the e-mails that they sent."""

import dataclasses
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from clairdroit.encryption import Unreadable
from clairdroit.mail.reading.addresses import SENDER_ADDRESS
from clairdroit.questions.anonymising.masks import Mask, MaskKind
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.masking import contacts, names, public
from clairdroit.questions.masking.unfolding import unfold
from clairdroit.questions.models import IncomingMail, Question

# The latest so many tell what a person is called.
MAILS = 20
READ_ALONG = "own_mails"


@dataclasses.dataclass(frozen=True)
class Person:
    addresses: frozenset[str]
    # As `contacts.figures_of` gives them.
    numbers: frozenset[str]
    names: tuple[str, ...]


def person_of(question: Question) -> Person:
    """One query. What is written in a text whose key is missing is nobody's name."""
    read_along = getattr(question, READ_ALONG, None)
    mails = list(_own_mails().filter(question=question)[:MAILS]) if read_along is None else read_along[:MAILS]
    addresses = {question.email.strip().lower()} if not isinstance(question.email, Unreadable) else set()
    said: list[str] = []
    for mail in mails:
        addresses |= set(SENDER_ADDRESS.findall(mail.sender.lower()))
        said.append(names.display_name(mail.sender_name))
    addresses -= {""}
    known = Person(frozenset(addresses), frozenset(), ())
    numbers: set[str] = set()
    if not isinstance(question.phone, Unreadable):
        numbers = {contacts.figures_of(question.phone)} - {""}
    # Whatever they wrote anywhere counts everywhere: an address given in a detail is masked in the question too.
    for text in _texts(question, mails):
        found = contacts_in(text, known)
        addresses |= {value for mask, value in found if mask.kind == MaskKind.EMAIL and "@" in value}
        # Shorter ones are offices' (3919, 115), or too short to be told from an amount.
        numbers |= {value for mask, value in found if mask.kind == MaskKind.PHONE and len(value) > 7}
        said += names.own_names(text, [mask for mask, _value in found])
    said += [names.name_in_address(address) for address in sorted(addresses)]
    return Person(frozenset(addresses), frozenset(numbers), tuple(name for name in dict.fromkeys(said) if name))


def contacts_in(text: str, known: Person) -> list[tuple[Mask, str]]:
    """Every address and number in a person's own words that is not an office's, with its plain form."""
    unfolded, offices = unfold(text), public.Offices(known.addresses)
    written = [
        (MaskKind.EMAIL, each) for each in contacts.addresses_in(unfolded.text) if not offices.has_address(each.value)
    ]
    written += [
        (MaskKind.PHONE, each) for each in contacts.numbers_in(unfolded.text) if not offices.has_number(each.value)
    ]
    return [(Mask(*unfolded.span(each.start, each.end), kind), each.value) for kind, each in written]


def with_persons(path: str) -> Prefetch:
    """For lists of questions, or of what leads to them by `path`: one query instead of one each."""
    return Prefetch(f"{path}incoming_mails", queryset=_own_mails(), to_attr=READ_ALONG)


def _own_mails() -> QuerySet[IncomingMail]:
    """The person's, which have joined the question; those of partners have an assignment."""
    mails = IncomingMail.objects.filter(assignment__isnull=True, status=IncomingStatus.ACCEPTED)
    return mails.only("sender", "sender_name", "signature", "question").order_by("-pk")


def _texts(question: Question, mails: Iterable[IncomingMail]) -> list[str]:
    texts = [part.text for part in question.parts]
    texts += [question.helped_words, *(mail.signature for mail in mails)]
    return [text for text in texts if text and not isinstance(text, Unreadable)]
