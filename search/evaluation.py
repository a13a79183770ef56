"""Measures the public page's search on queries whose right answer is known."""

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clairdroit.search.backends import SearchBackend
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest


class QueriesError(ValueError):
    """A file of queries that cannot be read; the message names the line."""


@dataclass
class Case:
    """A query and the keys of the objects that answer it: finding any of them is a success."""

    kind: str
    query: str
    targets: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Outcome:
    kind: str
    # From 1; None when no right answer is among the results.
    rank: int | None
    milliseconds: float


def read_cases(path: Path) -> list[Case]:
    """One JSON object a line; lines with the same `query_id` are one query with several right answers."""
    cases: dict[Any, Case] = {}
    # A byte that is not UTF-8 becomes a lone surrogate, so that the line it stands in can be named.
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.encode("utf-8", "surrogateescape"))
                key = row.get("query_id") or ("line", number)
                case = cases.setdefault(key, Case(kind=str(row.get("kind", "")), query=str(row["query"])))
                case.targets.add(str(row["target_id"]))
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                raise QueriesError(
                    f"{path}, line {number}: expected an object with “query” and “target_id” ({error})."
                ) from error
    return list(cases.values())


def run(cases: Iterable[Case], *, document_kind: str, backend: SearchBackend | None = None) -> list[Outcome]:
    outcomes = []
    for case in cases:
        started = time.perf_counter()
        found = search(SearchRequest(text=case.query, kind=document_kind), backend=backend)
        elapsed = (time.perf_counter() - started) * 1000
        keys = [item.document.object_key for item in found.ranked]
        rank = next((place for place, key in enumerate(keys, start=1) if key in case.targets), None)
        outcomes.append(Outcome(case.kind, rank, elapsed))
    return outcomes


def summary(outcomes: Sequence[Outcome], k: int) -> dict[str, dict[str, float]]:
    """Per kind and in all: queries, success@1, success@k and success@20 in percent, MRR, milliseconds."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.kind].append(outcome)
    groups["all"] = list(outcomes)
    return {kind: _measures(group, k) for kind, group in groups.items()}


def _measures(outcomes: Sequence[Outcome], k: int) -> dict[str, float]:
    ranks = [outcome.rank for outcome in outcomes]
    times = sorted(outcome.milliseconds for outcome in outcomes)

    def success(limit: int) -> float:
        return round(100 * sum(rank is not None and rank <= limit for rank in ranks) / len(ranks), 1)

    return {
        "queries": len(ranks),
        "success@1": success(1),
        f"success@{k}": success(k),
        "success@20": success(20),
        "mrr": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 3),
        "ms_median": round(statistics.median(times), 1),
        "ms_p99": round(times[min(len(times) - 1, int(len(times) * 0.99))], 1),
    }
