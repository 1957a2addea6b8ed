"""Pictures: page images for the portal, made in a reading process when first asked for, then kept.

Derived: they can go, and are made again.
"""

from concurrent.futures import Future
from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest import images, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers
from archive.records import DocumentRecord
from storage.files import replace_file

WIDTHS = (240, 960, 1600)
"""Pixels across: thumbnail, screen, and zoom."""

MEDIA_TYPE = "image/webp"

PICTURED = (sniff.PDF, sniff.JPEG, sniff.PNG, sniff.TIFF)
"""Media types whose pages have pictures."""

_QUALITY = 72
_SECONDS = 20.0


class Pictures:
    """The page images of one archive."""

    def __init__(self, archive: Archive, readers: Readers) -> None:
        self._archive = archive
        self._readers = readers
        self._limits = Limits.of(archive.settings)

    def warm_up(self) -> None:
        """Start the processes and load what they draw with, so that no first picture waits for it."""
        for _ in range(self._readers.jobs):
            self._readers.submit(_SECONDS, make_ready)

    def path(self, document: str, number: int, width: int) -> Path:
        """Where a picture lies, or would lie."""
        return self._archive.page_images / document[:2] / document / f"{number}-{width}.webp"

    def start(self, document: DocumentRecord, number: int, width: int) -> "Future[bytes]":
        """Begin to make a picture of page ``number``, ``width`` pixels across.

        Raises ``ReadFault`` when the document has no such picture, ``ValueError`` for a width not in
        ``WIDTHS``, ``RuntimeError`` when the readers have been stopped.
        """
        if width not in WIDTHS:
            raise ValueError(f"no pictures of {width} pixels")
        if document.media_type not in PICTURED or not 1 <= number <= document.pages:
            raise ReadFault(Reason.UNSUPPORTED)
        original = self._archive.original(document.digest)
        return self._readers.submit(
            _SECONDS, make_picture, original, document.media_type, number, width, self._limits
        )

    def keep(self, path: Path, data: bytes) -> None:
        """Put a finished picture at its place. Raises ``OSError`` as files do."""
        replace_file(path, data, durable=False)


def make_ready() -> None:
    """Draw nothing much. Runs in a reading process."""
    Image.new("RGB", (8, 8)).save(BytesIO(), "WEBP")


def make_picture(path: Path, media_type: str, number: int, width: int, limits: Limits) -> bytes:
    """Render a page ``width`` pixels across as WebP. Runs in a reading process. Raises ``ReadFault``."""
    if media_type == sniff.PDF:
        with open_pdf(path, limits) as pdf:
            image = pdf.picture(number, width)
    else:
        image = images.open_frame(path, number, limits)
        height = max(1, round(image.height * width / image.width))
        image = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    stream = BytesIO()
    # Method 2 takes a third of the time of the default for files a twentieth larger.
    image.save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()
