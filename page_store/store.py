"""Pages in the memory of one process: by address, bounded in bytes, the least recently asked for goes first."""

import hashlib
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from clairdroit.page_store import encodings

Headers = list[tuple[str, str]]
# What Python's objects take around the bytes of a page.
OVERHEAD = 3_000
# Addresses that are known to be answered by Django: for these nobody waits.
MOST_UNKEPT = 10_000


@dataclass
class Page:
    """`headers` are those that belong to the page, whoever asks and however it travels."""

    headers: Headers
    gzipped: bytes
    tables: frozenset[str]
    fresh_until: float
    made_at: float = field(default_factory=time.monotonic)
    brotli: bytes | None = None
    etag: str = ""

    def __post_init__(self) -> None:
        # Weak: of one page the bytes differ by encoding (RFC 9110, section 8.8.1).
        self.etag = f'W/"{hashlib.sha256(self.gzipped).hexdigest()[:32]}"'

    @property
    def size(self) -> int:
        return len(self.gzipped) + len(self.brotli or b"") + OVERHEAD

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.fresh_until

    @property
    def age(self) -> int:
        return int(time.monotonic() - self.made_at)

    def body(self, wanted: set[str]) -> tuple[str, bytes]:
        """The name of the encoding, empty for none, and the bytes."""
        if self.brotli is not None and "br" in wanted:
            return "br", self.brotli
        if "gzip" in wanted:
            return "gzip", self.gzipped
        return "", encodings.to_plain(self.gzipped)


class Turn:
    """One request makes a page; those that ask for it meanwhile may wait for `done`."""

    def __init__(self) -> None:
        self.done = threading.Event()
        # Tables that changed since it began.
        self.changed: set[str] = set()


class PageStore:
    """Each method takes the lock itself; none does so while a page is made."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.pages: OrderedDict[Hashable, Page] = OrderedDict()
        self.showing: defaultdict[str, set[Hashable]] = defaultdict(set)
        self.turns: dict[Hashable, Turn] = {}
        self.making: set[Turn] = set()
        self.unkept: OrderedDict[Hashable, None] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Page | None:
        """Also one whose time is over: it is better than an error."""
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def begin(self, key: Hashable) -> tuple[Turn, bool]:
        """The turn of whoever makes the page, and whether that is the caller."""
        with self.lock:
            turn = self.turns.get(key)
            if turn is not None:
                return turn, False
            turn = Turn()
            self.making.add(turn)
            if key not in self.unkept:
                self.turns[key] = turn
            return turn, True

    def end(self, key: Hashable, turn: Turn, page: Page | None) -> None:
        """Keeps the page, but where one of its tables has changed since the turn began."""
        with self.lock:
            self.making.discard(turn)
            if self.turns.get(key) is turn:
                del self.turns[key]
            if page is None:
                self.unkept[key] = None
                self.unkept.move_to_end(key)
                if len(self.unkept) > MOST_UNKEPT:
                    self.unkept.popitem(last=False)
            elif not turn.changed & page.tables:
                self._put(key, page)
        turn.done.set()

    def _put(self, key: Hashable, page: Page) -> None:
        self._remove(key)
        self.unkept.pop(key, None)
        self.pages[key] = page
        self.bytes += page.size
        for table in page.tables:
            self.showing[table].add(key)
        while self.bytes > self.most_bytes:
            self._remove(next(iter(self.pages)))

    def add_brotli(self, key: Hashable, page: Page, brotli: bytes) -> None:
        with self.lock:
            if self.pages.get(key) is not page:
                return
            self.bytes += len(brotli)
            page.brotli = brotli
            while self.bytes > self.most_bytes:
                self._remove(next(iter(self.pages)))

    def drop(self, tables: set[str]) -> None:
        """The pages that show one of these tables, also those that are being made."""
        with self.lock:
            for turn in self.making:
                turn.changed |= tables
            for table in tables:
                for key in list(self.showing.get(table, ())):
                    self._remove(key)

    def _remove(self, key: Hashable) -> None:
        page = self.pages.pop(key, None)
        if page is None:
            return
        self.bytes -= page.size
        for table in page.tables:
            keys = self.showing[table]
            keys.discard(key)
            if not keys:
                del self.showing[table]
