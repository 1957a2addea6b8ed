"""Standards (tiêu chuẩn), criteria (tiêu chí) and indicators (chỉ báo), as one edition sets them.

The values hold other people's facts, so they carry where each came from and how sure it is. They are made
from TOML by ``archive.editions.load``.
"""

from datetime import date
from typing import Literal

import msgspec

from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode

__all__ = ["Confidence", "Criterion", "CriterionId", "Edition", "Indicator", "Requirement", "Standard"]

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


class Edition(msgspec.Struct, frozen=True):
    """One set of standards from one legal instrument (văn bản) for one kind of school."""

    id: str
    name: str
    instrument: str
    level_of_school: str
    source: str
    confidence: Confidence
    code_style: CodeStyle
    standards: tuple[Standard, ...]
    level_four: tuple[Requirement, ...]
    compiled: date | None = None
    checked_by: str = ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in numeric order: 1.10 after 1.9."""
        every = (criterion for standard in self.standards for criterion in standard.criteria)
        return tuple(sorted(every, key=lambda criterion: criterion.id))

    def criterion(self, id: CriterionId) -> Criterion | None:
        """The criterion of that id, or None."""
        return next((criterion for criterion in self.criteria if criterion.id == id), None)

    def standard(self, number: int) -> Standard | None:
        """The standard of that number, or None."""
        return next((standard for standard in self.standards if standard.number == number), None)

    def knows(self, code: EvidenceCode) -> bool:
        """Whether the criterion named in the code exists in this edition."""
        return self.criterion(code.criterion) is not None
