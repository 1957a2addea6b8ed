"""Flow: the text of a Word document in the order it is read, page by page as Word last laid it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_LEFT_OUT = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "tcPr", "trPr")
)
"""What was deleted or moved away with changes tracked, and what is not text."""

_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}

Element = Any
"""An element of the XML, as lxml has it."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The lines between two ends of pages each; ``laid_out`` when Word wrote down where its pages end."""

    stretches: tuple[tuple[str, ...], ...]
    laid_out: bool


def flow(body: Element, notes: Mapping[str, Element], most_pages: int) -> Flow:
    """The text of a document's body. ``notes`` are its footnotes and endnotes: ``footnote 1``, ``endnote 1``.

    Each paragraph is a line, those of a table cell by cell; one that goes on overleaf ends in a space there,
    and no other does. A text box follows the paragraph that it is anchored to; a note stands at the foot of
    the page that refers to it, both marked ``[1]``. Tracked insertions count, deletions do not. Raises
    ``ReadFault``: more pages than may be.
    """
    walk = _Walk(notes, _section_types(body), most_pages)
    walk.into(body)
    return Flow(walk.finished(), walk.laid_out)


class _Walk:
    """One way through a document; it keeps the line, the page and the table's row that are under way."""

    def __init__(self, notes: Mapping[str, Element], sections: Iterator[str], most_pages: int) -> None:
        self.laid_out = False
        self._notes = dict(notes)
        self._noted = 0
        self._sections = sections
        self._most_pages = most_pages
        self._pages: list[tuple[str, ...]] = []
        self._page: list[str] = []
        self._foot: list[str] = []
        self._line: list[str] = []
        self._boxes: list[Element] = []
        self._boxed = False
        self._forced = False
        self._begun = False
        self._row: tuple[int, int] | None = None

    def finished(self) -> tuple[tuple[str, ...], ...]:
        """The pages, the last one ended."""
        self._end_line()
        return (*self._pages, (*self._page, *self._foot))

    def into(self, element: Element) -> None:
        """Walk through what is in an element."""
        for child in element:
            # A comment or an entity has no name.
            if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                self._visit(child, child.tag.removeprefix(_W))

    def _visit(self, element: Element, name: str) -> None:
        match name:
            case "t":
                self._line.append(element.text or "")
            case "p":
                self._paragraph(element)
            case "tr":
                self._table_row(element)
            case "txbxContent":
                self._boxes.append(element)
            case "br" | "lastRenderedPageBreak":
                self._break(element, name)
            case "footnoteReference" | "endnoteReference":
                self._note(f"{name.removesuffix('Reference')} {element.get(f'{_W}id')}")
            case _ if name in _SIGNS:
                self._line.append(_SIGNS[name])
            case _ if name == _ALTERNATIVES:
                # The same thing twice over, for a newer and an older Word.
                said = (one for one in element if next(one.iter(f"{_W}t"), None) is not None)
                self.into(next(said, ()))
            case _:
                self.into(element)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{_W}pPr")
        if _is_set(properties, "pageBreakBefore") and self._begun and not (self._forced or self._boxed):
            self._force()
        outer, self._boxes = self._boxes, []
        self.into(element)
        boxes, self._boxes = self._boxes, outer
        merged = properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None
        if not merged or boxes:
            self._end_line()
        for box in boxes:
            inside, self._boxed = self._boxed, True
            self.into(box)
            self._boxed = inside
        # Blank paragraphs fill a page as well, but one that holds a page break is on the page before.
        self._begun = True
        ends_section = properties is not None and properties.find(f"{_W}sectPr") is not None
        if ends_section and next(self._sections, "nextPage") not in ("continuous", "nextColumn"):
            self._force()

    def _table_row(self, element: Element) -> None:
        if element.find(f"{_W}trPr/{_W}del") is not None:
            return
        outer, self._row = self._row, (0, 0)
        for cell in element:
            # Each cell of a row that goes over a page's end has the break in it; it is one and the same.
            self._row = (0, self._row[1])
            self.into((cell,))
        self._row = outer

    def _break(self, element: Element, name: str) -> None:
        kind = element.get(f"{_W}type")
        if name == "br" and kind != "page":
            self._line.append("\n")
        elif self._boxed:
            return
        elif name == "br":
            self._force()
        else:
            self.laid_out = True
            if self._row:
                here, most = self._row
                self._row = (here + 1, max(most, here + 1))
                if here < most:
                    return
            # Word also notes down where a break that somebody put in fell.
            if not self._forced or "".join(self._line).strip():
                self._end_page(" " if self._line and self._line[-1].endswith(" ") else "")
            self._forced = False

    def _force(self) -> None:
        self._end_page()
        self._forced = True

    def _end_page(self, end: str = "") -> None:
        self._end_line(end)
        self._pages.append((*self._page, *self._foot))
        self._page, self._foot = [], []
        if len(self._pages) >= self._most_pages:
            raise ReadFault(Reason.TOO_MANY_PAGES)

    def _end_line(self, end: str = "") -> None:
        line = "".join(self._line)
        if line.strip():
            self._forced = False
            lines = [one.rstrip() for one in line.splitlines()]
            self._page += (*lines[:-1], lines[-1] + end)
        self._line = []

    def _note(self, key: str) -> None:
        self._noted += 1
        self._line.append(f"[{self._noted}]")
        # Taken out, so that no two places can bring the same note, nor a note itself.
        note = self._notes.pop(key, None)
        if note is not None:
            inside = _Walk({}, iter(()), self._most_pages)
            inside.into(note)
            said = " ".join(line.strip() for page in inside.finished() for line in page)
            self._foot.append(f"[{self._noted}] {said.strip()}")


def _section_types(body: Element) -> Iterator[str]:
    """How each section but the first begins: what a section says of its beginning stands at its own end."""
    # What a section was before a tracked change of it is no section.
    found = (one for one in body.iter(f"{_W}sectPr") if one.getparent().tag != f"{_W}sectPrChange")
    sections = iter(tuple(found))
    next(sections, None)
    for section in sections:
        kind = section.find(f"{_W}type")
        yield "nextPage" if kind is None else kind.get(f"{_W}val", "nextPage")


def _is_set(properties: Element, name: str) -> bool:
    switch = None if properties is None else properties.find(f"{_W}{name}")
    return switch is not None and switch.get(f"{_W}val") not in ("0", "false", "off")
