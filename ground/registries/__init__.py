"""What an app leaves to those above it: it holds a `Registry` or a `Slot`, and they register while they start.

work_lists = Registry[WorkList](key=lambda work: work.key, taken="The board already has a list {key!r}: {known!r}.")
work_lists.register(DEAD_LINKS)        # in another app's `ready`
for work in work_lists: ...
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class Registry(Generic[T]):
    """Things in the order of their registration, or of `order`.

    `key` tells one from another; without it each thing is its own. `taken` is the sentence that refuses another thing
    of the same key, as a format of `key`, `known` and `thing`. The same thing again changes nothing: a module may be
    read twice.
    """

    def __init__(
        self,
        things: Iterable[T] = (),
        *,
        key: Callable[[T], Hashable] = id,
        taken: str = "{known!r} and {thing!r} are registered under one name: {key!r}.",
        order: Callable[[T], Any] | None = None,
    ) -> None:
        self._things: dict[Hashable, T] = {}
        self._key, self._taken, self._order = key, taken, order
        for thing in things:
            self.register(thing)

    def register(self, thing: T, *keys: Hashable) -> T:
        """`keys` for a thing that does not say its own. Raises ImproperlyConfigured, with nothing registered."""
        keys = keys or (self._key(thing),)
        for key in keys:
            known = self._things.get(key, thing)
            if known is not thing and known != thing:
                raise ImproperlyConfigured(self._taken.format(key=key, known=known, thing=thing))
        self._things |= dict.fromkeys(keys, thing)
        return thing

    def __iter__(self) -> Iterator[T]:
        things = self._things.values()
        # A copy: what is registered meanwhile does not stop whoever goes through them.
        return iter(list(things) if self._order is None else sorted(things, key=self._order))

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, key: Hashable) -> T:
        return self._things[key]

    def get(self, key: Hashable) -> T | None:
        return self._things.get(key)

    def keys(self) -> set[Hashable]:
        return set(self._things)


class Slot(Registry[T]):
    """One thing on a site, or none; another is refused with the sentence `taken`."""

    def __init__(self, *, taken: str) -> None:
        super().__init__(key=lambda thing: None, taken=taken)

    @property
    def filled(self) -> T | None:
        return self.get(None)


@contextmanager
def registered(registry: Registry[T], *things: T) -> Iterator[Registry[T]]:
    """For tests: within it the registry holds these alone, and what is registered meanwhile; then what it held before.

    `registered(sources, *sources, Trial())` adds one.
    """
    before, registry._things = registry._things, {}
    try:
        for thing in things:
            registry.register(thing)
        yield registry
    finally:
        registry._things = before
