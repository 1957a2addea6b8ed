"""The shapes that a code of one style takes in a text: as the style has it, and as it goes wrong."""

import re
from functools import cache
from typing import NamedTuple

from archive.evidence.codes import (
    AFTER,
    BEFORE,
    HIGHEST_BOX,
    HIGHEST_NUMBER,
    CodeStyle,
    CriterionId,
    EvidenceCode,
)
from archive.evidence.spellings.text import PlainText

SLIPS = "OoIl"
"""Letters that OCR and typists put for 0 and 1."""

_DIGIT = f"[0-9{SLIPS}]"
_MENDED = str.maketrans(SLIPS, "0011")
_BETWEEN = r"(?: ?[-._/] ?| )"
_WINDOW = 40  # no code, broken over lines, is longer


class Head(NamedTuple):
    """What is shaped like one code of a style, surely or not. ``dashed``: a dash is before the number."""

    start: int
    end: int
    box: int | None
    standard: int
    criterion: int
    number: int
    dashed: bool

    @property
    def id(self) -> CriterionId | None:
        """The criterion; None where there can be none of that number."""
        try:
            return CriterionId(self.standard, self.criterion)
        except ValueError:
            return None

    @property
    def numbered(self) -> bool:
        """Whether a piece, and a box, can have that number."""
        box = self.box is None or 1 <= self.box <= HIGHEST_BOX
        return box and 1 <= self.number <= HIGHEST_NUMBER

    def codes(self, *numbers: int, id: CriterionId | None = None) -> tuple[EvidenceCode, ...]:
        """The codes of those numbers in the head's box, and in its criterion where no other is given."""
        criterion = id or CriterionId(self.standard, self.criterion)
        return tuple(EvidenceCode(criterion, number, self.box) for number in numbers)


class Shapes(NamedTuple):
    """Expressions for plain text; those after ``strict`` are None in a style without letters in front."""

    strict: re.Pattern[str]
    anchor: re.Pattern[str] | None
    loose: re.Pattern[str] | None
    parted: re.Pattern[str] | None
    boxless: re.Pattern[str] | None
    numberless: re.Pattern[str] | None


def shapes_of(style: CodeStyle) -> Shapes:
    """The shapes of a style; its letters are those that its plain form begins with (H, MC)."""
    return _shapes(style.pattern, re.match(r"[A-Za-z]*", style.plain)[0], style.has_box)  # type: ignore[index]


@cache
def _shapes(pattern: str, letters: str, has_box: bool) -> Shapes:
    strict = re.compile(f"{BEFORE}(?:{pattern})", re.IGNORECASE)
    if not letters:
        return Shapes(strict, None, None, None, None, None)
    begin = f"{BEFORE}(?i:{letters})"
    box = "(?P<box>[0-9]{1,3})"
    criterion = "(?P<standard>[0-9]{1,2})[.](?P<criterion>[0-9]{1,2})"
    loose_box = f"(?P<box>{_DIGIT}{{1,3}}){_BETWEEN}" if has_box else ""
    loose = (
        f"{begin} ?[-.]? ?{loose_box}(?P<standard>{_DIGIT}{{1,2}})(?:{_BETWEEN}|,)"
        f"(?P<criterion>{_DIGIT}{{1,2}}){_BETWEEN}(?P<number>[0-9]{{3}}|{_DIGIT}{{1,2}}){AFTER}"
    )
    parted = f"{begin} ?{box}[.][0-9]{{1,2}} ?- ?{criterion} ?- ?(?P<number>[0-9]{{1,3}}){AFTER}"
    boxless = f"{begin} ?-? ?{criterion} ?- ?(?P<number>[0-9]{{1,3}}){AFTER}"
    numberless = (
        f"{begin}(?P<front>{f' ?{box}{_BETWEEN}' if has_box else _BETWEEN})"
        f"(?P<standard>[0-9]{{1,2}})(?P<between>{_BETWEEN})(?P<criterion>[0-9]{{1,2}})(?![^\\W_])"
    )
    return Shapes(
        strict,
        re.compile(f"{begin}(?=[ .-]{{0,3}}{_DIGIT})"),
        re.compile(loose),
        re.compile(parted) if has_box else None,
        re.compile(boxless) if has_box else None,
        re.compile(numberless),
    )


def head_at(text: PlainText, shapes: Shapes, at: int) -> Head | None:
    """The code as the style has it that begins at a place, also when a line breaks within it.

    A letter may follow; a number that goes on, or is 0, makes no head.
    """
    match = shapes.strict.match(text.flat, at)
    if match and (head := _whole(match, at, match.end())):
        return head
    kept = [place for place in range(at, min(at + _WINDOW, len(text.lines))) if text.lines[place] != "\n"]
    match = shapes.strict.match("".join(text.lines[place] for place in kept))
    return _whole(match, at, kept[match.end() - 1] + 1) if match else None


def head_of(match: re.Match[str], start: int, end: int) -> Head:
    """The head that a match of any shape is, letters for digits read as what they stand for."""
    groups = match.groupdict(default="")
    box, standard, criterion, number = (
        int(groups.get(name, "").translate(_MENDED) or 0)
        for name in ("box", "standard", "criterion", "number")
    )
    dashed = "number" in groups and "-" in match.string[match.end("criterion") : match.start("number")]
    return Head(start, end, box if "box" in groups else None, standard, criterion, number, dashed)


def _whole(match: re.Match[str], start: int, end: int) -> Head | None:
    head = head_of(match, start, end)
    goes_on = match.string[match.end() : match.end() + 1].isdigit()
    return head if head.numbered and not goes_on else None
