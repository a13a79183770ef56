"""Who may do what: each app declares the rights of each role in its own `roles.py`, and one action gives them all."""

from clairdroit.roles.declaring import AppRoles, CollectionRights, PageRights
from clairdroit.roles.enums import Role

__all__ = ["AppRoles", "CollectionRights", "PageRights", "Role"]
