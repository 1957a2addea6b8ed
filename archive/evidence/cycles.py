"""Cycles (chu kỳ đánh giá): the editions that one archive works with, and whose code is whose."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode, Found
from archive.evidence.standards import Criterion, Edition


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """An evidence code together with the edition that it belongs to."""

    edition: Edition
    code: EvidenceCode

    def __eq__(self, other: object) -> bool:
        # An edition is a book; to compare whole books for each code would be slow.
        return isinstance(other, Coded) and (self.edition.id, self.code) == (other.edition.id, other.code)

    def __hash__(self) -> int:
        return hash((self.edition.id, self.code))

    @property
    def plain(self) -> str:
        """``H1-1.1-01``: in addresses, the ledger, file names."""
        return self.edition.code_style.plain_of(self.code)

    @property
    def printed(self) -> str:
        """``[H1-1.1-01]``: in the register and the report."""
        return self.edition.code_style.printed_of(self.code)

    @property
    def criterion(self) -> Criterion | None:
        """The criterion that the code names; None where the edition has none of that number."""
        return self.edition.criterion(self.code.criterion)


@dataclass(frozen=True, slots=True)
class Cycles:
    """One edition or several; the first is the one the school works on, and a folder ``TC 1.1`` means it.

    No two editions of an archive may spell their codes alike: the first that reads a code has it.
    """

    editions: tuple[Edition, ...]

    @property
    def main(self) -> Edition:
        """The edition of the cycle that the school works on."""
        return self.editions[0]

    @property
    def styles(self) -> tuple[CodeStyle, ...]:
        """How each edition spells its codes."""
        return tuple(edition.code_style for edition in self.editions)

    def parse(self, text: str) -> Coded:
        """The code that the whole text is. ValueError says what the main edition objects to."""
        fault: ValueError | None = None
        for edition in self.editions:
            try:
                return Coded(edition, edition.code_style.parse(text))
            except ValueError as objection:
                fault = fault or objection
        raise fault or ValueError(text)

    def find(self, text: str) -> Iterator[tuple[Coded, Found]]:
        """The codes within a longer text, from left to right; see ``CodeStyle.find``."""
        found = [
            (Coded(edition, one.code), one)
            for edition in self.editions
            for one in edition.code_style.find(text)
        ]
        return iter(sorted(found, key=lambda pair: pair[1].start))

    def edition(self, id: str) -> Edition | None:
        """The edition of that id, where the archive works with it."""
        return next((edition for edition in self.editions if edition.id == id), None)

    def criterion(self, id: CriterionId) -> Criterion | None:
        """The criterion of the main edition."""
        return self.main.criterion(id)
