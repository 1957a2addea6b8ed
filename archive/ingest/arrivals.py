"""Arrivals: what lies in the drop folder, and which of it has settled."""

import fcntl
import os
import re
import signal
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
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
"""Seconds after which a file that was last changed so long ago is whole at the second look."""

_TWO_LOOKS = 0.25
"""Seconds between two looks at least, for the second to say that a file stays as it is."""

Kind = Literal["file", "link", "special", "closed", "failing"]
"""A folder is an arrival only when it cannot be looked into: closed to us, or failing."""


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
    """One thing in the drop folder. ``label`` is its path there as text: NFC, ``/`` between folders.

    What was in a dropped file lies elsewhere; ``within`` are the media types of what it was in, outermost
    first, and its label goes on from that file's.
    """

    path: Path
    label: str
    kind: Kind
    signature: Signature
    within: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether it still is what was looked at."""
        try:
            return Signature.of(self.path.lstat()) == self.signature
        except OSError:
            return False

    def remove(self) -> None:
        """Take the source out of the drop folder, unless it is no longer what was taken in."""
        if self.unchanged:
            # A drop folder that may not be changed: the file is known, and is passed over next time.
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is never an arrival: hidden, temporary, or the system's own."""
    return _PASSED_OVER.fullmatch(name) is not None


def look(drop: Path) -> tuple[Arrival, ...]:
    """All arrivals below ``drop``, in the order of their labels, numbers by value. Links are not followed.

    Raises ``OSError`` when ``drop`` itself is not there or may not be read.
    """
    return tuple(sorted(_walk(drop), key=lambda arrival: natural(arrival.label)))


def _walk(drop: Path) -> Iterator[Arrival]:
    # A list of folders still to look into, not a call within a call: people's folders may lie deep.
    folders: list[tuple[Path, os.stat_result]] = [(drop, drop.stat())]
    while folders:
        folder, status = folders.pop()
        try:
            entries = _entries(folder)
        except FileNotFoundError:
            if folder == drop:
                raise
        except OSError as fault:
            if folder == drop:
                raise
            kind: Kind = "closed" if isinstance(fault, PermissionError) else "failing"
            yield Arrival(folder, label_text(folder.relative_to(drop)), kind, Signature.of(status))
        else:
            for name, status in entries:
                path = folder / name
                if is_passed_over(name) or (folder == drop and name == ANSWERS):
                    continue
                if stat.S_ISDIR(status.st_mode):
                    folders.append((path, status))
                else:
                    yield Arrival(
                        path, label_text(path.relative_to(drop)), _kind(status), Signature.of(status)
                    )


def _entries(folder: Path) -> tuple[tuple[str, os.stat_result], ...]:
    """Names in a folder with the system's answer about each, but for what went away meanwhile."""
    found: list[tuple[str, os.stat_result]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                found.append((entry.name, entry.stat(follow_symlinks=False)))
    return tuple(found)


def _kind(status: os.stat_result) -> Kind:
    if stat.S_ISREG(status.st_mode):
        return "file"
    return "link" if stat.S_ISLNK(status.st_mode) else "special"


def label_text(path: Path) -> str:
    """A relative path as text that any record can hold: bytes that are no UTF-8 become U+FFFD."""
    return unicodedata.normalize("NFC", os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def natural(label: str) -> tuple[tuple[int, int, str], ...]:
    """What labels are put in order by: numbers by value, so that ``2.pdf`` comes before ``10.pdf``."""
    parts = (
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part.casefold())
        for part in re.split(r"(\d{1,18})", label)
    )
    return (*parts, (2, 0, label))


@dataclass(frozen=True, slots=True)
class _Seen:
    signature: Signature
    since: float
    changing: bool


class Settling:
    """Remembers how long each arrival has not changed, by this process's own clock.

    The file's own times, by a file server's clock that may be wrong, only shorten the wait for one that says
    it is old and was the same at two looks; one that was seen to change waits its whole time.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[Path, _Seen] = {}

    def observe(self, arrivals: Iterable[Arrival], now: float, wall: float) -> tuple[Arrival, ...]:
        """Note a look at ``now`` (monotonic seconds; ``wall`` is Unix time); gives the settled arrivals."""
        seen: dict[Path, _Seen] = {}
        settled: list[Arrival] = []
        for arrival in arrivals:
            one = self._seen.get(arrival.path)
            if one is None or one.signature != arrival.signature:
                one = _Seen(arrival.signature, now, one is not None)
            seen[arrival.path] = one
            last = max(arrival.signature.modified, arrival.signature.changed) / 1e9
            old = wall - last >= _LONG_UNTOUCHED and not one.changing
            if now - one.since >= (min(self._seconds, _TWO_LOOKS) if old else self._seconds):
                settled.append(arrival)
        self._seen = seen
        return tuple(settled)

    def unchanged_for(self, arrival: Arrival, now: float) -> float:
        """Seconds for which the arrival was seen not to change."""
        one = self._seen.get(arrival.path)
        return now - one.since if one and one.signature == arrival.signature else 0.0


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
