"""Lines of a page's head: words that stand together, from their places where there are any, else from the
text.

A line ends at a gap no wider than a column's edge, so that what stands side by side is not read as one. The
rows may slope as they do on a scan: a word is joined to its neighbour, never to a level over the whole
page.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from archive.evidence.documents import GRID, Page, Word
from archive.evidence.letters import fold

HEAD = 0.45
"""How far down a page its head and the beginning of the body can reach."""

_HEAD_WORDS = 400
_WORD_CHARACTERS = 80
_LINE_CHARACTERS = 400
"""What is read of a word and of a line; a text layer without spaces can be one word of a megabyte."""
_TEXT_LINES = 60
_GAP = 2.6
"""Wider than this many heights of a letter, a gap parts two columns. Justified text has gaps of up to two."""
_BAND = 120
_A4 = (595.0, 842.0)
_OPENS_BLANK = re.compile(r"\W*(s[o0]\W?|ngay|thang|nam)\Z")
_CLOSES_BLANK = re.compile(r"\W*(thang|nam)\b|[/\u2044]\s*\w|-\w{2,}/")
_CELLS = re.compile(r"\t+|(?<! )(?<!ngày)(?<!tháng)(?<!Số:)(?<!Số) {5,}")
"""What parts the cells of a table that lie side by side; behind the four words a pen fills the blank in."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line (NFC, single spaces between them), in small letters without marks, and their places.

    ``folded`` is as long as ``text``. ``words`` is empty, and the places are 0, where the page gives none.
    ``row`` is the number of the printed line, from the top. ``apart``: on a page without places
    a blank line stands before it, or an indent that the line above has not.
    """

    text: str
    folded: str
    words: tuple[Word, ...] = ()
    row: int = 0
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0
    apart: bool = False

    @property
    def middle(self) -> float:
        """The middle between the left and the right end, in units of 1/GRID."""
        return (self.left + self.right) / 2

    @property
    def confidence(self) -> float:
        """How sure the words are by the engine's own estimate, weighted by their length: 0 to 1."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return 1.0
        return sum(word.confidence * len(word.text) for word in self.words) / letters / 100

    @property
    def least(self) -> float:
        """How sure the least sure word of two letters or more is: 0 to 1."""
        return min((word.confidence for word in self.words if len(word.text) > 1), default=100) / 100

    def trimmed(self) -> "Line":
        """The line without the dirt at its ends that was read as single letters."""
        words = list(self.words)
        while words and _is_dirt(words[-1]):
            words.pop()
        while words and _is_dirt(words[0]):
            words.pop(0)
        return self if len(words) == len(self.words) else line_of(tuple(words), self.row)

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The words of ``text[start:end]``; a word that the cut goes through falls to the side it
        begins on."""
        stop = len(self.text) if end is None else end
        if not self.words:
            # Cut before the spaces are stripped, so that the places in ``folded`` agree with ``text``.
            piece = self.text[start:stop]
            return _unplaced(piece.strip(), self.row)
        kept: list[Word] = []
        at = 0
        for word in self.words:
            if start <= at < stop:
                kept.append(word)
            at += len(word.text) + 1
        return line_of(tuple(kept), self.row)


def _is_dirt(word: Word) -> bool:
    letters = sum(map(str.isalnum, word.text))
    return not letters or (letters == 1 and word.confidence < 60)


def line_of(words: tuple[Word, ...], row: int = 0) -> Line:
    """The line that the words, in their order, make; an empty line of none."""
    text = " ".join(word.text for word in words)
    if not words:
        return Line("", "", (), row)
    return Line(
        text,
        fold(text),
        words,
        row,
        words[0].left,
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of the upper part of a page, from the top down and from left to right. Bounded in number."""
    return _placed_lines(page) if page.words else _text_lines(page.text)


def _unplaced(text: str, row: int, apart: bool = False) -> Line:
    return Line(text, fold(text), (), row, apart=apart)


