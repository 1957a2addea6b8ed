"""Tray decisions: what each row of a returned tray sheet does. Gives reasons; files nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.numbering import next_code
from archive.evidence.register.codes import read_code
from archive.evidence.tray.rows import TypedRow

Kind = Literal[
    "filed", "there", "empty", "since", "elsewhere", "twice", "doubtful", "unreadable", "lost-zero",
    "unknown-criterion", "numbers-used-up", "formula", "no-digest", "unknown-document", "replaced",
]  # fmt: skip
"""What became of a row. Only ``filed`` changes anything; all but the first four are to be looked at again.

``there``: the document lay under that code already; ``since``: the row is empty, and somebody filed the
document meanwhile; ``elsewhere``: somebody filed it under another code, which stands.
"""

DONE: tuple[Kind, ...] = ("filed", "there")
EMPTY: tuple[Kind, ...] = ("empty", "since")


class RowAnswer(msgspec.Struct, frozen=True):
    """One row, and what became of it. ``written`` is the code as typed, ``code`` the one it lies under now.

    ``readings`` are the codes or criteria that ``written`` may stand for, and ``reason`` is why that is not
    sure (see ``CodeRead``). ``rows`` are the other rows of the same document. ``by`` and ``at`` say who filed
    it before, and when.
    """

    row: int
    kind: Kind
    document: str | None
    name: str
    written: str
    title: str
    code: str | None = None
    readings: tuple[str, ...] = ()
    reason: str | None = None
    rows: tuple[int, ...] = ()
    by: str | None = None
    at: str | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands: the code it lies under, plain, or None; and who put it there, and when."""

    name: str
    code: str | None = None
    by: str | None = None
    at: str | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What a cell surely means; or None, and why not."""

    meant: Coded | CriterionId | None
    kind: Kind = "filed"
    readings: tuple[str, ...] = ()
    reason: str | None = None


def decide(
    rows: Sequence[TypedRow],
    standing: Mapping[str, Standing],
    cycles: Cycles,
    given: Iterable[EvidenceCode],
    boxes: Mapping[int, int | None],
) -> tuple[RowAnswer, ...]:
    """An answer for each row, in order. What one row gives counts for the rows below it.

    ``standing`` has the rows' documents, as far as the archive knows them; ``given`` is every code ever given
    in the main edition; ``boxes`` has the box of a standard's first code.
    """
    reads = [_read(row, cycles) for row in rows]
    meanings = _meanings(rows, reads)
    now, codes = dict(standing), set(given)
    answers = []
    for row, read in zip(rows, reads, strict=True):
        answer = _answer(row, read, now.get(row.document), meanings.get(row.document, {}), cycles)
        if answer.kind == "filed":
            coded = _coded(read.meant, cycles, codes, boxes)
            if coded is None:
                answer = _but(answer, "numbers-used-up")
            else:
                answer = _but(answer, "filed", code=coded.plain)
                now[row.document] = Standing(answer.name, coded.plain)
                if coded.edition is cycles.main:
                    codes.add(coded.code)
        answers.append(answer)
    return tuple(answers)


def _meanings(rows: Sequence[TypedRow], reads: Sequence[_Read]) -> dict[str, dict[object, list[int]]]:
    """For each document what its rows say, with the rows that say so; empty rows say nothing."""
    found: dict[str, dict[object, list[int]]] = {}
    for row, read in zip(rows, reads, strict=True):
        if row.document and (row.code or row.unvalued):
            saying = found.setdefault(row.document, {})
            saying.setdefault(read.meant or row.code.casefold(), []).append(row.number)
    return found


def _answer(
    row: TypedRow, read: _Read, stands: Standing | None, meanings: Mapping[object, list[int]], cycles: Cycles
) -> RowAnswer:
    """The answer, but for the code that a document to be filed gets."""
    known = stands or Standing(row.name)
    document = row.document or None
    answer = RowAnswer(
        row.number, "filed", document, known.name, row.code, row.title, known.code, table=row.table
    )
    if not row.document:
        return _but(answer, "no-digest")
    if stands is None:
        return _but(answer, "unknown-document")
    if not row.code and not row.unvalued:
        return _but(answer, "since" if known.code else "empty", by=known.by, at=known.at)
    if len(meanings) > 1:
        others = sorted({number for numbers in meanings.values() for number in numbers} - {row.number})
        return _but(answer, "twice", rows=tuple(others))
    if read.meant is None:
        return _but(answer, read.kind, readings=read.readings, reason=read.reason)
    if known.replaced:
        return _but(answer, "replaced")
    if known.code:
        kind: Kind = "there" if _is_meant(cycles.parse(known.code), read.meant, cycles) else "elsewhere"
        return _but(answer, kind, by=known.by, at=known.at)
    return answer


def _but(answer: RowAnswer, kind: Kind, **more: Any) -> RowAnswer:
    return msgspec.structs.replace(answer, kind=kind, **more)


def _is_meant(code: Coded, meant: Coded | CriterionId, cycles: Cycles) -> bool:
    """Whether a code is the one meant. A criterion means any of its codes, else each return gave one more."""
    if isinstance(meant, Coded):
        return code == meant
    return code.edition is cycles.main and code.code.criterion == meant


def _coded(
    meant: Coded | CriterionId | None,
    cycles: Cycles,
    given: Iterable[EvidenceCode],
    boxes: Mapping[int, int | None],
) -> Coded | None:
    """The code meant, of a criterion the next; None where its numbers are used up."""
    if not isinstance(meant, CriterionId):
        return meant
    box = boxes.get(meant.standard) if cycles.main.code_style.has_box else None
    try:
        return Coded(cycles.main, next_code(meant, given, box))
    except ValueError:
        return None


def _read(row: TypedRow, cycles: Cycles) -> _Read:
    if row.unvalued:
        return _Read(None, "formula")
    try:
        criterion = CriterionId.from_label(row.code) or CriterionId.parse(row.code)
    except ValueError:
        return _read_code(row.code, cycles)
    if cycles.criterion(criterion) is None:
        return _Read(None, "unknown-criterion", reason=str(criterion))
    longer = CriterionId(criterion.standard, 10 * criterion.number) if criterion.number < 10 else None
    if row.numeric and longer and cycles.criterion(longer):
        # Of the number 1.10 Excel keeps 1.1.
        return _Read(None, "lost-zero", (f"TC {criterion}", f"TC {longer}"))
    return _Read(criterion)


def _read_code(text: str, cycles: Cycles) -> _Read:
    found = read_code(text, cycles.editions)
    if found.code and found.edition:
        return _Read(Coded(found.edition, found.code))
    return _Read(None, "doubtful" if found.readings else "unreadable", found.readings, found.reason)
