"""PDF: pages, text layer with places, and rendering, by pdfium."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from archive.evidence.documents import Word
from archive.evidence.refusals import Reason
from archive.ingest.lettering import as_text
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pdf_text import PageText, page_alone

VERSION = f"pdfium-{pdfium.PDFIUM_INFO.build}"

_POINTS = 72
_COVERED = 0.7
"""Share of the page that a scan's picture covers at least."""


class Pdf:
    """An open PDF. Pages count from 1. Every method raises ``ReadFault`` for a page that cannot be read."""

    def __init__(self, document: pdfium.PdfDocument, path: Path, limits: Limits) -> None:
        self.path = path
        self._document = document
        self._limits = limits
        self._has_form = document.get_formtype() != raw.FORMTYPE_NONE

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def _page(self, number: int) -> Iterator[pdfium.PdfPage]:
        try:
            page = self._document[number - 1]
            if self._has_form and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                # What was filled in is now part of the page, in memory; it shows when it is opened again.
                page.close()
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
        with self.layer(number) as layer:
            return as_text(layer.words())

    @contextmanager
    def layer(self, number: int) -> Iterator[PageText]:
        """The text layer of a page, open."""
        with self._page(number) as page:
            layer = page.get_textpage()
            try:
                yield PageText(page, layer)
            finally:
                layer.close()

    def alone(self, number: int) -> bytes:
        """A PDF of one page. However large or damaged the file is, what is in it has been sorted out."""
        return page_alone(self._document, number)

    def resolution(self, number: int) -> float | None:
        """Dots an inch of the picture that covers nearly the whole page; None where there is none."""
        with self._page(number) as page:
            width, height = page.get_size()
            if page.get_rotation() in (90, 270):
                width, height = height, width
            for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
                left, bottom, right, top = picture.get_bounds()
                if (right - left) * (top - bottom) >= _COVERED * width * height:
                    dots = picture.get_px_size()
                    return float(max(dots) / max(right - left, top - bottom) * _POINTS)
            return None

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
        yield Pdf(document, path, limits)
    finally:
        document.close()