def _text_lines(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    # The text is cut first: one line of a megabyte is as long to normalise as it is to read.
    raw_lines = text[: 100 * _LINE_CHARACTERS].splitlines()
    row = 0
    blank = indented = False
    for raw in raw_lines:
        if row == _TEXT_LINES:
            break
        cells = _CELLS.split(unicodedata.normalize("NFC", raw[: 2 * _LINE_CHARACTERS]))
        found = [" ".join(cell.split())[:_LINE_CHARACTERS].strip() for cell in cells]
        found = [cell for cell in found if cell]
        apart = blank or (raw[:1].isspace() and not indented)
        lines.extend(_unplaced(cell, row, apart) for cell in found)
        if found:
            indented = raw[:1].isspace()
        row += bool(found)
        blank = not found
    return tuple(lines)


def _placed_lines(page: Page) -> tuple[Line, ...]:
    reach = GRID * HEAD
    words = sorted((word for word in page.words if word.top < reach), key=lambda word: word.top)[:_HEAD_WORDS]
    tidy = [tidied for word in words if (tidied := _tidied(word))]
    if not tidy:
        return ()
    width, height = (page.width, page.height) if page.width and page.height else _A4
    letter = _letter_height(tidy)
    # Boxes count in parts of the width across and of the height down; a gap is measured in letters.
    gap = _GAP * letter * height / width
    chains = _chains([word for word in tidy if not _is_speck(word, letter)], gap)
    return _ordered(chains, letter)


def _tidied(word: Word) -> Word | None:
    text = "".join(unicodedata.normalize("NFC", word.text[:_WORD_CHARACTERS]).split())
    if text == word.text:
        return word
    return Word(text, word.left, word.top, word.right, word.bottom, word.confidence) if text else None


def _letter_height(words: list[Word]) -> int:
    heights = sorted(word.bottom - word.top for word in words if any(map(str.isalnum, word.text)))
    return max(heights[len(heights) // 2], 20) if heights else 100


def _is_speck(word: Word, letter: int) -> bool:
    """Whether what was read is dirt: no letter or digit and no dash, or very small, and the engine in
    doubt."""
    if word.text.translate(_DASHES) == "-":
        return False
    if not any(map(str.isalnum, word.text)):
        # Brackets, commas and dots that stand alone belong to no word of a letterhead.
        return word.confidence < 95
    return word.bottom - word.top < 0.4 * letter and word.confidence < 60


def _chains(words: list[Word], gap: float) -> list[list[Word]]:
    """Words joined to the one on their left, in the order of their left edges."""
    chains: list[list[Word]] = []
    levels: dict[int, list[int]] = defaultdict(list)
    anchors: list[Word] = []
    for word in sorted(words, key=lambda word: (word.left, word.top)):
        band = (word.top + word.bottom) // 2 // _BAND
        near = {at for level in (band - 1, band, band + 1) for at in levels[level]}
        fits = [
            (_apart(anchors[at], word), at) for at in near if _continues(chains[at], anchors[at], word, gap)
        ]
        if fits:
            at = min(fits)[1]
            chains[at].append(word)
        else:
            at = len(chains)
            chains.append([word])
            anchors.append(word)
        # A dash has no height to go by; the next word is measured against the one before it.
        if any(map(str.isalnum, word.text)):
            anchors[at] = word
        levels[(anchors[at].top + anchors[at].bottom) // 2 // _BAND].append(at)
    return chains


def _apart(one: Word, other: Word) -> int:
    return abs(one.top + one.bottom - other.top - other.bottom)


def _continues(chain: list[Word], anchor: Word, word: Word, gap: float) -> bool:
    last = chain[-1]
    shared = min(anchor.bottom, word.bottom) - max(anchor.top, word.top)
    if shared < 0.45 * min(anchor.bottom - anchor.top, word.bottom - word.top):
        return False
    room = word.left - max(last.right, anchor.right)
    if room < -1.5 * gap:
        return False
    if room <= gap:
        return True
    # What is filled in by hand leaves a blank in the line: "Số:      /KH-…", "ngày      tháng".
    return room <= 4 * gap and bool(
        _OPENS_BLANK.match(fold(last.text[:8])) or _CLOSES_BLANK.match(fold(word.text[:8]))
    )


def _ordered(chains: list[list[Word]], letter: int) -> tuple[Line, ...]:
    lines = [line_of(tuple(chain)) for chain in chains]
    slope = _slope(lines)
    levels = sorted((_level(line, slope), line.left, at) for at, line in enumerate(lines))
    rows: list[list[int]] = []
    before: float | None = None
    for level, _, at in levels:
        if before is None or level - before > 0.6 * letter:
            rows.append([])
            before = level
        rows[-1].append(at)
    return tuple(
        line_of(lines[at].words, row)
        for row, members in enumerate(rows)
        for at in sorted(members, key=lambda at: lines[at].left)
    )


def _level(line: Line, slope: float) -> float:
    middles = sorted((word.top + word.bottom) / 2 for word in line.words)
    return middles[len(middles) // 2] - slope * (line.middle - GRID / 2)


def _slope(lines: list[Line]) -> float:
    """How far the rows sink to the right, in units down for each unit across: the median of the long
    lines."""
    slopes = []
    for line in lines:
        tall = [word for word in line.words if any(map(str.isalnum, word.text))]
        if len(tall) >= 6 and line.right - line.left > GRID / 4:
            (first, last), span = (tall[:3], tall[-3:]), tall[-2].left - tall[1].left
            fall = sum(word.top + word.bottom for word in last) - sum(
                word.top + word.bottom for word in first
            )
            slopes.append(fall / 6 / span if span > 0 else 0.0)
    slopes.sort()
    return slopes[len(slopes) // 2] if slopes else 0.0


def shouted(text: str) -> bool:
    """Whether a line is in capitals, a few letters read small among them."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 2 and sum(map(str.isupper, letters)) > 0.8 * len(letters)
