"""Pictures that mean harm, or were harmed: made for the tests, as large as they must be, and never kept."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from samples.hostile import zeros

PNG = b"\x89PNG\r\n\x1a\n"


def tiny_picture(kind: str) -> bytes:
    """A picture of one pixel; ``kind`` is Pillow's name of the format."""
    target = io.BytesIO()
    Image.new("L", (1, 1), 0).save(target, kind)
    return target.getvalue()


def endless_directories(count: int = 1_000_000) -> bytes:
    """A TIFF of a million pages of 8 × 8 pixels, which share one strip."""
    place, length = 8 + 8, 2 + 12 * 8 + 4
    # Width, height, bits, no compression, black is 0, where the strip is, its rows, its bytes.
    values = ((256, 8), (257, 8), (258, 1), (259, 1), (262, 1), (273, 8), (278, 8), (279, 8))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in values)
    head = struct.pack("<H", len(values)) + entries
    pages = (head + struct.pack("<I", place + length * (number + 1)) for number in range(count - 1))
    return b"II*\0" + struct.pack("<I", place) + b"\xaa" * 8 + b"".join(pages) + head + bytes(4)


def own_successor() -> bytes:
    """A TIFF of one page that names itself as the page after it."""
    whole = bytearray(endless_directories(1))
    whole[-4:] = struct.pack("<I", 16)
    return bytes(whole)


def talking_png(kind: bytes, length: int = 200 << 20) -> bytes:
    """A picture with 200 MB of text in one chunk (zTXt, iTXt), or with 100,000 plain chunks (tEXt)."""
    target = io.BytesIO()
    Image.new("L", (200, 280), 255).save(target, "PNG")
    true = target.getvalue()
    if kind == b"tEXt":
        text = b"".join(_chunk(kind, b"k%d\0" % number + b"lies " * 4) for number in range(100_000))
    elif kind == b"zTXt":
        text = _chunk(kind, b"Comment\0\0" + zeros(length))
    else:
        text = _chunk(b"iTXt", b"Comment\0\1\0\0\0" + zeros(length))
    after_header = len(PNG) + 25
    return true[:after_header] + text + true[after_header:]


def corrupt_heic(whole: bool) -> bytes:
    """A HEIC by its first bytes: then chance, or boxes that say they hold more than there is."""
    brand = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    if not whole:
        return brand + bytes(number * 37 % 251 for number in range(5000))
    handler = _box(b"hdlr", bytes(8) + b"pict" + bytes(13))
    primary = _box(b"pitm", struct.pack(">IH", 0, 1))
    places = _box(b"iloc", struct.pack(">IHH", 0, 0x4400, 0xFFFF) + b"\xff" * 64)
    size = _box(b"ispe", struct.pack(">III", 0, 60_000, 60_000))
    facts = _box(b"iprp", _box(b"ipco", size * 50))
    entry = _box(b"infe", struct.pack(">IHH", 2 << 24, 1, 0) + b"hvc1\0")
    listed = _box(b"iinf", struct.pack(">IH", 0, 1) + entry)
    meta = _box(b"meta", bytes(4) + handler + primary + places + listed + facts)
    return brand + meta + struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 1 << 40) + b"\xff" * 4000


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
