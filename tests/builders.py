"""Builders: small true files and small true archives for the tests."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import docx
import openpyxl
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest.outcomes import Outcome
from archive.ingest.readers import Readers
from archive.ingest.watch import Watch

AT = datetime(2022, 10, 3, 8, 0, tzinfo=timezone(timedelta(hours=7)))
EDITION = "tt18-2018-thcs"
READER = "reader of the tests"
FAST = "[drop]\nsettle_seconds = 0\ndoubt_seconds = 0\n"
"""Settings under which a dropped file is whole at the first look."""

TEXT = "Nhà trường xây dựng kế hoạch chiến lược phát triển giai đoạn 2020-2025 đã được phê duyệt"
"""A line of Vietnamese, long enough to be judged as text."""

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_POWERS = """
import ctypes, os, sys
# Root reads and writes whatever it likes unless these two of its powers are dropped: CAP_DAC_OVERRIDE,
# CAP_DAC_READ_SEARCH.
for power in (1, 2):
    ctypes.CDLL(None).prctl(24, power, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_CLI = "from archive.cli import main; main()"


def pdf(
    *pages: str,
    rotation: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """A PDF with a text layer, one page for each text, its lines from 72 pt below the upper left corner."""
    if "Sans" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Sans", _FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True)
    for text in pages or (TEXT,):
        canvas.setFont("Sans", 10)
        for number, line in enumerate(text.splitlines()):
            canvas.drawString(72, size[1] - 72 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return _turned(stream.getvalue(), rotation, crop) if rotation or crop else stream.getvalue()


def _turned(data: bytes, rotation: int, crop: tuple[float, float, float, float] | None) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(rotation)
        if crop:
            page.set_cropbox(*crop)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


def drawn_pdf(drawing: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page that is drawn by ``drawing``; ``more`` are its objects from 5 on."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<<%b>>>>" % (box, resources),
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
        *more,
    )


def hanging_pdf(depth: int = 60) -> bytes:
    """A page that takes for ever: a form that draws another twice, and that another, 2^depth times in all."""
    forms = []
    for number in range(depth):
        inner = b"/F Do /F Do" if number + 1 < depth else b"0 0 9 9 re f"
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>"
            b"\nstream\n%b\nendstream" % (6 + number, len(inner), inner)
        )
    return drawn_pdf(b"/F Do", b"0 0 595 842", b"/XObject<</F 5 0 R>>", *forms)


def picture(text: str = TEXT, width: int = 1700, points: int = 34) -> Image.Image:
    """Black print on white, as a scanner at 200 dpi gives it."""
    lines = text.splitlines()
    image = Image.new("L", (width, 120 + 2 * points * len(lines)), 255)
    font = ImageFont.truetype(_FONT, points)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 60 + 2 * points * number), line, 0, font)
    return image


def jpeg(image: Image.Image, orientation: int | None = None) -> bytes:
    """A JPEG; ``orientation`` is EXIF's, the picture being turned so that it is upright when shown by it."""
    turns = {None: None, 1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    turn = turns[orientation]
    stream = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    turned = image.transpose(turn) if turn is not None else image
    turned.save(stream, "JPEG", quality=85, dpi=(200, 200), exif=exif)
    return stream.getvalue()


def tiff(*images: Image.Image) -> bytes:
    """A TIFF of several pages."""
    stream = io.BytesIO()
    images[0].save(stream, "TIFF", save_all=True, append_images=images[1:], dpi=(200, 200))
    return stream.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word file."""
    stream = io.BytesIO()
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def workbook(*rows: tuple[int | str | None, ...]) -> bytes:
    """An Excel file of one sheet, named Danh sách."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    for row in rows:
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def make_home(root: Path, settings: str = FAST) -> Archive:
    """An archive, with ``settings`` added to its archive.toml."""
    Archive.create(root, "Trường THCS Kim Sơn", EDITION, AT, "văn thư")
    with (root / "archive.toml").open("a", encoding="utf-8") as stream:
        stream.write(settings)
    return Archive.open(root)


def drop(archive: Archive, path: str, data: bytes) -> Path:
    """Put a file in the drop folder."""
    target = archive.drop / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def sentence_of(reason: Reason) -> str:
    """The sentence beside a refused file."""
    return f"Không nhận: {reason}."


def watch(archive: Archive, readers: Readers, now: Callable[[], datetime] = lambda: AT) -> Watch:
    """The drop folder of an archive as the ingest command sees it."""
    return Watch(archive, readers, READER, now, "văn thư", sentence_of)


def ingest(archive: Archive, readers: Readers) -> tuple[Outcome, ...]:
    """Take in what lies in the drop folder, in this process, as ``archive ingest`` does."""
    return tuple(outcome for batch in watch(archive, readers).once() for outcome in batch.outcomes)


def command(*arguments: str, bounded: bool = False) -> list[str]:
    """The command line that runs ``archive``; ``bounded`` takes root's power over file rights from it."""
    archive = [sys.executable, "-c", _CLI, *arguments]
    return [sys.executable, "-c", _POWERS, *archive[1:]] if bounded else archive


def run(*arguments: str, bounded: bool = False) -> subprocess.CompletedProcess[str]:
    """Run ``archive`` in a process of its own."""
    return subprocess.run(
        command(*arguments, bounded=bounded), capture_output=True, text=True, check=False, timeout=120
    )


def tree(root: Path, apart: Iterable[str] = ()) -> dict[str, str]:
    """Every file below ``root`` with its digest, but for those below the folders ``apart``."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in apart
    }
