"""Likeness (độ giống): how alike two titles are, marks, slips of OCR, short forms and order forgiven."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from archive.evidence.letters import fold
from archive.evidence.years import SchoolYear

_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—_/]\s*(?:(?:19|20)\d\d|\d\d(?!\d))")
_LONG = re.compile(r"\d{4,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W_]+")
_SHORT_FORMS = {
    "bc": "bao cao", "bdd": "ban dai dien", "bdtx": "boi duong thuong xuyen", "bgh": "ban giam hieu",
    "cb": "can bo", "cbql": "can bo quan ly", "cmhs": "cha me hoc sinh", "cntt": "cong nghe thong tin",
    "csvc": "co so vat chat", "gv": "giao vien", "gvcn": "giao vien chu nhiem", "hk": "hoc ky",
    "hki": "hoc ky i", "hkii": "hoc ky ii", "hs": "hoc sinh", "hsg": "hoc sinh gioi", "kh": "ke hoach",
    "nv": "nhan vien", "ppdh": "phuong phap day hoc", "qd": "quyet dinh", "qcdc": "quy che dan chu",
    "tb": "thong bao", "tdg": "tu danh gia", "tbdh": "thiet bi day hoc", "thcs": "trung hoc co so",
    "bddcmhs": "ban dai dien cha me hoc sinh",
}  # fmt: skip
"""Short forms of the schools' language, folded."""

_ONE_WORD = re.compile(
    r"\b(giao vien|hoc sinh|nhan vien|can bo|quan ly|(?:to|hieu|doi|ban|bo|nhom) truong|y te|tai chinh"
    r"|tai san|bao (?:ve|hiem|mau|duong)|hoi dong truong)\b"
)
"""Syllables that tell something together only. "Tổ trưởng" without marks is not the "trường" of a school."""

_NOISE = frozenset("ve viec nam hoc cua va cac truong trung co so ngay v cho tai theo".split())
"""Words (folded) that nearly every title may have or lack."""

_COMMON = frozenset(
    "bao cao ke hoach quyet dinh thong to trinh bien ban phuong an chuong ket qua hoat dong cong tac thuc"
    " hien nha so danh sach giao duc chuc doc quy che ban hanh ky i ii iii".split()
)
"""Words that say little: they weigh a third, and tell no two titles apart."""

_KINDS = (
    "bao cao", "ke hoach", "quyet dinh", "thong bao", "to trinh", "bien ban", "phuong an", "chuong trinh",
    "nghi quyet", "quy che", "danh sach", "hop dong", "cong van", "huong dan", "giay moi", "bang",
)  # fmt: skip
"""How titles begin that say what kind of paper it is, folded."""

_NOT = "khong"

_ISSUING = frozenset({"quyet dinh", "quy che"})
"""A decision issues a rule: the one may be listed as the other."""

_OTHER_KIND = 0.8
"""What is left of the likeness of a report and a plan of the same matter."""

_FEWEST = 3
"""Words that a title needs before its likeness says anything."""

_ENOUGH = 1.9
"""What the words that two titles share must weigh before the one may be contained in the other."""

_CONTAINED = 0.88
"""How alike a title is to one that it is contained in: not enough to be the same (``matching.SURE``)."""


