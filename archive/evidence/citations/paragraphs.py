"""Paragraphs of a report: its lines put together again, each character with its place on a page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.evidence.citations.lines import lines
from archive.evidence.citations.seen import Line
from archive.evidence.documents import Page

_MARKER = re.compile(
    r"(?:[-+*•–—▪●○]\s|[a-zđ][).]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]{1,4}\.\s"
    r"|(?:Mức|Tiêu chí|Tiêu chuẩn|Phần|Chỉ báo|Bảng|MỨC|TIÊU CHÍ|TIÊU CHUẨN|PHẦN|CHỈ BÁO|BẢNG)\s)"
)
"""What the first line of an item, or a heading, begins with."""

_ENDED = re.compile(r"[.!?:;…)\]”\"]\s*\Z|(?<=[^\W\d][.;)”\"])\d{1,3}\s*\Z")
"""How a line ends that may be a paragraph's last; the mark of a note may stand behind it."""


_HYPHENED = re.compile(r"\d[-\u2010\u2011]\Z")

UNSEEN = "\u00ad"
"""A soft hyphen, which stands where a line was broken behind a hyphen: nothing was there."""


class Place(NamedTuple):
    """A stretch of a page's text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its lines, one character between them, and where in it and on its page each begins.

    ``notes`` are the footnotes that it refers to, each with where its mark begins and ends.
    """

    text: str
    lines: tuple[tuple[int, int, int], ...]
    notes: "tuple[tuple[int, int, Paragraph], ...]" = ()

    def page(self, at: int) -> int:
        """The page on which a place of the paragraph lies."""
        return self.lines[self._line(at)][1]

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """Where a stretch of the paragraph stands: once for each line that it goes over."""
        found = []
        for number in range(self._line(start), self._line(max(start, end - 1)) + 1):
            begin, page, place = self.lines[number]
            # The end of a line is no part of its text.
            limit = self.lines[number + 1][0] - 1 if number + 1 < len(self.lines) else len(self.text)
            first, last = max(start, begin), min(end, limit)
            if first < last:
                found.append(Place(page, place + first - begin, place + last - begin))
        return tuple(found)

    def _line(self, at: int) -> int:
        return max(0, bisect_right(self.lines, at, key=lambda line: line[0]) - 1)


def paragraphs(pages: Sequence[Page]) -> tuple[Paragraph, ...]:
    """The paragraphs of a report in order. One that goes over the end of a page is one."""
    found: list[list[Line]] = []
    for line in lines(pages):
        if found and not _begins(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(_joined(group) for group in found)


def _begins(before: Line, line: Line) -> bool:
    if line.opens:
        return True
    ended = _ENDED.search(before.text) is not None
    # At a page's top nothing tells but the words; a sentence that is over is more often followed by its like.
    return ended and _MARKER.match(line.text) is not None


def _between(before: str, line: str) -> str:
    """What stands between two lines of a paragraph: always one character."""
    if _HYPHENED.search(before) and line[0].isdigit():
        return UNSEEN
    # A dash that begins a line of a paragraph is no item's.
    return " " if line[0] in "-–—" else "\n"


def _joined(group: Iterable[Line]) -> Paragraph:
    parts: list[str] = []
    length = 0
    starts: list[tuple[int, int, int]] = []
    notes: list[tuple[int, int, Paragraph]] = []
    for line in group:
        if parts:
            parts.append(_between(parts[-1], line.text))
            length += 1
        starts.append((length, line.page, line.start))
        notes += ((length + first, length + last, _joined(note)) for first, last, note in line.notes)
        parts.append(line.text.rstrip())
        length += len(parts[-1])
    return Paragraph("".join(parts), tuple(starts), tuple(notes))
