"""Images: photographs and scans as Pillow opens them, bounded before they are decoded."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from archive.evidence.refusals import Reason
from archive.ingest.limits import OCR_DPI, Limits, ReadFault
from archive.ingest.sniff import HEIC, sniff

_A4_LONG_SIDE = 2339
"""Pixels of A4's long side at 200 dpi: what a picture of unknown resolution is brought down to for OCR."""

_POINTS = 72
_FAULTS = (OSError, EOFError, SyntaxError, ValueError, KeyError, TypeError)
"""What Pillow raises for a file that is not what its header says."""


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        # Pillow's own bound only warns, and ours comes before any decoding.
        warnings.simplefilter("ignore")
        try:
            image = _open_heic(path) if sniff(path) == HEIC else Image.open(path)
        except Image.DecompressionBombError as fault:
            raise ReadFault(Reason.TOO_MANY_PIXELS) from fault
        except (UnidentifiedImageError, *_FAULTS) as fault:
            raise ReadFault(Reason.BROKEN) from fault
        with image:
            yield image


def _open_heic(path: Path) -> Image.Image:
    """A telephone's photograph, turned as the file says; its EXIF is brought in line with that."""
    from pillow_heif import HeifImageFile

    image: Image.Image = HeifImageFile(path)  # type: ignore[no-untyped-call]
    return image


def count_frames(path: Path, limits: Limits) -> int:
    """The number of pages of an image file, counted until the first that cannot be found."""
    with _opened(path) as image:
        _bound(image, limits)
        if image.format != "TIFF":
            # Telephones put previews, depth maps and films behind their pictures: no page of a paper.
            return 1
        count = 1
        try:
            while count <= limits.pages:
                image.seek(count)
                count += 1
        except _FAULTS:
            pass
        return count


def open_frame(path: Path, number: int, limits: Limits) -> Image.Image:
    """Page ``number`` (from 1), upright by its EXIF, in colour or grey. Raises ``ReadFault``."""
    with _opened(path) as image:
        try:
            image.seek(number - 1)
            _bound(image, limits)
            image.load()
            upright = ImageOps.exif_transpose(image)
            upright.info["dpi"] = image.info.get("dpi")
        except MemoryError as fault:
            raise ReadFault(Reason.TOO_MANY_PIXELS) from fault
        except _FAULTS as fault:
            raise ReadFault(Reason.BROKEN) from fault
        return upright


def for_ocr(image: Image.Image) -> Image.Image:
    """Grey, and no finer than OCR needs."""
    grey = image.convert("L")
    dpi = resolution(image)
    factor = OCR_DPI / dpi if dpi else _A4_LONG_SIDE / max(grey.size)
    if factor < 1:
        size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
        grey = grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return grey


def resolution(image: Image.Image) -> float | None:
    """Dots per inch when the file says something believable of a scanner; cameras write 72 or nothing."""
    dpi = image.info.get("dpi")
    value = float(dpi[0]) if isinstance(dpi, tuple) and dpi else 0.0
    return value if 100 <= value <= 2400 else None


def size_in_points(image: Image.Image) -> tuple[float, float]:
    """Width and height in points, at the scanner's resolution or else as if the long side were A4's."""
    dpi = resolution(image) or OCR_DPI * max(image.size) / _A4_LONG_SIDE
    return image.width * _POINTS / dpi, image.height * _POINTS / dpi


def _bound(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise ReadFault(Reason.TOO_MANY_PIXELS)
