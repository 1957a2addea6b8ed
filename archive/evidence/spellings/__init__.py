"""Every evidence code in a running text, such as a report or a cell of a register, however it is spelled.

Read surely is what ``CodeStyle.find`` reads, and beyond it codes broken over lines, ranges, and lists with a
shared prefix. All else that is shaped like a code is doubtful: its readings are given with the reason, for a
person to choose from. A code of a criterion that no edition has is doubtful too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from archive.evidence.codes import CodeStyle, EvidenceCode
from archive.evidence.spellings.doubts import (
    DOUBTS,
    Doubt,
    Doubtful,
    followed,
    known,
    lacking,
    loosely_joined,
    misspelt,
    parted,
    unknown,
)
from archive.evidence.spellings.joined import Joined, joined
from archive.evidence.spellings.shapes import SLIPS, Head, Shapes, head_at, shapes_of
from archive.evidence.spellings.text import PlainText, plain_text
from archive.evidence.standards import Edition

__all__ = ["DOUBTS", "Doubt", "Spelled", "spelled"]


@dataclass(frozen=True, slots=True)
class Spelled:
    """One spelling as found: ``text[start:end] == spelling``, with its brackets where it has both.

    ``codes`` are in the order written: one, or several for a range or a list with a shared prefix, and none
    where it is doubtful. Then ``readings`` has at least one, the likeliest first; one without codes proposes
    nothing. ``style`` is the one that read it.
    """

    start: int
    end: int
    spelling: str
    kind: Literal["one", "range", "list", "doubtful"]
    codes: tuple[EvidenceCode, ...]
    readings: tuple[Doubt, ...]
    style: CodeStyle


def spelled(text: str, editions: Sequence[Edition]) -> Iterator[Spelled]:
    """Every code in the text, from left to right, each stretch once.

    Of several editions the first that reads a stretch surely has it, or else the first that has a doubt. Any
    text is taken; the time grows as its length.
    """
    plain = plain_text(text)
    ways = [(edition, shapes_of(edition.code_style)) for edition in editions]
    done = 0
    for at in sorted({at for _, shapes in ways for at in _beginnings(plain.flat, shapes)}):
        if at < done:
            continue
        found = [(edition, one) for edition, shapes in ways if (one := _read(plain, shapes, edition, at))]
        if found:
            edition, one = next((pair for pair in found if isinstance(pair[1], _Sure)), found[0])
            done = one.end
            yield _spelled(text, plain, edition.code_style, one)


class _Sure(NamedTuple):
    start: int
    end: int
    kind: Literal["one", "range", "list"]
    codes: tuple[EvidenceCode, ...]


def _beginnings(flat: str, shapes: Shapes) -> Iterator[int]:
    for shape in (shapes.strict, shapes.anchor):
        if shape:
            yield from (match.start() for match in shape.finditer(flat))


def _read(plain: PlainText, shapes: Shapes, edition: Edition, at: int) -> _Sure | Doubtful | None:
    """What begins at a place of the plain text, by the style of one edition."""
    if doubt := parted(plain, shapes, edition, at):
        return doubt
    head = head_at(plain, shapes, at)
    slipped = head is None or plain.flat[head.end : head.end + 1] in tuple(SLIPS)
    if slipped and (doubt := misspelt(plain, shapes, edition, at)):
        return doubt
    if head is None:
        return lacking(plain, shapes, edition, at)
    whole = joined(plain, shapes, head)
    if not known(edition, head):
        return unknown(edition, head, whole)
    if doubt := followed(plain, head) or (loosely_joined(plain, head) if whole.kind == "one" else None):
        return doubt
    if whole.reason:
        return Doubtful(whole.start, whole.end, tuple(_readings(edition, head, whole)))
    return _Sure(whole.start, whole.end, whole.kind, head.codes(*whole.numbers))


def _readings(edition: Edition, head: Head, whole: Joined) -> Iterator[Doubt]:
    codes = head.codes(*whole.numbers)
    if whole.far and known(edition, whole.far):
        codes += whole.far.codes(whole.far.number)
    yield Doubt(codes, whole.reason)
    if whole.reason == "list-or-number":
        yield Doubt(codes[:1], whole.reason)
    if whole.reason == "range-or-list":
        yield Doubt((codes[0], codes[-1]), whole.reason)


def _spelled(text: str, plain: PlainText, style: CodeStyle, found: _Sure | Doubtful) -> Spelled:
    start, end = plain.stretch(found.start, found.end)
    if isinstance(found, Doubtful):
        return Spelled(start, end, text[start:end], "doubtful", (), found.readings, style)
    return Spelled(start, end, text[start:end], found.kind, found.codes, (), style)
