"""PDFs written by hand, object by object, with fonts that say what old or careless programs' fonts say."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.basePen import BasePen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from PIL import Image

from samples.hostile import plain_pdf

Run = tuple["Face", str]
A4 = (595.0, 842.0)


@dataclass(frozen=True, eq=False)
class Face:
    """A TrueType font of a PDF. Its letters are called by the characters that the text layer gives for them.

    `wide`: two-byte codes with a ToUnicode map, as word processors write them; else one byte, by cp1252, as
    the printer drivers of the nineties did. `said` is what the map says of a letter, where it lies.
    """

    name: str
    file: bytes
    glyphs: Mapping[str, int]
    widths: Mapping[str, int]
    wide: bool
    encoding: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    def width(self, text: str, size: float) -> float:
        """Width of a text in points."""
        return sum(self.widths[letter] for letter in text) * size / 1000

    def codes(self, text: str) -> bytes:
        """A string of the content stream, in hexadecimal."""
        if self.wide:
            return b"<%b>" % "".join(f"{self.glyphs[letter]:04X}" for letter in text).encode()
        return b"<%b>" % text.encode("cp1252").hex().upper().encode()


def face(
    name: str,
    source: str,
    shown: Mapping[str, str],
    *,
    wide: bool = False,
    encoding: str = "/WinAnsiEncoding",
    said: Mapping[str, str] | None = None,
) -> Face:
    """A font named `name` with the letters of the file `source`: `shown` says what each character looks like.

    What looks like several characters is those drawn over one another, on the place of the letter before.
    """
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(notdef_outline=True, layout_features=[], name_IDs=[], hinting=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "FFTM", "name", "post"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(shown.values()) + " ")
    letters = font.getBestCmap()
    cutter.subset(font)
    names: dict[str, str] = {}
    for key, look in shown.items():
        parts = [letters[ord(part)] for part in look]
        known = len(parts) == 1 and parts[0] not in names.values()
        names[key] = parts[0] if known else _new_glyph(font, f"{ord(key):04X}", parts)
    _name_by_code(font, names)
    target = io.BytesIO()
    font.save(target)
    scale = 1000 / font["head"].unitsPerEm
    return Face(
        name,
        target.getvalue(),
        {key: font.getGlyphID(glyph) for key, glyph in names.items()},
        {key: round(font["hmtx"][glyph][0] * scale) for key, glyph in names.items()},
        wide,
        encoding,
        dict(said or {}),
    )


def _new_glyph(font: Any, name: str, parts: list[str]) -> str:
    """A glyph of several laid over each other, or of one that another letter has already."""
    pen = TTGlyphPen(font.getGlyphSet())
    for part in parts:
        pen.addComponent(part, (1, 0, 0, 1, 0, 0))
    outlines = font["glyf"]
    outlines[name] = pen.glyph()
    font.setGlyphOrder(outlines.glyphOrder)
    font["hmtx"][name] = font["hmtx"][parts[0]]
    return name


def _name_by_code(font: Any, names: Mapping[str, str]) -> None:
    tables = []
    for platform, encoding, kind in ((1, 0, 0), (3, 0, 4), (3, 1, 4)):
        table = CmapSubtable.newSubtable(kind)
        table.platformID, table.platEncID, table.language = platform, encoding, 0
        shift = 0xF000 if (platform, encoding) == (3, 0) else 0
        if (platform, encoding) == (3, 1):
            table.cmap = {ord(key): glyph for key, glyph in names.items()}
        else:
            codes = {key: key.encode("cp1252", "replace") for key in names}
            table.cmap = {shift + codes[key][0]: names[key] for key in names if codes[key] != b"?"}
        tables.append(table)
    font["cmap"].tables = tables


class Sheet:
    """One page: what is drawn on it, and what it needs for that."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.size = size
        self.faces: list[Face] = []
        self.pictures: list[Image.Image] = []
        self.content = bytearray()

    def line(self, runs: Iterable[Run], x: float, y: float, size: float) -> None:
        """Runs of several fonts after one another, each shown by one operator."""
        for font, text in runs:
            self.show(font, font.codes(text) + b" Tj", x, y, size)
            x += font.width(text, size)

    def show(self, font: Face, operation: bytes, x: float, y: float, size: float) -> None:
        """One text object."""
        if font not in self.faces:
            self.faces.append(font)
        self.content += b"BT /F%d %g Tf %.2f %.2f Td %b ET\n" % (
            self.faces.index(font), size, x, y, operation,
        )  # fmt: skip

    def picture(self, image: Image.Image, left: float, bottom: float, width: float, height: float) -> None:
        """A grey picture."""
        self.pictures.append(image.convert("L"))
        self.content += b"q %g 0 0 %g %g %g cm /I%d Do Q\n" % (
            width, height, left, bottom, len(self.pictures) - 1,
        )  # fmt: skip


