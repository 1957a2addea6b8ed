"""Types of papers (tên loại văn bản): their names as printed in a heading, and their short forms in a
symbol."""

import re
from dataclasses import dataclass

from archive.evidence.documents import GRID, Field, Origin
from archive.evidence.letterhead.head import Head, bare
from archive.evidence.letterhead.likeness import edits, spelt
from archive.evidence.letterhead.lines import Line, shouted
from archive.evidence.letters import fold

TYPES = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo", "hướng dẫn",
    "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng",
    "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền", "giấy mời", "giấy giới thiệu", "thư mời",
    "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển", "phiếu báo", "nội quy", "điều lệ", "danh sách", "thông tư",
    "kết luận", "thông tri", "lời kêu gọi", "giấy chứng nhận", "bản cam kết", "nghị định", "thể lệ",
    "đề cương", "quy trình",
)  # fmt: skip
"""Names of types as printed in a heading (Nghị định 30/2020/NĐ-CP, Phụ lục III; Party, and schools, use
more)."""

LETTER = "công văn"
"""An official letter: its type is never printed; "V/v" under the symbol is its mark."""

CODES = {
    "NQ": "nghị quyết", "QĐ": "quyết định", "CT": "chỉ thị", "QC": "quy chế", "QyĐ": "quy định",
    "TC": "thông cáo", "TB": "thông báo", "HD": "hướng dẫn", "CTr": "chương trình", "KH": "kế hoạch",
    "PA": "phương án", "ĐA": "đề án", "DA": "dự án", "BC": "báo cáo", "BB": "biên bản", "TTr": "tờ trình",
    "HĐ": "hợp đồng", "CĐ": "công điện", "GM": "giấy mời", "GGT": "giấy giới thiệu", "GUQ": "giấy ủy quyền",
    "PC": "phiếu chuyển", "PG": "phiếu gửi", "PB": "phiếu báo", "TM": "thư mời", "ĐL": "điều lệ",
    "TT": "thông tư", "KL": "kết luận", "NĐ": "nghị định", "CV": LETTER, "GNP": "giấy nghỉ phép",
}  # fmt: skip
"""Short forms of types in a symbol; ``CV`` is what many write though no rule gives it."""

_NO_TYPE = frozenset({"hoidong"})
"""What is a letter off a type and something else: Hội đồng is no hợp đồng."""

_SPELT = {name: spelt(fold(name)) for name in TYPES}
_ABOUT = re.compile(
    r"(?P<short>[vyw]\s?[/\u2044il1|!\\]?\s?[v4yw]\b[\s.:,-]*|v\s?/\s?(?:\\[-/|]?|-)[\s.:,-]*)"
    r"|(?P<long>ve? vie[ce]\b[\s.:]*)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the type stands: the line, how many of its letters differ, and what follows on the same line."""

    name: str
    at: int
    slips: int
    rest: Line | None
    spelt: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Where "V/v" or "Về việc" begins a line: the line's index, and where its words begin."""

    at: int
    start: int
    short: bool


def heading_in(head: Head) -> Heading | None:
    """The first line that is a type's name in capitals; else the first that begins with one."""
    loud = [(at, line) for at, line in enumerate(head.lines) if _capitals(line)]
    for most in (0, 2):
        for at, line in loud:
            if (found := _nearest(spelt(line.folded))) and found[1] <= most:
                return Heading(found[0], at, found[1], None, spelt(line.folded))
    for at, line in loud:
        if _may_hold_more(head, at) and (begun := _begins(line)):
            return Heading(begun[0], at, 0, line.cut(begun[1]))
    return None


def about_in(head: Head) -> About | None:
    """The first line that begins with "V/v" or "Về việc", however it was read."""
    for at, line in enumerate(head.lines):
        text = bare(line)
        if found := _ABOUT.match(text):
            return About(at, len(line.folded) - len(text) + found.end(), bool(found["short"]))
    return None


def type_of(head: Head, heading: Heading | None, about: About | None, symbol: str | None) -> Field | None:
    """The type; its source is filled in by the caller. ``symbol`` says it by its short form where no heading
    does."""
    coded = CODES.get(code_of(symbol or ""))
    letter = about is not None and (heading is None or about.at < heading.at) and about.short
    if heading and not letter:
        sure = 0.95 if not heading.slips else 0.85
        if heading.rest is not None:
            sure -= 0.1
        if heading.slips and coded and edits(spelt(fold(coded)), heading.spelt, 3) <= 3:
            # Of two names that are both near what was read, the symbol's.
            return Field(coded, "", sure)
        return Field(heading.name, "", sure if coded in (None, heading.name) else min(sure, 0.65))
    if about and (coded in (None, LETTER)):
        return Field(LETTER, "", 0.9)
    if about:
        # "Về việc" under a heading that was not read, or an office that writes "12/TB-…" over its letters.
        return Field(LETTER if about.short else coded or LETTER, "", 0.6)
    if coded:
        return Field(coded, "", 0.5)
    return Field(LETTER, "", 0.5) if symbol and head.addressed else None


def code_of(symbol: str) -> str:
    """The type's short form in a symbol, as it is written there: ``226/KH-THCS`` and ``12-KH/CB`` give
    ``KH``."""
    found = re.match(r"\d*[a-zA-Z]?(?:-(\w+)/|/(?:(?:19|20)\d\d/)?(\w+)-)", symbol)
    return (found[1] or found[2]) if found else ""


def _capitals(line: Line) -> bool:
    return len(line.text) < 160 and shouted(line.text)


def _nearest(letters: str) -> tuple[str, int] | None:
    if letters in _NO_TYPE:
        return None
    best = min(
        (
            (edits(letters, plain, 2), name)
            for name, plain in _SPELT.items()
            if abs(len(plain) - len(letters)) <= 2
        ),
        default=(9, ""),
    )
    return (best[1], best[0]) if best[0] <= (1 if len(letters) <= 8 else 2) else None


def _may_hold_more(head: Head, at: int) -> bool:
    """Whether a line may be a type with its subject: in the middle, not a body's name on the left side."""
    line = head.lines[at]
    if line.words:
        return head.right is None or line.middle > head.right - GRID * 0.08
    return bool(head.mottoes or head.day) or at > 0


def _begins(line: Line) -> tuple[str, int] | None:
    """The type a line begins with, marks aside, and where the words after it begin."""
    ends = [found.end() for found in re.finditer(r"\S+", line.folded)][:4]
    names = {plain: name for name, plain in _SPELT.items()}
    for end in ends:
        if end < len(line.folded) and (name := names.get(spelt(line.folded[:end]))):
            return name, end + 1
    return None


def with_source(field: Field | None, origin: Origin) -> Field | None:
    """The field as read on a page of this origin."""
    return Field(field.value, origin, round(field.confidence, 3)) if field else None
