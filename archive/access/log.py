"""Log (nhật ký xem): the portal's own chain of who looked at what, a segment a month, and its one writer."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archive.access.looks import Look, decode
from storage.ledger import Entry, Ledger, LedgerWriter, Line
from storage.lock import Locked, writer_lock

MOST_WAITING = 10_000
"""Looks that wait for the disk. Beyond them nothing more is shown: what is not noted is not shown."""

_BATCH = 1_000
_AGAIN = 1.0
"""Seconds between two tries, while the disk is full or another portal writes."""

MOST_LOOKED_THROUGH = 200_000
"""Lines, from the newest on, among which those asked for are looked for."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the log: when, who by name ("" for somebody unknown), and what."""

    at: str
    by: str
    look: Look


def log_of(folder: Path) -> Ledger:
    """The log of an archive, given its folder ``access``."""
    return Ledger(folder / "log")


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Be the one that writes the log. Raises ``Locked``; ``OSError`` where nobody may write."""
    root = log_of(folder).root
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writer_lock(root / ".lock"):
        yield


def newest(log: Ledger, wanted: Callable[[Look], bool], most: int) -> tuple[Noted, ...]:
    """The newest lines that are wanted, newest first. A line that cannot be read is passed over."""
    found: list[Noted] = []
    for number, raw in enumerate(_backwards(log)):
        if len(found) >= most or number >= MOST_LOOKED_THROUGH:
            break
        try:
            line = msgspec.json.decode(raw, type=Line)
            look = decode(line.event)
        except msgspec.DecodeError:
            continue
        if wanted(look):
            found.append(Noted(line.at, line.by, look))
    return tuple(found)


def _backwards(log: Ledger) -> Iterator[bytes]:
    for segment in reversed(log.segments()):
        with suppress(FileNotFoundError):
            yield from reversed(log.path(segment).read_bytes().splitlines())


class LogWriter:
    """Notes looks in the background, in batches, each forced to disk. One of an archive writes at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: deque[Entry] = deque()
        self._change = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._written = 0
        self._noted = 0

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more is taken."""
        return len(self._waiting) >= MOST_WAITING

    def note(self, at: str, by: str, look: Look) -> None:
        """Take a look to be written. What comes when it ``is_full`` is still taken: it has been shown."""
        with self._change:
            self._waiting.append(Entry(at, by, msgspec.json.encode(look)))
            self._noted += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="access log", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def flush(self, seconds: float = 10.0) -> bool:
        """Wait until all that was noted is on disk; whether it is."""
        with self._change:
            wanted = self._noted
            return self._change.wait_for(lambda: self._written >= wanted, seconds)

    def close(self) -> None:
        """Write what waits, if the disk takes it, and let go of the log."""
        with self._change:
            self._closing = True
            self._change.notify_all()
            thread = self._thread
        if thread:
            thread.join(10.0)

    def _run(self) -> None:
        while self._batch():
            try:
                with only_writer(self._folder):
                    writer = LedgerWriter(log_of(self._folder))
                    while batch := self._batch():
                        self._write(writer, batch)
            except (OSError, Locked):
                with self._change:
                    if self._closing:
                        return
                    self._change.wait(_AGAIN)

    def _batch(self) -> list[Entry]:
        """What waits, once something does; nothing when the log is closed and all is written."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._closing)
            return [self._waiting[place] for place in range(min(_BATCH, len(self._waiting)))]

    def _write(self, writer: LedgerWriter, batch: list[Entry]) -> None:
        writer.append_each(batch[-1].at[:7], batch)
        with self._change:
            for _ in batch:
                self._waiting.popleft()
            self._written += len(batch)
            self._change.notify_all()
