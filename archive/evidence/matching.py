"""Matching (đối chiếu): which line of the register a paper is, by what it says of itself. Gives reasons.

A paper is filed by itself only where a rule below holds and no other line comes near; the thresholds are
measured by ``benchmarks/filing``. What is not sure is a suggestion.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date as Day

from archive.evidence.letters import fold
from archive.evidence.likeness import Title, alike
from archive.evidence.register.dated import Dated, parse_dated
from archive.evidence.years import SchoolYear

SURE = 0.90
"""Likeness of titles from which on a title alone is enough, where nothing speaks against it."""

ALONE = 0.85
"""The same, where the school year agrees and no other line is half as near (``CLEAR``)."""

CLEAR = 0.25
"""By how much all others must be less like it then."""

HELPED = 0.6
"""The same, where the symbol or the date agrees too."""

SLIP = 0.85
"""The same, where the date agrees and the number is another: a hand-written one that was misread."""

MARGIN = 0.06
"""By how much the second best line must be less like the paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says of itself. ``titles`` are what it may be called, the likeliest first."""

    titles: tuple[str, ...]
    symbol: str | None = None
    date: Day | None = None
    issuer: str | None = None
    school_year: SchoolYear | None = None
    criterion: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of the register, ready to be compared."""

    code: str
    criterion: str
    title: Title
    dated: Dated
    issuer: str


def line_of(code: str, criterion: str, title: str, dated: str, issuer: str) -> Line:
    """A line from the words of the register."""
    return Line(code, criterion, Title(title), parse_dated(dated), fold(issuer))


@dataclass(frozen=True, slots=True)
class Likely:
    """A line that the paper may be: how likely (0 to 1), why (see ``REASONS``), and what agrees.

    ``years``: whether the school years agree; None where one of the two names none.
    """

    line: Line
    score: float
    reason: str
    agrees: tuple[str, ...] = ()
    years: bool | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The line that the paper is, if that is sure; and the likeliest ones, best first."""

    sure: Likely | None
    likely: tuple[Likely, ...] = field(default=())


_LEAST = 0.45
"""Likeness below which a line is not worth naming."""

REASONS = ("symbol-and-date", "symbol-and-title", "date-and-title", "title")
"""Why a paper is taken for a line."""


def match(paper: Paper, lines: Iterable[Line], filled: Collection[str] = (), most: int = 5) -> Match:
    """Compare a paper with every line; ``most`` likely ones are given. ``filled`` codes have documents."""
    titles = tuple(Title(text) for text in dict.fromkeys(paper.titles) if text)
    found = [likely for line in lines if (likely := _likely(paper, titles, line))]
    found.sort(key=lambda likely: (-likely.score, likely.line.code in filled, likely.line.code))
    best = found[0] if found else None
    sure = best if best and _is_sure(best, found[1:], filled) else None
    return Match(sure, tuple(found[:most]))


def _likely(paper: Paper, titles: tuple[Title, ...], line: Line) -> Likely | None:
    if paper.criterion and line.criterion != paper.criterion:
        return None
    like = max((alike(title, line.title) for title in titles), default=0.0)
    symbol = _symbols_agree(paper.symbol, line.dated)
    day = _days_agree(paper.date, line.dated)
    years = _years_agree(paper, titles, line)
    if symbol is False and day is not True:
        like *= 0.9
    if years is False and not (symbol and day):
        like *= 0.6
    if day is False and not symbol:
        like *= 0.75
    if symbol and day:
        return Likely(line, 0.9 + like / 10, "symbol-and-date", _agreeing(symbol, day, like))
    if symbol and like >= HELPED:
        return Likely(line, 0.6 + 0.4 * like - 0.3 * (day is False), "symbol-and-title", ("symbol", "title"))
    if day and like >= HELPED:
        misread = symbol is False and like < SLIP
        return Likely(line, 0.6 + 0.4 * like - 0.25 * misread, "date-and-title", ("date", "title"))
    if like <= _LEAST and not symbol:
        return None
    return Likely(line, max(like, _LEAST), "title", _agreeing(symbol, day, like), years)


def _agreeing(symbol: bool | None, day: bool | None, like: float) -> tuple[str, ...]:
    pairs = (("symbol", bool(symbol)), ("date", bool(day)), ("title", like >= HELPED))
    return tuple(name for name, holds in pairs if holds)


def _is_sure(best: Likely, others: list[Likely], filled: Collection[str]) -> bool:
    # Number and day together are a paper's own: only a line that has both can be meant as well.
    whole = best.reason == "symbol-and-date"
    rivals = (
        one for one in others if one.line.code != best.line.code and (not whole or one.reason == best.reason)
    )
    rival = max((one.score for one in rivals), default=0.0)
    if best.score - rival < MARGIN:
        return False
    match best.reason:
        case "symbol-and-date":
            return True
        case "symbol-and-title" | "date-and-title":
            return best.score >= 0.6 + 0.4 * HELPED
    if best.line.code in filled or (best.years is not True and _names_a_year(best.line)):
        # The same title comes every year, and a second paper of a title may be another one.
        return False
    return best.score >= SURE or (best.years is True and best.score >= ALONE and best.score - rival >= CLEAR)


def _names_a_year(line: Line) -> bool:
    return bool(line.dated.school_years or line.title.years)


_SYMBOL = re.compile(r"0*(?P<number>\d{1,5}[a-z]?)?(?:/(?P<year>(?:19|20)\d\d))?[/-]?(?P<tail>[^\d/-].*)?")


def _parts(symbol: str) -> tuple[str, str]:
    """Number and tail of a symbol, both folded and without separators: ``226``, ``khthcsks``."""
    found = _SYMBOL.fullmatch(fold(symbol).replace(" ", ""))
    if found is None:
        return "", re.sub(r"[\W_]", "", fold(symbol))
    return found["number"] or "", re.sub(r"[\W_]", "", found["tail"] or "")


def _symbols_agree(symbol: str | None, dated: Dated) -> bool | None:
    """True: one of the line's symbols is this; False: all are others; None: nobody can tell."""
    ours = _parts(symbol) if symbol else ("", "")
    theirs = [_parts(paper.symbol) for paper in dated.papers if paper.symbol]
    if not ours[0] or not theirs:
        # Only the printed tail is known: a different one speaks against the line, the same says little.
        other = bool(ours[1]) and bool(theirs) and all(tail and tail != ours[1] for _, tail in theirs)
        return False if other else None
    if any(
        number == ours[0] and (not tail or not ours[1] or _same_tail(tail, ours[1]))
        for number, tail in theirs
    ):
        return True
    return None if all(not number for number, _ in theirs) else False


def _same_tail(one: str, other: str) -> bool:
    """Tails are the same with one slip of OCR in a long one."""
    if one == other:
        return True
    long_enough = min(len(one), len(other)) >= 5 and len(one) == len(other)
    return long_enough and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _days_agree(day: Day | None, dated: Dated) -> bool | None:
    theirs = [paper.date for paper in dated.papers if paper.date]
    return None if day is None or not theirs else day in theirs


def _years_agree(paper: Paper, titles: tuple[Title, ...], line: Line) -> bool | None:
    theirs = {year.start for year in line.dated.school_years} | line.title.years
    named = {year for title in titles for year in title.years}
    ours = named or ({paper.school_year.start} if paper.school_year else set())
    return None if not ours or not theirs else bool(ours & theirs)
