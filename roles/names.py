"""How accounts are called where people read of them."""

from collections.abc import Callable

from clairdroit.registries import Registry
from clairdroit.roles.users import User

# Of apps some of whose accounts are no persons: what these are called, "" for all others.
account_names = Registry[Callable[[User], str]]()


def name_of(user: User | None) -> str:
    """A person by name; empty for whoever has none.

    Never the login: somebody else could try to sign in with it, and it tells the reader nothing.
    """
    if user is None:
        return ""
    for namer in account_names:
        if name := namer(user):
            return name
    name = str(user.get_full_name()).strip() if hasattr(user, "get_full_name") else ""
    return "" if name == user.get_username() else name
