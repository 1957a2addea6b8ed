"""Sets a paper as a born-digital PDF, in the official form (thể thức văn bản, Nghị định 30/2020)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from samples.papers import Paper, lines
from samples.people import Row, table

FONTS = {
    "noto": ("/usr/share/fonts/truetype/noto/", "NotoSerif-{}.ttf", "Regular Bold Italic BoldItalic"),
    "dejavu": (
        "/usr/share/fonts/truetype/dejavu/",
        "DejaVuSerifCondensed{}.ttf",
        " -Bold -Italic -BoldItalic",
    ),
}
SIZES = {"noto": 12.5, "dejavu": 12.0}
TEXT_WIDTH = A4[0] - 48 * mm - 12


@dataclass(frozen=True)
class Mark:
    """Room left for pen or stamp: `kind` is "number" or "signature"; x, y in points from the foot."""

    kind: str
    page: int
    x: float
    y: float
    text: str


class Place(Flowable):
    """A blank that notes where it fell on the paper."""

    def __init__(self, kind: str, width: float, height: float, text: str, marks: list[Mark]) -> None:
        super().__init__()
        self.kind, self.width, self.height, self.text, self.marks = kind, width, height, text, marks
        self.hAlign = "CENTER"

    def draw(self) -> None:
        x, y = self.canv.absolutePosition(self.width / 2, self.height / 2)
        self.marks.append(Mark(self.kind, self.canv.getPageNumber(), x, y, self.text))


class NumberLine(Flowable):
    """The line `Số: 226/KH-THCSKS`, centred; with `blank` the number is left to the pen."""

    def __init__(self, paper: Paper, font: str, blank: bool, marks: list[Mark]) -> None:
        super().__init__()
        self.paper, self.font, self.blank, self.marks = paper, font, blank, marks
        self.height = 17.0

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        return available, self.height

    def draw(self) -> None:
        size, tail = 12, self.paper.symbol_tail
        lead = "Số " if self.paper.party else "Số: "
        gap = 9.5 * len(self.paper.number) + 4 if self.blank else 0
        printed = "" if self.blank else self.paper.number
        total = pdfmetrics.stringWidth(lead + printed + tail, self.font, size) + gap
        self.canv.setFont(self.font, size)
        x = (self.width - total) / 2
        self.canv.drawString(x, 4, lead + printed)
        x += pdfmetrics.stringWidth(lead + printed, self.font, size)
        self.canv.drawString(x + gap, 4, tail)
        if self.blank:
            at_x, at_y = self.canv.absolutePosition(x + gap / 2, 8)
            self.marks.append(Mark("number", self.canv.getPageNumber(), at_x, at_y, self.paper.number))


def register_fonts() -> None:
    """Makes the two text families known to reportlab, once."""
    rl_config.invariant = 1
    rl_config.useA85 = 0
    for family, (folder, pattern, styles) in FONTS.items():
        for style, suffix in zip(styles.split(" "), ("", "-b", "-i", "-bi"), strict=True):
            pdfmetrics.registerFont(TTFont(family + suffix, folder + pattern.format(style)))
        pdfmetrics.registerFontFamily(family, family, f"{family}-b", f"{family}-i", f"{family}-bi")


def typeset(paper: Paper, by_hand: bool = False) -> tuple[bytes, tuple[Mark, ...]]:
    """The paper as PDF bytes. `by_hand` leaves room for pen and stamp, and tells where."""
    marks: list[Mark] = []
    setting = _Setting(paper, by_hand, marks)
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title=paper.subject if not by_hand else "",
        author=paper.office.issuer if not by_hand else "",
    )
    document.build(setting.story(), onLaterPages=_page_number(paper.font))
    return target.getvalue(), tuple(marks)


def _page_number(font: str) -> Callable[[Canvas, object], None]:
    def draw(canvas: Canvas, _document: object) -> None:
        canvas.setFont(font, 11)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 14 * mm, str(canvas.getPageNumber()))

    return draw


class _Setting:
    """Turns one paper into reportlab flowables."""

    def __init__(self, paper: Paper, by_hand: bool, marks: list[Mark]) -> None:
        self.paper, self.by_hand, self.marks = paper, by_hand, marks
        size = SIZES[paper.font] + (0 if by_hand else 0.7)
        leading = size * (1.4 if by_hand else 1.55)
        self.centre = ParagraphStyle(
            "centre",
            fontName=paper.font,
            fontSize=size,
            leading=size * 1.35,
            alignment=TA_CENTER,
            spaceAfter=3,
        )
        self.body = ParagraphStyle(
            "body", self.centre, alignment=TA_JUSTIFY, firstLineIndent=26, spaceAfter=5, leading=leading
        )
        self.small = ParagraphStyle("small", self.centre, fontSize=10.5, leading=13.5, alignment=0)
        self.head = ParagraphStyle("head", self.centre, fontSize=11, leading=14.5)

    def story(self) -> list[Flowable]:
        found = list(self._letterhead())
        rows: list[Row] = []
        body = list(lines(self.paper.body))
        for line in body if "%sign" in body else [*body, "%sign"]:
            if line.startswith("|"):
                rows.append(tuple(cell.strip() for cell in line[1:].split("|")))
                continue
            if rows:
                found += [self._table(tuple(rows)), Spacer(1, 6)]
                rows = []
            if line == "%sign":
                # A signature never stands alone at the head of a page, unless the body ends in a table.
                last = [found.pop()] if isinstance(found[-1], Paragraph) else []
                found.append(KeepTogether([*last, *self._signatures()]))
            else:
                found.append(self._block(line))
        return found

    def _block(self, line: str) -> Flowable:
        if line == "---":
            return PageBreak()
        if line.startswith("@"):
            return self._table(table(line, self.paper.path))
        mark, _, rest = line.partition(" ")
        styles = {"^": "<i>{}</i>", "=": "<b>{}</b>", "==": "<b><i>{}</i></b>", "!": "<b>{}</b>", ">": "{}"}
        if mark in styles:
            style = self.centre if mark in "!>" else self.body
            return Paragraph(
                styles[mark].format(_markup(rest)),
                ParagraphStyle(mark, style, keepWithNext=mark in ("=", "==")),
            )
        return Paragraph(_markup(line), self.body)

    def _letterhead(self) -> Iterator[Flowable]:
        office, paper = self.paper.office, self.paper
        right = ["ĐẢNG CỘNG SẢN VIỆT NAM"] if paper.party else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
        right_cell: list[Flowable] = [Paragraph(f"<b>{right[0]}</b>", self.head)]
        if not paper.party:
            right_cell.append(
                Paragraph("<b>Độc lập - Tự do - Hạnh phúc</b>", ParagraphStyle("m", self.head, fontSize=12))
            )
        month = f"{paper.date.month:02}" if paper.date.month < 3 else f"{paper.date.month}"
        day = f"ngày {paper.date.day:02} tháng {month} năm {paper.date.year}"
        right_cell += [
            _Rule(150),
            Paragraph(f"<i>{office.place}, {day}</i>", ParagraphStyle("d", self.head, fontSize=12)),
        ]
        left: list[Flowable] = [
            Paragraph(escape(office.parent), self.head),
            Paragraph(f"<b>{escape(office.issuer)}</b>", self.head),
            _Rule(60),
        ]
        if paper.number:
            left.append(NumberLine(paper, paper.font, self.by_hand and paper.handwritten, self.marks))
        if paper.type == "Công văn":
            left.append(Paragraph(_markup(paper.subject), ParagraphStyle("v", self.head, fontSize=10.5)))
        yield _grid([[left, right_cell]], (0.41 * TEXT_WIDTH, 0.59 * TEXT_WIDTH))
        yield Spacer(1, 14)
        if paper.type != "Công văn":
            yield Paragraph(
                f"<b>{paper.type.upper()}</b>", ParagraphStyle("t", self.centre, fontSize=14, leading=20)
            )
            yield Paragraph(f"<b>{_markup(paper.subject)}</b>", self.centre)
            yield _Rule(90)
        yield Spacer(1, 8)

    def _signatures(self) -> Iterator[Flowable]:
        office = self.paper.office
        copies: list[Flowable] = [Paragraph("<b><i>Nơi nhận:</i></b>", self.small)]
        copies += [Paragraph(f"- {escape(to)};", self.small) for to in self.paper.copies[:-1]]
        copies.append(Paragraph(f"- {escape(self.paper.copies[-1])}.", self.small))
        if self.paper.signers == "minutes":
            yield Spacer(1, 10)
            pair = [self._signer(("THƯ KÝ",), "Đỗ Thu Hằng"), self._signer(("CHỦ TRÌ",), office.signer)]
            yield _grid([pair], (0.5 * TEXT_WIDTH, 0.5 * TEXT_WIDTH))
            yield _grid([[copies, []]], (0.5 * TEXT_WIDTH, 0.5 * TEXT_WIDTH))
            return
        yield Spacer(1, 10)
        yield _grid(
            [[copies, self._signer(office.signs_as, office.signer)]], (0.48 * TEXT_WIDTH, 0.52 * TEXT_WIDTH)
        )

    def _signer(self, titles: tuple[str, ...], who: str) -> list[Flowable]:
        cell: list[Flowable] = [Paragraph(f"<b>{title}</b>", self.centre) for title in titles]
        if self.by_hand:
            role = "seal" if titles[-1] not in ("THƯ KÝ", "CHỦ TRÌ", "TRƯỞNG BAN", "TRƯỞNG ĐOÀN") else ""
            cell.append(Place("signature", 150, 76, role, self.marks))
        else:
            cell += [Spacer(1, 22), Paragraph("<i>(Đã ký)</i>", self.centre), Spacer(1, 18)]
        cell.append(Paragraph(f"<b>{who}</b>", self.centre))
        return cell

    def _table(self, rows: tuple[Row, ...]) -> Table:
        cell = ParagraphStyle("cell", self.small, fontSize=11, leading=14.5, splitLongWords=0)
        head = ParagraphStyle("cellhead", cell, alignment=TA_CENTER)
        longest = [max(_weight(row[i]) for row in rows) for i in range(len(rows[0]))]
        widths = [TEXT_WIDTH * share / sum(longest) for share in longest]
        data = [[Paragraph(f"<b>{_markup(text)}</b>", head) for text in rows[0]]]
        data += [[Paragraph(_markup(text), cell) for text in row] for row in rows[1:]]
        style = TableStyle([("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
        return Table(data, widths, style=style, repeatRows=1, spaceBefore=4)


class _Rule(Flowable):
    """A short centred line, as under the issuer and the motto."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length, self.height = length, 7.0

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        return available, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line((self.width - self.length) / 2, 2, (self.width + self.length) / 2, 2)


def _weight(text: str) -> float:
    """How much of the table's width a cell asks for: long cells wrap, short ones must not."""
    return max(6.0, min(len(text), 34) + 2.0)


def _grid(cells: list[list[list[Flowable]]], widths: tuple[float, float]) -> Table:
    pad = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1),
    ]
    return Table(cells, widths, style=pad)


def _markup(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
