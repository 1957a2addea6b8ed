"""The symbol (số, ký hiệu): its printed tail, and its number where print and not a pen wrote it."""

import re
from dataclasses import dataclass

from archive.evidence.documents import Field, Origin, Word
from archive.evidence.letterhead.acronyms import mended_tail
from archive.evidence.letterhead.head import Head
from archive.evidence.letterhead.lines import Line
from archive.evidence.letterhead.print import Print, printed

_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("⁄∕／", "/"), "Ð": "Đ", "Ɖ": "Đ"})
_NUMBER_WORD = re.compile(r"[\W_]{0,4}s[o06ée]+(?![a-z]{2})[z.:;,'\s]*")
_BEGINS_NUMBER = re.compile(r"[\W_]{0,4}s[o06e]z?\s*(?:[:;]|[.,]?\s*\d|\W*/)")
_REST = r"[^\W_]*(?:[&.]+[^\W_]+)*"
_CODE = rf"[^\W\d_]{_REST}"
_TAIL = re.compile(
    rf"/\s*(?:(?:19|20)\d\d\s*/\s*)?{_CODE}"
    rf"(?:\s?-\s?(?=[A-ZĐƯÂÊÔƠĂ](?:[A-ZĐƯÂÊÔƠĂ0-9]|\b)|[a-z]?[A-ZĐ]{{2}}){_CODE})*"
)
_BARE_TAIL = re.compile(
    rf"(?:^|[^\w]|(?<=[\d\]|!]))((?:[a-zđ]?[A-ZĐ]{{1,4}}[a-zđ]{{0,2}}|[a-z]{{2}})(?:\s?-\s?[A-ZĐƯ]{{2}}{_REST})+)\W*\Z"
)
_PARTY = re.compile(r"(.*?)\s*(-\s*[A-ZĐ][A-Za-zĐđ]{0,4})\Z")
_NUMBER = re.compile(r"\d{1,5}[a-zA-ZđĐ]?\Z")
_ALONE = re.compile(r"(?:\w{0,2}[^\w/]{1,3}){0,3}[^/]{0,8}/\s*[^\W\d_]{2}")
"""A number with its tail and no "Số" before it, or one of which a letter was lost."""
_LOOSE = (Print(75, high=1.25),)
_JOINED = (Print(86, high=1.45), Print(40, high=1.45, most=0.65))
_LED = (Print(80, high=1.65),)
_WHOLE = (Print(86, high=1.65), Print(80, high=1.65, most=0.65))
"""What print is like in a number that stands alone, joined to the tail, to "Số:", and to both.

A word in which digits, strokes and capitals meet is one the engine doubts, print or not: height says more
there.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The symbol as read: the index of its line, its number ("" if open) and tail, and how sure both are."""

    at: int
    number: str
    tail: str
    sure: float
    number_sure: float


def symbol_in(head: Head, end: int) -> Found | None:
    """The symbol in the lines before ``head.lines[end]``, its letters as they were read."""
    for at, line in enumerate(head.lines[:end]):
        begun = _NUMBER_WORD.match(line.folded)
        if begun is None and not _ALONE.match(line.text.translate(_SIGNS)):
            continue
        start = begun.end() if begun else 0
        # The number and its tail may have been read as two lines, the blank between them being wide.
        for whole in (line, _joined(line, head.lines[at + 1 : at + 2]) if begun else None):
            parts = _parts(whole.text.translate(_SIGNS), start) if whole else None
            if whole and parts:
                return _found(head, at, whole, (start, *parts), begun is not None)
    return None


def _joined(line: Line, following: tuple[Line, ...]) -> Line | None:
    """Two pieces of one printed line as one."""
    if not following:
        return None
    other = following[0]
    if line.words and other.words and line.row == other.row and other.left > line.left:
        return Line(
            f"{line.text} {other.text}", f"{line.folded} {other.folded}", line.words + other.words, line.row,
            line.left, line.top, other.right, line.bottom,
        )  # fmt: skip
    if not line.words and other.text.translate(_SIGNS).startswith("/"):
        return Line(f"{line.text} {other.text}", f"{line.folded} {other.folded}", (), line.row)
    return None


def _parts(text: str, start: int) -> tuple[int, int, bool] | None:
    """Where the tail begins and ends, and whether its stroke was read; None if there is none."""
    found = [one for one in _TAIL.finditer(text, start) if _mostly_capitals(one[0])]
    if found:
        # A stroke in the number is a digit's, or its pen's; only a year may stand between two strokes.
        return found[-1].start(), found[-1].end(), True
    bare_tail = _BARE_TAIL.search(text, start)
    return (bare_tail.start(1), bare_tail.end(1), False) if bare_tail else None


def _mostly_capitals(tail: str) -> bool:
    letters = [letter for letter in tail if letter.isalpha()]
    return 2 * sum(map(str.isupper, letters)) >= len(letters) and len(letters) <= 40 and letters != []


def _found(head: Head, at: int, line: Line, places: tuple[int, int, int, bool], named: bool) -> Found:
    start, begin, end, stroke = places
    text = line.text.translate(_SIGNS)
    number = text[start:begin].strip(" .,:;_'`-…")
    tail = re.sub(r"\s", "", text[begin:end]).rstrip(".-&")
    tail = tail if stroke else "/" + tail
    if party := _PARTY.match(text[start:begin].strip(" .,:;_'`")):
        number, tail = party[1].strip(" .,:;_'`-…"), re.sub(r"\s", "", party[2]) + tail
    sure = 0.95 if stroke and named else 0.65
    whole = _NUMBER.match(number) and stroke
    number_sure = printed(line, start, begin, head.capital, _kinds) if whole else 0.0
    return Found(at, number if number_sure else "", tail, sure, number_sure)


def _kinds(_: Word, led: bool, joined: bool) -> tuple[Print, ...]:
    if led:
        return _WHOLE if joined else _LED
    return _JOINED if joined else _LOOSE


def symbol_of(
    found: Found | None, issuer: str | None, kind: str | None, origin: Origin, placed: bool
) -> Field | None:
    """The symbol, with its number or, where that is left open, its tail alone; never surer than its tail.

    ``issuer`` and ``kind`` (the type in the heading) help to mend letters read wrong. ``placed``: whether the
    words' places and confidences are known, without which no recognised number counts.
    """
    if found is None:
        return None
    tail, mended = mended_tail(found.tail, issuer, kind) if origin == "ocr" else (found.tail, 0.95)
    sure = min(found.sure, mended)
    if not found.number or (origin == "ocr" and not placed):
        return Field(tail, origin, round(0.5 * sure, 3))
    return Field(found.number + tail, origin, round(min(sure, found.number_sure, 0.95), 3))


def looks_like_number(line: Line) -> bool:
    """Whether a line begins with "Số" and a number's sign, whatever follows."""
    return bool(_BEGINS_NUMBER.match(line.folded))
