"""PDF text: the words that pdfium finds on a page, with boxes and fonts, and what else is drawn there."""

import ctypes
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from archive.evidence.documents import GRID
from archive.evidence.refusals import Reason
from archive.ingest.judge import BROKEN_OFF
from archive.ingest.lettering import INKED_SPACE, Box, Lettering, Piece, around, font_name
from archive.ingest.limits import PAGE_CHARACTERS, PAGE_WORDS, ReadFault

_WORD = re.compile(f"[^\\s{BROKEN_OFF}]*{BROKEN_OFF}|[^\\s{BROKEN_OFF}]+")
_MOST_OBJECTS = 20_000
"""Objects of a page that are looked at, some 50 ms; a page of text has up to 3,000."""

_DEEPEST = 12
_OUTLINE = 6
"""Parts of a path from which it may be a letter's outline: lines, rules and cells have fewer."""

_LETTER = 20
"""Parts of a letter's outline, in the middle."""

_TALLEST = GRID // 20
"""The height of a line of letters drawn as curves, at most; pictures drawn of paths have taller ones."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is drawn on a page: the fonts used, pictures, and outlines that may be letters.

    ``outlines`` counts letters by their usual number of parts; ``outlined`` is the box round them.
    ``unseen`` is the share of text objects that are drawn invisibly. ``crowded``: there is more than was
    looked at.
    """

    fonts: frozenset[str]
    pictures: tuple[Box, ...]
    outlines: int
    outlined: Box | None
    unseen: float
    objects: int
    crowded: bool


