"""Photographs and scans of every kind come in as they are seen: upright, once, on paper, within bounds."""

import io
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops

from archive.ingest import images, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pages import image_page
from archive.ingest.pdf import open_pdf
from archive.ingest.pictures import View, make_picture
from archive.ingest.readers import Readers
from archive.settings import Reading, Settings
from samples.pdf_by_hand import Sheet, write_pdf
from tests.builders import drop, ingest, make_home, picture, tiff

LIMITS = Limits.of(Settings())
NOTICE = "Thông báo về việc nghỉ học"
SMALL = Limits.of(Settings(reading=Reading(max_megapixels=1)))
FORMATS = ("JPEG", "HEIF", "WEBP", "TIFF", "PNG")
TURNS = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


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
    for task in (lambda: images.count_frames(path, SMALL), lambda: images.open_frame(path, 1, SMALL)):
        with pytest.raises(ReadFault, match="too-many-pixels"):
            task()


def wide(page: Image.Image, ink: int, paper: int, mode: str = "I;16") -> Image.Image:
    """A grey page in larger numbers than a byte's."""
    return page.convert("I").point(lambda tone: tone * ((paper - ink) / 255) + ink).convert(mode)


def ink_alone(page: Image.Image) -> Image.Image:
    """Black where the page is dark, and nothing where it is paper."""
    black = Image.new("L", page.size)
    return Image.merge("RGBA", (black, black, black, ImageChops.invert(page)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


SEEN: dict[str, Callable[[Image.Image], bytes]] = {
    "16 bits": lambda page: saved(wide(page, 1000, 64_000), "PNG"),
    "16 bits in TIFF": lambda page: saved(wide(page, 1000, 64_000), "TIFF"),
    "12 of 16 bits": lambda page: saved(wide(page, 40, 4000), "TIFF"),
    "32 bits": lambda page: saved(wide(page, 1000, 64_000, "I"), "TIFF"),
    "transparent": lambda page: saved(ink_alone(page), "PNG"),
    "transparent, grey": lambda page: saved(ink_alone(page).convert("LA"), "PNG"),
    "transparent, of few colours": lambda page: saved(ink_alone(page).quantize(32), "PNG"),
    "transparent WebP": lambda page: saved(ink_alone(page), "WEBP", lossless=True),
    "transparent TIFF": lambda page: saved(ink_alone(page), "TIFF"),
    "one colour transparent": lambda page: saved(page.convert("P"), "PNG", transparency=255),
    "two tones": lambda page: saved(page.convert("1"), "PNG"),
    "colours of print": lambda page: saved(page.convert("CMYK"), "TIFF"),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_page_is_read_and_shown_as_it_is_seen(tmp_path: Path, kind: str) -> None:
    page, path = picture(NOTICE, 1400), tmp_path / "a"
    path.write_bytes(SEEN[kind](page))
    frame = images.open_frame(path, 1, LIMITS)
    assert frame.mode in ("L", "RGB") and frame.size == page.size
    assert image_page(frame, 1, LIMITS).text == NOTICE
    shown = Image.open(io.BytesIO(make_picture(path, sniff.sniff(path), View(1, 960), LIMITS)))
    for found in (frame.convert("L"), shown.convert("L").resize(page.size)):
        tones = found.histogram()
        assert sum(tones[230:]) > 0.9 * sum(tones), "most of it is paper"
        assert sum(tones[:60]) > 0.003 * sum(tones), "some of it is ink"


@pytest.mark.parametrize("kind", ["16 bits", "transparent"])
def test_such_a_page_comes_in(tmp_path: Path, readers: Readers, kind: str) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "a.png", SEEN[kind](picture(NOTICE, 1400)))
    (outcome,) = ingest(archive, readers)
    reading = archive.readings.load(str(outcome.document))
    assert reading and reading.pages[0].text == NOTICE


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG"])
@pytest.mark.parametrize("lying", [False, True], ids=["upright", "lying"])
@pytest.mark.parametrize("dpi", [(204, 98), (204, 391)])
def test_a_fax_is_not_squashed(tmp_path: Path, kind: str, lying: bool, dpi: tuple[int, int]) -> None:
    page, path = picture(f"{NOTICE}\n{NOTICE}", 1400), tmp_path / "a"
    fax = page.resize((page.width * dpi[0] // 200, page.height * dpi[1] // 200), Image.Resampling.LANCZOS)
    exif = Image.Exif()
    if lying:
        fax, dpi, exif[0x0112] = fax.transpose(Image.Transpose.ROTATE_90), dpi[::-1], 6
    path.write_bytes(saved(fax, kind, dpi=dpi, exif=exif))
    frame = images.open_frame(path, 1, LIMITS)
    page.info["dpi"] = (200, 200)
    read, straight = image_page(frame, 1, LIMITS), image_page(page, 1, LIMITS)
    assert read.text == straight.text == f"{NOTICE}\n{NOTICE}"
    assert (read.width, read.height) == pytest.approx((straight.width, straight.height), abs=1)
    for one, other in zip(read.words, straight.words, strict=True):
        assert (one.left, one.right) == pytest.approx((other.left, other.right), abs=50)
        assert (one.top, one.bottom) == pytest.approx((other.top, other.bottom), abs=100)
    shown = Image.open(io.BytesIO(make_picture(path, sniff.sniff(path), View(1, 960), LIMITS)))
    assert shown.width / shown.height == pytest.approx(page.width / page.height, rel=0.02)


@pytest.mark.parametrize("dpi", [(300, 1), (0, 300), (72, 30), (1, 1)])
def test_dots_that_nobody_scans_are_not_believed(tmp_path: Path, dpi: tuple[int, int]) -> None:
    path = tmp_path / "a"
    path.write_bytes(saved(picture(NOTICE, 1400), "TIFF", dpi=dpi))
    frame = images.open_frame(path, 1, LIMITS)
    assert frame.width == 1400 and images.resolution(frame) is None


@pytest.mark.parametrize("dpi", [(150, 150), (204, 98), None])
def test_a_picture_for_ocr_is_within_bounds_and_its_page_keeps_its_size(
    tmp_path: Path, dpi: tuple[int, int] | None
) -> None:
    path = tmp_path / "a"
    path.write_bytes(saved(flag(900, 1100), "TIFF", **({"dpi": dpi} if dpi else {})))
    frame = images.open_frame(path, 1, SMALL)
    assert frame.width * frame.height < 1.001 * SMALL.pixels
    grey = images.for_ocr(frame, SMALL)
    assert grey.mode == "L" and 0.24 * SMALL.pixels < grey.width * grey.height < 0.26 * SMALL.pixels
    large = images.open_frame(path, 1, LIMITS)
    assert images.size_in_points(frame) == pytest.approx(images.size_in_points(large), rel=0.002)


@pytest.mark.parametrize(
    ("size", "dots"), [((1728, 1078), 141.4), ((1700, 2200), 200.0), ((1275, 1650), 150.0)]
)
def test_a_scan_in_a_pdf_says_how_fine_it_is(tmp_path: Path, size: tuple[int, int], dots: float) -> None:
    sheet = Sheet((612, 792))
    sheet.picture(Image.new("L", size, 255), 0, 0, 612, 792)
    path = tmp_path / "a.pdf"
    path.write_bytes(write_pdf([sheet]))
    with open_pdf(path, LIMITS) as document, document.page(1) as page:
        assert page.resolution() == pytest.approx(dots, rel=0.005)


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
