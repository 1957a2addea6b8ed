"""Naming (căn cứ): the papers that a document names, those that name it, and its like of other years."""

import sqlite3
from typing import Any

import msgspec

from archive.evidence.kindred import kindred
from archive.records import BasisRecord

_BASIS = "SELECT document, page, text, symbol, date, issuer, type, title, key, tail FROM basis"

# The plus keeps SQLite from going through all lines without a key, which are most of them.
_NAMING = f"""{_BASIS} b
WHERE document <> ?1 AND (key IN (SELECT key FROM bears WHERE document = ?1)
    OR (+key IS NULL AND date IN (SELECT date FROM bears WHERE document = ?1)))
ORDER BY (SELECT received FROM document d WHERE d.digest = b.document), place LIMIT ?2
"""  # noqa: S608 - of the line above
_OF_ITS_TYPE = """
SELECT d.digest, coalesce(f.title, d.title) FROM document d LEFT JOIN filing f ON f.document = d.digest
WHERE d.type = (SELECT type FROM document WHERE digest = ?1)
    AND (d.digest = ?1 OR d.digest NOT IN (SELECT document FROM replaced))
ORDER BY coalesce(f.school_year, d.school_year) DESC, d.received
"""
_BEARING = """
SELECT DISTINCT b.document FROM bears b JOIN document d ON d.digest = b.document
WHERE b.document <> ?3 AND b.document NOT IN (SELECT document FROM replaced) AND
"""
_BY_SYMBOL = "b.key = ?1 AND (b.date IS NULL OR ?2 IS NULL OR b.date = ?2)"
_BY_TAIL = "b.date = ?1 AND b.tail = ?2"
_BY_TYPE = "b.date = ?1 AND b.type = ?2"

MOST_NAMING = 100
"""Documents that name one, which are told."""


class Naming:
    """What can be asked of a catalogue about papers that name one another. Answers with digests."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def bases_of(self, digest: str) -> tuple[BasisRecord, ...]:
        """The papers that a document names, in order, each with the document that it is, if that is here."""
        rows = self._database.execute(f"{_BASIS} WHERE document = ? ORDER BY place", (digest,)).fetchall()
        return tuple(self._resolved(row) for row in rows)

    def named_by(self, digest: str) -> tuple[BasisRecord, ...]:
        """The lines of other documents that name this one, in the order in which those came."""
        rows = self._database.execute(_NAMING, (digest, MOST_NAMING)).fetchall()
        return tuple(found for row in rows if (found := self._resolved(row)).named == digest)

    def like(self, digest: str) -> tuple[str, ...]:
        """Documents of the same type whose titles are alike but for the years, the latest first."""
        rows = self._database.execute(_OF_ITS_TYPE, (digest,)).fetchall()
        own = next((title for name, title in rows if name == digest), "")
        return kindred(own, ((name, title) for name, title in rows if name != digest))

    def _resolved(self, row: tuple[Any, ...]) -> BasisRecord:
        *fields, key, tail = row
        basis = BasisRecord(*fields)
        kind, day = basis.type, basis.date
        if key:
            # A day that is known on both sides must agree; the first that came is the paper.
            found = self._bearing(_BY_SYMBOL, key, day, basis.document)[:1]
        elif day and (tail or kind):
            found = self._bearing(_BY_TAIL if tail else _BY_TYPE, day, tail or kind, basis.document)
        else:
            found = ()
        return msgspec.structs.replace(basis, named=found[0]) if len(found) == 1 else basis

    def _bearing(self, where: str, *values: str | None) -> tuple[str, ...]:
        """Documents that bear this, two at most, the first that came first."""
        rows = self._database.execute(f"{_BEARING} {where} ORDER BY d.received LIMIT 2", values)
        return tuple(row[0] for row in rows)
