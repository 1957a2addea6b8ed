"""Connecting: SQLite opened to read only, also where this process may not write, and by which editions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.evidence.cycles import Cycles
from archive.projection import EditionMissing

# Each edition with a code of it, by one look at the index for each: every reader asks.
_EDITIONS = """
WITH RECURSIVE used(edition) AS (
    SELECT min(edition) FROM piece UNION ALL
    SELECT (SELECT min(edition) FROM piece WHERE edition > used.edition) FROM used WHERE edition <> '')
SELECT edition, (SELECT min(code) FROM piece WHERE piece.edition = used.edition) FROM used WHERE edition <> ''
"""


def connected(path: Path) -> tuple[sqlite3.Connection, int]:
    """A connection that only reads, and the version of the schema it finds."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _asked(address)
    except sqlite3.OperationalError:
        # Even to read, SQLite puts its shared memory beside the file. Where we may not write, and nobody who
        # may is at work (there is no log), the file is all there is.
        if not path.exists() or path.with_name(f"{path.name}-wal").exists():
            raise
        return _asked(f"{address}&immutable=1")


def _asked(address: str) -> tuple[sqlite3.Connection, int]:
    database = sqlite3.connect(address, uri=True)
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
