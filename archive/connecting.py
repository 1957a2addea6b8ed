"""Connecting: SQLite opened to read only, also where this process may not write, and by which editions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from archive.evidence.cycles import Cycles
from archive.projection import SCHEMA_VERSION, EditionMissing

# Each edition with a code of it, by one look at the index for each: every reader asks.
_EDITIONS = """
WITH RECURSIVE used(edition) AS (
    SELECT min(edition) FROM piece UNION ALL
    SELECT (SELECT min(edition) FROM piece WHERE edition > used.edition) FROM used WHERE edition <> '')
SELECT edition, (SELECT min(code) FROM piece WHERE piece.edition = used.edition) FROM used WHERE edition <> ''
"""


class Connected(NamedTuple):
    """A connection that only reads, the version of the schema it finds, and which file it has open.

    ``file`` is None where the connection never sees what is written later.
    """

    database: sqlite3.Connection
    version: int
    file: tuple[int, int] | None


def connected(path: Path) -> Connected:
    """Open a catalogue to read it. One may be used by several threads, by one at a time."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    # Asked for first: one that is put in its place from here on is another.
    file = file_of(path)
    try:
        return Connected(*_asked(address), file)
    except sqlite3.OperationalError:
        # Even to read, SQLite puts its shared memory beside the file. Where we may not write, and nobody who
        # may is at work (there is no log), the file is all there is.
        if not path.exists() or path.with_name(f"{path.name}-wal").exists():
            raise
        return Connected(*_asked(f"{address}&immutable=1"), None)


def file_of(path: Path) -> tuple[int, int] | None:
    """What tells the file that lies there now from any other; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _asked(address: str) -> tuple[sqlite3.Connection, int]:
    database = sqlite3.connect(address, uri=True, check_same_thread=False)
    with closed_on_error(database):
        return database, int(database.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def closed_on_error(database: sqlite3.Connection) -> Iterator[None]:
    """Close a connection when what is done with it fails."""
    try:
        yield
    except BaseException:
        database.close()
        raise


def read_by(cycles: Cycles | None, database: sqlite3.Connection) -> None:
    """Raise ``EditionMissing`` for a code in the catalogue that none of the editions reads."""
    if cycles is None:
        return
    for edition, code in database.execute(_EDITIONS):
        if cycles.edition(edition) is None:
            try:
                cycles.parse(code)
            except ValueError as fault:
                raise EditionMissing(f"{code}: {edition}") from fault


def is_sound(database: sqlite3.Connection) -> bool:
    """Whether it is a whole catalogue of this version's schema."""
    try:
        return bool(
            database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
            and database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        )
    except sqlite3.OperationalError:
        # The system failed, not the file: an error to report, not a reason to make it anew.
        raise
    except sqlite3.DatabaseError:
        return False


def remove_catalogue(path: Path) -> None:
    """Delete a catalogue with what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
