"""Photographs (drawn scenes with EXIF) and a page of the mark book (sổ gọi tên và ghi điểm)."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samples import ink
from samples.people import names

SIZE = (1280, 960)
BOLD = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"
SERIF = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
MARK_BOOK_PHRASES = (
    "ghi điểm bằng mực xanh",
    "không tẩy xóa con điểm",
    "ký xác nhận số chỗ sửa",
)
Tint = tuple[int, int, int]


def gate() -> Image.Image:
    """The school gate (cổng trường) with its sign."""
    picture, draw = _outdoors("gate")
    _building(draw, (180, 250, 1100, 560), 9)
    draw.rectangle((150, 380, 230, 800), fill=(196, 176, 150))
    draw.rectangle((1050, 380, 1130, 800), fill=(190, 170, 146))
    draw.rectangle((110, 300, 1170, 410), fill=(30, 74, 140), outline=(235, 220, 150), width=6)
    draw.text(
        (640, 330), "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO ĐÔNG TRIỀU", font=_font(26), fill=(250, 240, 200), anchor="mm"
    )
    draw.text((640, 376), "TRƯỜNG THCS KIM SƠN", font=_font(50), fill=(255, 226, 90), anchor="mm")
    for x in range(240, 1045, 23):
        draw.line((x, 470, x, 795), fill=(70, 78, 92), width=6)
    for y in (475, 630, 790):
        draw.line((236, y, 1046, y), fill=(60, 66, 80), width=9)
    draw.polygon([(230, 800), (1050, 800), (1280, 960), (0, 960)], fill=(150, 146, 140))
    for x in (60, 1215):
        _tree(draw, x, 690)
    return _lens(picture, "gate")


def yard() -> Image.Image:
    """The yard (sân chơi, bãi tập), with a pitch, a goal and a flag."""
    picture, draw = _outdoors("yard")
    _building(draw, (60, 300, 760, 560), 7)
    draw.rectangle((0, 560, 1280, 960), fill=(150, 132, 108))
    draw.polygon(
        [(260, 640), (1100, 640), (1270, 940), (60, 940)],
        fill=(82, 138, 76),
        outline=(240, 240, 240),
        width=5,
    )
    draw.ellipse((560, 730, 800, 830), outline=(240, 240, 240), width=5)
    draw.line((900, 640, 900, 520, 1060, 520, 1060, 640), fill=(245, 245, 245), width=8)
    draw.line((1150, 640, 1150, 130), fill=(190, 190, 196), width=9)
    draw.rectangle((1155, 140, 1265, 212), fill=(206, 32, 38))
    draw.text(
        (1210, 174),
        "★",
        font=ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 46),
        fill=(255, 220, 60),
        anchor="mm",
    )
    for x in (40, 820):
        _tree(draw, x, 600)
    return _lens(picture, "yard")


def stage() -> Image.Image:
    """The stage on Teachers' Day (Ngày Nhà giáo Việt Nam)."""
    picture, draw = _outdoors("stage")
    draw.rectangle((140, 180, 1140, 640), fill=(150, 24, 34))
    for x in range(140, 1140, 50):
        draw.line((x, 180, x, 640), fill=(132, 18, 28), width=9)
    for y, text, size in (
        (250, "TRƯỜNG THCS KIM SƠN", 34),
        (330, "LỄ KỶ NIỆM", 52),
        (410, "NGÀY NHÀ GIÁO VIỆT NAM 20-11", 50),
    ):
        draw.text((640, y), text, font=_font(size), fill=(255, 226, 120), anchor="mm")
    draw.rectangle((90, 640, 1190, 720), fill=(128, 92, 60))
    rng = Random("stage")
    for row in range(3):
        for x in range(30 + 22 * row, 1280, 78):
            y = 770 + 66 * row
            draw.ellipse((x, y, x + 44, y + 50), fill=(36 + rng.randrange(20), 30, 28))
            draw.rounded_rectangle((x - 12, y + 46, x + 56, y + 150), 20, fill=(228, 232, 240))
            draw.polygon([(x + 8, y + 52), (x + 36, y + 52), (x + 22, y + 84)], fill=(200, 36, 40))
    return _lens(picture, "stage")


def library() -> Image.Image:
    """The library (thư viện): shelves of books under a sign."""
    picture = Image.new("RGB", SIZE, (226, 216, 196))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((430, 40, 850, 130), fill=(20, 96, 70))
    draw.text((640, 84), "THƯ VIỆN", font=_font(58), fill=(255, 255, 240), anchor="mm")
    rng = Random("library")
    for top in (180, 350, 520):
        draw.rectangle((70, top, 1210, top + 160), fill=(120, 82, 48), outline=(84, 54, 30), width=8)
        x = 84
        while x < 1180:
            wide, tall = rng.randint(14, 30), rng.randint(96, 138)
            colour = (rng.randrange(60, 230), rng.randrange(50, 200), rng.randrange(50, 200))
            draw.rectangle((x, top + 152 - tall, x + wide, top + 152), fill=colour)
            x += wide + 2
    draw.rectangle((0, 760, 1280, 960), fill=(170, 140, 104))
    draw.polygon([(260, 740), (1020, 740), (1120, 860), (160, 860)], fill=(206, 170, 120))
    return _lens(picture, "library")


