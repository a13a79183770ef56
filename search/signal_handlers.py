"""Follows what the sources register: whatever saves, publishes, moves or deletes an object refreshes its document.

No rule stands here: the handlers only say "look again", and the source's queryset decides what is found.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move, published, unpublished

from clairdroit.search import indexing, registry
from clairdroit.search.mirror import is_configured
from clairdroit.search.registry import SearchSource
from clairdroit.search.tasks import mirror_changes, rebuild_kind, refresh_documents

logger = logging.getLogger(__name__)

# A transaction that touches more objects of one kind than this is an import: the worker rebuilds the kind.
MANY = 200
# Beside the connection, hence the transaction, that it belongs to.
PENDING = "clairdroit_search_pending"


def connect_sources() -> None:
    for source in registry.sources:
        connect(source)


def connect(source: SearchSource) -> None:
    look = partial(_look_again, source)
    for signal in (post_save, post_delete, published, unpublished):
        _listen(signal, look, sender=source.model, name=f"{source.kind}-{id(signal)}")
    for number, (model, owners) in enumerate(source.parts):
        part = partial(_look_again_at_owners, source, owners)
        for signal in (post_save, post_delete):
            _listen(signal, part, sender=model, name=f"{source.kind}-part-{number}-{id(signal)}")
    for signal, keys_of in source.announced:
        _listen(signal, partial(_announced, source, keys_of), name=f"{source.kind}-announced-{id(signal)}")
    if issubclass(source.model, Page):
        for signal in (page_slug_changed, post_page_move, page_unpublished):
            _listen(signal, partial(_moved, source), name=f"{source.kind}-moved-{id(signal)}")
    for field in source.model._meta.many_to_many:
        through = getattr(source.model, field.name).through
        if through._meta.auto_created:
            _listen(m2m_changed, look, sender=through, name=f"{source.kind}-{field.name}")


def _listen(signal: Any, receiver: Callable[..., None], *, name: str, sender: Any = None) -> None:
    # A strong reference: a partial has no other owner. Connecting twice under one name changes nothing.
    signal.connect(receiver, sender=sender, weak=False, dispatch_uid=f"clairdroit_search-{name}")


def _look_again(source: SearchSource, *, instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if raw or not isinstance(instance, source.model):
        return
    _later(source, [instance.pk])


def _look_again_at_owners(
    source: SearchSource,
    owners: Callable[[Any], Iterable[Any]],
    *,
    instance: models.Model,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    if not raw:
        _later(source, list(owners(instance)))


def _moved(source: SearchSource, *, instance: Page, **kwargs: Any) -> None:
    """Everything below a page that moved has another address."""
    below = source.model._default_manager.filter(path__startswith=instance.path)
    _later(source, list(below.values_list("pk", flat=True)))


def _announced(source: SearchSource, keys_of: Callable[..., Iterable[Any]], **kwargs: Any) -> None:
    _later(source, list(keys_of(**kwargs)))


class _Pending:
    """What the current transaction touched, kept once however often an object is saved in it."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = defaultdict(set)

    def flush(self) -> None:
        keys, self.keys = self.keys, defaultdict(set)
        for kind, touched in keys.items():
            _refresh(kind, touched)


def _later(source: SearchSource, keys: Iterable[Any]) -> None:
    """Refreshes after commit: before it, others would read what may never be, and the object has no children yet."""
    pending: _Pending | None = getattr(connection, PENDING, None)
    # What waits without being awaited belongs to a transaction that was rolled back: an import that failed would
    # make of the next single change one of too many.
    if pending is None or not any(entry[1] == pending.flush for entry in connection.run_on_commit):
        pending = _Pending()
        setattr(connection, PENDING, pending)
    pending.keys[source.kind].update(str(key) for key in keys if key is not None)
    transaction.on_commit(pending.flush)


def _refresh(kind: str, keys: set[str]) -> None:
    source = registry.sources.get(kind)
    if source is None or not keys:
        return
    is_many = len(keys) > MANY
    if is_many:
        rebuild_kind.enqueue(kind)
    try:
        # What may no longer be read does not wait for the worker, however much it is.
        indexing.refresh(source, indexing.no_longer_public(source, keys) if is_many else keys)
    except DatabaseError:
        # What was published stays published; the worker tries again.
        logger.exception("Search refresh failed, left to the worker", extra={"kind": kind, "count": len(keys)})
        if not is_many:
            refresh_documents.enqueue(kind, sorted(keys))
        return
    if is_configured():
        mirror_changes.enqueue()
