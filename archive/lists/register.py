"""Register (danh mục mã minh chứng): what a file of it changes in the archive, and what the archive has."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from archive.evidence import events
from archive.evidence.cycles import Cycles
from archive.evidence.register import ROW_FIELDS, Finding, Register, Row, RowField, Source, compare
from archive.evidence.standards import Edition
from archive.records import PieceRecord, RegisterRecord
from archive.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write, and all that it has to say; ``same`` rows are in the archive so already."""

    events: tuple[events.Event, ...]
    findings: tuple[Finding, ...]
    new: int
    changed: int
    same: int
    links: int

    @property
    def rows(self) -> int:
        """How many pieces the file has."""
        return self.new + self.changed + self.same


def plan(register: Register, shelf: Shelf, cycles: Cycles, place: Callable[[Source], str]) -> Plan:
    """Compare a file's register with the archive's. Nothing that the archive has is dropped.

    What differs is taken over and listed. A row that the file lacks stays, and so do further criteria and the
    fields that the file has no column for. ``place`` says for the history where a row stood.
    """
    there = {
        one.code: row_of(one)
        for edition in cycles.editions
        if edition.id == register.edition_id
        for one in shelf.register(edition.id)
    }
    rows = tuple(
        _with_links(_kept(row, there.get(row.code), known), there.get(row.code))
        for row, known in zip(register.rows, register.known, strict=True)
    )
    record: list[events.Event] = []
    links = 0
    for row, source in zip(rows, register.sources, strict=True):
        had = there.get(row.code)
        if had is None or _bare(had) != _bare(row):
            record.append(_registered(row, place(source)))
        known = had.criteria if had else ()
        further = tuple(each for each in row.criteria if each not in known)
        record += [events.Linked(row.code, each) for each in further]
        links += len(further)
    new = sum(row.code not in there for row in rows)
    written = sum(isinstance(event, events.Registered) for event in record)
    found = compare(there.values(), rows, register.sources) if there else ()
    return Plan(tuple(record), (*register.findings, *found), new, written - new, len(rows) - written, links)


def _kept(row: Row, had: Row | None, known: Collection[RowField]) -> Row:
    """The row with the archive's values in the fields that its file does not speak of."""
    if had is None:
        return row
    fields = {name for name in ROW_FIELDS if name not in known and name not in ("note", "criteria")}
    row = msgspec.structs.replace(row, **{name: getattr(had, name) for name in fields})
    if "note" in known or row.note == had.note:
        return row
    # Without a column for notes there is in it what stood in columns that the form lacks.
    note = had.note if row.note in had.note else f"{had.note}\n{row.note}".strip()
    return msgspec.structs.replace(row, note=note)


def _with_links(row: Row, had: Row | None) -> Row:
    if had is None or not had.criteria:
        return row
    return msgspec.structs.replace(row, criteria=tuple(dict.fromkeys((*had.criteria, *row.criteria))))


def _bare(row: Row) -> Row:
    return msgspec.structs.replace(row, criteria=())


def _registered(row: Row, source: str) -> events.Registered:
    return events.Registered(
        row.code,
        row.title,
        row.dated,
        row.issuer,
        row.note,
        row.keeper,
        row.location,
        row.old_code,
        source,
    )


def row_of(one: RegisterRecord) -> Row:
    """A line of the archive's register as a row."""
    return Row(
        one.code,
        one.title,
        one.dated,
        one.issuer,
        one.note,
        one.location,
        one.keeper,
        one.old_code,
        one.criteria,
    )


def rows_now(shelf: Shelf, edition: Edition) -> tuple[Row, ...]:
    """The register as it is: its lines, and from their letterhead the pieces with documents but no line."""
    rows = {one.code: row_of(one) for one in shelf.register(edition.id)}
    links = shelf.links()
    for piece in shelf.all_pieces(edition.id):
        if piece.code not in rows:
            rows[piece.code] = _row_of_piece(piece, links.get(piece.code, ()))
    return tuple(rows.values())


def _row_of_piece(piece: PieceRecord, criteria: Sequence[str]) -> Row:
    day = "/".join(reversed(piece.date.split("-"))) if piece.date else ""
    said = (f"Số {piece.symbol}" if piece.symbol else "", f"ngày {day}" if day else "")
    dated = " ".join(part for part in said if part) or _years(piece.school_years)
    return Row(piece.code, piece.title, dated, piece.issuer or "", criteria=tuple(criteria))


def _years(school_years: str | None) -> str:
    years: Iterable[str] = sorted(school_years.split(",")) if school_years else ()
    return f"Năm học {', '.join(years)}" if years else ""
