"""Invented names and the rows of annexed lists, drawn with a fixed seed."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
LISTS = tomllib.loads((HERE / "people.toml").read_text("utf-8"))
CELLS: dict[str, list[str]] = LISTS.pop("cells")
FIRST: dict[str, list[list[str]]] = LISTS.pop("first")
Row = tuple[str, ...]


def name(rng: Random) -> str:
    return f"{rng.choice(LISTS['family'])} {rng.choice(LISTS[rng.choice(('women', 'men'))])}"


def names(rng: Random, count: int) -> tuple[str, ...]:
    """`count` different names in the order of the given name, as a class list has them."""
    found: set[str] = set()
    while len(found) < count:
        found.add(name(rng))
    return tuple(sorted(found, key=lambda full: (_plain(full.rsplit(" ", 1)[1]), _plain(full), full)))


def _plain(text: str) -> str:
    """Without marks, so that Đ sorts with D."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def table(directive: str, seed: str) -> tuple[Row, ...]:
    """The rows of `@staff 12 Heading`, `@students 20 Heading` or `@items 24`; heads first."""
    rng = Random(seed)
    kind, count, *rest = directive.removeprefix("@").split(maxsplit=2)
    heading = rest[0] if rest else ""
    if kind == "items":
        return _items(rng, int(count))
    cells = CELLS[heading]
    if kind == "staff":
        first = [tuple(row) for row in FIRST.get(heading, [])]
        others = names(rng, int(count) - len(first))
        rows = [
            *first,
            *((who, rng.choice(LISTS["posts"]), cells[n % len(cells)]) for n, who in enumerate(others)),
        ]
        numbered = [(str(n), *row) for n, row in enumerate(rows, 1)]
        return (("TT", "Họ và tên", "Chức vụ", heading), *numbered)
    people = enumerate(names(rng, int(count)), 1)
    pupils = [(str(n), who, _class(rng), _birthday(rng), rng.choice(cells)) for n, who in people]
    return (("TT", "Họ và tên", "Lớp", "Ngày sinh", heading), *pupils)


def _items(rng: Random, count: int) -> tuple[Row, ...]:
    rows: list[Row] = [("TT", "Tên thiết bị", "Đơn vị", "Sổ sách", "Thực tế", "Ghi chú")]
    for n, item in enumerate(LISTS["items"][:count], 1):
        booked = rng.randint(2, 40)
        missing = rng.choice((0, 0, 0, 1))
        note = "Thiếu 1" if missing else rng.choice(("", "", "Hỏng nhẹ", "Mới cấp"))
        rows.append(
            (str(n), item, rng.choice(("Cái", "Bộ", "Chiếc")), str(booked), str(booked - missing), note)
        )
    return tuple(rows)


def _class(rng: Random) -> str:
    return f"{rng.randint(6, 9)}{rng.choice('ABCD')}"


def _birthday(rng: Random) -> str:
    return f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(2006, 2010)}"
