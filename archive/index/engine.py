"""The seam between search and whatever keeps the index (máy tìm): few methods, two that have them.

What is asked, what it is worth and how it is shown is told apart from any engine; an engine keeps rows, finds
sets of them and counts.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Protocol, get_args

from archive.index.clauses import Clause, Worth
from archive.index.entries import Entry
from archive.index.rows import Record
from archive.settings import Engine as EngineName

Order = Literal["date", "code"]


class Snapshot(Protocol):
    """The index as it stood when it was asked. A row is a number that means something to it alone.

    All may raise IndexUnusable when the files are damaged.
    """

    def size(self) -> int:
        """How many documents there are."""

    def count(self, clause: Clause) -> int:
        """How many documents a clause has."""

    def best(self, clause: Clause, worth: Worth, limit: int) -> Sequence[int]:
        """The rows of the ``limit`` documents of a clause that are worth most, best first."""

    def ordered(self, clause: Clause, by: Order, offset: int, limit: int) -> Sequence[int]:
        """The rows of a stretch of the documents of a clause, latest first or by code."""

    def tally(self, clause: Clause, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many documents of a clause have each value of each facet."""

    def records(self, rows: Sequence[int]) -> Sequence[Record]:
        """What the rows keep, in their order."""

    def frequency(self, word: str) -> int:
        """How many documents have a word, given without marks."""

    def values(self, field: str) -> Iterable[str]:
        """The different words or values of a field."""


class Engine(Protocol):
    """An opened index. Searching takes no lock, and sees what another process has written."""

    @property
    def position(self) -> int:
        """The ledger's sequence number up to which the index is; 0 when new."""

    def update(self, entries: Iterable[Entry], gone: Iterable[str], position: int) -> None:
        """Put ``entries`` in place of what there was, take out documents ``gone``: all of it, or nothing.

        Killed within, the same update is done again, which is harmless. Raises IndexBusy when another
        process writes.
        """

    def snapshot(self) -> Snapshot:
        """The index as it stands. Raises IndexUnusable."""

    def close(self) -> None:
        """Let go of the files; the index cannot be used after."""


def open_engine(name: EngineName, path: Path) -> Engine:
    """The index in directory ``path``, made when missing. Raises IndexUnusable; OSError as files do."""
    # Only the engine that is used is imported: one of them may not be installed.
    if name == "whoosh":
        from archive.index.engine_whoosh import WhooshEngine

        return WhooshEngine.open(path)
    from archive.index.engine_tantivy import TantivyEngine

    return TantivyEngine.open(path)


NAMES: tuple[EngineName, ...] = get_args(EngineName)
