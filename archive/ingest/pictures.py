"""Pictures: page images for the portal, made in a reading process when first asked for, then kept.

Derived: they can go, and are made again.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest import images, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers
from archive.ingest.recognition import turn
from archive.records import DocumentRecord
from storage.files import replace_file

WIDTHS = (240, 480, 960, 1600, 2400)
"""Pixels across: thumbnail, telephone, screen, and zoom."""

SCREEN = 960
"""The one of them that is shown first."""

THUMBNAIL = (120, 170)
"""Pixels across, and down at most, of the picture of page 1 in a spreadsheet."""

MEDIA_TYPE = "image/webp"

PICTURED = (sniff.PDF, *sniff.IMAGES, *sniff.CONVERTED)
"""Media types whose pages have pictures."""

_QUALITY = 72
_COLOURS = 16
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class View:
    """A page's picture: ``width`` pixels across when ``turned`` clockwise (degrees) to stand upright."""

    number: int
    width: int
    turned: int = 0


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

    def path(self, document: str, view: View) -> Path:
        """Where a picture lies, or would lie."""
        name = f"{view.number}-{view.width}" + (f"-{view.turned}" if view.turned else "")
        return self._archive.page_images / document[:2] / document / f"{name}.webp"

    def start(self, document: DocumentRecord, view: View) -> "Future[bytes]":
        """Begin to make a picture of a page.

        Raises ``ReadFault`` when the document has no such picture, ``ValueError`` for a width not in
        ``WIDTHS``, ``RuntimeError`` when the readers have been stopped.
        """
        if view.width not in WIDTHS:
            raise ValueError(f"no pictures of {view.width} pixels")
        return self._begin(make_picture, document, view)

    def _begin(
        self, task: Callable[[Path, str, View, Limits], bytes], document: DocumentRecord, view: View
    ) -> "Future[bytes]":
        if document.media_type not in PICTURED or not 1 <= view.number <= document.pages:
            raise ReadFault(Reason.UNSUPPORTED)
        path = self._archive.original(document.digest)
        if document.media_type in sniff.CONVERTED:
            path = self._archive.converted(document.digest)
        return self._readers.submit(_SECONDS, task, path, document.media_type, view, self._limits)

    def thumbnail_path(self, document: str) -> Path:
        """Where the small picture of page 1 lies, or would lie."""
        return self._archive.page_images / document[:2] / document / "1.png"

    def start_thumbnail(self, document: DocumentRecord, turned: int) -> "Future[bytes]":
        """Begin to make the small picture of page 1, a PNG for what shows no WebP. Raises as ``start``."""
        return self._begin(make_thumbnail, document, View(1, WIDTHS[0], turned))

    def keep(self, path: Path, data: bytes) -> None:
        """Put a finished picture at its place. Raises ``OSError`` as files do."""
        replace_file(path, data, durable=False)


def make_ready() -> None:
    """Draw nothing much. Runs in a reading process."""
    Image.new("RGB", (8, 8)).save(BytesIO(), "WEBP")


def make_picture(path: Path, media_type: str, view: View, limits: Limits) -> bytes:
    """Render a page as WebP. Runs in a reading process. Raises ``ReadFault``."""
    stream = BytesIO()
    # Method 2 takes a third of the time of the default for files a twentieth larger.
    _drawn(path, media_type, view, limits).save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()


def make_thumbnail(path: Path, media_type: str, view: View, limits: Limits) -> bytes:
    """Render a page as a small PNG of few colours. Runs in a reading process. Raises ``ReadFault``."""
    image = _drawn(path, media_type, view, limits).convert("RGB")
    across, down = THUMBNAIL
    image = image.resize(
        (across, max(1, round(image.height * across / image.width))), Image.Resampling.LANCZOS
    )
    stream = BytesIO()
    image.crop((0, 0, across, min(down, image.height))).quantize(_COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _drawn(path: Path, media_type: str, view: View, limits: Limits) -> Image.Image:
    if media_type == sniff.PDF or media_type in sniff.CONVERTED:
        if not path.is_file():
            raise ReadFault(Reason.UNSUPPORTED)
        with open_pdf(path, limits) as pdf, pdf.page(view.number) as page:
            lying = view.turned in (90, 270)
            across, down = page.size
            # Turned on its side, what was its height will be its width.
            image = page.picture(round(view.width * across / down) if lying else view.width)
    else:
        image = images.open_frame(path, view.number, limits)
    image = turn(image, view.turned)
    if image.width != view.width:
        height = max(1, round(image.height * view.width / image.width))
        image = image.resize((view.width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image
