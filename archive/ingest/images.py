"""Images: photographs and scans as Pillow opens them, bounded before they are decoded."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from archive.evidence.refusals import Reason
from archive.ingest.limits import OCR_DPI, Limits, ReadFault
from archive.ingest.sniff import HEIC, sniff

_A4_LONG_SIDE = 2339
"""Pixels of A4's long side at 200 dpi: what a picture of unknown resolution is brought down to for OCR."""

_POINTS = 72
_ORIENTATION = 0x0112
_ON_ITS_SIDE = (5, 6, 7, 8)
"""Values of EXIF's orientation by which a picture's width becomes its height."""

_LEAST_DPI, _MOST_DPI = 100, 2400
"""Dots an inch that are believed; cameras write 72 or nothing."""

_OBLONG = 3
"""How much finer a picture may be one way than the other; a fax has 204 × 98 dots an inch, or 204 × 391."""

_FULL = (1, 255, 4095, 65_535)
"""Values of white in pictures of numbers larger than a byte, by how many bits are used of them."""

_FAULTS = (OSError, EOFError, SyntaxError, ValueError, KeyError, TypeError)
"""What Pillow raises for a file that is not what its header says."""


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with warnings.catch_warnings(), ExitStack() as files:
        # Pillow's own bound only warns, and ours comes before any decoding.
        warnings.simplefilter("ignore")
        try:
            # Given a path, Pillow maps an uncompressed TIFF, and jumbles the rows of one that lies.
            heic = sniff(path) == HEIC
            image = _open_heic(path) if heic else Image.open(files.enter_context(path.open("rb")))
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


def size_in_pixels(path: Path) -> tuple[int, int]:
    """Width and height as the file's head says, nothing being decoded. Raises ``ReadFault``."""
    with _opened(path) as image:
        return image.size


def open_frame(path: Path, number: int, limits: Limits) -> Image.Image:
    """Page ``number`` (from 1) as it is seen: upright, on white paper, its dots square; mode "L" or "RGB".

    Raises ``ReadFault``.
    """
    with _opened(path) as image:
        try:
            image.seek(number - 1)
            _bound(image, limits)
            # Loading a TIFF turns it and forgets that it did.
            dpi = _dots_an_inch(image)
            image.load()
            return _squared(_on_paper(ImageOps.exif_transpose(image)), dpi, limits)
        except MemoryError as fault:
            raise ReadFault(Reason.TOO_MANY_PIXELS) from fault
        except _FAULTS as fault:
            raise ReadFault(Reason.BROKEN) from fault


def for_ocr(image: Image.Image, limits: Limits) -> Image.Image:
    """Grey, and no finer than OCR needs nor larger than a page may be."""
    grey = _in(image, "L")
    dpi = resolution(image)
    needed = OCR_DPI / dpi if dpi else _A4_LONG_SIDE / max(grey.size)
    factor = min(needed, (limits.drawn / (grey.width * grey.height)) ** 0.5)
    return _sized(grey, grey.width * factor, grey.height * factor) if factor < 1 else grey


def resolution(image: Image.Image) -> float | None:
    """Dots per inch of an opened page, when its file says something believable of a scanner."""
    dpi: tuple[float, float] | None = image.info.get("dpi")
    return dpi[0] if dpi else None


def size_in_points(image: Image.Image) -> tuple[float, float]:
    """Width and height in points, at the scanner's resolution or else as if the long side were A4's."""
    dpi = resolution(image) or OCR_DPI * max(image.size) / _A4_LONG_SIDE
    return image.width * _POINTS / dpi, image.height * _POINTS / dpi


def _dots_an_inch(image: Image.Image) -> tuple[float, float] | None:
    """Across and down the upright page, when the file says something believable of a scanner or a fax."""
    dpi = image.info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    across, down = map(float, dpi)
    if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:
        across, down = down, across
    finer, coarser = max(across, down), min(across, down)
    return (across, down) if _LEAST_DPI <= finer <= min(_MOST_DPI, _OBLONG * coarser) else None


def _on_paper(image: Image.Image) -> Image.Image:
    """In grey or colour of 8 bits, on white where it is transparent."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _in_8_bits(image)
    if image.has_transparency_data:
        seen = _in(image, "RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return _in(image, "L" if image.mode in ("1", "L") else "RGB")


def _in(image: Image.Image, mode: str) -> Image.Image:
    # To convert what is in that mode would copy it.
    return image if image.mode == mode else image.convert(mode)


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Grey from numbers larger than a byte; Pillow itself would make white of all above 255."""
    wide = image if image.mode == "F" else image.convert("I")
    brightest = float(wide.getextrema()[1])  # type: ignore[arg-type]  # a tuple only where there is colour
    full = next((full for full in _FULL if brightest <= full), brightest)
    return wide.point(lambda tone: tone * (255 / full) + 0.5).convert("L")


def _squared(image: Image.Image, dpi: tuple[float, float] | None, limits: Limits) -> Image.Image:
    """With as many dots an inch one way as the other, the finer, or fewer where it would be too large."""
    if dpi and max(dpi) > 1.01 * min(dpi):
        finer = max(dpi)
        width, height = image.width * finer / dpi[0], image.height * finer / dpi[1]
        factor = min(1.0, (limits.pixels / (width * height)) ** 0.5)
        dpi = finer * factor, finer * factor
        image = _sized(image, width * factor, height * factor)
    image.info["dpi"] = dpi
    return image


def _sized(image: Image.Image, width: float, height: float) -> Image.Image:
    size = max(1, round(width)), max(1, round(height))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _bound(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise ReadFault(Reason.TOO_MANY_PIXELS)