def jpeg(picture: Image.Image, taken: str, orientation: int = 1) -> bytes:
    """JPEG with EXIF; with orientation 6 the stored pixels lie on their side, as a phone leaves them."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = "Samsung", "SM-A125F", orientation, taken
    stored = picture.transpose(Image.Transpose.ROTATE_90) if orientation == 6 else picture
    target = io.BytesIO()
    stored.save(target, "JPEG", quality=62, optimize=True, exif=exif)
    return target.getvalue()


def mark_book() -> bytes:
    """A ruled page of marks written by hand, as a bilevel PNG at 200 dpi (A4 lying on its side)."""
    page = Image.new("RGB", (2339, 1654), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    serif, bold = ImageFont.truetype(SERIF, 34), ImageFont.truetype(BOLD, 40)
    draw.text((1170, 110), "SỔ GỌI TÊN VÀ GHI ĐIỂM - LỚP 8B", font=bold, fill=(0, 0, 0), anchor="mm")
    draw.text(
        (1170, 170), "Môn: Toán    Học kỳ I    Năm học 2021-2022", font=serif, fill=(0, 0, 0), anchor="mm"
    )
    columns = (120, 200, 800, *range(940, 1641, 140), 1780, 2219)
    heads = ("TT", "Họ và tên", "TX1", "TX2", "TX3", "TX4", "GK", "CK", "TB", "Ghi chú")
    rng = Random("8B")
    top, step = 220, 58
    pupils = names(rng, 20)
    for row in range(len(pupils) + 2):
        draw.line((columns[0], top + row * step, columns[-1], top + row * step), fill=(0, 0, 0), width=3)
    for x in columns:
        draw.line((x, top, x, top + (len(pupils) + 1) * step), fill=(0, 0, 0), width=3)
    for left, right, head in zip(columns, columns[1:], heads, strict=False):
        draw.text(((left + right) / 2, top + 29), head, font=serif, fill=(0, 0, 0), anchor="mm")
    for row, who in enumerate(pupils, 1):
        y = top + row * step + 29
        draw.text((160, y), str(row), font=serif, fill=(0, 0, 0), anchor="mm")
        draw.text((216, y), who, font=serif, fill=(0, 0, 0), anchor="lm")
    _marks(page, columns, top, step, len(pupils), rng)
    rule = (
        "Giáo viên bộ môn ghi điểm bằng mực xanh, không tẩy xóa con điểm; cuối trang ký xác nhận số chỗ sửa."
    )
    draw.text((120, 1500), rule, font=serif, fill=(0, 0, 0), anchor="lm")
    ink.sign(page, (1950, 1570), 200, rng)
    turned = page.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)).filter(
        ImageFilter.GaussianBlur(0.6)
    )
    target = io.BytesIO()
    black = turned.convert("L").point([0 if value < 165 else 255 for value in range(256)]).convert("1")
    black.save(target, "PNG", optimize=True, dpi=(200, 200))
    return target.getvalue()


def _marks(page: Image.Image, columns: tuple[int, ...], top: int, step: int, count: int, rng: Random) -> None:
    """Fills the mark columns cell by cell; each is inked on its own small piece, which is quick."""
    for row in range(1, count + 1):
        marks = [rng.randint(4, 10) for _ in range(6)]
        mean = (sum(marks[:4]) + 2 * marks[4] + 3 * marks[5]) / 9
        written = [str(mark) for mark in marks] + [f"{mean:.1f}".replace(".", ",")]
        for left, right, mark in zip(columns[2:9], columns[3:10], written, strict=True):
            box = (left + 4, top + row * step + 4, right - 4, top + (row + 1) * step - 4)
            cell = page.crop(box)
            ink.write_number(cell, mark, (cell.width / 2, cell.height / 2), 32, rng)
            page.paste(cell, box[:2])


def _outdoors(seed: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Sky, hills and ground."""
    rows = np.linspace(0, 1, SIZE[1])[:, None, None]
    sky = np.array([150, 190, 232]) * (1 - rows) + np.array([236, 238, 236]) * rows
    picture = Image.fromarray(np.broadcast_to(sky, (SIZE[1], SIZE[0], 3)).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    rng = Random(seed)
    ridge = [(x, 300 + rng.randint(-50, 30)) for x in range(0, 1281, 128)]
    draw.polygon([(0, 620), *ridge, (1280, 620)], fill=(120, 150, 140))
    draw.rectangle((0, 560, 1280, 960), fill=(168, 156, 136))
    return picture, draw


def _building(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], windows: int) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=(238, 214, 150))
    draw.polygon(
        [(left - 20, top), (right + 20, top), (right - 30, top - 60), (left + 30, top - 60)],
        fill=(160, 66, 52),
    )
    wide = (right - left) / windows
    for floor in (0.12, 0.56):
        for n in range(windows):
            x, y = left + wide * (n + 0.2), top + (bottom - top) * floor
            draw.rectangle(
                (x, y, x + wide * 0.6, y + (bottom - top) * 0.28),
                fill=(92, 126, 148),
                outline=(250, 246, 230),
                width=4,
            )


def _tree(draw: ImageDraw.ImageDraw, x: int, foot: int) -> None:
    draw.rectangle((x - 12, foot - 190, x + 12, foot), fill=(104, 76, 50))
    for dx, dy, reach in ((0, -250, 84), (-52, -205, 62), (54, -210, 66)):
        draw.ellipse(
            (x + dx - reach, foot + dy - reach, x + dx + reach, foot + dy + reach), fill=(62, 118, 58)
        )


def _lens(picture: Image.Image, seed: str) -> Image.Image:
    """A little softness and grain."""
    grain = np.random.default_rng(sum(seed.encode())).normal(0, 2.5, (SIZE[1] // 2, SIZE[0] // 2))
    wide = np.kron(grain, np.ones((2, 2)))[:, :, None]
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(1.1))).astype(float)
    return Image.fromarray(np.clip(soft + wide, 0, 255).astype(np.uint8))


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD, size)
