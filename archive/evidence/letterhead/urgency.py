"""The degree of haste (mức độ khẩn): stamped or printed in capitals beside or under the head."""

import re

from archive.evidence.documents import Field, Origin
from archive.evidence.letterhead.head import Head, bare
from archive.evidence.letterhead.likeness import edits, spelt
from archive.evidence.letterhead.lines import Line, shouted

_DEGREES = (
    (re.compile(r"h[o0]a ?t[o0]c( hen gio)?\b"), "hỏa tốc"),
    (re.compile(r"thu[o0]ng ?khan\b"), "thượng khẩn"),
    (re.compile(r"khan\b\W*\Z"), "khẩn"),
)
_STAMP = re.compile(r"[a-z]{0,3}a[tr]oc\Z")
"""How "hỏa tốc" ends that a frame or a slanting stamp has spoilt; "hóa học" is something else."""
_STAMPED = 0.65


def urgency_of(head: Head, origin: Origin) -> Field | None:
    """``hỏa tốc``, ``thượng khẩn`` or ``khẩn`` where a line is that, or begins or ends with it.

    A stamp that was read in part, standing alone on its line, is given but not for sure.
    """
    lines = head.lines if head.body is None else (*head.lines, head.body)
    for line in lines:
        if (found := _degree(line)) and shouted(line.text[found[1] : found[2]]):
            sure = line.cut(found[1], found[2]).confidence
            return Field(found[0], origin, round(min(sure, 0.95), 3))
    if any(map(_is_stamp, (*lines, *head.below))):
        return Field("hỏa tốc", origin, _STAMPED)
    return None


def without_urgency(line: Line) -> Line:
    """The line without the degree that stands beside its words; an empty one where nothing else stands."""
    if _is_stamp(line):
        return line.cut(0, 0)
    found = _degree(line)
    if not found or not shouted(line.text[found[1] : found[2]]):
        return line
    return line.cut(found[2]) if found[1] < 3 else line.cut(0, found[1])


def _degree(line: Line) -> tuple[str, int, int] | None:
    text = bare(line)
    offset = len(line.folded) - len(text)
    for pattern, name in _DEGREES:
        if found := pattern.match(text):
            return name, offset, offset + found.end()
        if name == "hỏa tốc" and (found := re.search(rf"\b(?:{pattern.pattern})\W*\Z", line.folded)):
            return name, found.start(), found.end()
    return None


def _is_stamp(line: Line) -> bool:
    """Whether words with places are "HỎA TỐC", up to two letters off, and nothing else."""
    letters = spelt(line.folded) if line.words and len(line.text) < 16 else ""
    capitals = sum(map(str.isupper, line.text))
    return capitals > 0 and bool(_STAMP.match(letters)) and edits(letters, "hoatoc", 2) <= 2
