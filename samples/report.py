"""Makes a self-evaluation report of 60 pages as a Word file: `python -m samples.report FILE`.

The report is the sample school's, for the school years 2020-2021 to 2022-2023. It cites 400 times in every
spelling; 40 things are wrong in it, and much else only looks wrong. The bytes never vary.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from samples.report_codes import Code, one, several
from samples.report_faults import CITED_WRONG, OTHER_CYCLE, SPECIAL, UNPROVED, Piece, Planted
from samples.report_frame import Frame
from samples.report_word import Aside, Run, Typist

CITATIONS = 400
_EDITION = Path(__file__).parent.parent / "archive" / "editions" / "tt18-2018-thcs.toml"
_WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "report.toml").read_text("utf-8"))
_USUAL = 8
"""Pieces of each criterion, the last of which serves later criteria too."""

_YEARS = ("2020-2021", "2021-2022", "2022-2023")
_WAYS = (
    "inside",
    "behind",
    "line",
    "items",
    "note",
    "box",
    "control",
    "link",
    "inserted",
    "first",
    "evidence",
)


@dataclass(frozen=True)
class Made:
    """The report's bytes, the archive's pieces, how often it cites them, and all that is wrong in it."""

    word: bytes
    pages: int
    pieces: tuple[Piece, ...]
    citations: int
    planted: tuple[Planted, ...]


def make(seed: str = "báo cáo tự đánh giá", tracked: bool = True, font: str = "Times New Roman") -> Made:
    """The report and the truth about it; ``tracked``: with deletions that Word still keeps, and may print."""
    first = _Author({}, seed, tracked)
    first.write(font)
    # The pages of the table of contents are known when all is written.
    return _Author(first.pages, seed, tracked).write(font)


@dataclass(frozen=True)
class _Cite:
    """One place to be cited: as it is spelled, and what is wrong with it."""

    text: str
    kind: str = ""
    code: str | None = None


class _Author:
    def __init__(self, pages: dict[str, int], seed: str, tracked: bool) -> None:
        self._tracked = tracked
        self.pages: dict[str, int] = {}
        self._rng = Random(seed)
        self._typist = Typist()
        self._standards = tomllib.loads(_EDITION.read_text("utf-8"))["standards"]
        self._frame = Frame(self._typist, self._standards, pages)
        self._planted: list[Planted] = []
        self._pieces: dict[str, Piece] = {}
        self._cites: dict[str, list[_Cite]] = {}
        self._cited = 0
        self._ways = 0

    def write(self, font: str) -> Made:
        self._plan()
        self._frame.front(self.pages)
        for standard in self._standards:
            self._frame.standard(standard, self.pages, self._say("openings"))
            for criterion in standard["criteria"]:
                self._criterion(criterion)
            self._frame.conclusion(standard, self._say("closings"))
        self._frame.back(self.pages, tuple(self._pieces.values()))
        head = "Báo cáo tự đánh giá - Trường THCS Kim Sơn"
        return Made(
            self._typist.finished(head, font),
            self._typist.page,
            (*self._pieces.values(), *OTHER_CYCLE),
            self._cited,
            tuple(self._planted),
        )

    # What there is, and where it is cited

    def _plan(self) -> None:
        ids = [criterion["id"] for standard in self._standards for criterion in standard["criteria"]]
        codes = {id: [self._piece(id) for _ in range(_USUAL)] for id in ids}
        for special in SPECIAL:
            code = self._piece(special.criterion, special.title, **special.fields)
            if special.fault == "never-cited":
                self._planted.append(Planted("never-cited", special.criterion, code=str(code)))
            else:
                cite = _Cite(one(self._rng, code), special.fault or "", str(code))
                self._cites.setdefault(special.criterion, []).append(cite)
        for id, spelling, kind, wrong in CITED_WRONG:
            self._cites.setdefault(id, []).append(_Cite(spelling, kind, wrong))
        for number, id in enumerate(ids):
            lent = [codes[ids[other]][-1] for other in range(number - 2, number) if other >= 0]
            for code in lent:
                piece = self._pieces[str(code)]
                self._pieces[str(code)] = replace(piece, criteria=(*piece.criteria, id))
            self._cites[id] = [*self._own(codes[id], lent), *self._cites.get(id, [])]
        planned = sum(map(len, self._cites.values()))
        for number in range(CITATIONS - planned - 1):  # one is beside what is not proved
            id = ids[number % len(ids)]
            self._cites[id].insert(0, _Cite(one(self._rng, self._rng.choice(codes[id]))))

    def _piece(self, id: str, title: str = "", **fields: Any) -> Code:
        standard, criterion = map(int, id.split("."))
        number = 1 + sum(piece.criteria[0] == id for piece in self._pieces.values())
        code = Code(standard, standard, criterion, number)
        if not title:
            title = self._fill(self._rng.choice(_WORDS["papers"]), id)
            fields = {"documents": self._rng.randint(1, 3), "school_years": (title[-9:],)}
        self._pieces[str(code)] = Piece(str(code), title, (id,), **fields)
        return code

    def _own(self, codes: list[Code], lent: list[Code]) -> Iterator[_Cite]:
        """A place for each usual piece, some in ranges and lists, and for those lent by other criteria."""
        rest = list(codes)
        while rest:
            count = min(len(rest), self._rng.choice((1, 1, 1, 2, 3)))
            taken, rest = rest[:count], rest[count:]
            yield _Cite(several(self._rng, taken) if count > 1 else one(self._rng, taken[0]))
        for code in lent:
            yield _Cite(one(self._rng, code))

    # What is said

    def _criterion(self, criterion: dict[str, Any]) -> None:
        id = criterion["id"]
        self._frame.criterion(criterion, self.pages)
        whole = UNPROVED.get(id) == "indicator"
        shares = [*_shared(self._cites[id], len(criterion["indicators"]) - whole), *[[]] * whole]
        level = 0
        for number, (indicator, cites) in enumerate(zip(criterion["indicators"], shares, strict=True)):
            if indicator["level"] != level:
                level = indicator["level"]
                self._typist.paragraph(f"1.{level}. Mức {level}", bold=True)
            letter = indicator.get("letter", "")
            mark = f"{letter}) " if letter else ""
            unproved = UNPROVED.get(id) if number == len(shares) - 1 else None
            if unproved == "indicator":
                said = self._sentence(id)
                self._statement(id, f"{mark}{said}.", begins=said)
                continue
            half = (len(cites) + 1) // 2
            self._proved(id, mark, cites[:half], last=len(cites) == half)
            if cites[half:]:
                self._proved(id, "", cites[half:], last=True)
            if unproved:
                self._unproved(id, unproved)
        self._frame.end_of_criterion(criterion, lambda key: self._fill(self._say(key), id))

    def _proved(self, id: str, mark: str, cites: list[_Cite], last: bool) -> None:
        """A paragraph, or a few, that codes stand behind, in one of the ways in which people put them."""
        way = _WAYS[self._ways % len(_WAYS)]
        self._ways += 1
        if way == "evidence" and (not last or id in UNPROVED):
            way = "behind"
        said = self._sentence(id)
        codes = "; ".join(cite.text for cite in cites)
        if way != "first" and self._rng.random() < 0.3:
            said = f"{self._fill(self._say('leads'), id)}. {said}"
        parts: list[tuple[str | Run | Aside, ...]]
        match way:
            case "inside":
                parts = [(f"{mark}{said} {codes}.",)]
            case "behind":
                parts = [(f"{mark}{said}. {codes}.",)]
            case "line":
                parts = [(f"{mark}{said}.",), (f"{codes}.",)]
            case "items":
                items = [
                    (f"- Tổ {name}: {self._rng.randint(6, 15)} giáo viên;",)
                    for name in ("Tự nhiên", "Xã hội")
                ]
                parts = [(f"{mark}{said}, gồm:",), *items, (f"- Tổ Văn phòng: 5 nhân viên {codes}.",)]
            case "note":
                parts = [(f"{mark}{said}", Aside(f"Xem {codes}.", "footnote"), ".")]
            case "box":
                parts = [(f"{mark}{said}.",), (Aside(f"{codes}.", "box"),)]
            case "control" | "link" | "inserted":
                gone = (Run(" [H1-1.1-99]", "deleted"),) if self._tracked else ()
                parts = [(f"{mark}{said} ", Run(codes, way), *gone, ".")]
            case "first":
                parts = [(f"{mark}Theo {codes}, {said[0].lower()}{said[1:]}.",)]
            case _:
                parts = [(f"{mark}{said}.",), (f"Minh chứng: {codes}.",)]
        self._type(id, parts, cites)

    def _type(self, id: str, parts: list[tuple[str | Run | Aside, ...]], cites: list[_Cite]) -> None:
        self._cited += len(cites)
        open = list(cites)
        for paragraph in parts:
            written = self._typist.paragraph(*paragraph, indent=True)
            at = 0
            for part in paragraph:
                text = part if isinstance(part, str) else part.text
                for cite in [cite for cite in open if cite.text in text]:
                    open.remove(cite)
                    if cite.kind:
                        place = at if isinstance(part, Aside) else at + text.index(cite.text)
                        planted = Planted(cite.kind, id, cite.text, cite.code, written.page_of(place))
                        self._planted.append(planted)
                at += (
                    0
                    if isinstance(part, Aside) or (isinstance(part, Run) and part.way == "deleted")
                    else len(text)
                )

    def _unproved(self, id: str, what: str) -> None:
        said = [self._sentence(id) for _ in range(3)]
        match what:
            case "sentence":
                self._statement(id, f"{said[0]}.")
            case "paragraph":
                self._statement(id, ". ".join(said) + ".")
            case "behind":
                usual = f"H{id[0]}-{id}-01"
                self._cited += 1
                self._statement(id, f"{said[0]} [{usual}]. {said[1]}.", begins=said[1])
            case "list":
                self._typist.paragraph("Nhà trường đã thực hiện các công việc sau:", indent=True)
                self._statement(id, f"- {said[0]}.", begins=f"- {said[0]}")
                self._typist.paragraph(f"- {said[1]}.", indent=True)

    def _statement(self, id: str, text: str, begins: str = "") -> None:
        begins = begins or text[:40]
        written = self._typist.paragraph(text, indent=True)
        page = written.page_of(text.index(begins))
        self._planted.append(Planted("statement-without-code", id, begins, page=page))

    def _sentence(self, id: str) -> str:
        return self._fill(self._say("statements"), id)

    def _say(self, key: str) -> str:
        return str(self._rng.choice(_WORDS[key]))

    def _fill(self, text: str, id: str) -> str:
        day = f"{self._rng.randint(1, 28)}/{self._rng.randint(1, 12)}/{self._rng.randint(2020, 2023)}"
        return text.format(
            viec=_WORDS["topics"][id], nam=self._rng.choice(_YEARS), so=self._rng.randint(12, 98), ngay=day
        )


def _shared(cites: list[_Cite], parts: int) -> list[list[_Cite]]:
    """The places of a criterion dealt out to its indicators."""
    return [cites[number::parts] for number in range(parts)]


def main() -> None:
    """Writes the report."""
    made = make()
    Path(sys.argv[1]).write_bytes(made.word)
    print(f"{made.pages} pages, {made.citations} citations, {len(made.planted)} faults")


if __name__ == "__main__":
    main()
