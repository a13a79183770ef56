"""State changes of the page tree. Building it can run again and changes nothing then."""

from clairdroit.kb_pages.actions.articles import PlaceError, draft_article
from clairdroit.kb_pages.actions.copies import begin_anew, give_copies_an_owner
from clairdroit.kb_pages.actions.tree import Tree, build_tree, record_address

__all__ = [
    "PlaceError",
    "Tree",
    "begin_anew",
    "build_tree",
    "draft_article",
    "give_copies_an_owner",
    "record_address",
]
