"""The head of a page: its lines above the body, mottoes and the day's line taken out and told apart."""

import re
from dataclasses import dataclass

from archive.evidence.documents import GRID, Page
from archive.evidence.letterhead.day import Day, day_in
from archive.evidence.letterhead.lines import Line, lines_of
from archive.evidence.letterhead.motto import motto_in

_BODY = re.compile(
    r"(can cu|kinh (gui|thua|moi)|.{0,12}\bk?inh gui ?:|thuc hien.*\bso"
    r"|theo de nghi|xet de nghi|xet theo|hom nay\b|luc \d"
    r"|(noi|co quan|don vi) nhan\b|dieu 1\b|i+\. |1\. )"
)
_EDGE = "_.-–—,:;'\"“”‘’`*|· "
_HEAD_LINES = 40
_ROWS = 30


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body. ``lines`` are in reading order, without mottoes and the day's line.

    ``right`` is where the right column begins, in units of 1/GRID, or None: one column, or no places known.
    ``capital`` and ``letter`` are the heights of a capital without marks and of a common word, in the same
    units; 0 without places. ``margins`` are the left and right end of full lines, None if there are too
    few. ``motto_row`` and ``motto_level`` are where the first motto stands: its row, and its top in units
    of 1/GRID. ``mottoes`` are the sides of ``letterhead_motto``. ``body`` is the first line of the body,
    None where the head has no end; ``below`` are the lines under it.
    """

    lines: tuple[Line, ...]
    mottoes: frozenset[str]
    day: Day | None
    right: float | None
    body: Line | None
    below: tuple[Line, ...]
    capital: int
    letter: int
    margins: tuple[int, int] | None
    motto_row: int
    motto_level: int

    @property
    def addressed(self) -> bool:
        """Whether the body begins by addressing somebody: "Kính gửi"."""
        return self.body is not None and bare(self.body).startswith("kinh gui")


def bare(line: Line) -> str:
    """The folded text without what dirt and ornament stand before it."""
    return line.folded.lstrip(_EDGE)


def head_of(page: Page) -> Head:
    """Take the head of a page apart."""
    lines = lines_of(page)
    capital, letter = _heights(lines)
    kept: list[Line] = []
    mottoes: dict[str, list[Line]] = {}
    day: Day | None = None
    below: tuple[Line, ...] = ()
    pieces = [piece for line in lines[: 2 * _HEAD_LINES] for piece in _pieces(line)]
    for at, (line, side) in enumerate(pieces):
        if side:
            mottoes.setdefault(side, []).append(line)
            continue
        if len(kept) == _HEAD_LINES or line.row > _ROWS:
            break
        if begins_body(line):
            below = tuple(one for one, _ in pieces[at:])
            break
        found = day_in(line, capital) if day is None else None
        if found:
            day = found
            if found.before.text:
                kept.append(found.before)
        else:
            kept.append(line)
    first = min((one for found in mottoes.values() for one in found), key=lambda one: one.row, default=None)
    return Head(
        _with_youth(tuple(kept), mottoes),
        frozenset(mottoes),
        day,
        _right(mottoes, day),
        below[0] if below else None,
        below[1:],
        capital,
        letter,
        _margins(lines),
        first.row if first else 0,
        first.top if first else 0,
    )


def begins_body(line: Line) -> bool:
    """Whether a line opens the body: names what the paper rests on, or whom it is for, or is numbered."""
    text = line.text.lstrip(_EDGE)
    # A line in small letters goes on with the subject: "… việc / thực hiện Thông tư số …".
    return bool(text) and not text[0].islower() and bool(_BODY.match(bare(line)))


def _pieces(line: Line, depth: int = 0) -> list[tuple[Line, str]]:
    """The line cut where a motto begins and ends; each piece with the motto's side, "" for other words."""
    motto = motto_in(line)
    if motto is None or depth > 3:
        return [(line, "")]
    before, after = line.cut(0, motto.start), line.cut(motto.end)
    pieces = [(before, "")] if any(map(str.isalnum, before.text)) else []
    pieces.append((line.cut(motto.start, motto.end), motto.side))
    if sum(map(str.isalnum, after.text)) > 3:
        pieces.extend(_pieces(after, depth + 1))
    return pieces


def _with_youth(kept: tuple[Line, ...], mottoes: dict[str, list[Line]]) -> tuple[Line, ...]:
    """Under the country's motto the Youth Union's name is no motto but a parent on the left side."""
    names = mottoes.get("youth", [])
    if not names or "country" not in mottoes:
        return kept
    return tuple(sorted((*kept, *names), key=lambda line: (line.row, line.left)))


def _right(mottoes: dict[str, list[Line]], day: Day | None) -> float | None:
    for side in ("country", "wish", "party", "youth"):
        for line in mottoes.get(side, []):
            if line.words:
                # A motto in the middle of the page stands over a head of one column.
                return None if line.left < GRID * 0.36 else line.left - GRID * 0.01
    return day.line.left - GRID * 0.02 if day and day.line.words and day.line.left > GRID * 0.35 else None


def _margins(lines: tuple[Line, ...]) -> tuple[int, int] | None:
    full = [line for line in lines if line.right - line.left > GRID * 0.55]
    if len(full) < 4:
        return None
    lefts = sorted(line.left for line in lines if line.right - line.left > GRID * 0.25)
    rights = sorted(line.right for line in full)
    # Not the outermost: dirt at the page's edge joins a line now and then.
    return lefts[len(lefts) // 8], rights[len(full) * 3 // 4]


def _heights(lines: tuple[Line, ...]) -> tuple[int, int]:
    words = [word for line in lines for word in line.words]
    if not words:
        return 0, 0
    tall = sorted(word.bottom - word.top for word in words if any(map(str.isalnum, word.text)))
    letter = tall[len(tall) // 2] if tall else 100
    plain = sorted(word.bottom - word.top for word in words if re.fullmatch(r"[A-HK-PR-Z0-9]{2,}", word.text))
    # Too few capitals without marks to go by: they are three quarters of a word with marks and tails.
    return (plain[len(plain) // 2] if len(plain) >= 3 else round(letter * 0.75)), letter