@dataclass(frozen=True)
class Title:
    """A title as it is compared: its words without marks, and the years and numbers that it names."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Small letters without marks, without years and signs, short forms written out."""
        plain = _LONG.sub(" ", _PERIOD.sub(" ", fold(self.text))).replace("giai doan", " ")
        words = " ".join(_SHORT_FORMS.get(word, word) for word in _WORD.findall(plain))
        return _ONE_WORD.sub(lambda match: match[0].replace(" ", ""), words)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that tell titles apart."""
        return tuple(word for word in self.folded.split() if word not in _NOISE)

    @cached_property
    def joined(self) -> str:
        """The words in one line."""
        return " ".join(self.words)

    @cached_property
    def unique(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    @cached_property
    def weight(self) -> float:
        """What all its words weigh."""
        return _weight(self.unique)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers and Roman figures other than years: of a term, a class, a session."""
        return frozenset(word for word in self.words if re.fullmatch(r"\d{1,3}[a-h]?\d?|[ivx]{1,4}", word))

    @cached_property
    def kind(self) -> str:
        """The kind of paper that the title begins with, folded; "" where it names none."""
        return next((kind for kind in _KINDS if self.folded.startswith(kind)), "")

    @cached_property
    def years(self) -> frozenset[int]:
        """The calendar year in which the school year named begins."""
        year = SchoolYear.find(self.text)
        return frozenset({year.start} if year else ())

    @cached_property
    def periods(self) -> frozenset[str]:
        """Periods of several years, such as "2020-2025": of a strategy, of a term of office."""
        found = (re.findall(r"\d{2,4}", period) for period in _PERIOD.findall(fold(self.text)))
        return frozenset(
            f"{first}-{last[-2:]}" for first, last in found if int(last[-2:]) - int(first[-2:]) != 1
        )

    @cached_property
    def calendar(self) -> frozenset[str]:
        """Calendar years that stand alone: "năm 2021"."""
        return frozenset(_YEAR.findall(_PERIOD.sub(" ", self.text)))


class Likeness(NamedTuple):
    """How alike two titles are, 0 to 1; ``apart`` when they tell of two things: each has a telling word that
    the other lacks, or one a number or a "không".
    """

    score: float
    apart: bool


def alike(one: Title, other: Title) -> Likeness:
    """Compare two titles. Those whose numbers, terms or years differ (HK1, HK2; 8A, 8B; năm 2021, năm 2022;
    2015-2020, 2020-2025) are not alike at all; one that is contained in a longer one less than an equal one.
    """
    if len(one.words) < _FEWEST or len(other.words) < _FEWEST:
        return Likeness(1.0 if one.folded == other.folded and one.folded else 0.0, False)
    pairs = ((one.numbers, other.numbers), (one.calendar, other.calendar), (one.periods, other.periods))
    if any(_differ(ours, theirs) for ours, theirs in pairs):
        return Likeness(0.0, True)
    whole = max(fuzz.ratio(one.joined, other.joined), fuzz.token_sort_ratio(one.joined, other.joined)) / 100
    shared = _weight(_shared(one.unique, other.unique))
    if shared:
        ours, theirs = shared / one.weight, shared / other.weight
        whole = max(whole, 2 * ours * theirs / (ours + theirs))
        if shared >= _ENOUGH:
            whole = max(whole, _CONTAINED * min(1.0, max(ours, theirs)))
    kinds = {one.kind, other.kind} - {""}
    if len(kinds) > 1 and kinds != _ISSUING:
        whole *= _OTHER_KIND
    score = max(0.0, whole - (0.1 if one.numbers != other.numbers else 0.0))
    apart = (
        one.numbers != other.numbers
        or (_NOT in one.unique) != (_NOT in other.unique)
        or (_lacks(one.unique, other.unique) and _lacks(other.unique, one.unique))
    )
    return Likeness(float(score), apart)


def _lacks(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the one has a telling word that the other lacks, also as a slip or as a part of its words."""
    return any(
        len(word) > 1 and not any(_is_slip(word, each) or word in each for each in other)
        for word in one - other - _COMMON
    )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one != other


def _weight(words: Iterable[str]) -> float:
    return sum(1 / 3 if word in _COMMON else 1.0 for word in words)


def _shared(one: frozenset[str], other: frozenset[str]) -> Iterator[str]:
    """The words of both; one letter of a longer word may be a slip. None where no telling word is shared."""
    same = one & other
    if same <= _COMMON:
        return
    yield from same
    left = other - same
    for word in one - same:
        if any(_is_slip(word, each) for each in left):
            yield word


def _is_slip(word: str, other: str) -> bool:
    long_enough = len(word) > _FEWEST and len(other) > _FEWEST
    return long_enough and Levenshtein.distance(word, other, score_cutoff=1) < 2
