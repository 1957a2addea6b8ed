"""Small files that mean harm, or were harmed: each must be refused or survived, none may stop the reader."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.papers import Paper
from samples.scanner import DPI, POINTS, image_pdf, line_boxes, scan, tiff, unseen_line

VAST = 30_000
PASSWORD = "kimson2023"  # noqa: S105 - known to all: it opens one sample
GARBAGE = "!\"# $%&'()*+ ,-./0 !#%') *\"&( 1!2\"3 #$4%5 &'6(7 )*8+9 ,-:;< =>?@ ![#]$ ^_` {|}~"


def hostile(paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the hostile files; `paper` lends its first page where a page is wanted."""
    sheets, original = scan(paper)
    clean = image_pdf(sheets[:1], "bilevel")
    yield "empty.pdf", b""
    yield "truncated.pdf", clean[: len(clean) * 2 // 5]
    yield "password.pdf", _locked()
    yield "text-named.pdf", "Đây là văn bản thường, không phải tệp PDF.\n".encode() * 12
    yield "program.exe", _program()
    yield "tiff-broken-second-page.tif", _broken_tiff(tiff((sheets[0], sheets[0])))
    yield "huge-declared.png", _huge_png()
    yield "pdf-bomb.pdf", _bomb()
    yield "many-pages.pdf", packed_pages(10_000)
    yield "garbage-layer.pdf", _garbage_layer(sheets[0].image, original)


def _locked() -> bytes:
    target = io.BytesIO()
    lock = StandardEncryption(PASSWORD, ownerPassword="chu-so-huu", strength=128)
    canvas = Canvas(target, encrypt=lock)
    canvas.drawString(72, 720, "This page is read with a password only.")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _program() -> bytes:
    """A DOS header, its message, and the start of a PE header: enough to be known, nothing that runs."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 128)
    message = b"This program cannot be run in DOS mode.\r\r\n$".ljust(64, b"\0")
    header = b"PE\0\0" + struct.pack("<HHIIIHH", 0x14C, 0, 0, 0, 0, 224, 0x0102)
    return dos + message + header + struct.pack("<H", 0x10B) + bytes(222)


def _broken_tiff(whole: bytes) -> bytes:
    """The second page's strip is said to lie far beyond the end of the file."""
    broken = bytearray(whole)
    second = _next_directory(whole, struct.unpack_from("<I", whole, 4)[0])
    for n in range(struct.unpack_from("<H", whole, second)[0]):
        entry = second + 2 + 12 * n
        tag, _kind, count = struct.unpack_from("<HHI", whole, entry)
        if tag == 273:
            place = entry + 8 if count == 1 else struct.unpack_from("<I", whole, entry + 8)[0]
            for strip in range(count):
                struct.pack_into("<I", broken, place + 4 * strip, len(whole) + 99_999)
    return bytes(broken)


def _next_directory(whole: bytes, directory: int) -> int:
    entries = struct.unpack_from("<H", whole, directory)[0]
    following: int = struct.unpack_from("<I", whole, directory + 2 + 12 * entries)[0]
    return following


def zeros(length: int) -> bytes:
    """`length` zero bytes, deflated, without holding them all."""
    press = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [press.compress(block) for _ in range(length >> 20)]
    parts += [press.compress(bytes(length & (1 << 20) - 1)), press.flush()]
    return b"".join(parts)


def _huge_png() -> bytes:
    """A true PNG of 30,000 × 30,000 one-bit pixels: 110 kB here, 900 million pixels when opened."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", VAST, VAST, 1, 0, 0, 0, 0)
    body = zeros(VAST * (VAST // 8 + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _bomb() -> bytes:
    """One page whose image is 900 MB of zeros, deflated twice into a few kilobytes."""
    body = zlib.compress(zeros(VAST * VAST), 9)
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%b\nendstream"
        % (VAST, VAST, len(body), body)
    )
    drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        image,
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
    ]
    return plain_pdf(objects)


def plain_pdf(objects: list[bytes]) -> bytes:
    """A plain PDF 1.4 of these objects, the first being the catalogue, with a right cross-reference table."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def packed_pages(count: int) -> bytes:
    """`count` true pages in packed object streams (PDF 1.5) with a cross-reference stream."""
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(count))
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    packed = [b"<</Type/Catalog/Pages 2 0 R>>"]
    packed.append(
        b"<</Type/Pages/Kids[%b]/Count %d/MediaBox[0 0 200 200]/Resources%b>>" % (kids, count, font)
    )
    numbers = [1, 2, *range(4, 4 + count)]
    packed += [b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"] * count
    out, rows = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {0: (0, 0, 255)}
    rows[3] = (1, len(out), 0)
    text = b"BT /F 12 Tf 20 100 Td (Page) Tj ET"
    out += b"3 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(text), text)
    size, first_stream = 200, 4 + count
    for n in range(0, len(packed), size):
        holder = first_stream + n // size
        rows[holder] = (1, len(out), 0)
        out += _object_stream(holder, numbers[n : n + size], packed[n : n + size])
        rows |= {number: (2, holder, index) for index, number in enumerate(numbers[n : n + size])}
    own = max(rows) + 1
    start = len(out)
    rows[own] = (1, start, 0)
    table = zlib.compress(b"".join(struct.pack(">BIB", *rows[n]) for n in range(own + 1)), 9)
    head = b"<</Type/XRef/Size %d/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % (own + 1, len(table))
    out += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        own,
        head,
        table,
        start,
    )
    return bytes(out)


def _object_stream(holder: int, numbers: list[int], contents: list[bytes]) -> bytes:
    places, offset = [], 0
    for number, content in zip(numbers, contents, strict=True):
        places.append(b"%d %d" % (number, offset))
        offset += len(content) + 1
    head = b" ".join(places) + b" "
    body = zlib.compress(head + b"\n".join(contents), 9)
    facts = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (
        len(numbers),
        len(head),
        len(body),
    )
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (holder, facts, body)


def _garbage_layer(image: Image.Image, original: bytes) -> bytes:
    """A readable scan over the text layer of a bad copier: signs where the letters should be."""
    target, picture = io.BytesIO(), io.BytesIO()
    image.convert("L").save(picture, "PNG", optimize=True, dpi=(DPI, DPI))
    picture.seek(0)
    canvas = Canvas(target)
    width, height = image.width * POINTS, image.height * POINTS
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(picture), 0, 0, width, height)
    page = pypdfium2.PdfDocument(original)[0].get_textpage()
    for n, box in enumerate(line_boxes(page)):
        shift = 7 * n % len(GARBAGE)
        unseen_line(canvas, (GARBAGE[shift:] + GARBAGE[:shift])[:48], box, "Helvetica")
    canvas.showPage()
    canvas.save()
    return target.getvalue()
