"""Headings of a self-evaluation report: which criterion, level and indicator a paragraph stands under.

The order is that of Công văn 5932/BGDĐT-QLCL: for each criterion 1. Mô tả hiện trạng (1.1. Mức 1: a,
b, c; 1.2. Mức 2; 1.3. Mức 3), 2. Điểm mạnh, 3. Điểm yếu, 4. Kế hoạch cải tiến chất lượng, 5. Tự đánh giá.
"""

import itertools
import re
from bisect import bisect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.evidence.citations.paragraphs import Paragraph
from archive.evidence.letters import fold
from archive.evidence.standards import Edition

_LONGEST = 250
_LONGEST_END = 60

_CONTENTS = re.compile(r"(?:\.{3,}|…+|\t|(?:\s\.){3,}|_{3,})[\s.]*\d{1,4}\s*\Z")
"""How a line of a table of contents ends."""

_NUMBERED = r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])[.)]?\s+)?"
_PART = re.compile(r"phan\s+(?P<number>[ivx]{1,4}|\d)(?:\s*[.:–-]|\s*\Z|\s+\S)")
_APPENDIX = re.compile(rf"{_NUMBERED}(?:phu luc|(?:bang\s+)?danh muc\s+(?:cac\s+)?(?:ma\s+)?minh chung)\b")
_STANDARD = re.compile(
    rf"{_NUMBERED}(?:(?:ket luan|mo dau)\s+(?:ve\s+)?)?tieu chuan\s+\d{{1,2}}\s*(?:[.:–-]|\Z)"
)
_LEVEL_FOUR = re.compile(
    rf"{_NUMBERED}(?:tu danh gia\s+)?(?:cac\s+)?tieu chi\s+(?:danh gia\s+)?(?:truong\s+)?muc\s+4\b"
)
_CRITERION = re.compile(
    rf"{_NUMBERED}tieu chi\s+(?P<id>\d{{1,2}}\.\d{{1,2}})(?P<end>\s*[.:–-]\s*|\s+|\s*\Z)(?!\d)"
)
_SAYS = re.compile(r"(?:khong |chua )?(?:dat|duoc|co|da)\b")
_DESCRIPTION = re.compile(rf"{_NUMBERED}mo ta hien trang\s*[.:]?\s*")
_FURTHER = re.compile(
    r"(?P<number>\d{1,2}[.)]\s*)?(?:diem manh|diem yeu|han che|ton tai|ke hoach cai tien"
    r"|tu danh gia|muc do? dat|ket luan)\b(?P<rest>.*)",
    re.DOTALL,
)
_LEVEL = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[a-z][.)]\s+|[-+*•]\s*)?(?:doi voi\s+)?muc\s+(?P<level>[1-4])"
    r"(?:\s*[.:;)–-]\s*|\s*\Z)"
)
_INDICATOR = re.compile(r"(?:[-+*•]\s*)?(?:chi bao\s+(?P<word>[a-d])\s*[.:)]?|(?P<letter>[a-d])[.)])\s*")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paragraph stands. ``describing``: in Mô tả hiện trạng; ``appended``: in an appendix."""

    criterion: str | None = None
    level: int | None = None
    indicator: str | None = None
    describing: bool = False
    appended: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with its standing. Up to ``start`` it is a heading, and the whole of it may be one."""

    paragraph: Paragraph
    standing: Standing
    start: int


def placed(paragraphs: Sequence[Paragraph], edition: Edition) -> Iterator[Placed]:
    """Every paragraph but those of a table of contents, with its standing."""
    folded = [fold(paragraph.text[:_LONGEST]) for paragraph in paragraphs]
    headings = _criteria(folded, {str(criterion.id) for criterion in edition.criteria})
    standing = Standing()
    for number, (paragraph, text) in enumerate(zip(paragraphs, folded, strict=True)):
        if _CONTENTS.search(paragraph.text[-_LONGEST_END:]):
            continue
        if number in headings:
            standing, start = Standing(headings[number]), len(paragraph.text)
        else:
            standing, start = _after(standing, text, paragraph.text)
        yield Placed(paragraph, standing, start)


def _criteria(folded: Sequence[str], known: Collection[str]) -> dict[int, str]:
    """Which paragraphs are headings of a criterion's section, and of which.

    Tables of contents, of results and of evidence name criteria as well, but none of them describes anything.
    """
    named = [
        (number, id) for number, text in enumerate(folded) if (id := _criterion_in(text)) and id in known
    ]
    described = [number for number, text in enumerate(folded) if _DESCRIPTION.match(text)]
    ends = itertools.pairwise([*(number for number, _ in named), len(folded)])
    found = {
        number: id
        for (number, id), (_, end) in zip(named, ends, strict=True)
        if bisect(described, number) < bisect(described, end)
    }
    return found or ({} if described else dict(named))


def _criterion_in(text: str) -> str | None:
    """The criterion, such as 1.10, that a text is a heading of."""
    match = _CRITERION.match(text)
    # "Tiêu chí 1.1 đạt Mức 2." says something of a criterion.
    if not match or (not match["end"].strip() and _SAYS.match(text, match.end())):
        return None
    standard, number = match["id"].split(".")
    return f"{int(standard)}.{int(number)}"


def _after(standing: Standing, text: str, original: str) -> tuple[Standing, int]:
    """The standing from this paragraph on, and where in it the text begins."""
    whole = len(original)
    if match := _PART.match(text):
        return Standing(appended=match["number"] in ("iv", "4") or "phu luc" in text), whole
    if _is_title(text) and _APPENDIX.match(text):
        return Standing(appended=True), whole
    if standing.appended:
        return standing, 0
    if _is_title(text) and (_STANDARD.match(text) or _LEVEL_FOUR.match(text)):
        return Standing(level=4 if "muc 4" in text else None), whole
    if match := _DESCRIPTION.match(text):
        described = replace(standing, describing=True, level=None if standing.criterion else standing.level)
        return replace(described, indicator=None), match.end()
    if (match := _FURTHER.match(text)) and (
        _is_title(text) if match["number"] else match["rest"].strip(" .:\n") == ""
    ):
        return replace(standing, describing=False, level=None, indicator=None), whole
    start = 0
    if match := _LEVEL.match(text):
        standing = replace(standing, level=int(match["level"]), indicator=None)
        start = match.end()
    if standing.describing and (match := _INDICATOR.match(text, start)):
        standing = replace(standing, indicator=match["letter"] or match["word"])
        start = match.end()
    return standing, start


def _is_title(text: str) -> bool:
    """Whether a text, folded, is as short as a title, and no sentence."""
    return len(text) < 160 and not text.rstrip().endswith((".", ";", ","))
