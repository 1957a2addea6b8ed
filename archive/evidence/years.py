"""School years (năm học): from one summer to the next, written ``2022-2023``."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

EARLIEST_START = 1900
LATEST_START = 2998

AUGUST_FIRST = (8, 1)


@dataclass(frozen=True, order=True, slots=True)
class SchoolYear:
    """The school year (năm học) that begins in the calendar year ``start``, 1900 to 2998."""

    start: int

    def __post_init__(self) -> None:
        if not EARLIEST_START <= self.start <= LATEST_START:
            raise ValueError(f"a school year starts in {EARLIEST_START} to {LATEST_START}, not {self.start}")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """``2022-2023``."""
        return f"{self.start}-{self.start + 1}"

    @property
    def first_day(self) -> date:
        """1 August: the usual start. A school that starts otherwise asks ``of`` with its own day."""
        return date(self.start, *AUGUST_FIRST)

    @property
    def last_day(self) -> date:
        """31 July, the day before the next year's first."""
        return date(self.start + 1, *AUGUST_FIRST) - timedelta(days=1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The year that the whole text is.

        ``2022-2023`` with any dash, an underscore or a stroke, and spaces round it; after ``NH`` or
        ``Năm học`` also ``22-23`` and ``2022-23``. ValueError when it is none of these, or when the years do
        not follow each other.
        """
        match = _YEARS.fullmatch(_plain(text))
        start = _start_of(match) if match is not None else None
        if match is None or start is None:
            raise ValueError(f"{text!r} is not a school year such as '2022-2023'")
        if not _consecutive(match):
            raise ValueError(f"{text!r} is not a school year: its two years do not follow each other")
        return cls(start)

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The first school year in a longer text, or None.

        Never a part of a longer run of digits, two years that do not follow each other (a period such as
        ``2020-2025``), or a pair of two digits without ``NH`` or ``Năm học`` before it (a date).
        """
        for match in _overlapping(_plain(text)):
            start = _start_of(match)
            if start is not None and _consecutive(match):
                return cls(start)
        return None

    @classmethod
    def of(cls, day: date, starts: tuple[int, int] = AUGUST_FIRST) -> Self:
        """The school year a day belongs to: 03/10/2022 → 2022-2023.

        ``starts`` is the (month, day) of the first day. It is a setting of the school, since the province
        sets each year's calendar: pupils come back from late August, the opening is on 5 September, plans for
        the new year are signed in August, and June's and July's papers still belong to the year that ends.
        """
        return cls(day.year if (day.month, day.day) >= starts else day.year - 1)


_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

_YEARS = re.compile(
    r"(?:(?<![^\W_])(?P<word>n[aă]m[\s_]*h[oọ]c|nh)[\s_:.]*)?"
    r"(?<![0-9])(?<![0-9]/)(?P<first>(?:19|2[0-9])[0-9]{2}|[0-9]{2})"
    r"\s*[-_/\u2010-\u2015\u2043\u2212]\s*"
    r"(?P<second>(?:19|2[0-9])[0-9]{2}|[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_DATE_GOES_ON = re.compile(r"\s?[-./\u2010-\u2015][0-9]")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_UNSEEN)).strip()


def _overlapping(text: str) -> Iterator[re.Match[str]]:
    """Every match, also one that begins inside another: ``2019-2021-2022`` holds 2021-2022."""
    match = _YEARS.search(text)
    while match is not None:
        yield match
        match = _YEARS.search(text, match.start("first") + 1)


def _start_of(match: re.Match[str]) -> int | None:
    """The calendar year the match begins with; None where two digits could be something else than a year."""
    first, second = match["first"], match["second"]
    if len(second) == 4:
        return int(first) if len(first) == 4 else None
    if match["word"] is None or _DATE_GOES_ON.match(match.string, match.end()):
        return None
    # Two digits: a school's papers reach back to the last century, and no further.
    return int(first) if len(first) == 4 else int(first) + (1900 if int(first) >= 50 else 2000)


def _consecutive(match: re.Match[str]) -> bool:
    return (int(match["first"][-2:]) + 1) % 100 == int(match["second"][-2:]) and (
        len(match["second"]) == 2 or int(match["second"]) == int(match["first"]) + 1
    )
