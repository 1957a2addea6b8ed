"""Shelf: what the catalogue knows of pieces, boxes and the register's lines."""

import sqlite3
from collections import Counter
from functools import lru_cache
from typing import Any

import msgspec

from archive.evidence.cycles import Cycles
from archive.evidence.gaps.years import Held, Years
from archive.evidence.matching import Line, line_of
from archive.evidence.suggesting import Neighbour, neighbour_of
from archive.evidence.years import SchoolYear
from archive.records import BoxRecord, PieceRecord, RegisterRecord

# The title and letterhead of a piece's first document speak for it: SQLite takes bare columns from the row
# that has the one min(). The register, where it lists the piece, has the title.
_PIECE = """
SELECT p.code, p.box, p.standard, p.criterion, p.number, coalesce(g.title, h.title), count(d.digest),
       coalesce(sum(d.pages), 0), d.symbol, d.date, d.issuer,
       group_concat(DISTINCT coalesce(h.school_year, d.school_year)),
       p.edition, g.code IS NOT NULL, coalesce(g.dated, ''), coalesce(g.keeper, ''), coalesce(g.location, ''),
       {linked}, min(d.received), g.issuer
FROM piece p LEFT JOIN held h ON h.code = p.code LEFT JOIN document d ON d.digest = h.document
     LEFT JOIN registered g ON g.code = p.code
"""
_GROUP = " GROUP BY p.code HAVING count(d.digest) > 0 OR g.code IS NOT NULL"
_ORDER = (
    " ORDER BY p.box, p.standard, cast(substr(p.criterion, instr(p.criterion, '.') + 1) AS INTEGER), p.number"
)
_LINKS = """ ORDER BY code, cast(criterion AS INTEGER),
    cast(substr(criterion, instr(criterion, '.') + 1) AS INTEGER)"""


