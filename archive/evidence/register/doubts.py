"""Doubts about the rows of a register: dates that lack or cannot be, one paper under two codes, gaps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rapidfuzz import fuzz

from archive.evidence.codes import CriterionId
from archive.evidence.letters import fold
from archive.evidence.register.dated import Dated, parse_dated
from archive.evidence.register.rows import Rows, words_of
from archive.evidence.register.values import Finding, FindingKind, Row

_NOT_KNOWN = re.compile(r"\W*(?:(?:chua|khong) (?:ro|biet|co|xac dinh)(?: ngay| thoi gian)?)?\W*")
_SERIAL = re.compile(r"[2-5]\d{4}")
"""What Excel shows of a day in a cell that is not one of days: the days of 1954 to 2064, counted."""

_EXCEL_DAY_0 = date(1899, 12, 30)
_SAME_TITLE = 92
"""Percent of likeness from which two titles of one day or year are one paper's."""

_NEIGHBOURS = 6
"""Titles of one year, of which there may be thousands, are compared with so many next in the alphabet."""


def doubts(rows: Rows) -> Iterator[Finding]:
    """Everything to be doubted about the rows."""
    dated = {code: parse_dated(row.dated or row.title) for code, row in rows.rows.items()}
    yield from _lacking(rows, dated)
    yield from _twice(rows, dated)
    yield from _boxes(rows)
    yield from _gaps(rows)


def _finding(rows: Rows, kind: FindingKind, code: str, **values: object) -> Finding:
    source = rows.sources[code]
    return Finding(kind, source.row, code, values, source.table)


def _lacking(rows: Rows, dated: dict[str, Dated]) -> Iterator[Finding]:
    for code, row in rows.rows.items():
        if not row.title:
            yield _finding(rows, "title-missing", code)
        if not row.dated or _NOT_KNOWN.fullmatch(fold(row.dated)):
            if row.dated or code not in rows.undated:
                yield _finding(rows, "date-missing", code, title=row.title)
        elif _SERIAL.fullmatch(row.dated):
            day = _EXCEL_DAY_0 + timedelta(int(row.dated))
            yield _finding(rows, "dated-number", code, dated=row.dated, day=f"{day:%d/%m/%Y}")
        elif dated[code].unreadable:
            yield _finding(rows, "dated-unreadable", code, dated=row.dated, part=dated[code].unreadable)
        elif dated[code].symbol and not dated[code].date and not dated[code].school_years:
            yield _finding(rows, "date-missing", code, title=row.title)


def _twice(rows: Rows, dated: dict[str, Dated]) -> Iterator[Finding]:
    """Each code whose paper an earlier code has: by symbol and day, or by title and what dates it."""
    first: dict[str, str] = {}
    for code, earlier in (*_same_symbol(rows.rows.values(), dated), *_same_title(rows.rows.values())):
        first.setdefault(code, earlier)
    for code, earlier in first.items():
        place = rows.sources[earlier].row
        yield _finding(
            rows, "same-paper-two-codes", code, title=rows.rows[code].title, other=earlier, first=place,
            other_title=rows.rows[earlier].title,
        )  # fmt: skip


def _same_symbol(rows: Iterable[Row], dated: dict[str, Dated]) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, object], str] = {}
    for row in rows:
        for symbol, day in dated[row.code].papers:
            # A bare number is any office's.
            if symbol and day and not symbol.isdecimal():
                earlier = seen.setdefault((fold(symbol).lstrip("0"), day), row.code)
                if earlier != row.code:
                    yield row.code, earlier


class _Titled(NamedTuple):
    title: str
    place: int
    code: str


def _same_title(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Pairs of nearly the same title, of the same numbers and dated alike."""
    alike: dict[tuple[str, ...], list[_Titled]] = {}
    for place, row in enumerate(rows):
        if row.dated and row.title:
            title = fold(words_of(row.title))
            numbers = "".join(sign if sign.isdecimal() else " " for sign in title).split()
            key = (words_of(row.dated), *numbers)
            alike.setdefault(key, []).append(_Titled(title, place, row.code))
    for ones in alike.values():
        ones.sort()
        for at, one in enumerate(ones):
            for other in ones[at + 1 : at + 1 + _NEIGHBOURS]:
                if fuzz.ratio(one.title, other.title, score_cutoff=_SAME_TITLE):
                    earlier, later = sorted((one, other), key=lambda titled: titled.place)
                    yield later.code, earlier.code


def _boxes(rows: Rows) -> Iterator[Finding]:
    """Numbers go on through a criterion's boxes, so that a second box has none of the first."""
    first: dict[tuple[CriterionId, int], str] = {}
    for plain, code in rows.codes.items():
        earlier = first.setdefault((code.criterion, code.number), plain)
        if earlier != plain:
            yield _finding(
                rows, "same-number-two-boxes", plain, other=earlier, first=rows.sources[earlier].row
            )


def _gaps(rows: Rows) -> Iterator[Finding]:
    numbers: dict[CriterionId, set[int]] = {}
    for code in rows.codes.values():
        numbers.setdefault(code.criterion, set()).add(code.number)
    for criterion, given in sorted(numbers.items()):
        missing = [number for number in range(1, max(given)) if number not in given]
        if missing:
            yield Finding("number-gap", None, None, {"criterion": str(criterion), "numbers": _spans(missing)})


def _spans(numbers: Sequence[int]) -> str:
    """``03, 05–07``."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(f"{number:02}" for number in part) for part in parts)
