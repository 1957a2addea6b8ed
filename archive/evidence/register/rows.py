"""Rows of a register: each code's line becomes one, its further lines add criteria or disagree."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.letters import fold
from archive.evidence.register.codes import codes_in
from archive.evidence.register.lines import Line
from archive.evidence.register.notes import Note, labelled_line, read_note
from archive.evidence.register.sections import criteria_of
from archive.evidence.register.values import ROW_FIELDS, Finding, FindingKind, Row, RowField, Source
from archive.evidence.register.zeros import Criteria
from archive.evidence.standards import Edition

_SAYS_CODED = re.compile(r"\bda ma hoa\b")
_ONE_PIECE = 60
"""Percent of likeness from which two titles under one code are taken for one piece's."""


@dataclass(slots=True)
class Rows:
    """What is gathered from the lines: rows by plain code, with their places and their further criteria.

    ``reused`` are lines that only add a criterion; ``undated`` are codes of lines without a column for days;
    ``known`` are the fields of each row that its line speaks of, be it by leaving them empty.
    """

    edition: Edition
    rows: dict[str, Row] = field(default_factory=dict)
    codes: dict[str, EvidenceCode] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    further: dict[str, set[CriterionId]] = field(default_factory=dict)
    undated: set[str] = field(default_factory=set)
    known: dict[str, frozenset[RowField]] = field(default_factory=dict)
    reused: list[tuple[Source, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, kind: FindingKind, line: Line, code: str | None = None, **values: Any) -> None:
        """Add a finding about a line."""
        self.findings.append(Finding(kind, line.source.row, code, values, line.source.table))

    def use(self, line: Line, code: str, criteria: Iterable[CriterionId]) -> None:
        """Take a line for a further use of a code's piece, and say where it tells of that another tale."""
        row, first = self.rows[code], self.sources[code].row
        self.further[code] |= {*criteria} - {self.codes[code].criterion}
        self.reused.append((line.source, code))
        title = line.text("title")
        if title and words_of(title) != words_of(row.title):
            self.find("title-drift", line, code, first=first, title=row.title, other=title)
        for name, before, after in (
            ("dated", row.dated, line.text("dated")),
            ("issuer", row.issuer, line.text("issuer")),
        ):
            if after and words_of(after) != words_of(before):
                self.find("reuse-differs", line, code, first=first, field=name, before=before, after=after)

    def finished(self) -> tuple[Row, ...]:
        """The rows in the order of the file, each with its further criteria."""
        return tuple(
            _with_criteria(row, filter(self.edition.criterion, self.further[code]))
            for code, row in self.rows.items()
        )


def edition_of(lines: Sequence[Line]) -> Edition | None:
    """The edition that most codes are of; None where no code is sure."""
    editions = {line.code.edition.id: line.code.edition for line in lines if line.code.edition}
    counted = Counter(line.code.edition.id for line in lines if line.code.edition)
    return editions[counted.most_common(1)[0][0]] if counted else None


def rows_of(
    lines: Sequence[Line], criteria: Sequence[Criteria], edition: Edition, editions: Sequence[Edition]
) -> Rows:
    """Gather the lines that have a sure code of the edition; ``criteria`` are those of each group."""
    rows = Rows(edition)
    coded: dict[EvidenceCode, list[Line]] = {}
    for line in lines:
        if line.code.code and line.code.edition and line.code.edition.id == edition.id:
            coded.setdefault(line.code.code, []).append(line)
        elif line.code.edition:
            other = line.code.edition.name
            rows.find("code-other-edition", line, line.code.plain, edition=other, text=text_of(line))
    for code, own in coded.items():
        _add(rows, code, [(line, criteria[line.group]) for line in own], editions)
    return rows


def _add(
    rows: Rows, code: EvidenceCode, lines: list[tuple[Line, Criteria]], editions: Sequence[Edition]
) -> None:
    """Add all lines of one code: its own is the first under its criterion, or else the first."""
    home = next((one for one in lines if not one[1] or code.criterion in one[1]), lines[0])
    line, under = home
    plain = line.code.plain
    row, further = _row(rows, line, editions)
    rows.rows[plain], rows.codes[plain] = row, code
    rows.sources[plain] = line.source
    rows.further[plain] = {*further, *under} - {code.criterion}
    rows.known[plain] = _known(line, row, rows.edition)
    if "dated" not in line.columns:
        rows.undated.add(plain)
    if _SAYS_CODED.search(fold(row.note)) and plain in codes_in(row.note, editions):
        rows.find("reuse-of-itself", line, plain)
    if under and code.criterion not in under:
        rows.find("code-against-row", line, plain, criterion=", ".join(map(str, under)))
    for one in lines:
        if one is not home:
            _add_again(rows, one[0], row, set(one[1]) - {code.criterion}, editions)


def _add_again(
    rows: Rows, line: Line, row: Row, further: set[CriterionId], editions: Sequence[Edition]
) -> None:
    first = rows.sources[row.code].row
    title = line.text("title")
    if line.merged:
        rows.find("more-papers", line, row.code, first=first, text=text_of(line))
    elif further and (not title or fuzz.ratio(words_of(title), words_of(row.title)) >= _ONE_PIECE):
        rows.use(line, row.code, further)
    elif _row(Rows(rows.edition), line, editions)[0] == row:
        rows.find("row-twice", line, row.code, first=first)
    else:
        rows.find("code-twice", line, row.code, first=first, title=row.title, other=title, text=text_of(line))


def _row(rows: Rows, line: Line, editions: Sequence[Edition]) -> tuple[Row, Criteria]:
    """A line as a row, and the criteria that its note names."""
    note = note_in(line, editions)
    said = note.values
    if note.unread:
        rows.find("old-code-unreadable", line, line.code.plain, written=note.unread)
    if further := ", ".join(note.old_codes[1:]):
        rows.find("old-code-several", line, line.code.plain, first=note.old_codes[0], further=further)
    row = Row(
        line.code.plain,
        line.text("title"),
        line.text("dated") or said.get("dated", ""),
        line.text("issuer") or said.get("issuer", ""),
        note.text,
        line.text("location") or said.get("location", ""),
        line.text("keeper") or said.get("keeper", ""),
        said.get("old_code", ""),
    )
    named = said.get("criteria", "")
    criteria = criteria_of(named)
    if named and (not criteria or any(rows.edition.criterion(one) is None for one in criteria)):
        rows.find("criterion-unknown", line, line.code.plain, criterion=named)
    return row, criteria


def _known(line: Line, row: Row, edition: Edition) -> frozenset[RowField]:
    """The fields that a line speaks of: filled, with a column, or put by the form into its notes."""
    known = {name for name in ROW_FIELDS if name in line.columns or (name != "note" and getattr(row, name))}
    if "note" in line.columns:
        known |= {"keeper", "old_code"}
        known |= {"location"} if edition.register.place("location") is None else set()
    return frozenset(known)


def note_in(line: Line, editions: Sequence[Edition]) -> Note:
    """What a line's note says besides, of which there is no column in its table.

    A column of old codes is read as the note's last line: what is no one code stays there.
    """
    columns: set[RowField] = {name for name in ("dated", "issuer", "location") if name in line.columns}
    if "criterion" in line.columns:
        columns.add("criteria")
    old = line.text("old_code")
    text = "\n".join(part for part in (line.text("note"), old and labelled_line("old_code", old)) if part)
    return read_note(text, columns, lambda text: codes_in(text, editions))


def text_of(line: Line) -> str:
    """All that a line says, for a person to find it again."""
    return " | ".join(line.texts.values())


def _with_criteria(row: Row, further: Iterable[CriterionId]) -> Row:
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    return Row(**{**values, "criteria": tuple(map(str, sorted(further)))})


def words_of(text: str) -> str:
    """A text by which it is told whether two say the same: small letters, one space between words."""
    return " ".join(text.casefold().split())
