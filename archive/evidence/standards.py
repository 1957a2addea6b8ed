"""Standards (tiêu chuẩn), criteria (tiêu chí) and indicators (chỉ báo), as one edition sets them.

The values hold other people's facts, so they carry where each came from and how sure it is. They are made
from TOML by ``archive.editions.load``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode

__all__ = [
    "Citation",
    "Column",
    "ColumnField",
    "Confidence",
    "Criterion",
    "CriterionId",
    "Edition",
    "Indicator",
    "RegisterForm",
    "Requirement",
    "Standard",
]

Confidence = Literal["checked", "found", "known, high", "known, medium", "known, low", "derived"]
"""How sure a fact is.

``checked``: compared with the official text by the person named in ``Edition.checked_by``; ``found``: read in
public text; ``known``: from memory; ``derived``: concluded from the others.
"""


class Indicator(msgspec.Struct, frozen=True):
    """One indicator (chỉ báo) of a criterion at one level (mức).

    ``letter`` is ``a``, ``b``, ``c``, or None where the level has a single indicator. ``five_years``:
    evidence of the five years up to the evaluation is needed; ``yearly``: evidence of every year is expected.
    """

    level: int
    letter: str | None
    text: str
    five_years: bool
    yearly: bool


class Criterion(msgspec.Struct, frozen=True):
    """One criterion (tiêu chí); ``mandatory`` where the edition says that a school cannot do without it."""

    id: CriterionId
    name: str
    indicators: tuple[Indicator, ...]
    mandatory: bool = False
    source: str = ""
    confidence: Confidence | None = None
    note: str = ""

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels (mức) that this criterion has, lowest first."""
        return tuple(sorted({indicator.level for indicator in self.indicators}))

    def at(self, level: int) -> tuple[Indicator, ...]:
        """The indicators of one level, in the edition's order; empty where the criterion lacks the level."""
        return tuple(indicator for indicator in self.indicators if indicator.level == level)


class Standard(msgspec.Struct, frozen=True):
    """One standard (tiêu chuẩn) with its criteria."""

    number: int
    name: str
    criteria: tuple[Criterion, ...]


class Requirement(msgspec.Struct, frozen=True):
    """One requirement of level 4 (mức 4), which is asked of the school as a whole and not per criterion."""

    number: int
    text: str
    five_years: bool
    source: str = ""
    confidence: Confidence | None = None


ColumnField = Literal["criterion", "place_number", "code", "title", "dated", "issuer", "note", "location"]
"""What a column of the register holds. ``place_number``: the row's running number; ``dated``: symbol and date
of issue, or when a survey was held; ``location``: format and place of keeping, or an address."""


class Column(msgspec.Struct, frozen=True):
    """One column of the register: what it holds, and its heading as the official form prints it."""

    field: ColumnField
    heading: str


class RegisterForm(msgspec.Struct, frozen=True):
    """The official form of the register (danh mục mã minh chứng): its columns from left to right.

    ``code`` is how codes stand in it: ``printed`` ``[H1-1.1-01]``, ``plain`` ``MC.1.1.01``.
    """

    name: str
    columns: tuple[Column, ...]
    code: Literal["printed", "plain"] = "printed"
    source: str = ""
    confidence: Confidence | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, from left to right."""
        return tuple(column.heading for column in self.columns)

    def place(self, field: ColumnField) -> int | None:
        """Which column holds the field, counted from 0; None where the form has no such column."""
        return next((place for place, one in enumerate(self.columns) if one.field == field), None)


class Citation(msgspec.Struct, frozen=True):
    """How a report cites evidence: ``[H1-1.1-01]; [H1-1.1-02]`` or ``(MC.1.1.01, MC.1.1.02)``.

    ``brackets`` go round every code (``around = "each"``) or once round all of a place (``"all"``);
    ``separator`` stands between two codes, a space after it.
    """

    brackets: Literal["[]", "()"]
    separator: Literal[";", ","]
    around: Literal["each", "all"]
    source: str = ""
    confidence: Confidence | None = None

    def of(self, plain: Iterable[str]) -> str:
        """The codes, given in their plain form, as they are cited in one place of a report."""
        left, right = self.brackets
        if self.around == "each":
            return f"{self.separator} ".join(f"{left}{code}{right}" for code in plain)
        return f"{left}{f'{self.separator} '.join(plain)}{right}"


class Edition(msgspec.Struct, frozen=True):
    """One set of standards from one legal instrument (văn bản) for one kind of school.

    ``rule`` says, in words, when a school reaches a level; "" where every criterion has to.
    """

    id: str
    name: str
    instrument: str
    level_of_school: str
    source: str
    confidence: Confidence
    code_style: CodeStyle
    standards: tuple[Standard, ...]
    level_four: tuple[Requirement, ...]
    register: RegisterForm
    citation: Citation
    rule: str = ""
    compiled: date | None = None
    checked_by: str = ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in numeric order: 1.10 after 1.9."""
        every = (criterion for standard in self.standards for criterion in standard.criteria)
        return tuple(sorted(every, key=lambda criterion: criterion.id))

    def criterion(self, id: CriterionId) -> Criterion | None:
        """The criterion of that id, or None."""
        every = (criterion for standard in self.standards for criterion in standard.criteria)
        return next((criterion for criterion in every if criterion.id == id), None)

    def standard(self, number: int) -> Standard | None:
        """The standard of that number, or None."""
        return next((standard for standard in self.standards if standard.number == number), None)

    def knows(self, code: EvidenceCode) -> bool:
        """Whether the criterion named in the code exists in this edition."""
        return self.criterion(code.criterion) is not None
