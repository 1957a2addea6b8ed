"""Headings of a register: which row of a table has them, and which column holds what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from archive.evidence.letters import fold
from archive.evidence.tables import TableRow

Field = Literal[
    "place_number", "standard", "criterion", "old_code", "code", "location", "keeper", "issuer", "dated",
    "title", "note",
]  # fmt: skip

_WORDS: tuple[tuple[Field, str], ...] = (
    ("place_number", r"^(so )?(tt|stt|thu tu)\b"),
    ("standard", r"^tieu chuan( so)?$"),
    ("criterion", r"\btieu chi\b|^tchi$"),
    ("old_code", r"\bma( minh chung| mc)? cu\b"),
    ("code", r"\bma ((so|hoa|hieu) )?(cua )?(cac )?(minh chung|mc)\b|^(minh chung )?ma( so| hoa| hieu)?$"),
    ("location", r"\b(vi tri|noi|cho) (luu|de|giu)|\bluu tru\b|\bduong dan\b|^(dinh dang|vi tri|link)\b"),
    ("keeper", r"\b(nguoi|bo phan) (giu|luu|quan ly|phu trach)\b"),
    ("issuer", r"\b(noi|co quan|don vi|nguoi|cap) (ban hanh|bh|phat hanh|ky|thuc hien)\b|^(nhom )?ca nhan\b"),
    ("dated", r"^so .*\bngay\b|\bngay\b|\bthoi (diem|gian)\b|^so (va )?(ky )?hieu|^so van ban|^nam ban hanh"),
    ("title", r"^ten\b|\bnoi dung\b|^(cac |danh muc )?(minh chung|mc)$|\btrich yeu\b"),
    ("note", r"^(ghi|chu) (chu|thich)\b|^gc$"),
)  # fmt: skip
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _WORDS)
_ONE_OF_EACH: frozenset[Field] = frozenset(("criterion", "code", "title", "place_number", "standard"))
"""Fields that a second column cannot add to."""

_MOST_ROWS = 3
_LOOKED_AT = 200
"""Rows of a table in which its headings are looked for."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand (places in the table's rows, the first and the last), and what each column is.

    ``texts`` are the headings themselves, those included that say nothing known.
    """

    first: int
    last: int
    columns: dict[int, Field]
    texts: dict[int, str]

    @property
    def rank(self) -> tuple[int, int]:
        """By what rows are chosen for headings: many fields, in few rows."""
        return len(set(self.columns.values())), self.first - self.last

    def place(self, field: Field) -> int:
        """The first column of a field, counted from 0; -1 if there is none."""
        return next((place for place, one in self.columns.items() if one == field), -1)

    def heading(self, place: int) -> str:
        """What stands over a column; its letter where nothing does."""
        return self.texts.get(place) or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]


@lru_cache(maxsize=4096)
def field_of(heading: str) -> Field | None:
    """What a heading says that its column holds: the field whose word comes first; None for anything else."""
    plain = " ".join(re.sub(r"[\W_]+", " ", fold(heading)).split())
    found = (
        (match.start(), place) for place, (_, one) in enumerate(_PATTERNS) if (match := one.search(plain))
    )
    first = min(found, default=None)
    # A sentence is no heading, whatever words are in it.
    return _PATTERNS[first[1]][0] if first and len(plain) <= 160 else None


def find_headings(rows: Sequence[TableRow]) -> Headings | None:
    """The headings of a table: one row to three, with code and title at the least; None if it has none."""
    best: Headings | None = None
    for first in range(min(len(rows), _LOOKED_AT)):
        for last in range(first, min(first + _MOST_ROWS, len(rows))):
            found = _headings(rows, first, last)
            if found and (best is None or found.rank > best.rank):
                best = found
    return best


def _headings(rows: Sequence[TableRow], first: int, last: int) -> Headings | None:
    columns: dict[int, Field] = {}
    headings: dict[int, str] = {}
    width = max(len(row.cells) for row in rows[first : last + 1])
    for place in range(width):
        texts = dict.fromkeys(
            text
            for row in rows[first : last + 1]
            if (text := row.cells[place].strip() if place < len(row.cells) else "")
        )
        lowest = field_of(list(texts)[-1]) if texts else None
        # Below the headings for code and title there is a code or a title, if nothing like them.
        field = lowest or (other if (other := field_of(" ".join(texts))) not in ("code", "title") else None)
        if field and not (field in _ONE_OF_EACH and field in columns.values()):
            columns[place] = field
        if texts:
            headings[place] = " ".join(" ".join(texts).split())
    if not {"code", "title"} <= set(columns.values()):
        return None
    return Headings(first, last, columns, headings)


def is_heading(row: TableRow, headings: Headings) -> bool:
    """Whether a row repeats the headings, as at the top of a new page."""
    code = headings.place("code")
    if code >= len(row.cells) or field_of(row.cells[code]) != "code":
        return False
    shown = ((row.cells[place], field) for place, field in headings.columns.items() if place < len(row.cells))
    return sum(field_of(text) == field for text, field in shown) >= 3


_ORDINAL = re.compile(r"\W*(\d{1,2}|[a-zđA-Z])\W*")


def is_numbering(row: TableRow) -> bool:
    """Whether a row only counts the columns: (1) (2) (3)."""
    texts = [cell.strip() for cell in row.cells if cell.strip()]
    found = [match[1] for text in texts if (match := _ORDINAL.fullmatch(text))]
    counted = [int(one) for one in found if one.isdecimal()] or [ord(one.lower()) for one in found]
    return len(found) == len(texts) >= 3 and all(b - a == 1 for a, b in pairwise(counted))
