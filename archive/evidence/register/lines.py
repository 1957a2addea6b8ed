"""Lines of a register: the rows of its tables, each with what stands over it, headings and criterion."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.evidence.codes import CriterionId
from archive.evidence.register.codes import CodeRead, codes_in, read_code
from archive.evidence.register.headings import Field, Headings, find_headings, is_heading, is_numbering
from archive.evidence.register.sections import criteria_of, is_level, is_signature, is_total, section_of
from archive.evidence.register.values import Finding, FindingKind, Passed, Source
from archive.evidence.standards import Edition
from archive.evidence.tables import Table, TableRow

_NO_CONTENT: frozenset[Field] = frozenset(("criterion", "standard", "place_number"))


@dataclass(frozen=True, slots=True)
class Group:
    """The rows under one statement of their criterion: a cell, filled down, or a row over them.

    ``text`` is the statement; ``numeric``: it was a number, from which Excel cuts the last zero.
    """

    text: str = ""
    criteria: tuple[CriterionId, ...] = ()
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row that lists evidence: its code, its texts by field, stripped, and which fields have a column.

    ``group`` is a place in ``Lines.groups``; ``merged``: the cell of its code is merged with the one above.
    """

    source: Source
    group: int
    code: CodeRead
    texts: dict[Field, str]
    columns: frozenset[Field]
    merged: bool

    def text(self, field: Field) -> str:
        """The text of a field, "" where there is none."""
        return self.texts.get(field, "")


class Lines:
    """The lines of a register's tables, with the rows passed over and what is to be said of others."""

    def __init__(self, tables: Iterable[Table], editions: Sequence[Edition]) -> None:
        self.lines: list[Line] = []
        self.groups: list[Group] = [Group()]
        self.passed: list[tuple[Source, Passed]] = []
        self.findings: list[Finding] = []
        self._editions = editions
        self._headings: Headings | None = None
        self._standard: int | None = None
        self._ended = False
        self._strange: set[str] = set()
        for table in tables:
            self._table(table)

    def _find(self, kind: FindingKind, source: Source, code: str | None = None, **values: Any) -> None:
        self.findings.append(Finding(kind, source.row or None, code, values, source.table))

    def _table(self, table: Table) -> None:
        if table.kind != "shown":
            kind: FindingKind = "hidden-sheet" if table.kind == "hidden" else "page-is-picture"
            self._find(kind, Source(table.name, 0), name=table.name)
            return
        own = find_headings(table.rows)
        headings = own or (self._headings if self._goes_on(table) else None)
        if headings is None:
            for row in table.rows:
                self._outside(row, Source(table.name, row.number), "other")
            return
        self._headings = headings
        self._ended = False
        if own:
            self._section(table.caption)
        for place, row in enumerate(table.rows):
            source = Source(table.name, row.number)
            if own and place < own.first:
                self._outside(row, source, "before")
            elif (own and place <= own.last) or is_heading(row, headings) or is_numbering(row):
                self.passed.append((source, "heading"))
            else:
                self._row(row, source, headings)

    def _goes_on(self, table: Table) -> bool:
        """Whether a table without headings is the rest of the one before, as on the next page of a PDF."""
        if self._headings is None:
            return False
        place = self._headings.place("code")
        codes = (
            row.cells[place] for row in table.rows if place < len(row.cells) and row.cells[place].strip()
        )
        return any(read_code(text, self._editions).code for text in codes)

    def _outside(self, row: TableRow, source: Source, passed: Passed) -> None:
        codes = [code for cell in dict.fromkeys(row.cells) for code in codes_in(cell, self._editions)]
        if codes:
            self._find("row-outside", source, codes[0], text=_joined(row.cells))
        else:
            self.passed.append((source, passed))

    def _row(self, row: TableRow, source: Source, headings: Headings) -> None:
        texts = _texts(row, headings)
        every = tuple(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
        code = read_code(texts.get("code", ""), self._editions)
        passed = self._passed_over(every) if every and not (code.code or code.readings) else None
        if not passed:
            self._criterion(row, texts, source, headings)
            unvalued = self._unvalued(row, source, headings)
            if texts.keys() <= _NO_CONTENT and not unvalued:
                passed = "criterion" if texts.get("criterion") else "other"
        if passed:
            self.passed.append((source, passed))
            return
        if self._ended:
            self._find("row-after-end", source, text=_joined(every))
        if texts.keys() <= _NO_CONTENT or (self._ended and not code.code):
            return
        self._strangers(row, source, headings)
        columns = frozenset(headings.columns.values())
        merged = headings.place("code") in row.repeated and "code" in texts
        self.lines.append(Line(source, len(self.groups) - 1, code, texts, columns, merged))

    def _unvalued(self, row: TableRow, source: Source, headings: Headings) -> bool:
        places = [place for place in sorted(row.unvalued) if headings.columns.get(place) != "place_number"]
        for place in places:
            self._find("formula-without-value", source, column=headings.heading(place))
        return bool(places)

    def _passed_over(self, every: tuple[str, ...]) -> Passed | None:
        """What a row without a code is, if it is no evidence's. ``every`` has each different text of it."""
        if len(every) == 1:
            if passed := self._section(every[0]):
                return passed
            if is_level(every[0]):
                return "level"
        if is_total(every):
            self._ended = True
            return "total"
        if is_signature(every, self._ended):
            self._ended = True
            return "end"
        return None

    def _section(self, text: str) -> Passed | None:
        section = section_of(text, self._standard)
        if section is None:
            return None
        self._standard = section.standard or self._standard
        self.groups.append(Group(text, (section.criterion,) if section.criterion else ()))
        return "criterion" if section.criterion else "standard"

    def _criterion(self, row: TableRow, texts: dict[Field, str], source: Source, headings: Headings) -> None:
        """Take the criterion from the row's cell, where it states another one than the rows above."""
        if standard := re.search(r"[0-9]{1,2}", texts.get("standard", "")):
            self._standard = int(standard[0])
        text = texts.get("criterion", "")
        if not text or text == self.groups[-1].text:
            return
        numeric = headings.place("criterion") in row.numeric
        criteria = criteria_of(text, self._standard)
        if not criteria or any(self._unknown(one) for one in criteria):
            self._find("criterion-unknown", source, criterion=text)
        self.groups.append(Group(text, criteria, numeric))

    def _unknown(self, criterion: CriterionId) -> bool:
        return not any(edition.criterion(criterion) for edition in self._editions)

    def _strangers(self, row: TableRow, source: Source, headings: Headings) -> None:
        for place, _ in _own(row):
            heading = headings.texts.get(place)
            if heading and place not in headings.columns and heading not in self._strange:
                self._strange.add(heading)
                self._find("column-unknown", source, column=heading)


def _texts(row: TableRow, headings: Headings) -> dict[Field, str]:
    """The row's texts by field; columns of one field are joined, and unknown ones go to the note."""
    texts: dict[Field, str] = {}
    for place, text in _own(row):
        field = headings.columns.get(place)
        if field:
            texts[field] = f"{texts[field]}, {text}" if field in texts else text
    for place, text in _own(row):
        if place not in headings.columns:
            before = f"{texts['note']}\n" if "note" in texts else ""
            texts["note"] = f"{before}{headings.heading(place)}: {text}"
    return texts


def _own(row: TableRow) -> Iterator[tuple[int, str]]:
    """The filled cells; of one merged over several columns only the first."""
    for place, cell in enumerate(row.cells):
        over = place in row.repeated and place and row.cells[place - 1] == cell
        if cell.strip() and not over:
            yield place, cell.strip()


def _joined(cells: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
