"""The subject (trích yếu): the lines under the type's heading, or after "V/v" under the symbol of a
letter."""

import re

from archive.evidence.documents import GRID, Field, Origin
from archive.evidence.letterhead.head import Head, bare, begins_body
from archive.evidence.letterhead.lines import Line, shouted
from archive.evidence.letterhead.prose import prose
from archive.evidence.letterhead.type import About, Heading

_AUTHORITY = re.compile(
    r"(giam doc|hieu truong|chu tich|truong (phong|ban|doan)\b|uy ban|bo truong"
    r"|ban (chap hanh|thuong vu|giam)|hoi dong|thu tuong|tong giam|cuc truong|vien truong|bi thu|chanh"
    r"|dai hoi)"
)
_EDGE = " .,;:'\"_-—–“”„‘’`*|~^"
_NO_SUBJECT = frozenset({"", "lien tich", "(du thao)", "du thao"})
"""What stands behind a type on its line and says nothing of what the paper is about."""

_LINES, _LONGEST = 8, 250
"""Lines a subject has at most, and characters from which it is doubtful that they are all of it."""

_DOUBTED, _DOUBTFUL = 75, 0.65
"""Percent of the engine's confidence below which it doubts a word, and how sure a doubtful subject is."""

_GAP, _FIRST_GAP = 1.7, 3.2
"""In heights of a common word: what parts the subject from the body, and from the heading over it."""


def subject_of(head: Head, heading: Heading | None, about: About | None, origin: Origin) -> Field | None:
    """The subject, without "V/v" where a letter has it so; in doubt where its end is."""
    letter = about is not None and about.short and (heading is None or about.at < heading.at)
    if heading and not letter:
        lines, doubtful = _under_heading(head, heading)
    elif about:
        lines, doubtful = _after_about(head, about)
    else:
        return None
    lines = [trimmed for line in lines if (trimmed := line.trimmed()).text]
    value = " ".join(line.text for line in lines).strip(_EDGE)
    if not any(map(str.isalnum, value)):
        return None
    if value.count("“") > value.count("”"):
        value += "”"
    doubtful = doubtful or len(lines) == _LINES or len(value) > _LONGEST
    sure = _sure(lines)
    return Field(value, origin, round(min(sure, _DOUBTFUL) if doubtful else sure, 3))


def _sure(lines: list[Line]) -> float:
    """How sure a subject's words are: one in twelve that the engine doubts spoils it."""
    words = [word for line in lines for word in line.words if any(map(str.isalnum, word.text))]
    doubted = sum(word.confidence < _DOUBTED for word in words)
    letters = sum(len(line.text) for line in lines)
    sure = min(sum(line.confidence * len(line.text) for line in lines) / letters, 0.95) * 0.95
    return min(sure, _DOUBTFUL) if doubted * 12 > len(words) else sure


def _under_heading(head: Head, heading: Heading) -> tuple[list[Line], bool]:
    """The lines under a heading that are the subject, and whether its end is doubtful."""
    lines = [heading.rest] if heading.rest and bare(heading.rest) not in _NO_SUBJECT else []
    above = head.lines[heading.at]
    loud, doubtful = bool(lines), False
    for line in head.lines[heading.at + 1 :] or _carried_out(head):
        if sum(map(str.isalnum, line.text)) < 3:
            if line.words or not lines:
                continue
            break
        if line.words and line.row == above.row and not lines:
            # A stamp beside the heading.
            continue
        if len(lines) == _LINES or _ends(head, above, line, lines, loud):
            break
        chance = prose(lines, line, _middles(head.lines[heading.at], lines))
        doubtful = doubtful or 0 < chance < 1
        if chance > 0.5:
            break
        loud = loud or (not lines and shouted(line.text))
        lines.append(line)
        above = line
    return lines, doubtful


def _ends(head: Head, above: Line, line: Line, lines: list[Line], loud: bool) -> bool:
    """Whether what stands on a line, or where it stands, is no subject's for certain."""
    if _apart(head, above, line, bool(lines)):
        return True
    if shouted(line.text) and (_AUTHORITY.match(bare(line)) or (bool(lines) and not loud)):
        return True
    return bool(lines) and _begins_paragraph(head, line)


def _carried_out(head: Head) -> tuple[Line, ...]:
    """The lines of a subject that begins as bodies do: "Thực hiện Nghị quyết số …" and no stop behind it."""
    if head.body is None or not bare(head.body).startswith("thuc hien"):
        return ()
    lines = [head.body]
    for line in head.below[:_LINES]:
        if begins_body(line) or line.text[:1].isupper():
            break
        lines.append(line)
    return () if len(lines) > 3 or lines[-1].text.rstrip()[-1:] in ".,;:" else tuple(lines)


def _middles(heading: Line, lines: list[Line]) -> tuple[float, ...]:
    return tuple(one.middle for one in (heading, *lines[:1]) if one.words)


def _after_about(head: Head, about: About) -> tuple[list[Line], bool]:
    """The lines that "V/v" begins, and whether their end is doubtful."""
    first = head.lines[about.at]
    lines = [first.cut(about.start)]
    above, doubtful = first, False
    for line in head.lines[about.at + 1 :]:
        if len(lines) == _LINES:
            break
        if sum(map(str.isalnum, line.text)) < 2 or not _same_column(head, first, line):
            continue
        if _apart(head, above, line, True) or (shouted(line.text) and len(line.text.split()) > 1):
            break
        chance = prose(lines, line)
        doubtful = doubtful or 0 < chance < 1
        if chance > 0.5:
            break
        lines.append(line)
        above = line
    return lines, doubtful


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
