"""Projection: how ledger lines, with the readings, become rows of the catalogue.

Each row follows from the two truths alone: no clock, no counter of its own, so that rows made anew are equal.
"""

import sqlite3
from datetime import date
from pathlib import PurePosixPath

from archive.evidence import events
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.documents import Letterhead, Page, Part, Reading
from archive.evidence.filing import label_of
from archive.evidence.letterhead import month_of
from archive.evidence.letterhead.file_name import with_name
from archive.evidence.stamped import without_cover
from archive.evidence.titles import own_title
from archive.evidence.years import SchoolYear
from archive.projection_bases import BASES_SCHEMA, bases_rows
from archive.projection_register import REGISTER_SCHEMA, codes_touched, hold_anew, register_rows
from archive.readings import Readings
from storage.ledger import Line

SCHEMA_VERSION = 10

SCHEMA = (
    """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL,
    document TEXT, code TEXT, body TEXT NOT NULL);
CREATE INDEX event_document ON event (document);
CREATE INDEX event_code ON event (code);
CREATE INDEX event_kind ON event (kind, sequence);
CREATE TABLE document (
    digest TEXT PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    media_type TEXT NOT NULL, pages INTEGER NOT NULL, received INTEGER NOT NULL, received_at TEXT NOT NULL,
    title TEXT NOT NULL, school_year TEXT, symbol TEXT, date TEXT, issuer TEXT, type TEXT, subject TEXT,
    parent TEXT, urgency TEXT, place TEXT,
    parts INTEGER NOT NULL, signatures INTEGER NOT NULL, signatures_whole INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX document_received ON document (received);
CREATE INDEX document_type ON document (type);
CREATE TABLE page (
    document TEXT NOT NULL, number INTEGER NOT NULL, origin TEXT NOT NULL, confidence REAL,
    width REAL NOT NULL, height REAL NOT NULL, characters INTEGER NOT NULL, fault TEXT,
    turned INTEGER NOT NULL,
    PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE TABLE part (
    document TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, title TEXT NOT NULL,
    symbol TEXT, date TEXT, issuer TEXT, type TEXT, PRIMARY KEY (document, first)) WITHOUT ROWID;
CREATE TABLE dropped (
    document TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (document, path)) WITHOUT ROWID;
CREATE TABLE piece (
    code TEXT PRIMARY KEY, edition TEXT NOT NULL, box INTEGER, standard INTEGER NOT NULL,
    criterion TEXT NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX piece_criterion ON piece (criterion);
CREATE INDEX piece_edition ON piece (edition, code);
CREATE TABLE filing (
    document TEXT PRIMARY KEY, code TEXT NOT NULL, title TEXT NOT NULL, school_year TEXT,
    reason TEXT NOT NULL, filed INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX filing_code ON filing (code);
CREATE TABLE refusal (
    sequence INTEGER PRIMARY KEY, document TEXT, path TEXT NOT NULL, size INTEGER NOT NULL,
    reason TEXT NOT NULL, kept TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE replaced (document TEXT PRIMARY KEY, by TEXT NOT NULL) WITHOUT ROWID;
"""
    + REGISTER_SCHEMA
    + BASES_SCHEMA
)
"""``piece`` holds every code ever given, also one whose documents were taken from under it again, and those
that pieces of the register had in a cycle of another edition.

``signatures_whole`` counts those of the signatures that are whole and complete. ``part`` has the papers of
documents that carry several. ``replaced`` has the documents of which there is a better version.
"""

_FIELDS = ("symbol", "date", "issuer", "type", "subject", "parent", "urgency", "place")
_PART_FIELDS = ("symbol", "date", "issuer", "type")


class EditionMissing(Exception):
    """The archive has a code that none of its editions reads: it worked with another edition before."""


