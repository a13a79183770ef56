"""What of a list an address asks for, and the addresses that ask for one choice more or less.

state = State.read(request.GET, facets, request.path)
found = narrow(items, ways, state.values)                  # clairdroit.facets.counting
offered = state.offer("heading", found.counts["heading"])  # for facets/links.html or facets/select.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class Facet:
    """One parameter of a list's address: what code calls it, and what the address does.

    A value counts that is among the `labels`. Of what cannot be listed beforehand, as words are, `read` gives what is
    understood, or "". Without a `label` it is no choice but says where to look: it stays when all choices are removed.
    """

    name: str
    parameter: str
    label: Any = ""
    labels: Mapping[str, Any] = field(default_factory=dict)
    read: Callable[[str], str] | None = None

    def understood(self, value: str) -> str:
        if self.read is not None:
            return self.read(value)
        return value if value in self.labels else ""


@dataclass(frozen=True)
class Choice:
    value: str
    label: Any
    # None where it cannot be told.
    count: int | None
    is_chosen: bool
    # It chooses this one; of the chosen one, it takes it away.
    url: str


@dataclass(frozen=True)
class Offered:
    facet: Facet
    choices: list[Choice]

    @property
    def is_a_choice(self) -> bool:
        """With one choice that nobody has made there is nothing to choose between."""
        real = [choice for choice in self.choices if choice.value]
        return len(real) > 1 or any(choice.is_chosen for choice in real)


@dataclass(frozen=True)
class State:
    """Addresses that ask for the same are one state, and a state has one address: its parameters in the order of the
    facets, none of them empty. The number of a page is no part of it: each other choice begins at the first page.
    """

    facets: tuple[Facet, ...]
    # By the names of the facets; without those that nothing is chosen of.
    values: Mapping[str, str]
    path: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any], facets: Iterable[Facet], path: str = "") -> State:
        """What an old bookmark names and no longer exists is no choice, instead of an empty list.

        Of a parameter that is repeated the last one counts, as everywhere in Django.
        """
        known = tuple(facets)
        values = {facet.name: facet.understood(data.get(facet.parameter) or "") for facet in known}
        return cls(known, {name: value for name, value in values.items() if value}, path)

    def __getitem__(self, name: str) -> str:
        return self.values.get(self.facet(name).name, "")

    def facet(self, name: str) -> Facet:
        for facet in self.facets:
            if facet.name == name:
                return facet
        # Templates try a key before an attribute.
        raise KeyError(name)

    @property
    def query_dict(self) -> QueryDict:
        """For `{% querystring state.query_dict page=2 %}`."""
        query = QueryDict(mutable=True)
        for parameter, value in self.fields():
            query[parameter] = value
        return query

    @property
    def query(self) -> str:
        return self.query_dict.urlencode()

    @property
    def url(self) -> str:
        return self.on(self.path)

    def on(self, path: str) -> str:
        """The same choices in the address of another page."""
        query = self.query
        return f"{path}?{query}" if query else path or "?"

    def fields(self, *but: str) -> list[tuple[str, str]]:
        """Parameters and values: what a form carries along, `but` what it asks for itself."""
        return [
            (facet.parameter, self.values[facet.name])
            for facet in self.facets
            if facet.name in self.values and facet.name not in but
        ]

    def having(self, **values: str) -> State:
        known = {self.facet(name).name: value for name, value in values.items()}
        return replace(self, values={name: value for name, value in {**self.values, **known}.items() if value})

    def without(self, *names: str) -> State:
        return self.having(**dict.fromkeys(names, ""))

    def labelled(self, name: str, labels: Mapping[str, Any]) -> State:
        """Where only what was found says which choices there are."""
        facets = (replace(facet, labels=labels) if facet.name == name else facet for facet in self.facets)
        return replace(self, facets=tuple(facets))

    def offer(self, name: str, counts: Mapping[str, int] | None = None, *, everything: Any = "") -> Offered:
        """The choices that would show something, and the chosen one in any case: it can be taken away.

        Without `counts` all of them. `everything` names the choice of none, whose number stands under "" in `counts`.
        """
        facet, chosen = self.facet(name), self[name]
        labels = facet.labels if not chosen or chosen in facet.labels else {**facet.labels, chosen: chosen}
        choices = [
            Choice(value, label, _count(counts, value), value == chosen, self._toggled(name, value).url)
            for value, label in labels.items()
            if counts is None or counts.get(value) or value == chosen
        ]
        if everything:
            total = counts.get("") if counts else None
            choices.insert(0, Choice("", everything, total, not chosen, self.without(name).url))
        return Offered(facet, choices)

    def _toggled(self, name: str, value: str) -> State:
        return self.having(**{name: "" if value == self[name] else value})

    @property
    def chosen(self) -> list[Choice]:
        """What is chosen, each with the address without it."""
        return [
            Choice(value, facet.labels.get(value, value), None, True, self.without(facet.name).url)
            for facet in self.facets
            if facet.label and (value := self[facet.name])
        ]

    @property
    def unchosen(self) -> State:
        """Without any choice, looking in the same place."""
        return self.without(*(facet.name for facet in self.facets if facet.label))


def _count(counts: Mapping[str, int] | None, value: str) -> int | None:
    return None if counts is None else counts.get(value, 0)
