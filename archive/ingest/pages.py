"""Pages: one decision a page, text layer or OCR."""

import msgspec
from PIL import Image

from archive.evidence.documents import GRID, Page, Word
from archive.evidence.stamped import COVER, COVER_WORDS
from archive.ingest import images, ocr
from archive.ingest.judge import Why
from archive.ingest.layers import Layer, layer_of
from archive.ingest.lettering import Box
from archive.ingest.limits import OCR_DPI, OCR_LEAST_DPI, Limits, ReadFault
from archive.ingest.pdf import Pdf, PdfPage
from archive.ingest.qr import marks_in
from archive.ingest.recognition import recognise_page, recognise_part


def pdf_page(pdf: Pdf, number: int, limits: Limits) -> Page:
    """A page of a PDF: its text layer where that is text, else OCR. Raises ``ReadFault``."""
    with pdf.page(number) as opened:
        size, layer = opened.size, layer_of(opened)
        unread = not layer.good or layer.unread
        image = _drawn(opened) if unread and ocr.available(limits.languages) else None
        marks = _marks(opened, layer, image) if number == 1 else ()
    # Closed by now: what pdfium holds of a page it would hold while its picture is recognised.
    page = Page(
        number,
        layer.text,
        layer.origin if layer.text else "none",
        None,
        *size,
        layer.words,
        why=layer.why,
        marks=marks,
    )
    if image is None:
        return page
    dpi = image.width / size[0] * 72 if size[0] else OCR_DPI
    if layer.good:
        return _with_pictures(page, image, dpi, layer.unread, limits)
    found = recognise_page(number, image, dpi, size, limits)
    if layer.text and not found.text:
        # A page of few words, a form's or a table's, may have all in its layer and none that OCR finds.
        return page
    return msgspec.structs.replace(found, why=layer.why, marks=marks)


def converted_page(pdf: Pdf, number: int, limits: Limits) -> Page:
    """A page of the PDF that was made of an office file. Scans that somebody put into one are recognised."""
    page = pdf_page(pdf, number, limits)
    if page.origin in ("text", "layout"):
        return msgspec.structs.replace(page, origin="converted")
    return page


def image_page(image: Image.Image, number: int, limits: Limits) -> Page:
    """A page of an image file."""
    size = images.size_in_points(image)
    if not ocr.available(limits.languages):
        return Page(number, "", "none", None, *size)
    grey = images.for_ocr(image, limits)
    page = recognise_page(number, grey, grey.width / size[0] * 72, size, limits)
    return msgspec.structs.replace(page, marks=_ours(grey)) if number == 1 else page


def _drawn(page: PdfPage) -> Image.Image:
    """The page in grey, with as many dots an inch as OCR needs, or as few as its scan has."""
    scanned = page.resolution() or OCR_DPI
    return page.render(scanned if OCR_LEAST_DPI <= scanned < OCR_DPI else OCR_DPI)


def _marks(page: PdfPage, layer: Layer, image: Image.Image | None) -> tuple[str, ...]:
    """The marks of cover sheets on a scan; ``image`` is its picture, where OCR needs one anyway."""
    if image is None:
        # A copier that recognises text leaves none to do, but no QR. With many words it is no cover sheet.
        if len(layer.words) > COVER_WORDS or page.resolution() is None:
            return ()
        try:
            image = _drawn(page)
        except ReadFault:
            return ()
    return _ours(image)


def _ours(image: Image.Image) -> tuple[str, ...]:
    """The marks of cover sheets. Of other QR codes, an identity card's for one, nothing is kept."""
    return tuple(mark for mark in marks_in(image) if mark.startswith(COVER))


def _with_pictures(
    page: Page, image: Image.Image, dpi: float, unread: tuple[Box, ...], limits: Limits
) -> Page:
    """The page with what its pictures say behind what its layer says."""
    texts, words = [page.text], list(page.words)
    for left, top, right, bottom in unread:
        edges = (
            left * image.width // GRID,
            top * image.height // GRID,
            right * image.width // GRID,
            bottom * image.height // GRID,
        )
        text, found = recognise_part(image.crop(edges), dpi, limits)
        if found:
            texts.append(text)
            words += [_moved(word, (left, top, right, bottom)) for word in found]
    if len(texts) == 1:
        return page
    text = "\n".join(filter(None, texts))
    return msgspec.structs.replace(page, text=text, words=tuple(words), why=Why.PICTURE)


def _moved(word: Word, box: Box) -> Word:
    left, top, right, bottom = box
    across, down = right - left, bottom - top
    return Word(
        word.text,
        left + word.left * across // GRID,
        top + word.top * down // GRID,
        left + word.right * across // GRID,
        top + word.bottom * down // GRID,
        word.confidence,
    )
