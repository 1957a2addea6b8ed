"""Arrivals: what lies in the drop folder, and which of it has settled."""

import fcntl
import os
import re
import signal
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

ANSWERS = "_ket-qua"
"""The folder within the drop folder where answers lie; nothing in it is an arrival."""

_PASSED_OVER = re.compile(
    r"\..*|~\$.*|~.*\.tmp|.*\.(tmp|temp|part|partial|crdownload|download|filepart|swp|lock)|.*~"
    r"|thumbs\.db|ehthumbs.*\.db|desktop\.ini|\$recycle\.bin|system volume information|__macosx|@eadir"
    r"|lost\+found",
    re.IGNORECASE,
)
_LONG_UNTOUCHED = 600.0
"""Seconds after which a file that was last changed so long ago is whole at the first look."""

Kind = Literal["file", "link", "special"]


@dataclass(frozen=True, slots=True)
class Signature:
    """What changes when a file changes: its identity, length, and times of last change (nanoseconds)."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Signature":
        """From the system's answer about a file."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing in the drop folder. ``label`` is its path there as text: NFC, ``/`` between folders."""

    path: Path
    label: str
    kind: Kind
    signature: Signature


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is never an arrival: hidden, temporary, or the system's own."""
    return _PASSED_OVER.fullmatch(name) is not None


def look(drop: Path) -> tuple[Arrival, ...]:
    """All arrivals below ``drop``, in the order of their labels, numbers by value. Links are not followed."""
    return tuple(sorted(_walk(drop, drop), key=lambda arrival: _natural(arrival.label)))


def _walk(folder: Path, drop: Path) -> Iterator[Arrival]:
    try:
        entries = tuple(os.scandir(folder))
    except OSError:
        # A folder that went away, or that may not be read: its files are looked for again next time.
        return
    for entry in entries:
        path = Path(entry.path)
        if is_passed_over(entry.name) or (folder == drop and entry.name == ANSWERS):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(path, drop)
            continue
        kind: Kind = "special"
        if stat.S_ISREG(status.st_mode):
            kind = "file"
        elif stat.S_ISLNK(status.st_mode):
            kind = "link"
        yield Arrival(path, label_text(path.relative_to(drop)), kind, Signature.of(status))


def label_text(path: Path) -> str:
    """A relative path as text that any record can hold: bytes that are no UTF-8 become U+FFFD."""
    return unicodedata.normalize("NFC", os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def _natural(label: str) -> tuple[tuple[int, int, str], ...]:
    parts = (
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part.casefold())
        for part in re.split(r"(\d{1,18})", label)
    )
    return (*parts, (2, 0, label))


class Settling:
    """Remembers how long each arrival has not changed, by this process's own clock.

    Only differences of the handed-in seconds count, so a file server's wrong clock does no harm.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[Path, tuple[Signature, float]] = {}

    def observe(self, arrivals: Iterable[Arrival], now: float, wall: float) -> tuple[Arrival, ...]:
        """Note a look at ``now`` (monotonic seconds; ``wall`` is Unix time); gives the settled arrivals."""
        seen: dict[Path, tuple[Signature, float]] = {}
        settled: list[Arrival] = []
        for arrival in arrivals:
            before = self._since.get(arrival.path)
            since = before[1] if before and before[0] == arrival.signature else now
            seen[arrival.path] = (arrival.signature, since)
            last = max(arrival.signature.modified, arrival.signature.changed) / 1e9
            if now - since >= self._seconds or wall - last >= _LONG_UNTOUCHED:
                settled.append(arrival)
        self._since = seen
        return tuple(settled)

    def unchanged_for(self, arrival: Arrival, now: float, wall: float) -> float:
        """Seconds for which the arrival is known not to have changed."""
        signature, since = self._since.get(arrival.path, (arrival.signature, now))
        if signature != arrival.signature:
            return 0.0
        last = max(signature.modified, signature.changed) / 1e9
        return max(now - since, wall - last if wall - last >= _LONG_UNTOUCHED else 0.0)


def open_arrival(arrival: Arrival) -> BinaryIO:
    """The arrival's bytes. What has become a link since the look is not followed, a pipe not waited for."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    return os.fdopen(os.open(arrival.path, flags), "rb")


def is_being_written(descriptor: int) -> bool:
    """Whether another process has the open file open for writing, where the system can tell (Linux leases).

    File systems without leases (most network shares) answer False; there the settling alone decides.
    """
    try:
        # Whoever opens the file just now makes the system signal the lease's holder; the usual SIGIO would
        # end this process, SIGURG is passed over.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
