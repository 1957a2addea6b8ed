"""Pages: one decision a page, text layer or OCR."""

import msgspec
from PIL import Image

from archive.evidence.documents import GRID, Page, Word
from archive.ingest import images, ocr
from archive.ingest.judge import Why
from archive.ingest.layers import Layer, layer_of
from archive.ingest.lettering import Box
from archive.ingest.limits import OCR_DPI, OCR_LEAST_DPI, Limits
from archive.ingest.pdf import Pdf
from archive.ingest.recognition import recognise_page, recognise_part


def pdf_page(pdf: Pdf, number: int, limits: Limits) -> Page:
    """A page of a PDF: its text layer where that is text, else OCR. Raises ``ReadFault``."""
    layer = layer_of(pdf, number)
    size = pdf.size(number)
    can_recognise = ocr.available(limits.languages)
    if layer.good:
        page = Page(number, layer.text, layer.origin, None, *size, layer.words, why=layer.why)
        return _with_pictures(page, pdf, layer.unread, limits) if layer.unread and can_recognise else page
    if can_recognise:
        image, dpi = _drawn(pdf, number, size)
        page = recognise_page(number, image, dpi, size, limits)
        if page.text or not layer.text:
            return msgspec.structs.replace(page, why=layer.why)
    # A page of few words, a form's or a table's, may have all of them in its layer and none that OCR finds.
    return _as_found(number, layer, size)


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
    grey = images.for_ocr(image)
    return recognise_page(number, grey, grey.width / size[0] * 72, size, limits)


def _drawn(pdf: Pdf, number: int, size: tuple[float, float]) -> tuple[Image.Image, float]:
    """The page in grey and its dots an inch: as many as OCR needs, or as few as its scan has."""
    scanned = pdf.resolution(number) or OCR_DPI
    image = pdf.render(number, scanned if OCR_LEAST_DPI <= scanned < OCR_DPI else OCR_DPI)
    return image, image.width / size[0] * 72 if size[0] else OCR_DPI


def _with_pictures(page: Page, pdf: Pdf, unread: tuple[Box, ...], limits: Limits) -> Page:
    """The page with what its pictures say behind what its layer says."""
    image, dpi = _drawn(pdf, page.number, (page.width, page.height))
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


def _as_found(number: int, layer: Layer, size: tuple[float, float]) -> Page:
    return Page(
        number, layer.text, layer.origin if layer.text else "none", None, *size, layer.words, why=layer.why
    )
