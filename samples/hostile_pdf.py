"""PDFs that mean harm, or look like it: made for the tests, as large as they must be, and never kept.

Each function gives the bytes of one file. ``text`` on a page is set in Helvetica, which has no marks.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from random import Random

import pypdfium2
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.born_digital import FONTS
from samples.hostile import plain_pdf
from samples.scanner import DPI, Sheet, image_pdf

A4 = b"0 0 595 842"
TEXT = "Ke hoach tu danh gia chat luong giao duc cua nha truong nam hoc nay"
FORM_VALUES = ("Truong THCS Kim Son", "Nguyen Van Binh")
FALSE_TEXT = "Nhà trường xây dựng kế hoạch chiến lược phát triển giai đoạn 2020-2025 đã được phê duyệt"
"""What the page whose font lies shows."""


def one_page(
    drawing: bytes,
    *more: bytes,
    box: bytes = A4,
    resources: bytes = b"",
    page: bytes = b"",
    catalogue: bytes = b"",
    pressed: bool = False,
) -> bytes:
    """A PDF of one page (object 3) with its drawing (4) and Helvetica as /F (5); ``more`` counts from 6."""
    return plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>%b>>"
            % (box, resources, page),
            stream(drawing, pressed=pressed),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *more,
        ]
    )


def stream(content: bytes, facts: bytes = b"", pressed: bool = False) -> bytes:
    """A stream object's content."""
    if pressed:
        content, facts = zlib.compress(content, 6), facts + b"/Filter/FlateDecode"
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), facts, content)


def said(*texts: str) -> bytes:
    """A drawing that sets lines of text from the top of an A4 page."""
    lines = b" T* ".join(b"(%b) Tj" % text.encode("ascii") for text in texts or (TEXT,) * 3)
    return b"BT /F 11 Tf 16 TL 60 780 Td " + lines + b" ET"


def million_objects(count: int = 1_000_000) -> bytes:
    """A page drawn by a million strokes, and three lines of text behind them."""
    chance = Random(1)
    strokes = (b"%d %d m %d %d l S" % tuple(chance.choices(range(590), k=4)) for _ in range(1000))
    drawing = (b"\n".join(strokes) + b"\n") * (count // 1000) + said()
    return one_page(drawing, pressed=True)


def lying_font() -> bytes:
    """Vietnamese to the eye; by the font's ToUnicode map each letter is one of fifteen signs."""
    folder, pattern, styles = FONTS["dejavu"]
    pdfmetrics.registerFont(TTFont("lying", folder + pattern.format(styles.split(" ")[0])))
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0, invariant=True)
    canvas.setFont("lying", 11)
    for line in range(12):
        canvas.drawString(60, 780 - 18 * line, FALSE_TEXT)
    canvas.showPage()
    canvas.save()

    def lie(found: re.Match[bytes]) -> bytes:
        code = int(found.group(1), 16)
        return b"<%04X>" % (0x21 + code % 0x0F if code > 0x20 else code)

    def lie_in_map(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"<([0-9A-Fa-f]{4})>", lie, found.group())

    return re.sub(rb"beginbf(char|range).*?endbf(char|range)", lie_in_map, target.getvalue(), flags=re.DOTALL)


def tiny_page() -> bytes:
    """A page of one point by one."""
    return one_page(b"0 0 1 1 re f", box=b"0 0 1 1")


def wide_page(text: bool) -> bytes:
    """A page 5 m wide (14,173 points), with text at its right end, or with drawing only."""
    drawing = b"BT /F 20 Tf 13000 400 Td (%b) Tj ET" % TEXT.encode("ascii")
    return one_page(drawing if text else b"0 0 9000 90 re f 13000 400 60 60 re f", box=b"0 0 14173 842")


