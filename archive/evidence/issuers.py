"""Issuers (nơi ban hành): whether two spellings can be one body, or are surely two."""

import re

from rapidfuzz import fuzz

from archive.evidence.letters import fold

_ABOVE = (
    ("bộ", r"bo (?:gd|giao duc|noi vu|tai chinh|y te|chinh tri)|chinh phu|thu tuong|quoc hoi"),
    ("sở", r"so (?:gd|giao duc|noi vu|tai chinh|y te)|sgd"),
    ("phòng", r"phong (?:gd|giao duc|noi vu|tai chinh)|pgd"),
    ("ủy ban", r"ubnd|u[yi] ban nhan dan"),
    ("huyện ủy", r"(?:huyen|thi|thanh|quan|tinh) uy|dang uy|dang bo|ban tuyen giao"),
)
"""Bodies above a school, by how their names begin (folded)."""

_SCHOOL = re.compile(r"\btruong\b|\bthcs\b")
_NAME = re.compile(r"[^\W_]+")
_GENERIC = frozenset(
    "truong thcs trung hoc co so tieu ptdt bo noi tru ban phong gd gddt dt giao duc va dao tao pgd sgd ubnd"
    " uy nhan dan thi xa huyen quan thanh pho tp tx phuong tinh so nha".split()
)
_SAME_NAME = 75


def may_be_one(one: str | None, other: str | None) -> bool:
    """False where two issuers are surely two: of another level, or of another name. What names nobody, or
    only "nhà trường", may be anyone of the school.
    """
    ours, theirs = fold(one or "").strip(), fold(other or "").strip()
    if not ours or not theirs:
        return True
    level, their_level = _level(ours), _level(theirs)
    if level != their_level:
        return False
    if not level and not (_SCHOOL.search(ours) and _SCHOOL.search(theirs)):
        # Teams, unions and councils of one school: a register seldom says which of them.
        return True
    name, their_name = _own_name(ours), _own_name(theirs)
    return not name or not their_name or fuzz.partial_ratio(name, their_name) >= _SAME_NAME


def _level(issuer: str) -> str:
    return next((level for level, begins in _ABOVE if re.match(begins, issuer)), "")


def _own_name(issuer: str) -> str:
    return " ".join(word for word in _NAME.findall(issuer) if word not in _GENERIC)
