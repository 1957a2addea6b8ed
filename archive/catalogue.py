"""Catalogue: the SQLite projection of the ledger, and what can be asked of it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from archive.confinement import Seen, closed_of, codes_of, confine, mails_of, seen_within
from archive.connecting import closed_on_error, connected, file_of, is_sound, read_by, remove_catalogue
from archive.evidence.cycles import Cycles
from archive.evidence.seeing import Codes, with_enclosed
from archive.evidence.sight import ALL, Sight
from archive.naming import Naming
from archive.projection import SCHEMA, SCHEMA_VERSION, Projection
from archive.readings import Readings
from archive.records import DocumentRecord, EventRecord, PartRecord, RefusalRecord
from archive.shelf import Shelf
from storage.digest import Digest
from storage.files import make_directory
from storage.ledger import START, Head, Ledger, Position

_DOCUMENT = """
SELECT d.digest, d.path, d.name, d.size, d.media_type, d.pages, d.received_at,
       coalesce(f.title, d.title), f.code, f.reason, coalesce(f.school_year, d.school_year),
       d.symbol, d.date, d.issuer, d.type, d.parent, d.urgency, d.place,
       d.parts, d.signatures, d.signatures_whole, r.by
FROM document d LEFT JOIN filing f ON f.document = d.digest LEFT JOIN replaced r ON r.document = d.digest
"""

# The register says which codes two editions have for one piece: that matters once there are two.
_CHANGED = """
WITH touched (document, code) AS (
    SELECT document, CASE WHEN kind IN ('linked', 'unlinked', 'marked') THEN code
                          WHEN kind IN ('registered', 'struck')
                               AND (SELECT count(DISTINCT edition) FROM piece) > 1 THEN code END
    FROM event WHERE sequence > ?1 AND kind IN (
        'received', 'filed', 'unfiled', 'replaced', 'linked', 'unlinked', 'marked', 'registered', 'struck'))
SELECT d.digest FROM document d WHERE d.digest IN (
    SELECT document FROM touched
    UNION SELECT f.document FROM filing f JOIN touched t ON t.code = f.code
    UNION SELECT f.document FROM touched t JOIN same s ON s.code = t.code JOIN filing f ON f.code = s.other)
