"""Ledger: append-only history, each line carrying the digest of the line before."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from storage.digest import ZERO, Digest
from storage.files import make_directory, sync_directory, write_all

_SUFFIX = ".jsonl"
_LONGEST_LINE = 1 << 20


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: ``sequence`` counts from 1 over all segments, ``at`` is ISO 8601 with its offset."""

    sequence: int
    previous: str
    at: str
    by: str
    event: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many lines there are and the digest of the last one."""

    sequence: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two lines: the segment, the byte offset in it, and the head up to there."""

    segment: str
    offset: int
    head: Head


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to become a line: when, by whom, and the event as one JSON value."""

    at: str
    by: str
    event: bytes


START = Position("", 0, Head(0, ZERO))


class BrokenChain(Exception):
    """A line is not what the line after it, or its own form, says it was."""

    def __init__(self, segment: str, number: int, why: str) -> None:
        super().__init__(f"{segment}{_SUFFIX}, line {number}: {why}")
        self.segment = segment
        self.number = number
        self.why = why


class Ledger:
    """The segments below ``root``, ``<segment>.jsonl``, read in the order of their names."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def segments(self) -> tuple[str, ...]:
        """The names of the segments, oldest first."""
        return tuple(sorted(path.stem for path in self.root.glob(f"*{_SUFFIX}")))

    def path(self, segment: str) -> Path:
        """The file of a segment."""
        return self.root / f"{segment}{_SUFFIX}"

    def size(self) -> int:
        """The bytes of all segments: a cheap way to see that lines were added."""
        return sum(self.path(segment).stat().st_size for segment in self.segments())

    def read(self, after: Position = START) -> Iterator[tuple[Line, Position]]:
        """Lines after a position, in order, each with the position behind it; the chain is checked.

        An unfinished last line is not a line yet and is passed over.

        Raises ``BrokenChain`` at the first line that does not fit.
        """
        head = after.head
        segments = self.segments()
        for segment in segments:
            if segment < after.segment:
                continue
            offset = after.offset if segment == after.segment else 0
            with self.path(segment).open("rb") as stream:
                stream.seek(offset)
                for raw in stream:
                    if not raw.endswith(b"\n") and segment == segments[-1]:
                        break
                    try:
                        line = _decode(raw, head)
                    except ValueError as fault:
                        number = self._line_number(segment, offset)
                        raise BrokenChain(segment, number, str(fault)) from fault
                    offset += len(raw)
                    head = Head(line.sequence, Digest.of(raw[:-1]))
                    yield line, Position(segment, offset, head)

    def _line_number(self, segment: str, offset: int) -> int:
        with self.path(segment).open("rb") as stream:
            return stream.read(offset).count(b"\n") + 1

    def end(self) -> Position:
        """The position behind the last whole line, found from the end of the newest segment."""
        for segment in reversed(self.segments()):
            size = self.path(segment).stat().st_size
            with self.path(segment).open("rb") as stream:
                stream.seek(max(0, size - 2 * _LONGEST_LINE))
                tail = stream.read()
            whole, newline, rest = tail.rpartition(b"\n")
            if not newline:
                continue
            raw = whole.rpartition(b"\n")[2]
            try:
                line = msgspec.json.decode(raw, type=Line)
            except msgspec.DecodeError as fault:
                number = self._line_number(segment, size - len(rest)) - 1
                raise BrokenChain(segment, number, str(fault)) from fault
            return Position(segment, size - len(rest), Head(line.sequence, Digest.of(raw)))
        return START


class LedgerWriter:
    """Appends to a ledger; only for the holder of the writer's lock.

    Opening it mends an unfinished last line (what was never confirmed is cut off).
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        end = ledger.end()
        self.head = end.head
        self.mended = False
        for segment in ledger.segments()[-1:]:
            path = ledger.path(segment)
            whole = end.offset if segment == end.segment else 0
            if path.stat().st_size > whole:
                with path.open("r+b") as stream:
                    stream.truncate(whole)
                    os.fsync(stream.fileno())
                self.mended = True

    def append(self, segment: str, at: str, by: str, events: Sequence[bytes]) -> Head:
        """Append ``events`` (each one JSON value), all of one time and person; see ``append_each``."""
        return self.append_each(segment, [Entry(at, by, event) for event in events])

    def append_each(self, segment: str, entries: Sequence[Entry]) -> Head:
        """Append as one batch, forced to disk before this returns.

        ``segment`` never goes back: with a clock set wrong the newest segment is used instead.

        Raises ``OSError`` with the ledger as it was, when the disk does not take the lines.
        """
        if not entries:
            return self.head
        segments = self.ledger.segments()
        segment = max(segment, *segments) if segments else segment
        head = self.head
        batch = bytearray()
        for one in entries:
            line = Line(head.sequence + 1, str(head.digest), one.at, one.by, msgspec.Raw(one.event))
            raw = msgspec.json.encode(line)
            if len(raw) >= _LONGEST_LINE:
                raise ValueError(f"a ledger line of {len(raw)} bytes; the most is {_LONGEST_LINE}")
            batch += raw + b"\n"
            head = Head(line.sequence, Digest.of(raw))
        self._write(self.ledger.path(segment), bytes(batch))
        self.head = head
        return head

    def _write(self, path: Path, batch: bytes) -> None:
        make_directory(path.parent)
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            size = os.fstat(descriptor).st_size
            try:
                write_all(descriptor, batch)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
        if new:
            sync_directory(path.parent)


def _decode(raw: bytes, head: Head) -> Line:
    if not raw.endswith(b"\n"):
        raise ValueError("a line without an end amid the history")
    line = msgspec.json.decode(raw, type=Line)
    if line.previous != head.digest:
        raise ValueError("the line before it is not the one it was written after")
    if line.sequence != head.sequence + 1:
        raise ValueError(f"sequence {line.sequence} after {head.sequence}")
    return line
