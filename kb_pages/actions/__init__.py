"""State changes of the page tree. Building it, its roles and its moderation can run again and changes nothing then."""

from clairdroit.kb_pages.actions.articles import PlaceError, draft_article
from clairdroit.kb_pages.actions.copies import begin_anew, give_copies_an_owner
from clairdroit.kb_pages.actions.moderation import assign_moderation, open_to_roles
from clairdroit.kb_pages.actions.roles import build_roles
from clairdroit.kb_pages.actions.tree import Tree, build_tree, record_address

__all__ = [
    "PlaceError",
    "Tree",
    "assign_moderation",
    "begin_anew",
    "build_roles",
    "build_tree",
    "draft_article",
    "give_copies_an_owner",
    "open_to_roles",
    "record_address",
]
