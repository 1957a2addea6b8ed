"""Drawing: A4 sheets as PDF, by reportlab. Lengths are in mm from the top left, sizes of type in points."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Literal

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.labels.qr import QUIET, Qr

PACKAGE = "fonts-dejavu-core"
"""What brings the fonts on Debian and Ubuntu."""

PLACES = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/TTF",
    "/usr/local/share/fonts",
    "/Library/Fonts",
)
"""Folders in which usual systems have the fonts."""

_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"

_LEADING = 1.3
_BASELINE = 1.02
"""Heights of a line and of its baseline below its top, in sizes of the type: capitals bear two marks (Ẩ)."""

_POINT = 1 / mm
"""A point in mm."""


class FontsMissing(Exception):
    """This machine has no font with Vietnamese letters that can be put into a PDF."""


def font_folder(places: Iterable[str] = PLACES) -> Path | None:
    """The folder that has both fonts; None where there is none."""
    folders = map(Path, places)
    return next(
        (one for one in folders if all((one / f"{font}.ttf").is_file() for font in (_PLAIN, _BOLD))), None
    )


class Paper:
    """A PDF being drawn, page by page. The same calls give the same bytes. Raises ``FontsMissing``."""

    def __init__(self, title: str, author: str, folder: Path | None) -> None:
        if folder is None:
            raise FontsMissing
        for font in (_PLAIN, _BOLD):
            if font not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(font, str(folder / f"{font}.ttf")))
        self._stream = BytesIO()
        self._canvas = Canvas(self._stream, pagesize=A4, invariant=True, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._height = 0.0

    def page(self, lying: bool = False) -> None:
        """Begin a page, upright or lying."""
        if self._height:
            self._canvas.showPage()
        size = landscape(A4) if lying else A4
        self._canvas.setPageSize(size)
        self._height = size[1]

    def finished(self) -> bytes:
        """The whole PDF."""
        self._canvas.save()
        return self._stream.getvalue()

    def lines(
        self, text: str, width: float, size: float, bold: bool = False, most: int = 3
    ) -> tuple[str, ...]:
        """The text as lines that fit into ``width``, at most ``most``; what is cut off leaves a "…"."""
        found: list[str] = []
        line = ""
        for word in text.split():
            joined = f"{line} {word}" if line else word
            if self.width(joined, size, bold) <= width:
                line = joined
                continue
            if line:
                found.append(line)
            *whole, line = self._broken(word, width, size, bold)
            found += whole
        if line:
            found.append(line)
        if len(found) > most:
            cut = found[most - 1]
            while cut and self.width(f"{cut} …", size, bold) > width:
                cut = cut[:-1]
            found[most - 1 :] = [f"{cut.rstrip(' ,;.')} …"]
        return tuple(found)

    def _broken(self, word: str, width: float, size: float, bold: bool) -> list[str]:
        """A word in pieces that fit; the word itself where it does."""
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size, bold) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a line is."""
        return float(pdfmetrics.stringWidth(text, _BOLD if bold else _PLAIN, size)) * _POINT

    def fitting(self, text: str, width: float, size: float, bold: bool = False) -> float:
        """The size at which a line fits into ``width``: ``size``, or what is less."""
        return size * min(1.0, width / max(self.width(text, size, bold), _POINT))

    def height(self, lines: int, size: float) -> float:
        """How high so many lines are."""
        return lines * size * _LEADING * _POINT

    def text(
        self,
        lines: Iterable[str],
        left: float,
        top: float,
        width: float,
        size: float,
        bold: bool = False,
        align: Literal["left", "centre", "right"] = "left",
    ) -> float:
        """Draw lines between ``left`` and ``left + width``, one below the other; gives where they end."""
        self._canvas.setFont(_BOLD if bold else _PLAIN, size)
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        for line in lines:
            across = left + shift * (width - self.width(line, size, bold))
            self._canvas.drawString(across * mm, self._height - top * mm - _BASELINE * size, line)
            top += self.height(1, size)
        return top

    def rule(self, left: float, top: float, right: float, bottom: float, thick: float = 0.2) -> None:
        """Draw a straight line from one point to another."""
        self._canvas.setLineWidth(thick * mm)
        self._canvas.line(left * mm, self._height - top * mm, right * mm, self._height - bottom * mm)

    def qr(self, qr: Qr, left: float, top: float, side: float) -> None:
        """Draw a QR code with its quiet zone in a square."""
        module = side * mm / qr.side
        path = self._canvas.beginPath()
        for row, column, many in qr.runs:
            x = left * mm + (QUIET + column) * module
            y = self._height - top * mm - (QUIET + row + 1) * module
            path.rect(x, y, many * module, module)
        # One path filled at once: single ones would show hairs between them.
        self._canvas.drawPath(path, stroke=0, fill=1)
