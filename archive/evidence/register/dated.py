"""Dated: what the column "số, ngày ban hành, hoặc thời điểm …" says, read out of its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from archive.evidence.letters import fold
from archive.evidence.years import EARLIEST_START, LATEST_START, SchoolYear

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\xa0": " ", "⁄": "/"})
_DAY = re.compile(
    r"\bngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})\b"
    r"|(?<![\w./-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\5\s?(\d{4}|(?<=/)\d{2}|(?<=/ )\d{2})(?![\w/]|[.-]\d)"
)
_ISO = re.compile(r"(?<![\w./-])(\d{4})-(\d{2})-(\d{2})(?!\w)")
_OPEN_DAY = re.compile(r"\bngay[\s._…]*thang[\s._…\d]*nam|\bngay\s*[._…]{2,}|\b20\d\d\s*-\s*20\d{3,}")
_CAPITAL = "A-ZĐÂÊÔƠƯĂ"
_SYMBOL = re.compile(
    r"(?<![\w/.])(\d{1,5}[A-Za-zđĐ]?)\s?((?:/\s?(?:19|20)\d\d\s?)?(?:/|-(?=[^\W\d_]{1,4}/))\s?"
    rf"[^\W\d_][\w&.]*(?:(?:\s?[-/]\s?(?=[{_CAPITAL}]{{2}})|[-/])[{_CAPITAL}\d][\w&.]*)*)"
)
_NUMBER = re.compile(r"\bso\s*:?\s*(\d{1,5}[a-z]?)\b(?!\s?[/.,]\s?\d)")
_YEARS = re.compile(
    r"(?:\b(?:nam\s*hoc|nh)\s*:?\s*)?(?<![\d/])(\d{4}|\d{2})\s*[-_/]\s*(\d{4}|\d{2})(?![\d/]|\s?[.-]\s?\d)"
)
_UP_TO = re.compile(r"\W*(?:den|toi)(?:\s+het)?\s*(?:nam\s*hoc)?\W*\Z")
_LONGEST_PERIOD = 10


class Paper(NamedTuple):
    """A paper as the column names it; one of the two may be missing."""

    symbol: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """What was read: papers, school years, and the words that were to be a day and are none."""

    papers: tuple[Paper, ...] = ()
    school_years: tuple[SchoolYear, ...] = ()
    unreadable: str | None = None

    @property
    def symbol(self) -> str | None:
        """The first symbol: ``226/KH-THCSKS``."""
        return next((paper.symbol for paper in self.papers if paper.symbol), None)

    @property
    def date(self) -> date | None:
        """The first day."""
        return next((paper.date for paper in self.papers if paper.date), None)


class _Found(NamedTuple):
    start: int
    symbol: str | None
    date: date | None


@lru_cache(maxsize=1024)
def parse_dated(text: str) -> Dated:
    """Symbols, days and school years of "Số 226/KH-THCSKS ngày 03/10/2022", "Năm học 2021-2022" and the like.

    A period such as "Giai đoạn 2020-2025" stands for its school years, "từ 2020-2021 đến 2022-2023" for all
    three. Days that the calendar lacks (31/02/2022) and those left open are ``unreadable``.
    """
    plain = " ".join(text.translate(_DASHES).split())
    days, rest, unreadable = _days(plain)
    symbols, rest = _symbols(plain, rest)
    return Dated(_papers(days, symbols), _school_years(rest), unreadable)


def _days(plain: str) -> tuple[list[_Found], str, str | None]:
    """The days, the folded text without them, and what was to be one."""
    folded = fold(plain)
    found: list[_Found] = []
    unreadable = None
    for match in sorted((*_DAY.finditer(folded), *_ISO.finditer(folded)), key=lambda one: one.start()):
        numbers = [int(part) for part in match.groups() if part and part.isdecimal()]
        year, month, day = numbers if len(match[0].split("-")[0]) == 4 else reversed(numbers)
        try:
            found.append(_Found(match.start(), None, date(year + 2000 * (year < 100), month, day)))
        except ValueError:
            unreadable = unreadable or plain[match.start() : match.end()]
        folded = _without(folded, match.start(), match.end())
    if open_day := _OPEN_DAY.search(folded):
        unreadable = unreadable or plain[open_day.start() : open_day.end()]
    return found, folded, unreadable


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + ";" * (end - start) + text[end:]


def _symbols(plain: str, rest: str) -> tuple[list[_Found], str]:
    found: list[_Found] = []
    # A day that follows a symbol without a space is no part of it.
    visible = "".join(sign if rest[place] != ";" else ";" for place, sign in enumerate(plain))
    for match in _SYMBOL.finditer(visible):
        letters = [letter for letter in match[2] if letter.isalpha()]
        if 2 * sum(map(str.isupper, letters)) >= len(letters) > 1:
            symbol = re.sub(r"\s", "", match[0]).rstrip(".-&/")
            found.append(_Found(match.start(), symbol, None))
            rest = _without(rest, match.start(), match.end())
    if not found:
        numbers = _NUMBER.finditer(rest)
        found = [_Found(one.start(), plain[one.start(1) : one.end(1)], None) for one in numbers]
    return found, rest


def _papers(days: list[_Found], symbols: list[_Found]) -> tuple[Paper, ...]:
    """Symbols and days in pairs: a day goes to the symbol before it, or, where days come first, after it."""
    every = sorted((*days, *symbols))
    if every and every[0].date and len(days) == len(symbols):
        pairs = zip(sorted(symbols), sorted(days), strict=True)
        return tuple(Paper(symbol.symbol, day.date) for symbol, day in pairs)
    papers: list[Paper] = []
    for one in every:
        if one.date and papers and papers[-1].date is None:
            papers[-1] = Paper(papers[-1].symbol, one.date)
        else:
            papers.append(Paper(one.symbol, one.date))
    return tuple(papers)


def _school_years(rest: str) -> tuple[SchoolYear, ...]:
    years: list[SchoolYear] = []
    end = 0
    for match in _YEARS.finditer(rest):
        found = tuple(_period(match))
        if found and years and _UP_TO.search(rest[end : match.start()]):
            found = tuple(map(SchoolYear, range(years[-1].start + 1, found[-1].start + 1)))[:_LONGEST_PERIOD]
        years += found
        end = match.end()
    return tuple(dict.fromkeys(years))


def _period(match: re.Match[str]) -> Iterator[SchoolYear]:
    try:
        yield SchoolYear.parse(match[0])
    except ValueError:
        first, last = match[1], match[2]
        if len(first) == len(last) == 4 and 0 < int(last) - int(first) <= _LONGEST_PERIOD:
            # "1200-1205" are numbers of something else.
            within = range(max(int(first), EARLIEST_START), min(int(last), LATEST_START + 1))
            yield from map(SchoolYear, within)
