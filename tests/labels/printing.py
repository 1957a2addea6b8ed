"""Printing: sheets of labels as the command prints them, and as a scanner gives them back."""

from functools import cache
from io import BytesIO
from random import Random

import msgspec
import pypdfium2
from PIL import Image

from archive.editions.load import load_edition
from archive.evidence.cycles import Cycles
from archive.labels.covers import draw_covers
from archive.labels.drawing import Paper, font_folder
from archive.labels.sheets import cover_of
from archive.records import PieceRecord
from archive.wording import load_wording
from samples import ink
from samples.scanner import _expose

CYCLES = Cycles((load_edition("tt18-2018-thcs"),))
WORDING = load_wording("vi")
SCHOOL = "Trường THCS Kim Sơn"


def paper() -> Paper:
    return Paper("Nhãn", SCHOOL, font_folder())


@cache
def cover_pdf(code: str, title: str = "Kế hoạch chiến lược") -> bytes:
    """The PDF of a cover sheet."""
    sheet = paper()
    draw_covers(sheet, (cover_of(CYCLES.parse(code), title),), SCHOOL, WORDING)
    return sheet.finished()


def pictures(data: bytes, dpi: float = 200) -> tuple[Image.Image, ...]:
    """The pages of a PDF in colour."""
    return tuple(page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(data))


def scanned(picture: Image.Image, look: str, skew: float, seed: int, stamps: int = 0) -> Image.Image:
    """A page as an office's copier gives it, with stamps on it; in grey."""
    rng = Random(seed)
    page = picture.copy()
    for _ in range(stamps):
        place = rng.randrange(400, 1250), rng.randrange(200, 1400)
        ink.stamp(page, ("TRƯỜNG TRUNG HỌC CƠ SỞ", "KIM SƠN"), place, rng)
    exposed = _expose(page, None, skew, look, rng).convert("L")
    stream = BytesIO()
    exposed.save(stream, "JPEG", quality=20)
    return Image.open(stream).convert("L")


def piece(code: str, title: str, documents: int = 1, pages: int = 12, **fields: str | None) -> PieceRecord:
    """A piece of evidence as the catalogue gives it."""
    coded = CYCLES.parse(code)
    place = coded.code
    record = PieceRecord(
        coded.plain, place.box, place.criterion.standard, str(place.criterion), place.number, title,
        documents, pages, None, None, None, None, coded.edition.id,
    )  # fmt: skip
    return msgspec.structs.replace(record, **fields)
