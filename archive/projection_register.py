"""Projection of the register (danh mục mã minh chứng): its lines, further criteria, boxes, other codes."""

from collections.abc import Iterator

from archive.evidence import events

REGISTER_SCHEMA = """
CREATE TABLE registered (
    code TEXT PRIMARY KEY, title TEXT NOT NULL, dated TEXT NOT NULL, issuer TEXT NOT NULL, note TEXT NOT NULL,
    keeper TEXT NOT NULL, location TEXT NOT NULL, old_code TEXT NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX registered_old ON registered (old_code);
CREATE TABLE link (code TEXT NOT NULL, criterion TEXT NOT NULL, PRIMARY KEY (code, criterion)) WITHOUT ROWID;
CREATE INDEX link_criterion ON link (criterion);
CREATE TABLE box (number INTEGER PRIMARY KEY, capacity INTEGER NOT NULL, place TEXT NOT NULL);
CREATE VIEW same AS
    SELECT g.code, g.old_code AS other FROM registered g JOIN piece p ON p.code = g.code
    JOIN piece o ON o.code = g.old_code WHERE g.old_code <> '' AND o.edition <> p.edition
    UNION ALL
    SELECT g.old_code, g.code FROM registered g JOIN piece p ON p.code = g.code
    JOIN piece o ON o.code = g.old_code WHERE g.old_code <> '' AND o.edition <> p.edition
    AND NOT EXISTS (SELECT 1 FROM registered r WHERE r.code = g.old_code AND r.old_code = g.code);
CREATE VIEW held AS
    SELECT code, document, title, school_year, reason FROM filing
    WHERE document NOT IN (SELECT document FROM replaced)
    UNION ALL
    SELECT s.code, f.document, f.title, f.school_year, f.reason FROM same s JOIN filing f ON f.code = s.other
    WHERE f.document NOT IN (SELECT document FROM replaced);
"""
"""``same`` has each pair of codes of one piece in two editions both ways; two cycles of one edition may give
one code to two pieces, so an old code of the same edition joins nothing. ``held`` says which documents a code
stands for: those filed under it and under its other code, without those of which there is a better version.
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
