"""Fills the server's index from the rows: change by change, or anew beside the one that is searched."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.utils import timezone
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from clairdroit.search.locks import rebuilding
from clairdroit.search.mirror import server
from clairdroit.search.mirror.documents import alias_name, document_of, identity, index_body
from clairdroit.search.models import MirrorChange, SearchDocument

logger = logging.getLogger(__name__)

BATCH = 500
# Below every change's number: what is told of a change while an index is being built stays.
FIRST_VERSION = 0
# Searches that began before the swap may still read the old index.
SWAP_SECONDS = 2 * server.READING_SECONDS
CONFLICT, NOT_FOUND, TOO_MANY = 409, 404, 429


class MirrorError(Exception):
    """The server had no room for all it was told. What is left stays noted, and is told again."""


def catch_up() -> int:
    """Tells the server what it does not know yet; all, when it has no index of this site that the code understands.

    Returns how many changes (or documents) it was told. What fails stays noted for the next time.
    """
    try:
        done = drain() if _current(server.writer()) else _fill()
    except server.ERRORS as error:
        server.breaker.failed(error)
        return 0
    except MirrorError:
        logger.warning("Elasticsearch takes no more for now: the rest is told again later")
        return 0
    server.breaker.succeeded()
    return done


def _fill() -> int:
    with rebuilding(wait=False) as is_mine:
        return rebuild() if is_mine else 0


def drain() -> int:
    """Tells each index the changes noted so far, those being built too; returns how many.

    Two at once, or twice the same, do no harm: what is sent is the document as it is now, under the number of its last
    change, and of two the server keeps the higher.
    """
    writer = server.writer()
    done = 0
    while changes := list(MirrorChange.objects.order_by("pk")[:BATCH]):
        versions = {(change.kind, change.object_key): change.pk for change in changes}
        # Before the rows are read: an index that is not among these will be filled from rows that hold the changes.
        names = [name for name in _names(writer) if name.startswith(alias_name())]
        documents = _documents(versions)
        for name in names:
            _send(writer, name, (_action(key, documents.get(key), version) for key, version in versions.items()))
            writer.indices.refresh(index=name, ignore_unavailable=True)
        MirrorChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
        done += len(changes)
    return done


def rebuild(*, progress: Callable[[int], None] | None = None) -> int:
    """Builds an index beside the present one, swaps them, removes all others; returns how many documents it holds.

    The caller holds the lock `rebuilding`, so what else is there was left by one that was killed.
    """
    writer, alias = server.writer(), alias_name()
    current = _current(writer)
    _remove(writer, _names(writer) - current)
    superseded = list(MirrorChange.objects.values_list("pk", flat=True))
    name = f"{alias}_{timezone.now():%Y%m%d%H%M%S%f}"
    writer.indices.create(index=name, aliases={_way_in(name): {}}, **index_body())
    done = 0
    for rows in _batches():
        _send(writer, name, (_action((row.kind, row.object_key), document_of(row), FIRST_VERSION) for row in rows))
        done += len(rows)
        if progress:
            progress(done)
    writer.indices.refresh(index=name)
    swap = [{"remove": {"index": old, "alias": alias}} for old in current]
    writer.indices.update_aliases(actions=[*swap, {"add": {"index": name, "alias": alias}}])
    for start in range(0, len(superseded), BATCH):
        MirrorChange.objects.filter(pk__in=superseded[start : start + BATCH]).delete()
    time.sleep(SWAP_SECONDS if current else 0)
    _remove(writer, _names(writer) - {name})
    drain()
    return done


def remove_all() -> None:
    writer = server.writer()
    _remove(writer, _names(writer))


def _names(writer: Elasticsearch) -> set[str]:
    return set(_aliases_by_name(writer))


def _current(writer: Elasticsearch) -> set[str]:
    return {name for name, aliases in _aliases_by_name(writer).items() if alias_name() in aliases}


def _aliases_by_name(writer: Elasticsearch) -> dict[str, Collection[str]]:
    """This site's indexes."""
    found = writer.indices.get(index=f"{server.prefix()}_search_*", features="aliases")
    return {name: index["aliases"] for name, index in found.items()}


def _remove(writer: Elasticsearch, names: Collection[str]) -> None:
    for name in names:
        writer.indices.delete(index=name, ignore_unavailable=True)


def _way_in(name: str) -> str:
    """What is written through an alias does not bring an index back that was removed."""
    return f"{name}_in"


def _documents(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, row.object_key): document_of(row)
        for kind, of_kind in by_kind.items()
        for row in SearchDocument.objects.live().of(kind, of_kind).defer("body", "summary")
    }


def _batches() -> Iterator[list[SearchDocument]]:
    """Each read to its end before the next request: a long open SELECT stands in the way of SQLite's writers."""
    last = 0
    while rows := list(
        SearchDocument.objects.live().filter(pk__gt=last).defer("body", "summary").order_by("pk")[:BATCH]
    ):
        yield rows
        last = rows[-1].pk


def _action(key: tuple[str, str], document: dict[str, Any] | None, version: int) -> dict[str, Any]:
    action = {"_op_type": "index", "_source": document} if document else {"_op_type": "delete"}
    return {"_id": identity(*key), "version": version, "version_type": "external_gte", **action}


def _send(writer: Elasticsearch, name: str, actions: Iterable[dict[str, Any]]) -> None:
    answers = streaming_bulk(
        writer,
        actions,
        chunk_size=BATCH,
        index=_way_in(name),
        require_alias=True,
        raise_on_error=False,
    )
    for is_done, answer in answers:
        ((_, result),) = answer.items()
        if is_done or result["status"] in (CONFLICT, NOT_FOUND):
            # A newer one is there; or what should go is gone, the document or the whole index.
            continue
        if result["status"] == TOO_MANY or result["status"] >= 500:
            raise MirrorError
        # Told again it would be refused again, and keep all others waiting.
        logger.error("Elasticsearch refused a document", extra={"document": result["_id"], "status": result["status"]})