def jpeg2000_bomb(side: int = 60_000) -> bytes:
    """An image of 16 × 16 pixels by its own dictionary, of ``side`` × ``side`` by the JPEG 2000 in it."""
    target = io.BytesIO()
    Image.new("L", (16, 16), 128).save(target, "JPEG2000", no_jp2=True)
    code = bytearray(target.getvalue())
    size = code.index(b"\xff\x51") + 6
    struct.pack_into(">II", code, size, side, side)
    struct.pack_into(">II", code, size + 16, side, side)
    facts = b"/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceGray/BitsPerComponent 8"
    picture = stream(bytes(code), facts + b"/Filter/JPXDecode")
    return one_page(b"q 595 0 0 842 0 0 cm /I Do Q", picture, resources=b"/XObject<</I 6 0 R>>")


def first_page(scan: bytes) -> Image.Image:
    """The first page of a scanned PDF, in black and white."""
    with pypdfium2.PdfDocument(scan) as document:
        image: Image.Image = (
            document[0].render(scale=DPI / 72).to_pil().convert("1", dither=Image.Dither.NONE)
        )
        return image


def upside_down(scans: tuple[bytes, bytes, bytes]) -> bytes:
    """The first pages of three scanned PDFs; the second lies upside down."""
    first, second, third = (Sheet(first_page(scan), 0) for scan in scans)
    return image_pdf((first, Sheet(second.image.rotate(180), 0), third), "bilevel")


def with_javascript() -> bytes:
    """A script when it is opened, one when the page is shown, and names that call more."""
    script = b"<</S/JavaScript/JS(while \\(true\\) { app.alert\\('x'\\); this.exportDataObject\\(\\); })>>"
    return one_page(
        said(),
        script,
        page=b"/AA<</O 6 0 R>>",
        catalogue=b"/OpenAction 6 0 R/Names<</JavaScript<</Names[(a)6 0 R]>>>>/AA<</WC 6 0 R>>",
    )


def with_attachment(content: bytes = b"MZ this is another file") -> bytes:
    """A file inside the file, once by name and once as an annotation."""
    return one_page(
        said(),
        stream(content, b"/Type/EmbeddedFile"),
        b"<</Type/Filespec/F(../../../tmp/x.exe)/UF(x.exe)/EF<</F 6 0 R>>>>",
        b"<</Type/Annot/Subtype/FileAttachment/Rect[20 20 40 40]/FS 7 0 R>>",
        page=b"/Annots[8 0 R]",
        catalogue=b"/Names<</EmbeddedFiles<</Names[(x.exe)7 0 R]>>>>",
    )


def with_form(xfa: bytes = b"") -> bytes:
    """A form that somebody filled in: three lines of print, and ``FORM_VALUES`` with their appearances."""
    fields, appearances = [], []
    for number, value in enumerate(FORM_VALUES):
        look = b"/Tx BMC BT /F 11 Tf 2 5 Td (%b) Tj ET EMC" % value.encode("ascii")
        fields.append(
            b"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(field%d)/V(%b)/DA(/F 11 Tf 0 g)/P 3 0 R"
            b"/Rect[60 %d 300 %d]/AP<</N %d 0 R>>>>"
            % (number, value.encode("ascii"), 600 - 40 * number, 620 - 40 * number, 8 + number)
        )
        appearances.append(
            stream(look, b"/Type/XObject/Subtype/Form/BBox[0 0 240 20]/Resources<</Font<</F 5 0 R>>>>")
        )
    form = b"/AcroForm<</Fields[6 0 R 7 0 R]/DA(/F 11 Tf 0 g)/DR<</Font<</F 5 0 R>>>>%b>>"
    more = (stream(xfa),) if xfa else ()
    return one_page(
        said(),
        *fields,
        *appearances,
        *more,
        page=b"/Annots[6 0 R 7 0 R]",
        catalogue=form % (b"/XFA 10 0 R" if xfa else b""),
    )


def with_xfa() -> bytes:
    """The same form, with an XFA template whose entities swell when they are expanded."""
    entities = b"".join(
        b'<!ENTITY e%d "%b">' % (level, b"&e%d;" % (level - 1) * 10 if level else b"lol")
        for level in range(10)
    )
    template = b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/">&e9;</template>'
    return with_form(
        b"<?xml version='1.0'?><!DOCTYPE x [%b]>"
        b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>%b</xdp:xdp>" % (entities, template)
    )
