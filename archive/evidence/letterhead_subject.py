"""The subject (trích yếu): the lines under the type's heading, or after "V/v" under the symbol of a
letter."""

import re

from archive.evidence.documents import GRID, Field, Origin
from archive.evidence.letterhead_head import Head, bare
from archive.evidence.letterhead_lines import Line, shouted
from archive.evidence.letterhead_type import About, Heading

_BEGINS_TEXT = re.compile(
    r"\d{1,2}[.),]\s|[ivxlc]{1,5}[.)]|[-+*_\u2022]\s|[^:]{2,24}:"
    r"|(thoi gian|dia diem|hoi \d|hom nay|ngay|thanh phan|huong ung|phan (thu|mot|i)\b|so yeu)\b"
)
"""How a line begins (folded) that is no longer the subject: a number, a bullet, or a label."""

_AUTHORITY = re.compile(
    r"(giam doc|hieu truong|chu tich|truong (phong|ban|doan)\b|uy ban|bo truong"
    r"|ban (chap hanh|thuong vu|giam)|hoi dong|thu tuong|tong giam|cuc truong|vien truong|bi thu|chanh"
    r"|dai hoi)"
)
_EDGE = " .,;:'\"_-—–“”„‘’`*|~^"
_NO_SUBJECT = frozenset({"", "lien tich", "(du thao)", "du thao"})
"""What stands behind a type on its line and says nothing of what the paper is about."""

_LINES = 8
_DOUBTED = 75
_GAP, _FIRST_GAP = 1.7, 3.2
"""In heights of a common word: what parts the subject from the body, and from the heading over it."""


def subject_of(head: Head, heading: Heading | None, about: About | None, origin: Origin) -> Field | None:
    """The subject, without "V/v" where a letter has it so."""
    letter = about is not None and about.short and (heading is None or about.at < heading.at)
    if heading and not letter:
        lines = _under_heading(head, heading)
    elif about:
        lines = _after_about(head, about)
    else:
        return None
    lines = [trimmed for line in lines if (trimmed := line.trimmed()).text]
    value = " ".join(line.text for line in lines).strip(_EDGE)
    if not any(map(str.isalnum, value)):
        return None
    return Field(value, origin, round(_sure(lines), 3))


def _sure(lines: list[Line]) -> float:
    """How sure a subject is: one word in twelve that the engine doubts spoils it."""
    words = [word for line in lines for word in line.words if any(map(str.isalnum, word.text))]
    doubted = sum(word.confidence < _DOUBTED for word in words)
    letters = sum(len(line.text) for line in lines)
    sure = min(sum(line.confidence * len(line.text) for line in lines) / letters, 0.95) * 0.95
    return min(sure, 0.65) if doubted * 12 > len(words) else sure


def _under_heading(head: Head, heading: Heading) -> list[Line]:
    lines = [heading.rest] if heading.rest and bare(heading.rest) not in _NO_SUBJECT else []
    above = head.lines[heading.at]
    loud = bool(lines)
    for line in head.lines[heading.at + 1 :]:
        if len(lines) == _LINES:
            break
        text = bare(line)
        if sum(map(str.isalnum, line.text)) < 3:
            if line.words or not lines:
                continue
            break
        if line.words and line.row == above.row and not lines:
            # A stamp beside the heading.
            continue
        if _BEGINS_TEXT.match(text) or _apart(head, above, line, bool(lines)):
            break
        if shouted(line.text) and (_AUTHORITY.match(text) or (lines and not loud)):
            break
        if lines and _begins_paragraph(head, line):
            break
        loud = loud or (not lines and shouted(line.text))
        lines.append(line)
        above = line
    return lines


def _after_about(head: Head, about: About) -> list[Line]:
    first = head.lines[about.at]
    lines = [first.cut(about.start)]
    above = first
    for line in head.lines[about.at + 1 :]:
        if len(lines) == _LINES:
            break
        if sum(map(str.isalnum, line.text)) < 2 or not _same_column(head, first, line):
            continue
        if _apart(head, above, line, True) or (shouted(line.text) and len(line.text.split()) > 1):
            break
        if not line.words and re.match(r"[-+*] ", line.text):
            break
        lines.append(line)
        above = line
    return lines


def _same_column(head: Head, first: Line, line: Line) -> bool:
    if not line.words or head.right is None:
        return True
    return line.left < max(first.right, head.right) and line.middle < max(
        head.right, first.middle + GRID * 0.1
    )


def _apart(head: Head, above: Line, line: Line, begun: bool) -> bool:
    if not (line.words and above.words):
        return False
    room = _base(line) - _base(above) - head.letter
    return room > (_GAP if begun else _FIRST_GAP) * head.letter


def _base(line: Line) -> float:
    """The level a line stands on, whatever it slopes by: the middle of its words."""
    middles = sorted((word.top + word.bottom) / 2 for word in line.words)
    return middles[len(middles) // 2]


def _begins_paragraph(head: Head, line: Line) -> bool:
    """Whether a line is indented on the left and full to the right, as no line of a centred subject is."""
    if not line.words or head.margins is None:
        return False
    indent, rest = line.left - head.margins[0], head.margins[1] - line.right
    return rest < GRID * 0.015 and indent - rest > GRID * 0.025
