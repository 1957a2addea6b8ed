"""Photographs and scans of every kind come in upright, once, and within bounds."""

import io
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from archive.ingest import images, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.readers import Readers
from archive.settings import Reading, Settings
from tests.builders import drop, ingest, make_home, picture, tiff

LIMITS = Limits.of(Settings())
NOTICE = "Thông báo về việc nghỉ học"
FORMATS = ("JPEG", "HEIF", "WEBP", "TIFF", "PNG")
TURNS = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, 2 << 30) as opened:
        yield opened


def flag(width: int = 300, height: int = 200) -> Image.Image:
    """Upright it is red in its upper left corner."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((255, 0, 0), (0, 0, width // 3, height // 3))
    return image


def photograph(kind: str, orientation: int, image: Image.Image | None = None) -> bytes:
    """As a camera held so stores it: the picture lies, and EXIF says how to turn it."""
    turn = TURNS[orientation]
    lying = image or flag()
    lying = lying.transpose(turn) if turn is not None else lying
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    if kind == "HEIF":
        # A telephone's HEIC says it twice: in EXIF and as a property of the file, by which it is shown.
        pillow_heif.from_pillow(lying).save(stream, exif=exif.tobytes(), quality=90)
    else:
        lying.save(stream, kind, exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", FORMATS)
def test_turned_upright_once(tmp_path: Path, kind: str, orientation: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(photograph(kind, orientation))
    assert images.count_frames(path, LIMITS) == 1
    image = images.open_frame(path, 1, LIMITS).convert("RGB")
    assert image.size == (300, 200)
    red, green, _ = image.getpixel((30, 30))  # type: ignore[misc]
    assert red > 200 and green < 80
    assert image.getpixel((270, 170)) > (200, 200, 200)  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_telephones_photograph_is_read(tmp_path: Path, readers: Readers, kind: str) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "IMG_1.jpg", photograph(kind, 6, picture(NOTICE, 1400).convert("RGB")))
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.pages) == ("tray", 1)
    reading = archive.readings.load(str(outcome.document))
    assert reading and reading.media_type == {"HEIF": sniff.HEIC, "WEBP": sniff.WEBP}[kind]
    assert reading.pages[0].origin == "ocr" and "nghỉ học" in reading.pages[0].text


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_half_a_photograph_is_broken(tmp_path: Path, readers: Readers, kind: str, share: float) -> None:
    archive = make_home(tmp_path / "kho")
    data = photograph(kind, 1, picture(NOTICE, 1400).convert("RGB"))
    drop(archive, "a", data[: int(len(data) * share)])
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.reason) == ("refused", "broken")


@pytest.mark.parametrize("kind", FORMATS)
def test_more_pixels_than_allowed_are_not_decoded(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(photograph(kind, 6, flag(1200, 900)))
    small = Limits.of(Settings(reading=Reading(max_megapixels=1)))
    for task in (lambda: images.count_frames(path, small), lambda: images.open_frame(path, 1, small)):
        with pytest.raises(ReadFault, match="too-many-pixels"):
            task()


def test_a_film_is_one_page(tmp_path: Path) -> None:
    stream = io.BytesIO()
    flag().save(stream, "WEBP", save_all=True, append_images=[flag(), flag()])
    (tmp_path / "a").write_bytes(stream.getvalue())
    assert images.count_frames(tmp_path / "a", LIMITS) == 1


def pages_of(kind: str) -> bytes:
    """Three pages of a TIFF as scanners store them."""
    pages = [picture(f"{NOTICE}, trang {number}", 1400) for number in ("một", "hai", "ba")]
    stream = io.BytesIO()
    if kind == "big-endian":
        return big_endian(pages)
    if kind == "G4":
        black = [page.convert("1") for page in pages]
        black[0].save(
            stream, "TIFF", save_all=True, append_images=black[1:], compression="group4", dpi=(200, 200)
        )
    elif kind == "JPEG":
        pages[0].save(
            stream, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg", dpi=(200, 200)
        )
    elif kind == "big":
        pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:], big_tiff=True, dpi=(200, 200))
    else:
        return tiff(*pages)
    return stream.getvalue()


def big_endian(pages: list[Image.Image]) -> bytes:
    """Grey, in one strip, every number with its great end first."""
    data = bytearray(b"MM\0*\0\0\0\0")
    link = 4
    for page in pages:
        strip = len(data)
        data += page.tobytes()
        data += bytes(len(data) % 2)
        data[link : link + 4] = len(data).to_bytes(4)
        tags = (
            (256, 3, page.width), (257, 3, page.height), (258, 3, 8), (259, 3, 1), (262, 3, 1),
            (273, 4, strip), (277, 3, 1), (278, 3, page.height), (279, 4, page.width * page.height),
        )  # fmt: skip
        data += len(tags).to_bytes(2)
        for tag, kind, value in tags:
            number = value.to_bytes(2).ljust(4, b"\0") if kind == 3 else value.to_bytes(4)
            data += tag.to_bytes(2) + kind.to_bytes(2) + (1).to_bytes(4) + number
        link = len(data)
        data += bytes(4)
    return bytes(data)


@pytest.mark.parametrize("kind", ["G4", "JPEG", "big-endian", "big", "plain"])
def test_every_page_of_a_tiff_is_read(tmp_path: Path, readers: Readers, kind: str) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "SCAN.tif", pages_of(kind))
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.pages, outcome.unread_pages) == ("tray", 3, 0)
    reading = archive.readings.load(str(outcome.document))
    assert reading and reading.media_type == sniff.TIFF
    for page, word in zip(reading.pages, ("một", "hai", "ba"), strict=True):
        assert "Thông báo" in page.text and f"trang {word}" in page.text
