"""The office copier: prints a typeset paper, signs and stamps it, scans it at 200 dpi with its faults."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples import ink
from samples.born_digital import Mark, typeset
from samples.papers import Paper

Box = tuple[float, float, float, float]
DPI = 200
POINTS = 72 / DPI
QUALITY = {"grey": 20, "colour": 24}
WHEN = time.struct_time((2023, 5, 31, 8, 0, 0, 2, 151, 0))
SWAPS = {"ế": "é", "ơ": "o", "ư": "u", "ị": "i", "l": "1", "ằ": "à", "ộ": "ô", "ã": "ä"}


@dataclass(frozen=True)
class Sheet:
    """One scanned page: the image, and by how many degrees it lies askew (anticlockwise)."""

    image: Image.Image
    skew: float


def scan(paper: Paper) -> tuple[tuple[Sheet, ...], bytes]:
    """The paper's pages as scanned, and the printed original (PDF) they were made from."""
    original, marks = typeset(paper, by_hand=True)
    clean = tuple(
        page.render(scale=DPI / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(original)
    )
    sheets = []
    for number, page in enumerate(clean, 1):
        rng = Random(f"{paper.path}:{number}")
        inked = page.copy()
        for mark in (m for m in marks if m.page == number):
            _apply(inked, mark, paper, rng)
        behind = clean[number % len(clean)] if paper.ghost else None
        skew = rng.choice((-1, 1)) * rng.uniform(0.2, 0.5 if paper.kind == "both" else 1.3)
        image = _expose(inked, behind, skew, paper.look, rng)
        if number == paper.turned:
            image = image.transpose(Image.Transpose.ROTATE_90)
        sheets.append(Sheet(image, skew))
    return tuple(sheets), original


def image_pdf(sheets: tuple[Sheet, ...], look: str) -> bytes:
    """A PDF of images alone: fax-coded when bilevel, JPEG otherwise, dated as the copier's clock stood."""
    target = io.BytesIO()
    first, *rest = (sheet.image for sheet in sheets)
    options = {} if look == "bilevel" else {"quality": QUALITY[look], "optimize": True}
    first.save(
        target,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=float(DPI),
        creationDate=WHEN,
        modDate=WHEN,
        producer="Office copier",
        **options,
    )
    return target.getvalue()


def layered_pdf(sheets: tuple[Sheet, ...], original: bytes, keep: tuple[str, ...], font: str) -> bytes:
    """Images with the recognised words unseen beneath them, a few misread, never those of `keep`."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for number, sheet in enumerate(sheets):
        width, height = sheet.image.width * POINTS, sheet.image.height * POINTS
        canvas.setPageSize((width, height))
        canvas.drawImage(_jpeg(sheet.image), 0, 0, width, height)
        page = pypdfium2.PdfDocument(original)[number].get_textpage()
        canvas.translate(width / 2, height / 2)
        canvas.rotate(sheet.skew)
        canvas.translate(-width / 2, -height / 2)
        rng = Random(f"misread:{number}")
        for left, bottom, right, top in line_boxes(page):
            text = page.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1)
            words = " ".join(text.split())
            unseen_line(canvas, _misread(words, keep, rng), (left, bottom, right, top), font)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def line_boxes(page: pypdfium2.PdfTextPage) -> list[Box]:
    """The boxes (points) of the page's lines; pdfium's own are of runs of one font, and are joined here."""
    joined: list[Box] = []
    for n in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(n)
        if joined:
            was_left, was_bottom, was_right, was_top = joined[-1]
            middle = (bottom + top) / 2
            if was_bottom < middle < was_top and -2 < left - was_right < 9:
                joined[-1] = was_left, min(bottom, was_bottom), max(right, was_right), max(top, was_top)
                continue
        joined.append((left, bottom, right, top))
    return joined


def unseen_line(canvas: Canvas, text: str, box: Box, font: str) -> None:
    """Sets one line in render mode 3 (neither filled nor stroked), stretched to the box (points)."""
    left, bottom, right, top = box
    size = max(6.0, top - bottom)
    natural = canvas.stringWidth(text, font, size)
    if not text or not natural:
        return
    line = canvas.beginText(left, bottom + 0.2 * size)
    line.setFont(font, size)
    line.setTextRenderMode(3)
    line.setHorizScale(100 * (right - left) / natural)
    line.textOut(text)
    canvas.drawText(line)


def tiff(sheets: tuple[Sheet, ...]) -> bytes:
    """One TIFF of bilevel pages, fax-coded."""
    target = io.BytesIO()
    first, *rest = (sheet.image for sheet in sheets)
    first.save(target, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(DPI, DPI))
    return target.getvalue()


def _apply(page: Image.Image, mark: Mark, paper: Paper, rng: Random) -> None:
    x, y = mark.x / POINTS, page.height - mark.y / POINTS
    if mark.kind == "number":
        ink.write_number(page, mark.text, (x, y), 38, rng)
        return
    ink.sign(page, (x + 20, y), 210, rng)
    if mark.text == "seal":
        ink.stamp(page, paper.office.seal, (x - 95, y - 5), rng)


def _expose(
    page: Image.Image, behind: Image.Image | None, skew: float, look: str, rng: Random
) -> Image.Image:
    """Ghost, turn, blur, shade, speckle; then the copier's mode."""
    if behind is not None:
        page = ImageChops.multiply(page, _ghost(behind, rng))
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    soft = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.55, 0.85)))
    if look in ("bilevel", "tiff"):
        black = _speckle(soft.convert("L"), rng, rng.randint(40, 160))
        return _edges(black, rng).point([0 if value < 168 else 255 for value in range(256)]).convert("1")
    mode = "RGB" if look == "colour" else "L"
    shaded = ImageChops.multiply(soft.convert(mode), _paper_tone(soft.size, rng).convert(mode))
    return _speckle(shaded, rng, rng.randint(8, 30))


