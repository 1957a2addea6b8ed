"""PDF: pages, text layer with places, and rendering, by pdfium."""

import ctypes
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from archive.evidence.documents import GRID, Word
from archive.evidence.refusals import Reason
from archive.ingest.limits import PAGE_CHARACTERS, PAGE_WORDS, Limits, ReadFault

VERSION = f"pdfium-{pdfium.PDFIUM_INFO.build}"

_POINTS = 72
_COVERED = 0.7
"""Share of the page that a scan's picture covers at least."""

_DROPPED = {"Cc", "Cn", "Cs"}
"""Categories of characters that no text holds: controls, noncharacters, lone surrogates."""


class Pdf:
    """An open PDF. Pages count from 1. Every method raises ``ReadFault`` for a page that cannot be read."""

    def __init__(self, document: pdfium.PdfDocument, limits: Limits) -> None:
        self._document = document
        self._limits = limits

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def _page(self, number: int) -> Iterator[pdfium.PdfPage]:
        try:
            page = self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as fault:
            raise ReadFault(Reason.BROKEN) from fault
        try:
            yield page
        finally:
            page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points, as it is shown."""
        with self._page(number) as page:
            width, height = page.get_size()
            return float(width), float(height)

    def text(self, number: int) -> tuple[str, tuple[Word, ...]]:
        """The text layer: text (NFC) and its words with their boxes, ``text.split()`` word for word."""
        with self._page(number) as page:
            layer = page.get_textpage()
            try:
                return _words(page, layer)
            finally:
                layer.close()

    def is_scan(self, number: int) -> bool:
        """Whether one picture covers nearly the whole page, so that its text layer is somebody's OCR."""
        with self._page(number) as page:
            width, height = page.get_size()
            if page.get_rotation() in (90, 270):
                width, height = height, width
            for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
                left, bottom, right, top = picture.get_bounds()
                if (right - left) * (top - bottom) >= _COVERED * width * height:
                    return True
            return False

    def render(self, number: int, dpi: float) -> Image.Image:
        """The page in grey at ``dpi``, or at less where it would be larger than the limit."""
        with self._page(number) as page:
            return self._drawn(page, dpi / _POINTS, grey=True)

    def picture(self, number: int, width: int) -> Image.Image:
        """The page in colour, ``width`` pixels across."""
        with self._page(number) as page:
            return self._drawn(page, width / max(1.0, page.get_width()), grey=False)

    def _drawn(self, page: pdfium.PdfPage, scale: float, grey: bool) -> Image.Image:
        self._bound_pictures(page)
        width, height = page.get_size()
        pixels = width * height * scale * scale
        most = self._limits.pixels / 4
        if pixels > most:
            scale *= (most / pixels) ** 0.5
        try:
            bitmap = page.render(scale=scale, grayscale=grey)
            image: Image.Image = bitmap.to_pil().copy()
            bitmap.close()
        except (pdfium.PdfiumError, MemoryError, ValueError) as fault:
            raise ReadFault(Reason.TOO_MANY_PIXELS) from fault
        return image

    def _bound_pictures(self, page: pdfium.PdfPage) -> None:
        for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            try:
                width, height = picture.get_px_size()
            except pdfium.PdfiumError:
                continue
            if width * height > self._limits.pixels:
                raise ReadFault(Reason.TOO_MANY_PIXELS)


@contextmanager
def open_pdf(path: Path, limits: Limits) -> Iterator[Pdf]:
    """Open a PDF. Raises ``ReadFault``: a password, or broken."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as fault:
        locked = fault.err_code == raw.FPDF_ERR_PASSWORD
        raise ReadFault(Reason.PASSWORD if locked else Reason.BROKEN) from fault
    try:
        if len(document) == 0:
            raise ReadFault(Reason.BROKEN)
        yield Pdf(document, limits)
    finally:
        document.close()


def _words(page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> tuple[str, tuple[Word, ...]]:
    parts: list[str] = []
    words: list[Word] = []
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []

    def end_word() -> None:
        text = unicodedata.normalize("NFC", "".join(letters))
        if text:
            words.append(_placed(page, text, boxes))
            parts.append(text)
        letters.clear()
        boxes.clear()

    count = layer.count_chars()
    if count > PAGE_CHARACTERS:
        raise ReadFault(Reason.TOO_LARGE)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(count):
        character = chr(raw.FPDFText_GetUnicode(layer, index))
        if character.isspace():
            end_word()
            parts.append("\n" if character in "\n\r" else " ")
        elif unicodedata.category(character) not in _DROPPED:
            letters.append(character)
            if raw.FPDFText_GetCharBox(layer, index, left, right, bottom, top):
                boxes.append((left.value, bottom.value, right.value, top.value))
    end_word()
    if len(words) > PAGE_WORDS:
        raise ReadFault(Reason.TOO_LARGE)
    return "".join(parts).replace("\n\n", "\n").strip(), tuple(words)


def _placed(page: pdfium.PdfPage, text: str, boxes: list[tuple[float, float, float, float]]) -> Word:
    if not boxes:
        return Word(text, 0, 0, 0, 0)
    corners = (
        (min(box[0] for box in boxes), min(box[1] for box in boxes)),
        (max(box[2] for box in boxes), max(box[3] for box in boxes)),
    )
    x, y = ctypes.c_int(), ctypes.c_int()
    places: list[tuple[int, int]] = []
    for corner in corners:
        # pdfium turns page coordinates into those of the page as it is shown: rotation, crop box and all.
        raw.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, *corner, x, y)
        places.append((min(max(x.value, 0), GRID), min(max(y.value, 0), GRID)))
    (x0, y0), (x1, y1) = places
    return Word(text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