class Shelf:
    """Asks one open catalogue. Pieces are those that have a document or stand in the register."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def _pieces(self, where: str, *values: object, linked: str = "0") -> tuple[PieceRecord, ...]:
        query = _PIECE.format(linked=linked) + where + _GROUP + _ORDER
        return tuple(_piece(row) for row in self._database.execute(query, values))

    def piece(self, code: str) -> PieceRecord | None:
        """The piece of a code."""
        return next(iter(self._pieces("WHERE p.code = ?", code)), None)

    def pieces_of_criterion(self, criterion: str, edition: str) -> tuple[PieceRecord, ...]:
        """The pieces of a criterion, such as "1.10", in code order, with those that serve it too."""
        where = """WHERE p.edition = ? AND (p.criterion = ?
            OR p.code IN (SELECT code FROM link WHERE criterion = ?))"""
        return self._pieces(where, criterion, edition, criterion, criterion, linked="p.criterion <> ?")

    def pieces_in_box(self, box: int) -> tuple[PieceRecord, ...]:
        """The pieces in a box, in code order."""
        return self._pieces("WHERE p.box = ?", box)

    def all_pieces(self, edition: str | None = None) -> tuple[PieceRecord, ...]:
        """Every piece, in code order; of one edition, or of all."""
        return self._pieces("WHERE p.edition = ?", edition) if edition else self._pieces("")

    def held(self, edition: str) -> tuple[Held, ...]:
        """The pieces of an edition, like with like, ready to be counted by criterion and school year."""
        # Most pieces serve one criterion: SQLite puts like with like faster.
        alone = """SELECT criterion, place, years, latest, count(*) FROM counted
            WHERE edition = ? AND code NOT IN (SELECT code FROM link) GROUP BY 1, 2, 3, 4"""
        linked = """SELECT code, criterion, place, years, latest FROM counted
            WHERE edition = ? AND code IN (SELECT code FROM link)"""
        found = Counter({((row[0],), *row[1:4]): row[4] for row in self._database.execute(alone, (edition,))})
        links = self.links()
        found.update(
            ((criterion, *links[code]), place, years, latest)
            for code, criterion, place, years, latest in self._database.execute(linked, (edition,))
        )
        return tuple(
            Held(criteria, _years(years), place, _year(latest), pieces)
            for (criteria, place, years, latest), pieces in found.items()
        )

    def codes_given(self, edition: str | None = None) -> tuple[str, ...]:
        """Every code that was ever given, also those that nothing lies under any more."""
        query = "SELECT code FROM piece WHERE edition = ?1 OR ?1 IS NULL ORDER BY code"
        return tuple(row[0] for row in self._database.execute(query, (edition,)))

    def codes_filled(self) -> frozenset[str]:
        """The codes that documents lie under."""
        return frozenset(row[0] for row in self._database.execute("SELECT DISTINCT code FROM held"))

    def register_version(self) -> int:
        """The sequence number of the last line about the register; 0 where there is none."""
        query = "SELECT coalesce(max(sequence), 0) FROM event WHERE kind IN ('registered', 'struck')"
        return int(self._database.execute(query).fetchone()[0])

    def other_codes(self, code: str) -> tuple[str, ...]:
        """The codes that the same piece has in other cycles."""
        query = "SELECT other FROM same WHERE code = ? ORDER BY other"
        return tuple(row[0] for row in self._database.execute(query, (code,)))

    def successors(self, old_code: str) -> tuple[str, ...]:
        """The codes of the pieces that had this code in an earlier cycle, as the register says."""
        query = "SELECT code FROM registered WHERE old_code = ? AND code <> old_code ORDER BY code"
        return tuple(row[0] for row in self._database.execute(query, (old_code,)))

    def named_now(self, code: str) -> tuple[PieceRecord, ...]:
        """The piece of a code; where there is none, those that had the code in an earlier cycle."""
        own = self.piece(code)
        pieces = (own,) if own else map(self.piece, self.successors(code))
        return tuple(piece for piece in pieces if piece)

    def issued(self) -> tuple[tuple[str, str], ...]:
        """Who issued what: pairs of issuer, as written on a paper or in the register, and code."""
        query = """SELECT d.issuer, h.code FROM held h JOIN document d ON d.digest = h.document
            WHERE d.issuer IS NOT NULL
            UNION SELECT issuer, code FROM registered WHERE issuer <> '' ORDER BY 1, 2"""
        return tuple(self._database.execute(query))

    def lines(self, cycles: Cycles) -> tuple[Line, ...]:
        """The main edition's lines, ready to be compared with papers."""
        return tuple(
            line_of(one.code, str(cycles.parse(one.code).code.criterion), one.title, one.dated, one.issuer)
            for one in self.register(cycles.main.id)
        )

    def neighbours(self, edition: str) -> tuple[Neighbour, ...]:
        """The documents filed under codes of an edition, ready to be compared with papers."""
        query = """SELECT h.code, p.criterion, h.title, d.symbol, d.issuer FROM held h
            JOIN piece p ON p.code = h.code JOIN document d ON d.digest = h.document
            WHERE p.edition = ? ORDER BY d.received"""
        return tuple(neighbour_of(*row) for row in self._database.execute(query, (edition,)))

    def registered(self, code: str) -> RegisterRecord | None:
        """The register's line of a piece."""
        row = self._database.execute("SELECT * FROM registered WHERE code = ?", (code,)).fetchone()
        if row is None:
            return None
        return msgspec.structs.replace(RegisterRecord(*row), criteria=self._links(code))

    def _links(self, code: str) -> tuple[str, ...]:
        query = "SELECT criterion FROM link WHERE code = ?"
        rows = self._database.execute(query + _LINKS, (code,))
        return tuple(criterion for (criterion,) in rows)

    def links(self) -> dict[str, tuple[str, ...]]:
        """The further criteria of each piece that has any."""
        found: dict[str, tuple[str, ...]] = {}
        query = "SELECT code, criterion FROM link"
        for code, criterion in self._database.execute(query + _LINKS):
            found[code] = (*found.get(code, ()), criterion)
        return found

    def register(self, edition: str) -> tuple[RegisterRecord, ...]:
        """The register's lines of an edition, in code order."""
        query = f"""SELECT g.* FROM registered g JOIN piece p ON p.code = g.code
            WHERE p.edition = ?{_ORDER}"""  # noqa: S608 - a constant
        links = self.links()
        lines = (RegisterRecord(*row) for row in self._database.execute(query, (edition,)))
        return tuple(msgspec.structs.replace(line, criteria=links.get(line.code, ())) for line in lines)

    def boxes(self) -> tuple[BoxRecord, ...]:
        """The boxes that hold something or that somebody described, by number."""
        query = """
            SELECT n.number, coalesce(group_concat(DISTINCT p.standard), ''), count(DISTINCT h.code),
                   count(d.digest), coalesce(sum(d.pages), 0), coalesce(b.capacity, 0), coalesce(b.place, '')
            FROM (SELECT box AS number FROM piece WHERE box IS NOT NULL UNION SELECT number FROM box) n
                 LEFT JOIN box b ON b.number = n.number LEFT JOIN piece p ON p.box = n.number
                 LEFT JOIN held h ON h.code = p.code LEFT JOIN document d ON d.digest = h.document
                 LEFT JOIN registered g ON g.code = p.code
            GROUP BY n.number HAVING count(d.digest) > 0 OR count(g.code) > 0 OR b.number IS NOT NULL
            ORDER BY n.number"""
        return tuple(BoxRecord(*row) for row in self._database.execute(query))


@lru_cache
def _year(start: int | None) -> SchoolYear | None:
    return SchoolYear(start) if start else None


@lru_cache(maxsize=1 << 10)
def _years(starts: str) -> Years:
    return tuple(SchoolYear(int(start)) for start in starts.split())


def _piece(row: tuple[Any, ...]) -> PieceRecord:
    fields = dict(zip(PieceRecord.__struct_fields__, row, strict=False))
    issuer = fields["issuer"] or row[-1] or None
    flags = {name: bool(fields[name]) for name in ("registered", "linked")}
    return PieceRecord(**(fields | flags | {"issuer": issuer}))
