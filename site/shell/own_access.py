"""The name of the address where whoever is signed in finds their own access: the app of signing in says it, if any."""

from clairdroit.registries import Slot

own_access: Slot[str] = Slot(taken="The way to one’s own access is {known!r} already: {thing!r} cannot be another.")
