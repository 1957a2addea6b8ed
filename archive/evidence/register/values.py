"""Values of the register (danh mục mã minh chứng): its rows, and what is said of a file that has one."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import msgspec

FindingKind = Literal[
    "changed", "code-against-row", "code-doubtful", "code-missing", "code-missing-like",
    "code-other-edition", "code-twice", "code-unknown-edition", "code-unreadable",
    "column-unknown", "criterion-lost-zero",
    "criterion-unknown", "date-missing", "dated-number", "dated-unreadable",
    "formula-without-value", "hidden-sheet",
    "more-papers", "nothing-found", "number-gap", "old-code-several", "old-code-unreadable",
    "page-is-picture", "reuse-by-title", "reuse-differs", "reuse-note", "reuse-of-itself", "reuse-unknown",
    "row-after-end", "row-new",
    "row-outside", "row-twice", "row-vanished", "same-number-two-boxes",
    "same-paper-two-codes", "title-drift", "title-missing",
]  # fmt: skip
"""What is doubted or disagrees; its sentence is ``register_finding.<kind>``."""

FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)

RowField = Literal["title", "dated", "issuer", "note", "location", "keeper", "old_code", "criteria"]
ROW_FIELDS: tuple[RowField, ...] = get_args(RowField)

Passed = Literal["before", "heading", "standard", "criterion", "level", "total", "end", "other"]
"""Why a row is no evidence's: it stands before the headings, is one, names a part, counts, signs."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of evidence as the register lists it.

    ``code`` and ``old_code`` are plain (``H1-1.10-01``); ``dated`` is the column "số, ngày ban hành …" as
    written; ``location`` and ``keeper`` say where and by whom a piece is held; ``criteria`` are the further
    criteria that use it, in order. Texts are in composed letters without spaces round them.
    """

    code: str
    title: str
    dated: str = ""
    issuer: str = ""
    note: str = ""
    location: str = ""
    keeper: str = ""
    old_code: str = ""
    criteria: tuple[str, ...] = ()


class Source(NamedTuple):
    """Where a row stands in a file: the table's name, and the row's number in it."""

    table: str
    row: int


class Finding(msgspec.Struct, frozen=True):
    """One disagreement or doubt. ``row`` and ``table`` say where; None and "" where it is no row's."""

    kind: FindingKind
    row: int | None = None
    code: str | None = None
    values: dict[str, Any] = {}
    table: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """All that its sentence may put in."""
        return {"row": self.row or "", "table": self.table, "code": self.code or "", **self.values}


@dataclass(frozen=True, slots=True)
class Register:
    """What a file's register says.

    ``sources`` are the rows' places in the file, one each, and ``known`` the fields that the file speaks of
    there, so that an empty one means that there is nothing; ``reused`` are the rows that only add a
    criterion to another; ``passed`` are those that name no evidence, with the reason. A row of the file is
    in one of the three, or in a finding. ``edition_id`` is that of the codes, "" where there are none.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    edition_id: str
    sources: tuple[Source, ...]
    reused: tuple[tuple[Source, str], ...] = ()
    passed: tuple[tuple[Source, Passed], ...] = ()
    known: tuple[frozenset[RowField], ...] = ()

    @property
    def not_taken(self) -> int:
        """How many rows of the file are in findings only; those that say the same twice are not counted."""
        said = {Source(one.table, one.row) for one in self.findings if one.row}
        twice = {Source(one.table, one.row) for one in self.findings if one.row and one.kind == "row-twice"}
        return len(said - twice - {*self.sources} - {source for source, _ in (*self.reused, *self.passed)})
