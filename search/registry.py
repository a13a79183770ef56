"""What other apps offer to the search. Each does so in a module `search_documents.py`, which only the search loads.

The search imports no other app, and none imports more of it than `api`: without it in INSTALLED_APPS the module is
never read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.http import HttpRequest

from clairdroit.registries import Registry
from clairdroit.search.enums import Shelf


@dataclass(frozen=True)
class Document:
    """What the search keeps of one object. Public by definition: whoever builds one passes nothing private.

    `heading_keys` are the site's headings it stands under; `audience_keys` for whom it is (none: everyone);
    `area_codes` the territories it is meant for, as the
    place provider names them (none: everywhere); `chapters` the titles inside the text; `body` its passages (a title,
    a paragraph, a cell), one a line, so that an excerpt never runs from one into the next; `extra_words` other
    names under which it should be found, which are never shown.
    `cites` names what the text refers to, as `kind:key`; `cited_by` counts the texts that refer to it.
    `place` is shown as it is, for an event with its days; `happens_on`, its last day, only tells whether it is over.
    `other_texts` names what of title, summary and body stands in `other_language` (of a page that is not translated
    whole). All languages are analysed alike, in French: its words are found.
    `audience_words` is for what concerns some people only (public servants): a query that holds none of these words
    finds it lower.
    """

    title: str
    url_path: str
    summary: str = ""
    chapters: str = ""
    body: str = ""
    extra_words: str = ""
    audience_words: str = ""
    cites: Sequence[str] = ()
    cited_by: int = 0
    heading_keys: Sequence[str] = ()
    audience_keys: Sequence[str] = ()
    area_codes: Sequence[str] = ()
    place: str = ""
    language: str = "fr"
    other_language: str = ""
    other_texts: Sequence[str] = ()
    # A page that other languages have their own version of is found in its own language only.
    is_translated: bool = False
    is_local: bool = False
    updated_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    is_stale: bool = False
    happens_on: date | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that is found.

    `queryset` gives what is public now, with all that `to_document` reads already fetched. It decides alone what is
    found: whatever happens to an object, the index then holds it if and only if the queryset does.
    `parts` names related models whose change changes the document, and how to reach the objects concerned.
    `announced` names signals of changes that save no object (an import), and how to read the keys concerned from what
    the signal carries.
    """

    kind: str
    label: Any
    plural: Any
    model: type[Model]
    queryset: Callable[[], QuerySet]
    to_document: Callable[[Any], Document | None]
    shelf: Shelf = Shelf.CONTENT
    order: int = 100
    weight: float = 1.0
    parts: Sequence[tuple[type[Model], Callable[[Any], Iterable[Any]]]] = ()
    announced: Sequence[tuple[Signal, Callable[..., Iterable[Any]]]] = ()


@dataclass(frozen=True)
class HeadingLink:
    key: str
    title: str
    url_path: str


@dataclass(frozen=True)
class Place:
    """Where the reader is: a commune's code, the codes of all territories around it, and its coordinates.

    `own_codes` leave out what is everybody's, the whole country.
    """

    code: str
    name: str
    area_codes: frozenset[str] = field(default_factory=frozenset)
    latitude: float | None = None
    longitude: float | None = None
    own_codes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Meaning:
    """What a word means, for a reader who searched for that word and nothing else."""

    term: str
    url_path: str
    stands_for: str = ""
    plain_wording: str = ""
    explanation: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class SynonymSource:
    """Words and phrases that mean the same for whoever searches.

    `groups` gives each group whole, as people write it (« RSA », « revenu de solidarité active »); `version` is
    anything that changes whenever they do, so that a new synonym works at once. It costs each search one query.
    `meanings` gives, with each explained word, all the ways to write it, the surest first.
    """

    version: Callable[[], Any]
    groups: Callable[[], Iterable[Sequence[str]]]
    meanings: Callable[[], Iterable[tuple[Sequence[str], Meaning]]] = tuple


# With the request that is being answered: what others have read for it is not read again.
HeadingProvider = Callable[[HttpRequest], Sequence[HeadingLink]]
PlaceProvider = Callable[[str, HttpRequest | None], Place | None]

sources = Registry[SearchSource](
    key=lambda source: source.kind,
    taken="The search already has a source of kind {key!r}.",
    order=lambda source: (source.order, source.kind),
)
# Each gives the headings of the request's site in the active language, in their order.
heading_providers = Registry[HeadingProvider]()
# The people whom `Document.audience_keys` can name, with their (lazily translated) labels, in their order.
audience_labels = Registry[Mapping[str, Any]]()
# Each gives the place of a commune's code (the `commune` parameter of addresses).
place_providers = Registry[PlaceProvider]()
synonym_sources = Registry[SynonymSource]()
# Each says whether a request may count in the editors' statistics: not forged, not one of too many.
counting_guards = Registry[Callable[[HttpRequest], bool]]()
# Each gives the admin's address where this user writes a new text, "" when they may not. It takes a `title` that the
# text begins with.
writers = Registry[Callable[[Any], str]]()
# Each gives the admin's address where this user writes words that mean the same, "" when they may not.
synonym_forms = Registry[Callable[[Any], str]]()


def headings(request: HttpRequest) -> list[HeadingLink]:
    return [heading for provider in heading_providers for heading in provider(request)]


def audiences() -> dict[str, Any]:
    return {key: label for labels in audience_labels for key, label in labels.items()}


def place_of(code: str, request: HttpRequest | None = None) -> Place | None:
    return next(filter(None, (provider(code, request) for provider in place_providers)), None)


def synonym_url(user: Any) -> str:
    return next(filter(None, (provider(user) for provider in synonym_forms)), "")


def writing_url(user: Any) -> str:
    return next(filter(None, (provider(user) for provider in writers)), "")
