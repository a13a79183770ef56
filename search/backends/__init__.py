"""One way to ask for candidates, whatever the database. What the reader sees is decided after it, in `ranking.py`."""

from clairdroit.search.backends.base import BackendError, Candidate, Lookup, SearchBackend
from clairdroit.search.backends.choosing import backend_named, database_backend, get_backend

__all__ = ["BackendError", "Candidate", "Lookup", "SearchBackend", "backend_named", "database_backend", "get_backend"]
