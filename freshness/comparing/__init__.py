"""What changed between two versions of a page or record, as its readers would see it: words, tables, choices, dates."""

from clairdroit.freshness.comparing.versions import Change, changes_between, everything_in
from clairdroit.freshness.comparing.words import marked

__all__ = ["Change", "changes_between", "everything_in", "marked"]
