"""Which names CLAIRDROIT_RETENTION_DAYS may say: each app declares its own in its `conf.py`, with its default."""

from dataclasses import dataclass

from clairdroit.registries import Registry


@dataclass(frozen=True)
class Kept:
    name: str
    days: int


known = Registry[Kept](key=lambda kept: kept.name, taken="{key} is kept by two apps: {known!r} and {thing!r}.")


def declare(**days: int) -> dict[str, int]:
    """Read before Django has started: what a variable may say is known when the settings are."""
    for name, number in days.items():
        known.register(Kept(name, number))
    return days


def defaults() -> dict[str, int]:
    return {kept.name: kept.days for kept in known}
