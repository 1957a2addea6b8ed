"""Writing Word: one table on A4, its headings repeated on each page, ready to print."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt

from archive.tables.package import settled
from archive.tables.sheet import Column, Line, Sheet, runs, text_of, writable

_FONT = "Times New Roman"
_LONG, _SHORT = 297, 210
_LEFT, _RIGHT, _ABOVE, _BELOW = 20, 15, 20, 15
_TWIPS_A_MM = 56.6929
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NUMBER = (
    '<w:p {}><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve">PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def write(path: Path, sheet: Sheet) -> None:
    """Write a document of one table; the same sheet gives the same bytes. Pictures are left out."""
    document = docx.Document()
    _set_up(document, sheet)
    body = document.element.body
    last = body.sectPr
    for line in sheet.above:
        last.addprevious(_line(line))
    last.addprevious(parse_xml(_table(sheet)))
    # A table at the very end would be followed by an empty line of Word's own.
    for line in sheet.below or (Line("", size=1),):
        last.addprevious(_line(line))
    stream = io.BytesIO()
    document.save(stream)
    path.write_bytes(settled(stream.getvalue()))


def _set_up(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    width, height = (_LONG, _SHORT) if sheet.landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.top_margin, section.bottom_margin = Mm(_ABOVE), Mm(_BELOW)
    section.footer_distance = Mm(7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(sheet.size)
    normal.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = writable(sheet.name)
    footer = section.footer
    footer.is_linked_to_previous = False
    first = footer.paragraphs[0]._p
    first.addprevious(parse_xml(_NUMBER.format(nsdecls("w"))))
    first.getparent().remove(first)


def _line(line: Line) -> Any:
    return parse_xml(
        _paragraph(writable(line.text), line.align, line.bold, line.italic, line.size, nsdecls("w"))
    )


def _paragraph(
    text: str, align: str, bold: bool = False, italic: bool = False, size: int = 0, names: str = ""
) -> str:
    form = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    form += f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>' if size else ""
    content = "<w:br/>".join("<w:tab/>".join(map(_letters, line.split("\t"))) for line in text.split("\n"))
    run = f"<w:r><w:rPr>{form}</w:rPr>{content}</w:r>" if text else ""
    return f'<w:p {names}><w:pPr><w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def _letters(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _table(sheet: Sheet) -> str:
    columns = tuple(column for column in sheet.columns if not column.hidden)
    shown = tuple(place for place, column in enumerate(sheet.columns) if not column.hidden)
    room = ((_LONG if sheet.landscape else _SHORT) - _LEFT - _RIGHT) * _TWIPS_A_MM
    whole = sum(column.width for column in columns)
    widths = tuple(round(room * column.width / whole) for column in columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    headings = tuple(Column(column.heading, column.width, "center") for column in columns)
    texts = tuple(tuple(text_of(row[place]) for place in shown) for row in sheet.rows)
    rows = "".join(_rows(columns, texts, widths))
    top = _row(headings, tuple(writable(column.heading) for column in columns), widths, {}, heading=True)
    return f"{head}{top}{rows}</w:tbl>"


def _rows(
    columns: tuple[Column, ...], texts: tuple[tuple[str, ...], ...], widths: tuple[int, ...]
) -> Iterator[str]:
    merges: dict[int, dict[int, str]] = {}
    for place, column in enumerate(columns):
        for first, last in runs(tuple(row[place] for row in texts)) if column.merged else ():
            for row in range(first, last + 1):
                merges.setdefault(row, {})[place] = "restart" if row == first else "continue"
    for number, row_texts in enumerate(texts):
        yield _row(columns, row_texts, widths, merges.get(number, {}))


def _row(
    columns: tuple[Column, ...],
    texts: tuple[str, ...],
    widths: tuple[int, ...],
    merges: dict[int, str],
    heading: bool = False,
) -> str:
    cells = []
    for place, (column, text, width) in enumerate(zip(columns, texts, widths, strict=True)):
        merge = merges.get(place, "")
        form = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        form += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        form += '<w:vAlign w:val="center"/>'
        content = _paragraph("" if merge == "continue" else text, column.align, heading)
        cells.append(f"<w:tc><w:tcPr>{form}</w:tcPr>{content}</w:tc>")
    top = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{top}</w:trPr>{''.join(cells)}</w:tr>"
