"""Fixity (kiểm tra toàn vẹn): the log of checks, a hash chain of its own in ``checks/``.

It is not in the ledger: a ledger whose chain is broken takes no line, and that run is the one to remember.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from archive.evidence.years import SchoolYear
from storage.ledger import BrokenChain, Ledger, LedgerWriter
from storage.lock import writer_lock

_PATIENCE = 10.0


class Amiss(msgspec.Struct, frozen=True):
    """How many findings of one kind there were; a kind is one of ``storage.check.Kind``."""

    kind: str
    count: int


class Checked(msgspec.Struct, frozen=True):
    """What was checked: how many objects and lines, and the head then; None where the chain is broken.

    ``serious`` is how many of the findings are no harmless ones.
    """

    objects: int
    lines: int | None
    head: str | None
    serious: int
    findings: tuple[Amiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A check that was made: when, by whom, and with what outcome."""

    at: str
    by: str
    checked: Checked


def record_check(root: Path, at: datetime, by: str, checked: Checked, year_starts: tuple[int, int]) -> None:
    """Append a check to the log of the home at ``root``. Raises ``Locked``, ``BrokenChain``, ``OSError``."""
    log = _log(root)
    log.root.mkdir(exist_ok=True)
    segment = str(SchoolYear.of(at.date(), year_starts))
    with writer_lock(log.root / ".lock", _PATIENCE):
        writer = LedgerWriter(log)
        writer.append(segment, at.isoformat(timespec="seconds"), by, [msgspec.json.encode(checked)])


def checks_made(root: Path) -> tuple[Run, ...]:
    """The checks of the home at ``root``, newest first; of a log that is broken, those before the break."""
    runs: list[Run] = []
    try:
        for line, _ in _log(root).read():
            runs.append(Run(line.at, line.by, msgspec.json.decode(line.event, type=Checked)))
    except (BrokenChain, msgspec.DecodeError):
        pass
    return tuple(reversed(runs))


def _log(root: Path) -> Ledger:
    return Ledger(root / "checks")
