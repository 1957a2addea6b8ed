"""The issuer (cơ quan ban hành) and the body above it: the lines in capitals on the left, over the symbol."""

import re
from collections.abc import Iterable

from archive.evidence.documents import GRID, Field, Origin
from archive.evidence.letterhead.head import Head, bare
from archive.evidence.letterhead.likeness import like
from archive.evidence.letterhead.lines import Line, shouted

_BODY_NAME = re.compile(
    r"(u?y? ?ban nhan|uy ban|[uy]bnd|hdnd|hoi|so\b|phong|truong|ban\b|bch\b|to\b|chi (bo|cuc|doan|hoi)"
    r"|[s5$8]?o ?(y|giao|noi|tai|van|lao|nong|cong|xay|khoa|tu|ke|thong)\b|dang (bo|uy)|doan|lien"
    r"|cong (doan|an|ty)|tong|thanh (tra|uy|doan)|vien\b|benh|trung tam|ttyt|cuc|van phong|bo\b|khoa\b"
    r"|cdcs|cdgd|nha (truong|tre|thieu)|quy\b|dai (hoc|hoi|phat)|hoc vien|nhom|cau lac|clb|tinh (uy|doan)"
    r"|huyen (uy|doan)|thi (uy|doan)|quan uy|xa doan|tap doan|toa an|vien kiem|kho bac|bao hiem|chu tich"
    r"|mat tran|uy vien|du an|doi\b|lop\b|bcd\b|bql\b|btc\b|hdtdg"
    r"|ngan hang|chi nhanh|chinh phu|thu tuong|quoc hoi|tram\b|vu\b|hat kiem|nha (van|hat)|thu vien|buu dien"
    r"|dien luc|doanh nghiep|xi nghiep|hop tac|ubmttq|cum\b|bao\b)"
)
"""How the name of a body begins (folded); any other line goes on with the name before it."""

_HEADS = (
    "truong",
    "phong",
    "ubnd",
    "hdnd",
    "trungtam",
    "benhvien",
    "congdoan",
    "hoidong",
    "uyban",
    "thanhtra",
)
"""First words, what stands between them left out, that are known with a letter wrong."""

_GOES_ON = re.compile(
    r"(tinh|huyen|thi xa|thi tran|thanh pho|quan|phuong|xa|tp|va|trung uong|nhiem ky|nam hoc|cap|khoi)\b"
    r"(?! (uy|doan)\b)"
)
_OF_A_SCHOOL = re.compile(
    r"(chi (bo|doan)|lien doi|cong doan( co so)?|cdcs|doan truong|to\b.*|hoi dong (?!nhan dan|doi).*"
    r"|ban (dai dien|thanh tra).*|(bch|ban chap hanh) (chi doan|cong doan( co so)?))\W*\Z"
)
"""Names of bodies that stand over their school's and are part of it: no school is below them."""

_LEFT_OPEN = re.compile(r"(\bva|\bcua|[-–—&])\Z")
_STAMP = re.compile(
    r"(cong van (den|di)|van ban (den|di)|den\W*\Z|hoa toc|thuong khan|khan|mat|tuyet mat|toi mat)\W*\Z"
)
_EDGE = " .,;:'\"_-—–“”„‘’`*|/\\~^()[]{}<>=+"


def issuers_of(head: Head, end: int, framed: bool, origin: Origin) -> tuple[Field | None, Field | None]:
    """The issuer and the body above it, from the lines before ``head.lines[end]``, where the symbol stands.

    ``framed``: whether the page has anything else of a letterhead; a title in capitals alone is none.
    """
    trimmed = (line.trimmed() for line in head.lines[:end])
    lines = [line for line in trimmed if _is_name(head, line)]
    names = _names(lines)
    if not names:
        return None, None
    known = [_is_fresh(name[0]) for name in names]
    if not framed:
        return None, None
    issuer, parent = names[-1], names[-2] if len(names) > 1 else None
    return (
        _field(issuer, known[-1], origin),
        _field(parent, known[-2], origin) if parent else None,
    )


def _is_name(head: Head, line: Line) -> bool:
    if head.right is not None and line.words and line.middle > max(head.right, GRID * 0.3):
        return False
    text = line.text.strip(_EDGE)
    letters = sum(map(str.isalpha, text))
    # The last word of a long name can stand alone on its line.
    short = letters >= 2 and line.confidence >= 0.8 and not _STAMP.match(bare(line))
    return (letters >= 4 or short) and shouted(text) and not _STAMP.match(bare(line)) and len(text) < 160


def _names(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines put together to names of bodies; two bodies side by side issue together and make one name."""
    names: list[list[Line]] = []
    for line in lines:
        fresh = _is_fresh(line)
        beside = bool(names and line.words) and names[-1][-1].row == line.row and fresh
        goes_on = bool(names) and _goes_on(names[-1], line, fresh)
        if beside or goes_on or (names and _LEFT_OPEN.search(names[-1][-1].folded.rstrip())):
            names[-1].append(line)
        elif names and not _is_fresh(names[-1][0]):
            # Dirt over the letterhead, read in capitals, is not a body.
            names[-1] = [line] if fresh else [*names[-1], line]
        else:
            names.append([line])
    return names


def _goes_on(name: list[Line], line: Line, fresh: bool) -> bool:
    if fresh:
        return bare(line).startswith("truong") and bool(_OF_A_SCHOOL.match(bare(name[-1])))
    return _is_fresh(name[0])


def _is_fresh(line: Line) -> bool:
    """Whether a line begins the name of a body, its first word a letter off perhaps."""
    text = bare(line)
    if _GOES_ON.match(text):
        return False
    if _BODY_NAME.match(text):
        return True
    words = text.split(" ")
    return any(like(one, head) for one in (words[0], "".join(words[:2])) for head in _HEADS)


def _field(lines: list[Line], known: bool, origin: Origin) -> Field | None:
    parts: list[str] = []
    for at, line in enumerate(lines):
        text = line.text.strip(_EDGE.replace("-", "")).strip()
        following = lines[at + 1] if at + 1 < len(lines) else None
        if following is None or not _is_fresh(following):
            # Only another body's name is joined with a dash; any other at the end is dirt.
            text = text.rstrip(_EDGE)
        if at and line.row == lines[at - 1].row and _is_fresh(line):
            parts.append("-")
        parts.append(text)
    value = re.sub(r"\s+", " ", " ".join(parts)).strip(_EDGE)
    if not value:
        return None
    sure = min(line.least for line in lines)
    return Field(value, origin, round(min(sure, 0.95) * (1.0 if known else 0.7), 3))