class _Place:
    """From points of the page to units of 1/GRID of the page as it is shown: rotation, crop box and all."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        fine = 1000 * GRID
        x, y = ctypes.c_int(), ctypes.c_int()
        found = []
        for point in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
            raw.FPDF_PageToDevice(page, 0, 0, fine, fine, 0, *point, x, y)
            found.append((x.value / 1000, y.value / 1000))
        (self.x0, self.y0), across, up = found
        self.xx, self.xy = (across[0] - self.x0) / 1000, (across[1] - self.y0) / 1000
        self.yx, self.yy = (up[0] - self.x0) / 1000, (up[1] - self.y0) / 1000

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0 = round(self.x0 + left * self.xx + bottom * self.yx)
        x1 = round(self.x0 + right * self.xx + top * self.yx)
        y0 = round(self.y0 + left * self.xy + bottom * self.yy)
        y1 = round(self.y0 + right * self.xy + top * self.yy)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if x0 < 0 or y0 < 0 or x1 > GRID or y1 > GRID:
            return _within(x0), _within(y0), _within(x1), _within(y1)
        return x0, y0, x1, y1


def _within(value: int) -> int:
    return min(max(value, 0), GRID)


class PageText:
    """The text layer of an open page."""

    def __init__(self, page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> None:
        self._page = page
        self._layer = layer
        self._place = _Place(page)
        self._fonts: dict[int, str] = {}
        self._count = layer.count_chars()
        if self._count > PAGE_CHARACTERS:
            raise ReadFault(Reason.TOO_LARGE)

    @property
    def characters(self) -> int:
        """How many characters the layer has."""
        return int(self._count)

    def words(self) -> Lettering:
        """The words with their boxes, the quick way. Raises ``ReadFault``: more than a page can have."""
        text = self._text()
        spans = [found.span() for found in _WORD.finditer(text)]
        if len(spans) > PAGE_WORDS:
            raise ReadFault(Reason.TOO_LARGE)
        words = tuple(text[start:end] for start, end in spans)
        return Lettering(words, _ends(text, spans), tuple(self._boxes(spans)))

    def pieces(self) -> Lettering:
        """The words by fonts, letter by letter: some ten times slower."""
        letters = list(self._text())
        fonts = [self._font(index) for index in range(len(letters))]
        ink = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        for index, letter in enumerate(letters):
            if letter in " \xa0" and raw.FPDFText_GetCharBox(self._layer, index, *ink):
                # pdfium gives a true space a box without height.
                letters[index] = "\ue000" if ink[3].value - ink[2].value > 1 else letter
        text = "".join(letters)
        spans = [found.span() for found in _WORD.finditer(text)]
        if len(spans) > PAGE_WORDS:
            raise ReadFault(Reason.TOO_LARGE)
        text = text.replace("\ue000", INKED_SPACE)
        pieces = tuple(tuple(_pieces(text, fonts, start, end)) for start, end in spans)
        words = tuple(text[start:end] for start, end in spans)
        return Lettering(words, _ends(text, spans), tuple(self._boxes(spans)), pieces)

    def shapes(self) -> Shapes:
        """What is drawn, looked at up to a bound."""
        count: Counter[str] = Counter()
        fonts: set[str] = set()
        pictures: list[Box] = []
        outlined: list[Box] = []
        for thing, kind, matrix in self._objects():
            count["all"] += 1
            if count["all"] > _MOST_OBJECTS:
                break
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                count["text"] += 1
                count["unseen"] += raw.FPDFTextObj_GetTextRenderMode(thing) in (3, 7)
                fonts.add(self._name_of(raw.FPDFTextObj_GetFont(thing)))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                pictures += self._bounds(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                parts = raw.FPDFPath_CountSegments(thing)
                box = self._bounds(thing, matrix) if parts >= _OUTLINE and _filled(thing) else []
                if box and box[0][3] - box[0][1] <= _TALLEST:
                    outlined += box
                    count["outline"] += parts
        return Shapes(
            frozenset(fonts - {""}),
            tuple(pictures),
            count["outline"] // _LETTER,
            around(outlined) if outlined else None,
            count["unseen"] / max(1, count["text"]),
            count["all"],
            count["all"] > _MOST_OBJECTS,
        )

    def _text(self) -> str:
        """One character for each of pdfium's, as its own numbering has them."""
        if not self._count:
            return ""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = raw.FPDFText_GetText(self._layer, 0, self._count, buffer)
        text = bytes(buffer).decode("utf-16-le", "surrogatepass")[: max(0, written - 1)]
        if len(text) != self._count or any("\ud800" <= letter <= "\udfff" for letter in set(text)):
            # Letters without meaning are left out of the text, those beyond 16 bits are two.
            codes = (raw.FPDFText_GetUnicode(self._layer, index) for index in range(self._count))
            text = "".join(map(chr, codes)).replace("\x02", BROKEN_OFF)
        return text

    def _boxes(self, spans: list[tuple[int, int]]) -> Iterator[Box]:
        left, top, right, bottom = (ctypes.c_double() for _ in range(4))
        count, get, layer, place = raw.FPDFText_CountRects, raw.FPDFText_GetRect, self._layer.raw, self._place
        for start, end in spans:
            found = []
            for index in range(count(layer, start, end - start)):
                get(layer, index, left, top, right, bottom)
                found.append(place.box(left.value, bottom.value, right.value, top.value))
            yield found[0] if len(found) == 1 else around(found) if found else (0, 0, 0, 0)

    def _objects(self) -> Iterator[tuple[Any, int, tuple[Any, ...]]]:
        """Every object with its kind and the matrices of the forms it is in, innermost first."""
        page = self._page.raw
        waiting = [
            (iter(_each(raw.FPDFPage_GetObject, page, raw.FPDFPage_CountObjects(page))), ()),
        ]  # type: list[tuple[Iterator[Any], tuple[Any, ...]]]
        while waiting:
            things, matrix = waiting[-1]
            thing = next(things, None)
            if thing is None:
                waiting.pop()
                continue
            kind = raw.FPDFPageObj_GetType(thing)
            yield thing, kind, matrix
            if kind == raw.FPDF_PAGEOBJ_FORM and len(waiting) < _DEEPEST:
                own = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(thing, own)
                inside = _each(raw.FPDFFormObj_GetObject, thing, raw.FPDFFormObj_CountObjects(thing))
                waiting.append((inside, (own, *matrix)))

    def _bounds(self, thing: Any, matrices: tuple[Any, ...]) -> list[Box]:
        sides = [ctypes.c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(thing, *sides):
            return []
        left, bottom, right, top = (side.value for side in sides)
        for m in matrices:
            xs = [m.a * x + m.c * y + m.e for x in (left, right) for y in (bottom, top)]
            ys = [m.b * x + m.d * y + m.f for x in (left, right) for y in (bottom, top)]
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
        return [self._place.box(left, bottom, right, top)]

    def _font(self, index: int) -> str:
        thing = raw.FPDFText_GetTextObject(self._layer, index)
        return self._name_of(raw.FPDFTextObj_GetFont(thing)) if thing else ""

    def _name_of(self, font: Any) -> str:
        if not font:
            return ""
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            self._fonts[address] = font_name(buffer.value.decode("utf-8", "replace"))
        return self._fonts[address]


def page_alone(document: pdfium.PdfDocument, number: int) -> bytes:
    """A PDF of this one page. However large or damaged the file is, what is in it has been sorted out."""
    copy = pdfium.PdfDocument.new()
    try:
        copy.import_pages(document, [number - 1])
        target = io.BytesIO()
        copy.save(target)
        return target.getvalue()
    except pdfium.PdfiumError as fault:
        raise ReadFault(Reason.BROKEN) from fault
    finally:
        copy.close()


def _each(get: Any, holder: Any, count: int) -> Iterator[Any]:
    return (get(holder, index) for index in range(count))


def _filled(path: Any) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, mode, stroked)) and mode.value != raw.FPDF_FILLMODE_NONE


def _ends(text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """What stands between each word and the next: the end of a line, or a space."""
    following = [*(start for start, _ in spans), len(text)][1:]
    return tuple(
        "\n" if text[end - 1] == BROKEN_OFF or not {"\n", "\r"}.isdisjoint(text[end:start]) else " "
        for (_, end), start in zip(spans, following, strict=True)
    )


def _pieces(text: str, fonts: list[str], start: int, end: int) -> Iterator[Piece]:
    first = start
    for index in range(start + 1, end + 1):
        if index == end or fonts[index] != fonts[first]:
            yield Piece(text[first:index], fonts[first])
            first = index