class Curves(BasePen):  # type: ignore[misc]
    """Draws glyphs as paths of a content stream, as programs for posters do with text."""

    def __init__(self, glyphs: Any, scale: float, x: float, y: float) -> None:
        super().__init__(glyphs)
        self.scale, self.x, self.y = scale, x, y
        self.content = bytearray()

    def _points(self, *points: tuple[float, float]) -> bytes:
        return b" ".join(b"%.2f %.2f" % (self.x + x * self.scale, self.y + y * self.scale) for x, y in points)

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.content += self._points(pt) + b" m\n"

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.content += self._points(pt) + b" l\n"

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.content += self._points(pt1, pt2, pt3) + b" c\n"

    def _closePath(self) -> None:
        self.content += b"h\n"


@cache
def _opened(source: Path) -> Any:
    return TTFont(source)


def as_curves(text: str, source: Path, x: float, y: float, size: float) -> bytes:
    """A line of text as filled paths, one a letter."""
    font = _opened(source)
    glyphs, letters = font.getGlyphSet(), font.getBestCmap()
    content = bytearray()
    for letter in text:
        glyph = glyphs[letters[ord(letter)]]
        pen = Curves(glyphs, size / font["head"].unitsPerEm, x, y)
        glyph.draw(pen)
        if pen.content:
            content += pen.content + b"f\n"
        x += glyph.width * pen.scale
    return bytes(content)


def write_pdf(sheets: Iterable[Sheet], catalogue: bytes = b"", maps: bytes = b"") -> bytes:
    """The PDF of these pages.

    `catalogue` is added to its catalogue, such as marks of a tagged file; `maps` to its fonts' maps.
    """
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue, b""]
    kids = []
    for sheet in sheets:
        fonts = b"".join(b"/F%d %d 0 R" % pair for pair in enumerate(_fonts(objects, sheet.faces, maps)))
        pictures = b"".join(b"/I%d %d 0 R" % pair for pair in enumerate(_images(objects, sheet.pictures)))
        objects.append(stream(bytes(sheet.content)))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Resources<</Font<<%b>>/XObject<<%b>>>>"
            b"/Contents %d 0 R>>" % (*sheet.size, fonts, pictures, len(objects))
        )
        kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (listed, len(kids))
    return plain_pdf(objects)


def stream(content: bytes, facts: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (facts, len(packed), packed)


def _images(objects: list[bytes], pictures: Iterable[Image.Image]) -> Iterator[int]:
    for picture in pictures:
        facts = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d"
        objects.append(stream(picture.tobytes(), facts % picture.size))
        yield len(objects)


def _fonts(objects: list[bytes], faces: Iterable[Face], maps: bytes) -> Iterator[int]:
    for one in faces:
        objects.append(stream(one.file, b"/Length1 %d" % len(one.file)))
        # 32: letters that viewers know by name; 4: letters of the font's own, known by their codes.
        flags = 32 if one.wide or one.encoding else 4
        name = one.name.encode()
        objects.append(
            b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[-200 -250 1200 1000]/ItalicAngle 0"
            b"/Ascent 930/Descent -240/CapHeight 700/StemV 80/FontFile2 %d 0 R>>"
            % (name, flags, len(objects))
        )
        described = len(objects)
        if one.wide:
            yield _wide(objects, one, described, maps)
        else:
            widths = [
                one.widths.get(bytes((code,)).decode("cp1252", "replace"), 0) for code in range(32, 256)
            ]
            objects.append(
                b"<</Type/Font/Subtype/TrueType/BaseFont/%b/FirstChar 32/LastChar 255/Widths[%b]"
                b"/FontDescriptor %d 0 R%b>>"
                % (name, " ".join(map(str, widths)).encode(), described,
                   b"/Encoding%b" % one.encoding.encode() if one.encoding else b"")
            )  # fmt: skip
            yield len(objects)


def _wide(objects: list[bytes], one: Face, described: int, maps: bytes) -> int:
    name = one.name.encode()
    by_glyph = {glyph: key for key, glyph in one.glyphs.items()}
    widths = " ".join(f"{glyph}[{one.widths[key]}]" for glyph, key in sorted(by_glyph.items()))
    objects.append(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/W[%b]>>"
        % (name, described, widths.encode())
    )
    descendant = len(objects)
    objects.append(stream(_to_unicode(one, by_glyph, maps)))
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, descendant, len(objects))
    )
    return len(objects)


def _to_unicode(one: Face, by_glyph: Mapping[int, str], more: bytes) -> bytes:
    rows = [
        f"<{glyph:04X}> <{one.said.get(key, key).encode('utf-16-be').hex().upper()}>"
        for glyph, key in sorted(by_glyph.items())
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\n{more.decode()}endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
