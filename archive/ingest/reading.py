"""Reading: a file's pages to text. A pure function of the bytes, in a process of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.evidence.documents import Page, Signature
from archive.evidence.refusals import Reason
from archive.ingest import images, mail, office, plain, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pages import converted_page, image_page, pdf_page
from archive.ingest.pdf import open_pdf
from archive.ingest.signatures import signatures_of, unchecked_signatures_of

READING_VERSION = 4
"""Raised whenever the same bytes are read differently."""

CHUNK = 2
"""Pages of a file's first task, and of those whose pages take long: few, to keep all processes busy."""

MOST = 16
"""Pages of a task whose pages take little: many, since each task opens the file."""

_OFFICE = {
    sniff.DOCX: office.docx_pages,
    sniff.XLSX: office.xlsx_pages,
    sniff.EML: mail.mail_pages,
    sniff.TEXT: plain.text_pages,
}
"""What reads the media types whose text lies in the file itself, without pages that could be drawn."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first task finds: media type, number of pages, the first of them read, and who signed."""

    media_type: str
    count: int
    pages: tuple[Page, ...]
    signatures: tuple[Signature, ...] = ()


def begin(path: Path, limits: Limits, chunk: int = CHUNK, media_type: str | None = None) -> Beginning:
    """Sniff a file, count its pages, and read the first ``chunk``. Raises ``ReadFault`` for a refusal.

    ``media_type`` is one of ``sniff.CONVERTED`` when the file is the PDF that was made of an office file.
    """
    if path.stat().st_size == 0:
        raise ReadFault(Reason.EMPTY)
    if media_type not in sniff.CONVERTED:
        media_type = sniff.sniff(path)
        if media_type not in sniff.TAKEN or media_type in sniff.CONVERTED:
            raise ReadFault(sniff.refusal_of(media_type))
    if media_type in _OFFICE:
        parts = _OFFICE[media_type](path, limits)
        pages = tuple(
            Page(number, part.text, "converted", fault=Reason.TOO_LARGE if part.cut else None)
            for number, part in enumerate(parts, 1)
        )
        return Beginning(media_type, len(pages), pages)
    if media_type == sniff.PDF or media_type in sniff.CONVERTED:
        with open_pdf(path, limits) as pdf:
            count = len(pdf)
    else:
        count = images.count_frames(path, limits)
    if count > limits.pages:
        raise ReadFault(Reason.TOO_MANY_PAGES)
    pages = read_pages(path, media_type, range(1, min(chunk, count) + 1), limits)
    return Beginning(media_type, count, pages, _signed(path, chunk) if media_type == sniff.PDF else ())


def read_pages(path: Path, media_type: str, numbers: Iterable[int], limits: Limits) -> tuple[Page, ...]:
    """Read some pages. A page that cannot be read is given with its fault; the others are not lost by it."""
    if media_type == sniff.PDF or media_type in sniff.CONVERTED:
        page_of = pdf_page if media_type == sniff.PDF else converted_page
        with open_pdf(path, limits) as pdf:
            return tuple(_guarded(number, lambda at: page_of(pdf, at, limits)) for number in numbers)
    return tuple(
        _guarded(number, lambda at: image_page(images.open_frame(path, at, limits), at, limits))
        for number in numbers
    )


def _signed(path: Path, chunk: int) -> tuple[Signature, ...]:
    # Nothing of a file is looked at twice that a process may have died of.
    return signatures_of(path) if chunk else unchecked_signatures_of(path)


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
