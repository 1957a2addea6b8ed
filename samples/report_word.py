"""A typist for Word: paragraphs become the XML of a Word file, the ends of pages noted as Word notes them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from samples.office import EPOCH, timeless

ACROSS, DOWN = 86, 41
"""Letters of a line and lines of a page, about as 13 pt Times gives them."""

_SPACES = (
    " ".join(
        f'xmlns:{prefix}="http://schemas.{place}"'
        for prefix, place in (
            ("w", "openxmlformats.org/wordprocessingml/2006/main"),
            ("r", "openxmlformats.org/officeDocument/2006/relationships"),
            ("wp", "openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("a", "openxmlformats.org/drawingml/2006/main"),
            ("mc", "openxmlformats.org/markup-compatibility/2006"),
            ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
        )
    )
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ENDED = "<w:lastRenderedPageBreak/>"


@dataclass(frozen=True)
class Run:
    """Text of a paragraph: ``plain``, in a ``control`` or a ``link``, ``inserted`` or ``deleted``."""

    text: str
    way: str = "plain"


@dataclass(frozen=True)
class Aside:
    """What a paragraph has beside its text: a ``footnote``, or a text ``box``."""

    text: str
    way: str


@dataclass(frozen=True)
class Written:
    """Where a paragraph came to stand: its page, and from which letter on it is on the next."""

    page: int
    turn: int | None

    def page_of(self, place: int) -> int:
        """The page of a letter of the paragraph."""
        return self.page + (self.turn is not None and place >= self.turn)


class Typist:
    """Types a document from its beginning to its end."""

    def __init__(self) -> None:
        self.page = 1
        self._line = 0
        self._body: list[str] = []
        self._notes: list[str] = []

    def paragraph(
        self, *parts: str | Run | Aside, bold: bool = False, centred: bool = False, indent: bool = False
    ) -> Written:
        """A paragraph; ``\\n`` in a run is a line break of the typist's own."""
        runs = [Run(part) if isinstance(part, str) else part for part in parts]
        text = "".join(one.text for one in runs if isinstance(one, Run) and one.way != "deleted")
        room = max(0, DOWN - self._line) * ACROSS
        turn = _turn(text, room) if len(text) > room else None
        written = Written(self.page, turn)
        self._count(text, turn)
        xml, at = "", 0
        for one in runs:
            if isinstance(one, Aside):
                xml += self._aside(one)
                continue
            here = turn - at if turn is not None and at <= turn < at + len(one.text) else None
            xml += _run(one, bold, here if one.way != "deleted" else None)
            at += len(one.text) if one.way != "deleted" else 0
        layout = '<w:jc w:val="center"/>' if centred else '<w:jc w:val="both"/>'
        indented = '<w:ind w:firstLine="567"/>' if indent else ""
        self._body.append(f'<w:p><w:pPr><w:spacing w:after="60"/>{indented}{layout}</w:pPr>{xml}</w:p>')
        return written

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[int] = ()) -> None:
        """A table with rules; ``shares`` are its columns' widths in hundredths, equal where not given."""
        lines = ""
        shares = shares or (100 // len(rows[0]),) * len(rows[0])
        for row in rows:
            across = [max(6, ACROSS * share // 100 - 3) for share in shares]
            height = max(-(-len(cell) // width) for cell, width in zip(row, across, strict=True)) or 1
            ended = self._line + height > DOWN
            self._line = height if ended else self._line + height
            self.page += ended
            cells = ""
            for number, cell in enumerate(row):
                text = f"<w:r>{_ENDED if ended and not number else ''}{_text(cell)}</w:r>"
                width = f'<w:tcPr><w:tcW w:w="{90 * shares[number]}" w:type="dxa"/></w:tcPr>'
                cells += f"<w:tc>{width}<w:p>{text}</w:p></w:tc>"
            lines += f"<w:tr>{cells}</w:tr>"
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        self._body.append(f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>{lines}</w:tbl>")

    def new_page(self) -> None:
        """End the page."""
        self._body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        self.page += 1
        self._line = 0

    def finished(self, head: str, font: str) -> bytes:
        """The Word file, with ``head`` at the top of each page and its number at the foot."""
        document = docx.Document()
        document.core_properties.created = document.core_properties.modified = datetime(*EPOCH)
        style = document.styles["Normal"]
        style.font.name, style.font.size = font, Pt(13)
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.top_margin = section.bottom_margin = Mm(20)
        section.header.paragraphs[0].text = head
        number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        foot = section.footer.paragraphs[0]._p
        foot.append(parse_xml(f"<w:p {_SPACES}>{number}</w:p>")[0])
        inside = document.part.element.body
        for element in parse_xml(f"<w:body {_SPACES}>{''.join(self._body)}</w:body>"):
            inside.insert(len(inside) - 1, element)
        if self._notes:
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
            blob = f"<w:footnotes {_SPACES}>{''.join(self._notes)}</w:footnotes>".encode()
            part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
            document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        target = io.BytesIO()
        document.save(target)
        return timeless(target.getvalue())

    def _count(self, text: str, turn: int | None) -> None:
        rest = text if turn is None else text[turn:]
        lines = max(1, sum(-(-len(line) // ACROSS) or 1 for line in rest.split("\n")))
        self._line = lines if turn is not None else self._line + lines
        self.page += turn is not None

    def _aside(self, one: Aside) -> str:
        if one.way == "box":
            return f"<w:r>{_box(one.text)}</w:r>"
        number = len(self._notes) + 1
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        small = '<w:rPr><w:sz w:val="20"/></w:rPr>'
        said = f"<w:p>{mark}<w:r>{small}{_text(' ' + one.text)}</w:r></w:p>"
        self._notes.append(f'<w:footnote w:id="{number}">{said}</w:footnote>')
        self._line += 1
        return (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )


def _turn(text: str, room: int) -> int:
    """Where the last line that has room on the page ends: behind a space or a hyphen."""
    ends = [place for place in range(1, room + 1) if text[place - 1] in " -"]
    return ends[-1] if ends else 0


def _run(one: Run, bold: bool, turn: int | None) -> str:
    face = "<w:rPr><w:b/></w:rPr>" if bold else ""
    if one.way == "deleted":
        return f"<w:del><w:r><w:delText>{escape(one.text)}</w:delText></w:r></w:del>"
    if turn is None:
        inside = f"<w:r>{face}{_text(one.text)}</w:r>"
    else:
        inside = f"<w:r>{face}{_text(one.text[:turn])}</w:r><w:r>{face}{_ENDED}{_text(one.text[turn:])}</w:r>"
    match one.way:
        case "control":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        case "link":
            return f'<w:hyperlink w:anchor="minhchung">{inside}</w:hyperlink>'
        case "inserted":
            return f'<w:ins w:id="1" w:author="Thư ký">{inside}</w:ins>'
    return inside


def _text(text: str) -> str:
    """Text with its line breaks, tabs and hard hyphens as Word writes them."""
    xml = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>"), ("\u2011", "<w:noBreakHyphen/>")):
        xml = xml.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return xml


def _box(text: str) -> str:
    inside = f"<w:txbxContent><w:p><w:r>{_text(text)}</w:r></w:p></w:txbxContent>"
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="5400000" cy="288000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f'<wps:txbx>{inside}</wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
    )
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="5400000" cy="288000"/><wp:docPr id="1" name="Mã"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<v:shape style="width:425pt;height:23pt"><v:textbox>{inside}</v:textbox></v:shape>'
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
