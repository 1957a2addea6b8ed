"""Confinement: views that stand before the catalogue's tables, so that every query stays within a sight.

SQLite looks for a name among the temporary ones of a connection first. So a query that somebody writes next
year is confined too, and a table that nobody has thought of here is empty for whoever does not see all.
"""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.evidence.seeing import Codes, Mails, closed_documents, documents_within
from archive.evidence.sight import Sight
from archive.projection_register import VIEWS

_BY_CODE = "seen_code(t.code)"
_BY_DOCUMENT = "seen_document(t.document)"
_BY_ALL = "NOT EXISTS (SELECT 1 FROM main.held h WHERE h.code = t.code AND NOT seen_document(h.document))"
_TABLES = {
    "meta": "1",
    "piece": _BY_CODE,
    "sensitive": _BY_CODE,
    "registered": _BY_CODE,
    "link": f"{_BY_CODE} AND seen_standard(CAST(t.criterion AS INTEGER))",
    "document": "seen_document(t.digest)",
    "page": _BY_DOCUMENT,
    "part": _BY_DOCUMENT,
    "basis": _BY_DOCUMENT,
    "bears": _BY_DOCUMENT,
    "dropped": _BY_DOCUMENT,
    "filing": _BY_DOCUMENT,
    "replaced": _BY_DOCUMENT,
    "held": f"{_BY_CODE} AND {_BY_DOCUMENT}",
    # Its years are those of all its documents.
    "counted": f"{_BY_CODE} AND {_BY_ALL}",
    # A line that speaks of neither is about the archive as a whole; one that speaks of both needs both.
    "event": f"""coalesce(t.document, t.code) IS NOT NULL
        AND (t.document IS NULL OR {_BY_DOCUMENT}) AND (t.code IS NULL OR {_BY_CODE})""",
    # One with nothing in it is seen by those who see every standard.
    "box": """EXISTS (SELECT 1 FROM piece p WHERE p.box = t.number)
        OR seen_standard(NULL) AND NOT EXISTS (SELECT 1 FROM main.piece p WHERE p.box = t.number)""",
}
"""Which rows of a table are seen. Of a table that is not here, none is."""

_MAIL = "message/rfc822"

_COLUMNS = {
    "registered": """code, title, dated, issuer, note, keeper, location,
        CASE WHEN seen_code(t.old_code) THEN old_code ELSE '' END AS old_code, source"""
}
"""The columns of tables that name other pieces too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The codes and the documents of one state of the catalogue that are within a sight."""

    sight: Sight
    codes: frozenset[str]
    documents: frozenset[str]


def seen_within(sight: Sight, database: sqlite3.Connection) -> Seen:
    """What of a catalogue is within a sight. For a connection that is not confined."""
    codes = codes_of(database)
    visible = codes.within(sight)
    documents = (digest for (digest,) in database.execute("SELECT digest FROM document"))
    filed = dict(database.execute("SELECT document, code FROM filing"))
    replaced = dict(database.execute("SELECT document, by FROM replaced"))
    closed = closed_of(database, codes)
    return Seen(sight, visible, documents_within(sight, visible, documents, filed, replaced, closed))


def codes_of(database: sqlite3.Connection) -> Codes:
    """The codes that were ever given, with what decides who sees them."""
    standards = """SELECT code, standard FROM piece
        UNION ALL SELECT code, CAST(criterion AS INTEGER) FROM link"""
    return Codes(
        database.execute(standards),
        database.execute("SELECT code, other FROM same"),
        (code for (code,) in database.execute("SELECT code FROM sensitive")),
    )


def closed_of(database: sqlite3.Connection, codes: Codes) -> frozenset[str]:
    """The documents for those alone who may see what is sensitive. For a connection that is not confined."""
    filed = dict(database.execute("SELECT document, code FROM filing"))
    return closed_documents(codes.is_sensitive, filed, mails_of(database))


def mails_of(database: sqlite3.Connection) -> Mails:
    """The mails that documents came with: a mail's attachments are dropped as if it were their folder."""
    query = "SELECT p.path, d.digest FROM document d JOIN dropped p ON p.document = d.digest"
    mails = dict(database.execute(f"{query} WHERE d.media_type = ?", (_MAIL,)))
    found: dict[str, set[str]] = defaultdict(set)
    if mails:
        for document, path in database.execute("SELECT document, path FROM dropped"):
            around = (str(folder) for folder in PurePosixPath(path).parents)
            found[document].update(mails[one] for one in around if one in mails)
    return {document: tuple(sorted(own)) for document, own in found.items() if own}


def confine(database: sqlite3.Connection, seen: Seen) -> None:
    """Let every later query of this connection see no more than that."""
    sight = seen.sight

    def of_standard(standard: int | None) -> bool:
        return sight.standards is None if standard is None else sight.has(standard)

    for name, rule in (
        ("seen_code", seen.codes.__contains__),
        ("seen_document", seen.documents.__contains__),
        ("seen_standard", of_standard),
    ):
        database.create_function(name, 1, rule, deterministic=True)
    database.execute("PRAGMA temp_store = MEMORY")
    tables = database.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    for (name,) in tables:
        columns, rows = _COLUMNS.get(name, "t.*"), _TABLES.get(name, "0")
        database.execute(f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM main.{name} t WHERE {rows}")  # noqa: S608
    for name, query in VIEWS.items():
        database.execute(f"CREATE TEMP VIEW {name} AS {query}")