ORDER BY d.received
"""

_REFUSAL = "SELECT sequence, document, path, size, reason, kept, at FROM refusal"


class CatalogueMissing(Exception):
    """There is no usable catalogue; ``archive rebuild`` makes one."""


class Catalogue:
    """An open catalogue: ``open_for_reading`` never changes it, ``open_for_following`` can."""

    def __init__(self, database: sqlite3.Connection, file: tuple[int, int] | None = None) -> None:
        self._database = database
        self._file = file
        self._state: int | None = None
        self.sight = ALL

    @classmethod
    def open_for_reading(cls, path: Path, cycles: Cycles | None = None) -> Self:
        """Open, not to write. Raises ``CatalogueMissing``; where given ``cycles``, ``EditionMissing``."""
        try:
            database, version, file = connected(path)
        except sqlite3.Error as fault:
            raise CatalogueMissing(str(fault)) from fault
        if version != SCHEMA_VERSION:
            database.close()
            raise CatalogueMissing(f"schema {version}, not {SCHEMA_VERSION}")
        with closed_on_error(database):
            if database.execute("SELECT 1 FROM meta").fetchone() is None:
                # Made anew, and its first rows are not there yet: an archive has a line from its first day.
                raise CatalogueMissing("not filled yet")
            read_by(cycles, database)
        return cls(database, file)

    @classmethod
    def open_for_following(cls, path: Path, cycles: Cycles | None = None) -> Self:
        """Open for the holder of the writer's lock; one of another schema, or damaged, is made anew.

        With ``cycles`` raises ``EditionMissing``.
        """
        make_directory(path.parent)
        database = sqlite3.connect(path)
        with closed_on_error(database):
            if is_sound(database):
                read_by(cycles, database)
                return cls(database)
        database.close()
        remove_catalogue(path)
        database = sqlite3.connect(path)
        with closed_on_error(database):
            database.execute("PRAGMA journal_mode = WAL")
            with database:
                database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
        return cls(database)

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hold(self, path: Path) -> bool:
        """Answer out of the state of this moment until ``let_go``; whether it is the one first held.

        ``path`` is where the catalogue lies: one that was made anew since is another.
        """
        if not self._database.in_transaction:
            self._database.execute("BEGIN")
        state = int(self._database.execute("PRAGMA data_version").fetchone()[0])
        if self._state is None:
            self._state = state
        return self._state == state and self._file is not None and self._file == file_of(path)

    def let_go(self) -> bool:
        """End what ``hold`` began; whether it can be held again."""
        # SQLite undoes a transaction by itself after some errors, and with it the views that confine.
        held = self._database.in_transaction
        self._database.commit()
        return held and self._file is not None

    def narrow(self, sight: Sight, known: dict[Sight, tuple[Head, Seen]]) -> None:
        """See no more than ``sight`` from here on, in the state of this moment.

        ``known`` keeps what is within a sight from one time to the next, until the ledger has grown.
        """
        with closed_on_error(self._database):
            self._database.execute("BEGIN")
            head = self.position.head
            kept = known.get(sight)
            if kept is None or kept[0] != head:
                kept = known[sight] = (head, seen_within(sight, self._database))
            confine(self._database, kept[1])
            self.sight = sight

    @property
    def position(self) -> Position:
        """The place in the ledger that the rows are up to."""
        meta = dict(self._database.execute("SELECT key, value FROM meta"))
        if "sequence" not in meta:
            return START
        head = Head(int(meta["sequence"]), Digest(meta["digest"]))
        return Position(meta["segment"], int(meta["offset"]), head)

    def follow(self, ledger: Ledger, readings: Readings, cycles: Cycles, year_starts: tuple[int, int]) -> int:
        """Apply the ledger's new lines; how many there were. Raises ``BrokenChain``, ``EditionMissing``."""
        projection = Projection(self._database, readings, cycles, year_starts)
        count = 0
        position = None
        with self._database:
            for line, position in ledger.read(self.position):  # noqa: B007 - the last one is kept
                projection.apply(line)
                count += 1
            if position:
                self._database.executemany(
                    "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                    (
                        ("segment", position.segment),
                        ("offset", str(position.offset)),
                        ("sequence", str(position.head.sequence)),
                        ("digest", position.head.digest),
                    ),
                )
        return count

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Every row of every table, each behind its table's name, in a fixed order: for comparing two."""
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for (name,) in self._database.execute(tables).fetchall():
            for row in self._database.execute(f"SELECT * FROM {name} ORDER BY 1, 2"):  # noqa: S608
                yield (name, *row)

    def _documents(self, rest: str, *values: object) -> tuple[DocumentRecord, ...]:
        return tuple(DocumentRecord(*row) for row in self._database.execute(_DOCUMENT + rest, values))

    def document(self, digest: str) -> DocumentRecord | None:
        """The document of a digest, or of the first digits of one when only one document has them."""
        found = self._documents("WHERE d.digest BETWEEN ? AND ? LIMIT 2", digest, digest + "g")
        return found[0] if len(found) == 1 else None

    def documents(self, digests: Iterable[str]) -> dict[str, DocumentRecord]:
        """Those of these documents that are there, by their digests."""
        wanted = json.dumps(tuple(digests))
        found = self._documents("WHERE d.digest IN (SELECT value FROM json_each(?))", wanted)
        return {one.digest: one for one in found}

    def documents_under(self, code: str) -> tuple[DocumentRecord, ...]:
        """The documents of a piece, by school year, then as they came; of two versions the better one."""
        where = "WHERE d.digest IN (SELECT document FROM held WHERE code = ?) ORDER BY 11, d.received"
        return self._documents(where, code)

    def versions_of(self, digest: str) -> tuple[DocumentRecord, ...]:
        """The documents of which this one is the better version, latest first."""
        where = "WHERE d.digest IN (SELECT document FROM replaced WHERE by = ?)"
        return self._documents(f"{where} ORDER BY d.received DESC", digest)

    def all_documents(self) -> tuple[DocumentRecord, ...]:
        """Every document, as they came."""
        return self._documents("ORDER BY d.received")

    def tray(self) -> tuple[DocumentRecord, ...]:
        """The documents that are not filed, oldest first."""
        return self._documents("WHERE f.document IS NULL AND r.by IS NULL ORDER BY d.received")

    def latest(self, limit: int) -> tuple[DocumentRecord, ...]:
        """The documents that came last, newest first."""
        return self._documents("ORDER BY d.received DESC LIMIT ?", limit)

    def changed_after(self, sequence: int) -> tuple[str, ...]:
        """The documents that lines after ``sequence`` brought in, filed, unfiled, replaced, or by whose code
        they decided who sees them; and what is enclosed with these in a mail.
        """
        changed = self._database.execute(_CHANGED, (sequence,))
        return with_enclosed((digest for (digest,) in changed), mails_of(self._database))

    def parts_of(self, digest: str) -> tuple[PartRecord, ...]:
        """The papers in a document that carries several, in order; () of any other."""
        query = (
            "SELECT first, last, title, symbol, date, issuer, type FROM part WHERE document = ? ORDER BY 1"
        )
        return tuple(PartRecord(*row) for row in self._database.execute(query, (digest,)))

    def part_at(self, digest: str, page: int) -> PartRecord | None:
        """The paper of a document that a page belongs to; None where it carries only one."""
        return next((part for part in self.parts_of(digest) if part.first <= page <= part.last), None)

    def turned(self, digest: str, page: int) -> int:
        """By how many degrees clockwise a page has to be turned to stand upright."""
        row = self._database.execute(
            "SELECT turned FROM page WHERE document = ? AND number = ?", (digest, page)
        ).fetchone()
        return int(row[0]) if row else 0

    def was_dropped(self, document: str, path: str) -> bool:
        """Whether these bytes were taken from this place in the drop folder before."""
        query = "SELECT 1 FROM dropped WHERE document = ? AND path = ?"
        return self._database.execute(query, (document, path)).fetchone() is not None

    def codes(self) -> Codes:
        """The codes ever given, with what decides who sees them."""
        return codes_of(self._database)

    def closed(self, codes: Codes) -> frozenset[str]:
        """The documents for those alone who may see what is sensitive; ``codes`` are those of ``codes``."""
        return closed_of(self._database, codes)

    @property
    def shelf(self) -> Shelf:
        """What lies under the codes and in the boxes, and what the register says of it."""
        return Shelf(self._database)

    @property
    def naming(self) -> Naming:
        """Which documents name which."""
        return Naming(self._database)

    def totals(self) -> dict[str, int]:
        """How many documents, pages, pieces, documents in the tray, and refused files there are."""
        query = """
            SELECT (SELECT count(*) FROM document), (SELECT coalesce(sum(pages), 0) FROM document),
                   (SELECT count(DISTINCT code) FROM filing), (SELECT count(*) FROM refusal),
                   (SELECT count(*) FROM (SELECT document FROM filing UNION SELECT document FROM replaced))"""
        documents, pages, pieces, refused, filed = self._database.execute(query).fetchone()
        found = (documents, pages, pieces, documents - filed, refused)
        return dict(zip(("documents", "pages", "pieces", "tray", "refused"), found, strict=True))

    def history_of_document(self, digest: str) -> tuple[EventRecord, ...]:
        """The lines that speak of a document, oldest first."""
        return self._history("document = ?", digest)

    def history_of_code(self, code: str) -> tuple[EventRecord, ...]:
        """The lines that speak of a code, oldest first."""
        return self._history("code = ?", code)

    def history_of_kind(self, kind: str) -> tuple[EventRecord, ...]:
        """The lines of one kind of event, oldest first."""
        return self._history("kind = ?", kind)

    def _history(self, where: str, value: str) -> tuple[EventRecord, ...]:
        query = f"SELECT sequence, at, by, kind, body FROM event WHERE {where} ORDER BY sequence"  # noqa: S608
        return tuple(EventRecord(*row) for row in self._database.execute(query, (value,)))

    def refused_from(self, path: str) -> RefusalRecord | None:
        """The latest refusal of a file at this place in the drop folder."""
        query = f"{_REFUSAL} WHERE path = ? ORDER BY sequence DESC LIMIT 1"
        return next((RefusalRecord(*row) for row in self._database.execute(query, (path,))), None)

    def refusals(self) -> tuple[RefusalRecord, ...]:
        """The files that were not taken, newest first."""
        rows = self._database.execute(f"{_REFUSAL} ORDER BY sequence DESC")
        return tuple(RefusalRecord(*row) for row in rows)
