"""Projection of the register (danh mục mã minh chứng): its lines, further criteria, boxes, other codes."""

import sqlite3
from collections.abc import Iterable, Iterator

from archive.evidence import events
from archive.evidence.gaps.years import Held, Place, held
from archive.evidence.years import SchoolYear

VIEWS = {
    "same": """
    SELECT g.code, g.old_code AS other FROM registered g JOIN piece p ON p.code = g.code
    JOIN piece o ON o.code = g.old_code WHERE g.old_code <> '' AND o.edition <> p.edition
    UNION ALL
    SELECT g.old_code, g.code FROM registered g JOIN piece p ON p.code = g.code
    JOIN piece o ON o.code = g.old_code WHERE g.old_code <> '' AND o.edition <> p.edition
    AND NOT EXISTS (SELECT 1 FROM registered r WHERE r.code = g.old_code AND r.old_code = g.code)""",
    "lying": """
    SELECT code, document, title, school_year, reason FROM filing
    WHERE document NOT IN (SELECT document FROM replaced)
    UNION ALL
    SELECT s.code, f.document, f.title, f.school_year, f.reason FROM same s JOIN filing f ON f.code = s.other
    WHERE f.document NOT IN (SELECT document FROM replaced)""",
}
"""``same`` has each pair of codes of one piece in two editions both ways; two cycles of one edition may give
one code to two pieces, so an old code of the same edition joins nothing. ``lying`` says which documents a
code stands for: those filed under it and under its other code, without those of which there is a better
version.
"""

_TABLES = """
CREATE TABLE registered (
    code TEXT PRIMARY KEY, title TEXT NOT NULL, dated TEXT NOT NULL, issuer TEXT NOT NULL, note TEXT NOT NULL,
    keeper TEXT NOT NULL, location TEXT NOT NULL, old_code TEXT NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX registered_old ON registered (old_code);
CREATE TABLE link (code TEXT NOT NULL, criterion TEXT NOT NULL, PRIMARY KEY (code, criterion)) WITHOUT ROWID;
CREATE INDEX link_criterion ON link (criterion);
CREATE TABLE box (number INTEGER PRIMARY KEY, capacity INTEGER NOT NULL, place TEXT NOT NULL);
CREATE TABLE held (
    code TEXT NOT NULL, document TEXT NOT NULL, title TEXT NOT NULL, school_year TEXT, reason TEXT NOT NULL,
    PRIMARY KEY (code, document)) WITHOUT ROWID;
CREATE INDEX held_document ON held (document);
CREATE TABLE counted (
    code TEXT PRIMARY KEY, edition TEXT NOT NULL, criterion TEXT NOT NULL, place TEXT NOT NULL,
    years TEXT NOT NULL, latest INTEGER) WITHOUT ROWID;
CREATE TABLE sensitive (code TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
"""

REGISTER_SCHEMA = _TABLES + "".join(f"CREATE VIEW {name} AS {query};\n" for name, query in VIEWS.items())
"""``held`` has the rows of ``lying``: of a view like this SQLite makes all rows before it looks one code up.
``counted`` has every piece that has a document or stands in the register, as gaps are counted: its ``place``
(see there), and the calendar years in which its school years and the latest of its papers begin.
``sensitive`` has the pieces that not every reader sees.
"""

Statement = tuple[str, tuple[object, ...]]


def register_rows(event: events.Event) -> Iterator[Statement]:
    """What is to be written because of an event about the register; nothing for any other."""
    match event:
        case events.Registered():
            yield from _registered(event)
        case events.Struck():
            yield "DELETE FROM registered WHERE code = ?", (event.code,)
        case events.Linked():
            yield "INSERT OR IGNORE INTO link VALUES (?, ?)", (event.code, event.criterion)
        case events.Unlinked():
            yield "DELETE FROM link WHERE code = ? AND criterion = ?", (event.code, event.criterion)
        case events.Boxed():
            values = (event.box, event.capacity, event.place)
            yield "INSERT OR REPLACE INTO box VALUES (?, ?, ?)", values
        case events.Marked():
            yield "DELETE FROM sensitive WHERE code = ?", (event.code,)
            if event.sensitive:
                yield "INSERT INTO sensitive VALUES (?, ?)", (event.code, event.reason)


def codes_touched(event: events.Event, database: sqlite3.Connection) -> set[str]:
    """The codes whose documents may be others before or after an event, as the rows stand now."""
    match event:
        case events.Filed() | events.Unfiled() | events.Replaced():
            query = "SELECT code FROM filing WHERE document = ?"
            codes = {row[0] for row in database.execute(query, (event.document,))}
        case events.Registered() | events.Struck():
            codes = {event.code}
        case _:
            return set()
    query = "SELECT other FROM same WHERE code = ?"
    return codes.union(*((row[0] for row in database.execute(query, (code,))) for code in codes))


def hold_anew(codes: Iterable[str], database: sqlite3.Connection, year_starts: tuple[int, int]) -> None:
    """Bring the rows of ``held`` and ``counted`` up for these codes."""
    for code in codes:
        database.execute("DELETE FROM held WHERE code = ?", (code,))
        database.execute("INSERT OR IGNORE INTO held SELECT * FROM lying WHERE code = ?", (code,))
        database.execute("DELETE FROM counted WHERE code = ?", (code,))
        if one := _held(code, database, year_starts):
            years = " ".join(str(year.start) for year in one.years)
            database.execute(
                "INSERT INTO counted SELECT code, edition, criterion, ?, ?, ? FROM piece WHERE code = ?",
                (one.place, years, one.latest and one.latest.start, code),
            )


def _held(code: str, database: sqlite3.Connection, year_starts: tuple[int, int]) -> Held | None:
    """What lies under a code, as it is counted; None where nothing does and the register does not list it."""
    papers = """SELECT coalesce(h.school_year, d.school_year) FROM held h
        JOIN document d ON d.digest = h.document WHERE h.code = ?"""
    texts = [text for (text,) in database.execute(papers, (code,))]
    line = "SELECT dated, keeper <> '' FROM registered WHERE code = ?"
    listed = database.execute(line, (code,)).fetchone()
    if not texts and listed is None:
        return None
    dated, kept = listed or ("", False)
    place: Place = "file" if texts else "elsewhere" if kept else "no-file"
    found = (SchoolYear.find(text) for text in texts if text)
    return held((), place, tuple(year for year in found if year), dated, year_starts)


def _registered(event: events.Registered) -> Iterator[Statement]:
    yield (
        "INSERT OR REPLACE INTO registered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.code,
            event.title,
            event.dated,
            event.issuer,
            event.note,
            event.keeper,
            event.location,
            event.old_code,
            event.source,
        ),
    )
