"""Doubts: why a spelling is not read surely, and the codes that it may stand for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.evidence.codes import CriterionId, EvidenceCode, with_brackets
from archive.evidence.spellings.joined import LONGEST, TIGHT, Joined
from archive.evidence.spellings.shapes import Head, Shapes, head_of
from archive.evidence.spellings.text import PlainText
from archive.evidence.standards import Edition

DOUBTS = (
    "box-missing",
    "box-with-part",
    "criterion-unknown",
    "line-break",
    "list-or-number",
    "list-or-part",
    "number-missing",
    "ocr-digits",
    "range-across",
    "range-down",
    "range-long",
    "range-or-list",
    "range-or-part",
    "separators",
    "standard-unknown",
    "sub-number",
    "suffix",
)
"""Every reason why a spelling is doubtful."""


_SUFFIX = re.compile(r"[^\W\d_][^\W_]{0,11}")
_LAST = re.compile(r" ?[-/(]? ?[A-Za-z]\)?(?= ?[\])])")
_NEXT = re.compile(r"\s([0-9]{1,2})(?=\s?[\])])")


class Doubt(NamedTuple):
    """One reading of a doubtful spelling: the codes it would be, none where none can be proposed, and why."""

    codes: tuple[EvidenceCode, ...]
    reason: str


class Doubtful(NamedTuple):
    """A doubtful stretch of a plain text, its readings ranked."""

    start: int
    end: int
    readings: tuple[Doubt, ...]


def known(edition: Edition, head: Head) -> bool:
    """Whether the edition has the criterion that a head names."""
    return head.id is not None and edition.criterion(head.id) is not None


def parted(text: PlainText, shapes: Shapes, edition: Edition, at: int) -> Doubtful | None:
    """``[H1.1-1.1-01]``: a box that is itself numbered in two parts."""
    match = shapes.parted and shapes.parted.match(text.flat, at)
    head = match and head_of(match, match.start(), match.end())
    if not head or not head.numbered or not known(edition, head):
        return None
    return _doubtful(text, head, head.end, Doubt(head.codes(head.number), "box-with-part"))


def misspelt(text: PlainText, shapes: Shapes, edition: Edition, at: int) -> Doubtful | None:
    """A whole code with letters for digits or odd separators, where the edition has its criterion."""
    match = shapes.loose and shapes.loose.match(text.flat, at)
    head = match and head_of(match, match.start(), match.end())
    if not match or not head or not known(edition, head):
        return None
    if head.box == 0:
        return _doubtful(text, head, head.end, Doubt((), "box-missing"))
    if not head.numbered:
        return None
    digits = "".join(match.groups())
    slips = sum(not digit.isdigit() for digit in digits)
    if len(digits) - slips < 2 or not any(mark in match[0] for mark in "-._/,"):
        return None
    return _doubtful(
        text, head, head.end, Doubt(head.codes(head.number), "ocr-digits" if slips else "separators")
    )


def lacking(text: PlainText, shapes: Shapes, edition: Edition, at: int) -> Doubtful | None:
    """A code of a known criterion without its box (``H-1.1-01``) or without its number (``H1-1.1``)."""
    match = shapes.boxless and shapes.boxless.match(text.flat, at)
    if match and known(edition, head := head_of(match, match.start(), match.end())):
        return _doubtful(text, head, head.end, Doubt((), "box-missing"))
    match = shapes.numberless and shapes.numberless.match(text.flat, at)
    if not match or not known(edition, head := head_of(match, match.start(), match.end())):
        return None
    found = _doubtful(text, head, head.end, Doubt((), "number-missing"))
    # Out of brackets many a thing looks so; there it has to have the separators that codes have.
    usual = match["between"] == "." and match["front"][-1] == ("." if head.box is None else "-")
    return found if usual or found.start < head.start else None


def followed(text: PlainText, head: Head) -> Doubtful | None:
    """A code that letters or a further number are joined to, or a number on the next line of its bracket."""
    opened = text.flat[max(head.start - 2, 0) : head.start].rstrip(" ").endswith(("[", "("))
    suffix = _SUFFIX.match(text.flat, head.end) or (opened and _LAST.match(text.flat, head.end))
    if suffix:
        return _doubtful(text, head, suffix.end(), Doubt(head.codes(head.number), "suffix"))
    if opened and (number := _NEXT.match(text.lines, head.end)):
        return _doubtful(text, head, number.end(), *_next_line(text, head, number))
    tight = TIGHT.match(text.flat, head.end)
    if not tight or tight["mark"] == "," or (tight["mark"] == "-" and not head.dashed):
        return None
    return loosely_joined(text, head)


def loosely_joined(text: PlainText, head: Head) -> Doubtful | None:
    """A code with a further number joined to it without a space, whatever that is."""
    tight = TIGHT.match(text.flat, head.end)
    if not tight:
        return None
    further = int(tight["number"])
    readings = [Doubt(head.codes(head.number), "sub-number")]
    if tight["mark"] == "-" and head.number < further < head.number + LONGEST:
        readings.insert(0, Doubt(head.codes(*range(head.number, further + 1)), "range-or-part"))
    elif tight["mark"] in ",/" and further:
        readings.insert(0, Doubt(head.codes(head.number, further), "list-or-part"))
    return _doubtful(text, head, tight.end(), *readings)


def _next_line(text: PlainText, head: Head, number: re.Match[str]) -> Iterator[Doubt]:
    further = int(number[1])
    if "\n" in number[0] and not text.flat[head.end - 2].isdigit() and len(number[1]) == 1:
        yield Doubt(head.codes(head.number * 10 + further), "line-break")
    if further:
        yield Doubt(head.codes(head.number, further), "list-or-number")
    yield Doubt(head.codes(head.number), "list-or-number")


def unknown(edition: Edition, head: Head, found: Joined) -> Doubtful:
    """A code of a criterion that the edition has not, with those that a slip of a digit makes of it."""
    reason = "criterion-unknown" if edition.standard(head.standard) else "standard-unknown"
    near = _neighbours(edition, f"{head.standard}{head.criterion}", head.standard)
    readings = tuple(Doubt(head.codes(*found.numbers, id=id), reason) for id in near)
    return Doubtful(found.start, found.end, readings or (Doubt((), reason),))


def _neighbours(edition: Edition, written: str, standard: int) -> list[CriterionId]:
    """The criteria whose digits are those written but for one too many, one too few, or their order."""
    ranked = []
    for criterion in edition.criteria:
        digits = f"{criterion.id.standard}{criterion.id.number}"
        slips = (digits in _shorter(written), written in _shorter(digits), sorted(written) == sorted(digits))
        if any(slips):
            ranked.append((slips.index(True), criterion.id.standard != standard, criterion.id))
    return [id for *_, id in sorted(ranked)]


def _shorter(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}


def _doubtful(text: PlainText, head: Head, end: int, *readings: Doubt) -> Doubtful:
    return Doubtful(*with_brackets(text.flat, head.start, end), readings)