class Projection:
    """Writes the rows that follow from one ledger line after the other."""

    def __init__(
        self, database: sqlite3.Connection, readings: Readings, cycles: Cycles, year_starts: tuple[int, int]
    ) -> None:
        self._database = database
        self._readings = readings
        self._cycles = cycles
        self._year_starts = year_starts

    def apply(self, line: Line) -> None:
        """Write what follows from ``line``."""
        event = events.decode(line.event)
        self._database.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                line.sequence,
                line.at,
                line.by,
                event.__struct_config__.tag,
                getattr(event, "document", None),
                getattr(event, "code", None),
                bytes(line.event).decode(),
            ),
        )
        before = codes_touched(event, self._database)
        self._write(event, line)
        touched = before | codes_touched(event, self._database)
        hold_anew(touched, self._database, self._year_starts)

    def _write(self, event: events.Event, line: Line) -> None:
        match event:
            case events.Received():
                self._received(event, line)
            case events.ReceivedAgain():
                self._dropped(event.document, event.path)
            case events.Refused():
                self._refused(event, line)
            case events.Filed():
                self._filed(event, line)
            case events.Unfiled():
                self._database.execute("DELETE FROM filing WHERE document = ?", (event.document,))
            case events.Replaced():
                self._replaced(event)
            case events.Opened() | events.Exported():
                pass
            case _:
                if isinstance(event, events.Registered):
                    self._piece(event.code)
                    self._old_piece(event)
                for statement, values in register_rows(event):
                    self._database.execute(statement, values)

    def _refused(self, event: events.Refused, line: Line) -> None:
        self._database.execute(
            "INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?, ?)",
            (line.sequence, event.document, event.path, event.size, event.reason, event.kept, line.at),
        )

    def _dropped(self, document: str, path: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO dropped VALUES (?, ?)", (document, path))

    def _received(self, event: events.Received, line: Line) -> None:
        self._dropped(event.document, event.path)
        known = "SELECT 1 FROM document WHERE digest = ?"
        if self._database.execute(known, (event.document,)).fetchone():
            # Two writers without a working lock can both take the same bytes; the first line counts.
            return
        reading = self._readings.load(event.document)
        label = label_of(event.path, self._cycles)
        name = PurePosixPath(event.path).name
        head = with_name(reading.letterhead, name) if reading else Letterhead()
        fields = _values(head, _FIELDS)
        year = str(label.school_year) if label.school_year else self._year_of(fields["date"], reading)
        signatures = reading.signatures if reading else ()
        self._database.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.document,
                event.path,
                name,
                event.size,
                event.media_type,
                event.pages,
                line.sequence,
                line.at,
                own_title(label.title, head),
                year,
                *fields.values(),
                len(reading.parts) if reading else 0,
                len(signatures),
                sum(one.whole is True and one.complete for one in signatures),
            ),
        )
        self._pages(event.document, reading.pages if reading else ())
        self._parts(event.document, reading.parts if reading else ())
        for statement, values in bases_rows(event.document, head, reading):
            self._database.execute(statement, values)

    def _parts(self, document: str, parts: tuple[Part, ...]) -> None:
        # Two papers that begin on one page would be one row; the rules give none such.
        self._database.executemany(
            "INSERT OR IGNORE INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document,
                    part.first,
                    part.last,
                    _title(part.letterhead),
                    *_values(part.letterhead, _PART_FIELDS).values(),
                )
                for part in parts
            ),
        )

    def _pages(self, document: str, pages: tuple[Page, ...]) -> None:
        self._database.executemany(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document,
                    page.number,
                    page.origin,
                    page.confidence,
                    page.width,
                    page.height,
                    len(page.text),
                    page.fault,
                    page.turned,
                )
                for page in pages
            ),
        )

    def _year_of(self, iso: str | None, reading: Reading | None) -> str | None:
        day = date.fromisoformat(iso) if iso else None
        if day is None and reading and reading.pages:
            day = month_of(without_cover(reading.pages)[0])
        return str(SchoolYear.of(day, self._year_starts)) if day else None

    def _filed(self, event: events.Filed, line: Line) -> None:
        self._piece(event.code)
        self._database.execute(
            "INSERT OR REPLACE INTO filing VALUES (?, ?, ?, ?, ?, ?)",
            (event.document, event.code, event.title, event.school_year, event.reason, line.sequence),
        )

    def _piece(self, plain: str) -> None:
        try:
            self._given(plain, self._cycles.parse(plain))
        except ValueError as fault:
            raise EditionMissing(plain) from fault

    def _old_piece(self, event: events.Registered) -> None:
        try:
            old = self._cycles.parse(event.old_code)
        except ValueError:
            return
        # In a cycle of the same edition the number can since have gone to another piece: only text then.
        if old.edition is not self._cycles.parse(event.code).edition:
            self._given(old.plain, old)

    def _given(self, plain: str, coded: Coded) -> None:
        code = coded.code
        self._database.execute(
            "INSERT OR IGNORE INTO piece VALUES (?, ?, ?, ?, ?, ?)",
            (plain, coded.edition.id, code.box, code.criterion.standard, str(code.criterion), code.number),
        )

    def _replaced(self, event: events.Replaced) -> None:
        self._database.execute("DELETE FROM replaced WHERE document = ?", (event.document,))
        if event.by:
            self._database.execute("INSERT INTO replaced VALUES (?, ?)", (event.document, event.by))


def _title(head: Letterhead) -> str:
    """What a paper in a bundle is called: it has no file's name of its own."""
    kind = head.type.value if head.type else ""
    return own_title("", head) or kind[:1].upper() + kind[1:]


def _values(head: Letterhead, names: tuple[str, ...]) -> dict[str, str | None]:
    return {name: field.value if (field := getattr(head, name)) else None for name in names}
