"""Sheets: what stands on a box's spine, on the contents sheet in its lid, and on a cover sheet to scan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.evidence.codes import CriterionId
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.stamped import COVER
from archive.evidence.standards import Standard
from archive.evidence.years import SchoolYear
from archive.records import BoxRecord, PieceRecord


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents sheet.

    ``dated`` is the register's column "số, ngày", else symbol and date as the paper has them. ``where`` says
    who holds a piece that is kept elsewhere, and where; ``missing``: it should lie here and has no file.
    """

    code: str
    title: str
    dated: str
    pages: int
    where: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class BoxSheet:
    """A box for its spine and its lid. ``criteria`` are written as runs: "1.1–1.3, 1.8".

    ``years`` are those of the cycle, in order, at least one; ``address`` is the portal's page of the box.
    """

    box: BoxRecord
    standards: tuple[Standard, ...]
    criteria: str
    years: tuple[SchoolYear, ...]
    entries: tuple[Entry, ...]
    address: str

    @property
    def is_local(self) -> bool:
        """Whether no other machine gets to ``address``: it names the one that asks."""
        return is_local(self.address)

    @property
    def codes(self) -> tuple[str, ...]:
        """The first and the last code in the box; one where it has but one, none where it is empty."""
        every = [entry.code for entry in self.entries]
        return tuple(dict.fromkeys((*every[:1], *every[-1:])))


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover sheet. ``text`` is what its QR says; ``title`` and ``criterion`` may be empty."""

    code: str
    title: str
    criterion: str
    text: str


def is_local(address: str) -> bool:
    """Whether no other machine gets to an address: it names the one that asks."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def box_sheet(
    box: BoxRecord,
    pieces: Sequence[PieceRecord],
    cycles: Cycles,
    years: tuple[SchoolYear, ...],
    address: str,
) -> BoxSheet:
    """The sheets of a box, from its pieces in code order."""
    coded = tuple(cycles.parse(piece.code) for piece in pieces)
    standards = {}
    for one in coded:
        standard = one.edition.standard(one.code.criterion.standard)
        if standard:
            standards[one.edition.id, standard.number] = standard
    entries = tuple(map(entry_of, pieces))
    criteria = spans(one.code.criterion for one in coded)
    return BoxSheet(box, tuple(standards.values()), criteria, years, entries, address)


def entry_of(piece: PieceRecord) -> Entry:
    """A piece as a line of a contents sheet."""
    day = "/".join(reversed(piece.date.split("-"))) if piece.date else ""
    # A number that a pen wrote and nobody could read is left open.
    symbol = f"…{piece.symbol}" if piece.symbol and piece.symbol.startswith("/") else piece.symbol
    dated = piece.dated or ", ".join(part for part in (symbol, day) if part)
    where = ", ".join(part for part in (piece.keeper, piece.location) if part)
    return Entry(
        piece.code,
        piece.title or "",
        dated,
        piece.pages,
        where if piece.kept_elsewhere else "",
        not piece.documents and not piece.kept_elsewhere,
    )


def cover_of(coded: Coded, title: str) -> Cover:
    """The cover sheet of a code."""
    criterion = coded.criterion
    named = f"{criterion.id}. {criterion.name}" if criterion else str(coded.code.criterion)
    return Cover(coded.plain, title, named, COVER + coded.plain)


def spans(ids: Iterable[CriterionId]) -> str:
    """Criteria as runs, in order, each once: "1.1–1.3, 1.8, 2.1"."""
    runs: list[list[CriterionId]] = []
    for id in sorted(set(ids)):
        last = runs[-1][-1] if runs else None
        if last and (last.standard, last.number + 1) == (id.standard, id.number):
            runs[-1].append(id)
        else:
            runs.append([id])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