def _ghost(behind: Image.Image, rng: Random) -> Image.Image:
    """The other side of the sheet, mirrored and broken, as it shows through thin paper."""
    grey = ImageOps.mirror(behind).convert("L").filter(ImageFilter.GaussianBlur(1.2))
    shifted = ImageChops.offset(grey, rng.randint(-20, 20), rng.randint(-14, 30))
    dots = np.random.default_rng(rng.randrange(2**32)).random((grey.height, grey.width)) < 0.17
    ghost = np.where(dots, np.asarray(shifted) // 2 + 100, 255 - (255 - np.asarray(shifted)) // 5)
    return Image.fromarray(ghost.astype(np.uint8)).convert("RGB")


def _speckle(page: Image.Image, rng: Random, count: int) -> Image.Image:
    draw = ImageDraw.Draw(page)
    dark: tuple[int, ...] | int = (60, 60, 60) if page.mode == "RGB" else 40
    for _ in range(count):
        x, y, reach = rng.randrange(page.width), rng.randrange(page.height), rng.choice((0, 0, 1, 1, 2))
        draw.ellipse((x, y, x + reach, y + reach), fill=dark)
    return page


def _edges(page: Image.Image, rng: Random) -> Image.Image:
    """Now and then a black edge of the glass, and the holes of a binder."""
    draw = ImageDraw.Draw(page)
    if rng.random() < 0.35:
        draw.polygon(
            [(0, page.height), (0, page.height - rng.randint(200, 900)), (rng.randint(4, 12), page.height)],
            fill=0,
        )
    if rng.random() < 0.3:
        for y in (page.height // 2 - 315, page.height // 2 + 315):
            draw.ellipse((62, y - 20, 104, y + 22), fill=0)
    return page


def _paper_tone(size: tuple[int, int], rng: Random) -> Image.Image:
    """A soft unevenness of the light, 246 to 251 of 255."""
    noise = np.random.default_rng(rng.randrange(2**32)).integers(246, 252, (5, 4), dtype=np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


def _jpeg(image: Image.Image) -> ImageReader:
    """A copier that recognises text keeps a coarser picture: 150 dpi."""
    target = io.BytesIO()
    small = image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS)
    small.save(target, "JPEG", quality=QUALITY["grey"], optimize=True)
    target.seek(0)
    return ImageReader(target)


def _misread(text: str, keep: tuple[str, ...], rng: Random) -> str:
    kept = {word for phrase in keep for word in phrase.split()}
    return " ".join(_misread_word(word, rng) if word not in kept else word for word in text.split())


def _misread_word(word: str, rng: Random) -> str:
    swaps = [letter for letter in word if letter in SWAPS]
    if not swaps or rng.random() > 0.06:
        return word
    return word.replace(swaps[0], SWAPS[swaps[0]], 1)
