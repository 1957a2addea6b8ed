"""The day's line (địa danh, ngày tháng năm): place, day, month, year, and whether print or a pen wrote
them."""

import re
from dataclasses import dataclass
from datetime import date

from archive.evidence.documents import Field, Origin, Word
from archive.evidence.letterhead.lines import Line
from archive.evidence.letterhead.print import Print, printed

_DAY = re.compile(
    r"\bng[a4]y\W{0,40}(?P<day>.{0,12}?[\]|!]?)\W{0,40}th[a4]n[gq]\W{0,3}(?P<month>.{0,6}?[\]|!]?)\W{0,2}n[a4]m\W{0,3}"
    r"(?P<year>[\doil|]{4,6}|(?:19|20)\w{2,3})?"
)
_SHORT_DAY = re.compile(
    r",\s*(?:ngay\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})\W*\Z"
)
_LOOK_ALIKES = str.maketrans("oilI|]!", "0111111")
_PLACE_INSIDE = {"pho", "xa", "tran", "tinh", "huyen", "quan"}
_SMALL = re.compile(r"[^\W\d_]+\.?,?\Z")
_FIRST, _LAST = 1945, 2100
_UNKNOWN = 0.6
_DIRTY = 0.5
_ALONE = (
    Print(75),
    Print(65, most=_UNKNOWN),
    Print(95, high=2.0, most=_UNKNOWN),
    Print(50, 0.75, 1.15, _DIRTY),
)
_AMONG_LETTERS = (Print(88, 0.0, float("inf")),)
"""What print is like in digits that stand alone, and in those joined to other letters, which must be surer.

Dirt makes a printed digit's box tall, and a pen writes tall: given, but not for sure.
"""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number as read, and how sure (0 to 1) it is that print wrote it and that it says this."""

    value: int
    sure: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day's line: what stands before it on the same line, its place, and its three numbers where read."""

    line: Line
    before: Line
    place: str
    day: Digits | None
    month: Digits | None
    year: Digits | None


def day_in(line: Line, capital: int) -> Day | None:
    """The line as a day's line, or None. ``capital`` is the height of a printed capital, 0 if unknown.

    A line that only mentions a day ("từ ngày 26 tháng 4 đến …") is none: before the day stands a place.
    """
    found = _DAY.search(line.folded) or _SHORT_DAY.search(line.folded)
    if not found or len(re.findall(r"\w", line.folded[found.end() :])) > 3:
        return None
    start = _place_start(line, found.start())
    place = re.sub(r"[\W\d_]+\Z", "", line.text[start : found.start()]).strip(" ,.;:-–—_'`\"|")
    if start and not place:
        return None
    return Day(
        line.cut(start),
        line.cut(0, start),
        place,
        *(_digits(line, found, name, capital) for name in ("day", "month", "year")),
    )


def _place_start(line: Line, end: int) -> int:
    """Where the place begins: the words before the day that are written as names are, at most six."""
    words = [(found[0], found.start()) for found in re.finditer(r"\S+", line.text[:end])]
    if line.words and len(words) <= 4 and not re.search(r"[/\d]", line.text[:end]):
        return 0
    start = end
    for count, (word, at) in enumerate(reversed(words)):
        name = word.strip(",.'`-–—_|")
        folded = line.folded[at : at + len(word)].strip(",.")
        upper = name[:1].isupper() and (not name[1:].isupper() or len(name) < 3 or folded.startswith("tp"))
        if start == end and not any(map(str.isalpha, name)) and "/" not in word:
            # What a pen wrote before "ngày" is no place, and no reason not to look for one.
            continue
        if count > 5 or (name and not upper and folded not in _PLACE_INSIDE) or "/" in word:
            break
        start = at
    return start


def _digits(line: Line, found: re.Match[str], name: str, capital: int) -> Digits | None:
    try:
        start, end = found.span(name)
    except IndexError:
        return None
    raw = line.text[start:end].strip(" .,'`_")
    plain = raw.translate(_LOOK_ALIKES)
    if start < 0 or not plain.isdigit() or not plain.isascii() or not any(map(str.isdigit, raw)):
        return None
    # A year is seldom a pen's: its height says nothing.
    sure = printed(line, start, end, 0 if name == "year" else capital, _kinds)
    if plain != raw:
        # One letter for one digit; a pen's stroke is as often read so as a printed one. Two characters no
        # higher than print are print.
        sure = min(sure, 0.65 if name == "month" else 0.5 if len(raw) == 2 and sure == _DIRTY else 0.0)
    return Digits(int(plain), sure)


def _kinds(word: Word, *_: bool) -> tuple[Print, ...]:
    return _ALONE if sum(map(str.isdigit, word.text)) >= len(word.text) - 1 else _AMONG_LETTERS


def date_of(day: Day | None, origin: Origin) -> Field | None:
    """The date as ISO 8601; None unless day, month and year are read and none of them looks handwritten."""
    if day is None or day.day is None or day.month is None or day.year is None:
        return None
    numbers = (day.year, day.month, day.day)
    sure = min(number.sure for number in numbers)
    try:
        value = date(*(number.value for number in numbers))
    except ValueError:
        return None
    if not sure or not _FIRST <= value.year <= _LAST:
        return None
    # Recognised, and nobody says how well: a pen's digits look like any others in bare text.
    most = _UNKNOWN if origin == "ocr" and not day.line.words else 0.95
    return Field(value.isoformat(), origin, round(min(sure, most), 3))


def place_of(day: Day | None, origin: Origin) -> Field | None:
    """The place the paper is dated in."""
    if day is None or not day.place or not any(map(str.isalpha, day.place)):
        return None
    sure = min(day.line.cut(0, len(day.place)).least, 0.95)
    return Field(day.place, origin, round(sure, 3))


def month_in(day: Day | None) -> date | None:
    """The first day of the month, where month and year are read."""
    if day is None or day.month is None or day.year is None or not (day.month.sure and day.year.sure):
        return None
    if not 1 <= day.month.value <= 12 or not _FIRST <= day.year.value <= _LAST:
        return None
    return date(day.year.value, day.month.value, 1)
