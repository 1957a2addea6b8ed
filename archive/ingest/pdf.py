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

SCAN = 0.7
"""Share of the page that a scan's pictures cover at least."""

_POINTS = 72


class Pdf:
    """An open PDF. Pages count from 1."""

    def __init__(self, document: pdfium.PdfDocument, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._has_form = document.get_formtype() != raw.FORMTYPE_NONE

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def page(self, number: int) -> Iterator["PdfPage"]:
        """One page, open. To open it is to read all that is drawn on it. Raises ``ReadFault``: broken."""
        try:
            page = self._document[number - 1]
            if self._has_form and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                # What was filled in is now part of the page, in memory; it shows when it is opened again.
                page.close()
                page = self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as fault:
            raise ReadFault(Reason.BROKEN) from fault
        try:
            yield PdfPage(self._document, page, number, self._limits)
        finally:
            page.close()

    def text(self, number: int) -> tuple[str, tuple[Word, ...]]:
        """The text layer of a page: text (NFC) and its words with their boxes, ``text.split()`` in order."""
        with self.page(number) as page, page.layer() as layer:
            return as_text(layer.words())


class PdfPage:
    """An open page of an open PDF, as it is shown."""

    def __init__(
        self, document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, limits: Limits
    ) -> None:
        self._document = document
        self._page = page
        self._number = number
        self._limits = limits

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height = self._page.get_size()
        return float(width), float(height)

    @contextmanager
    def layer(self) -> Iterator[PageText]:
        """The text layer, open. Raises ``ReadFault`` for more than a page can have."""
        layer = self._page.get_textpage()
        try:
            yield PageText(self._page, layer)
        finally:
            layer.close()

    def alone(self) -> bytes:
        """A PDF of this page. However large or damaged the file is, what is in it has been sorted out."""
        return page_alone(self._document, self._number)

    def resolution(self) -> float | None:
        """Dots an inch of the picture that covers nearly the whole page; None where there is none.

        Where there are more one way than the other, as in a fax, it is their geometric mean.
        """
        width, height = self._page.get_size()
        for picture in self._pictures():
            left, bottom, right, top = picture.get_bounds()
            area = (right - left) * (top - bottom)
            if area >= max(1.0, SCAN * width * height):
                across, down = picture.get_px_size()
                return float((across * down / area) ** 0.5 * _POINTS)
        return None

    def render(self, dpi: float) -> Image.Image:
        """The page in grey at ``dpi``, or at less where it would be larger than the limit."""
        return self._drawn(dpi / _POINTS, grey=True)

    def picture(self, width: int) -> Image.Image:
        """The page in colour, ``width`` pixels across, or fewer where it would be larger than the limit."""
        return self._drawn(width / max(1.0, self._page.get_width()), grey=False)

    def _drawn(self, scale: float, grey: bool) -> Image.Image:
        self._bound_pictures()
        width, height = self._page.get_size()
        pixels = width * height * scale * scale
        if pixels > self._limits.drawn:
            scale *= (self._limits.drawn / pixels) ** 0.5
        try:
            bitmap = self._page.render(scale=scale, grayscale=grey)
            image: Image.Image = bitmap.to_pil().copy()
            bitmap.close()
        except (pdfium.PdfiumError, MemoryError, ValueError) as fault:
            raise ReadFault(Reason.TOO_MANY_PIXELS) from fault
        return image

    def _bound_pictures(self) -> None:
        for picture in self._pictures():
            try:
                width, height = picture.get_px_size()
            except pdfium.PdfiumError:
                continue
            if width * height > self._limits.pixels:
                raise ReadFault(Reason.TOO_MANY_PIXELS)

    def _pictures(self) -> Iterator[pdfium.PdfImage]:
        yield from self._page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)


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
