"""Reading: one decision a page, text layer or OCR. A pure function of the bytes, in a process of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from archive.evidence.documents import Letterhead, Page, Reading
from archive.evidence.letterhead import letterhead_of
from archive.evidence.refusals import Reason
from archive.ingest import images, ocr, office, sniff
from archive.ingest.judge import judge
from archive.ingest.limits import OCR_DPI, Limits, ReadFault
from archive.ingest.pdf import VERSION as PDF_VERSION
from archive.ingest.pdf import Pdf, open_pdf

READING_VERSION = 1
"""Raised whenever the same bytes are read differently."""

CHUNK = 4
"""Pages of one task: small enough to keep all processes busy to the end, large enough to open a file once."""

_OFFICE = {sniff.DOCX: office.docx_pages, sniff.XLSX: office.xlsx_pages}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first task finds: the media type, the number of pages, and the first of them, read."""

    media_type: str
    count: int
    pages: tuple[Page, ...]


def reader_name(languages: str) -> str:
    """Name and version of all that a reading depends on besides the bytes."""
    engine = ocr.version() if ocr.available(languages) else "no-ocr"
    return f"reading-{READING_VERSION} {PDF_VERSION} {engine} {languages}"


def begin(path: Path, limits: Limits, chunk: int = CHUNK) -> Beginning:
    """Sniff a file, count its pages, and read the first ``chunk``. Raises ``ReadFault`` for a refusal."""
    if path.stat().st_size == 0:
        raise ReadFault(Reason.EMPTY)
    media_type = sniff.sniff(path)
    if media_type in _OFFICE:
        parts = _OFFICE[media_type](path, limits)
        pages = tuple(
            Page(number, part.text, "converted", fault=Reason.TOO_LARGE if part.cut else None)
            for number, part in enumerate(parts, 1)
        )
        return Beginning(media_type, len(pages), pages)
    if media_type not in sniff.TAKEN:
        raise ReadFault(Reason.UNSUPPORTED)
    if media_type == sniff.PDF:
        with open_pdf(path, limits) as pdf:
            count = len(pdf)
    else:
        count = images.count_frames(path, limits)
    if count > limits.pages:
        raise ReadFault(Reason.TOO_MANY_PAGES)
    return Beginning(media_type, count, read_pages(path, media_type, range(1, min(chunk, count) + 1), limits))


def read_pages(path: Path, media_type: str, numbers: Iterable[int], limits: Limits) -> tuple[Page, ...]:
    """Read some pages. A page that cannot be read is given with its fault; the others are not lost by it."""
    if media_type == sniff.PDF:
        with open_pdf(path, limits) as pdf:
            return tuple(_guarded(number, lambda at: _pdf_page(pdf, at, limits)) for number in numbers)
    return tuple(_guarded(number, lambda at: _image_page(path, at, limits)) for number in numbers)


def assemble(document: str, media_type: str, pages: tuple[Page, ...], reader: str) -> Reading:
    """The reading of a whole document, with what its first page says of it."""
    head = letterhead_of(pages[0]) if media_type not in (sniff.JPEG, sniff.XLSX) else Letterhead()
    return Reading(document, reader, media_type, pages, head)


def _guarded(number: int, read: Callable[[int], Page]) -> Page:
    try:
        return read(number)
    except ReadFault as fault:
        return Page(number, "", "none", fault=fault.reason)
    except MemoryError:
        return Page(number, "", "none", fault=Reason.TOO_MANY_PIXELS)
    except Exception:
        # Whatever a library raises over one page's content must not cost the other pages.
        return Page(number, "", "none", fault=Reason.BROKEN)


def _pdf_page(pdf: Pdf, number: int, limits: Limits) -> Page:
    width, height = pdf.size(number)
    text, words = pdf.text(number)
    if text and judge(text, pdf.is_scan(number)).good:
        return Page(number, text, "text", None, width, height, words)
    image = pdf.render(number, OCR_DPI)
    page = _recognised(number, image, image.width / width * 72 if width else OCR_DPI, (width, height), limits)
    # A page of few words, a form's or a table's, may have all of them in its layer and none that OCR finds.
    if page.origin == "none" or (not page.text and text):
        return Page(number, text, "text" if text else "none", None, width, height, words)
    return page


def _image_page(path: Path, number: int, limits: Limits) -> Page:
    image = images.open_frame(path, number, limits)
    size = images.size_in_points(image)
    grey = images.for_ocr(image)
    return _recognised(number, grey, grey.width / size[0] * 72, size, limits)


def _recognised(
    number: int, image: Image.Image, dpi: float, size: tuple[float, float], limits: Limits
) -> Page:
    if not ocr.available(limits.languages):
        return Page(number, "", "none", None, *size)
    text, words, confidence = ocr.recognise(image, dpi, limits.languages)
    return Page(number, text, "ocr", confidence, *size, words)
