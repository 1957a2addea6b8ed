"""How people write evidence codes in a report: every spelling of the regulations that can be read surely."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, order=True)
class Code:
    """A code of Công văn 5932."""

    box: int
    standard: int
    criterion: int
    number: int

    def __str__(self) -> str:
        return f"H{self.box}-{self.standard}.{self.criterion}-{self.number:02}"

    @property
    def id(self) -> str:
        """The criterion's number: ``1.10``."""
        return f"{self.standard}.{self.criterion}"


SPELLINGS = (
    "[H{b}-{s}.{c}-{n:02}]",
    "H{b}-{s}.{c}-{n:02}",
    "(H{b}-{s}.{c}-{n:02})",
    "[H{b:02}-{s}.{c:02}-{n:02}]",
    "[H{b}-{s}-{c:02}-{n:02}]",
    "[H{b} – {s}.{c} – {n:02}]",
    "[h{b}-{s}.{c}-{n}]",
    "H{b}.{s:02}.{c:02}.{n:02}",
    "[H{b}-{s}.{c}.{n:02}]",
    "[H{b}—{s}.{c}−{n:02}]",
    "[H{b}\u00a0-\u00a0{s}.{c}\u00a0-\u00a0{n:02}]",
    "[H{b}\u2011{s}.{c}\u2011{n:02}]",
    "[H{b}-\n{s}.{c}-{n:02}]",
)
"""One code; the sign U+2011 becomes Word's own hard hyphen, the line's end its line break."""

USUAL = 0.6
"""The share of codes that are written as the regulation wants."""

RANGES = ("[{first}] đến [{last}]", "[{first} đến {last}]", "{first}÷{end:02}", "[{first} - {end:02}]")
LISTS = ("[{first}; {rest}]", "{first}, {rest}", "[{first}, {rest}]")


def one(rng: Random, code: Code) -> str:
    """One code, spelled in some way."""
    spelling = SPELLINGS[0] if rng.random() < USUAL else rng.choice(SPELLINGS)
    return spelling.format(b=code.box, s=code.standard, c=code.criterion, n=code.number)


def several(rng: Random, codes: list[Code]) -> str:
    """Codes of one criterion that follow each other: as a range, or as a list where there are two."""
    first, last = codes[0], codes[-1]
    if len(codes) > 2:
        return rng.choice(RANGES).format(first=first, last=last, end=last.number)
    return rng.choice(LISTS).format(first=first, rest=f"{last.number:02}")
