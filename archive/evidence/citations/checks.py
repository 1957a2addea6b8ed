"""Checks of citations: each code against the register, its section and the cycle."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.evidence.citations.findings import Citation, Finding
from archive.evidence.citations.pieces import Cited, near, untimely
from archive.evidence.codes import EvidenceCode
from archive.evidence.spellings import Spelled
from archive.evidence.standards import Edition
from archive.evidence.years import SchoolYear

_NOT_IN_EDITION = ("criterion-unknown", "standard-unknown")

_YEARS = 5
"""School years up to the evaluation that some indicators ask for."""

Cycle = tuple[SchoolYear, SchoolYear]
"""The first and the last school year of a cycle."""


class Checks:
    """All that citations are compared with; it remembers what was cited, for what never is."""

    def __init__(self, edition: Edition, pieces: Sequence[Cited], cycle: Cycle | None) -> None:
        self._edition = edition
        self._pieces = {piece.code: piece for piece in pieces}
        self._cycle = cycle
        self._known = tuple(_own_codes(edition, pieces))
        self._cited: set[str] = set()
        self._five_years = {
            str(criterion.id)
            for criterion in edition.criteria
            if any(indicator.five_years for indicator in criterion.indicators)
        }

    def of(self, citation: Citation, spelled: Spelled) -> Iterator[Finding]:
        """What is wrong with one citation."""
        bare = Finding(
            "",
            citation.criterion,
            citation.page,
            citation.sentence,
            citation.spelling,
            level=citation.level,
            indicator=citation.indicator,
            places=citation.places,
        )
        if spelled.kind == "doubtful":
            yield self._doubtful(bare, spelled)
        for code in dict.fromkeys(spelled.codes):
            yield from self._code(bare, spelled, code)

    def never_cited(self) -> Iterator[Finding]:
        """The pieces of the report's edition that nothing so far has cited."""
        for code in sorted(self._known):
            plain = self._edition.code_style.plain_of(code)
            if plain not in self._cited:
                title = self._pieces[plain].title
                yield Finding("never-cited", str(code.criterion), code=plain, title=title)

    def _code(self, bare: Finding, spelled: Spelled, code: EvidenceCode) -> Iterator[Finding]:
        plain = spelled.style.plain_of(code)
        self._cited.add(plain)
        piece = self._pieces.get(plain)
        own = spelled.style is self._edition.code_style
        if piece is None:
            suggestions = tuple(
                map(self._edition.code_style.plain_of, near(code, self._known) if own else ())
            )
            yield replace(bare, kind="unknown", code=plain, suggestions=suggestions)
            return
        bare = replace(bare, code=plain, title=piece.title, criteria=piece.criteria)
        if not piece.documents and not piece.held_elsewhere:
            yield replace(bare, kind="no-file")
        if not own:
            yield replace(bare, kind="other-cycle")
        elif bare.criterion and bare.criterion not in piece.criteria:
            yield replace(bare, kind="other-criterion")
        if own and self._cycle and (wrong := untimely(piece, *self._years_for(bare, self._cycle))):
            yield replace(bare, kind=wrong.kind, when=wrong.when)

    def _years_for(self, bare: Finding, cycle: Cycle) -> Cycle:
        """The cycle, longer where the criterion, or level 4, asks for five years."""
        first, last = cycle
        if bare.level == 4 or self._five_years & {bare.criterion or "", *bare.criteria}:
            return min(first, SchoolYear(last.start + 1 - _YEARS)), last
        return cycle

    def _doubtful(self, bare: Finding, spelled: Spelled) -> Finding:
        plain = spelled.style.plain_of
        codes = [tuple(map(plain, reading.codes)) for reading in spelled.readings if reading.codes]
        every = tuple(dict.fromkeys(code for reading in codes for code in reading))
        there = tuple(code for code in every if code in self._pieces)
        # What it may stand for is not said to be never cited.
        self._cited.update(every)
        reason = spelled.readings[0].reason
        kind = "unknown" if reason in _NOT_IN_EDITION else "doubtful" if len(set(codes)) > 1 else "malformed"
        return replace(bare, kind=kind, reason=reason, suggestions=there or every)


def _own_codes(edition: Edition, pieces: Sequence[Cited]) -> Iterator[EvidenceCode]:
    for piece in pieces:
        try:
            yield edition.code_style.parse(piece.code)
        except ValueError:
            continue  # a code of another edition
