"""Register files: true Excel, Word and PDF files with a register, as schools make them."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

HEADINGS = (
    "Tiêu chí",
    "Số TT",
    "Mã minh chứng",
    "Tên minh chứng",
    "Số, ngày ban hành, hoặc thời điểm khảo sát, điều tra, phỏng vấn, quan sát,…",
    "Nơi ban hành hoặc nhóm, cá nhân thực hiện",
    "Ghi chú",
)
"""The seven columns of CV 5932."""

ROWS: tuple[tuple[str, ...], ...] = (
    ("1.1", "1", "[H1-1.1-01]", "Kế hoạch chiến lược", "Số 12/KH-THCSKS ngày 05/9/2020", "Trường THCS", ""),
    ("", "2", "[H1-1.1-02]", "Quyết định phê duyệt", "Số 45/QĐ-UBND ngày 20/9/2020", "UBND huyện", ""),
    ("1.10", "1", "[H1-1.10-01]", "Phương án an ninh", "Năm học 2021-2022", "Trường THCS", "Bản sao"),
    ("", "2", "", "Kế hoạch chiến lược", "", "", "Đã mã hóa [H1-1.1-01]"),
)  # fmt: skip
"""Three pieces, one of them used again, with the criterion named in the first row of each."""

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def book(rows: Iterable[Sequence[object]], merged: Iterable[str] = ()) -> openpyxl.Workbook:
    """A workbook of one sheet with these rows; ``merged`` are ranges such as "A2:A3"."""
    made = openpyxl.Workbook()
    sheet = first(made)
    sheet.title = "Danh mục"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    return made


def first(made: openpyxl.Workbook) -> Worksheet:
    """The first sheet of a workbook."""
    return made.worksheets[0]


def saved(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def replaced(package: bytes, **members: tuple[str, str]) -> bytes:
    """A ZIP package in which each member whose name ends so has one text put in place of another.

    ``replaced(data, sheet1_xml=("<f>", "<g>"))``.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for ending, (before, after) in members.items():
                if name.replace(".", "_").endswith(ending):
                    assert before.encode() in content
                    content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return stream.getvalue()


def long_book(rows: int) -> bytes:
    """A workbook of so many register rows, made by hand, since openpyxl would take long."""
    shell = saved(openpyxl.Workbook())
    data = [_xml_row(1, HEADINGS)]
    for number in range(2, rows + 2):
        standard, piece = divmod(number - 2, 900)
        code = f"[H{standard + 1}-1.{standard % 10 + 1}-{piece + 1:02}]"
        title = f"Kế hoạch số {number} về công tác của tổ chuyên môn"
        data.append(_xml_row(number, ("", str(number), code, title, "Năm học 2021-2022", "Trường", "")))
    merges = "".join(f'<mergeCell ref="E{row}:F{row}"/>' for row in range(2, 10_000, 100))
    sheet = _SHEET.format(f"<sheetData>{''.join(data)}</sheetData><mergeCells>{merges}</mergeCells>")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shell)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return stream.getvalue()


def _xml_row(number: int, cells: Sequence[str]) -> str:
    texts = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{texts}</row>'


def word(
    rows: Sequence[Sequence[str]], before: str = "", merged: Iterable[tuple[int, int, int]] = ()
) -> bytes:
    """A Word file with one table; ``merged`` are column, first and last row of cells to merge downwards."""
    document = docx.Document()
    if before:
        document.add_paragraph(before)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for column, top, bottom in merged:
        table.cell(top, column).merge(table.cell(bottom, column)).text = rows[top][column]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(
    rows: Sequence[Sequence[str]], merged: Iterable[tuple[int, int, int]] = (), repeat: bool = True
) -> bytes:
    """A PDF with one ruled table over as many pages as it takes; ``merged`` as in ``word``."""
    if "Sans" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Sans", _FONT))
    style = ParagraphStyle("cell", fontName="Sans", fontSize=8, leading=10)
    cells = [[Paragraph(escape(text), style) for text in row] for row in rows]
    form = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    form += [("SPAN", (column, top), (column, bottom)) for column, top, bottom in merged]
    table = Table(cells, [50, 35, 80, 200, 150, 120, 100], repeatRows=int(repeat))
    table.setStyle(TableStyle(form))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=landscape(A4), invariant=1).build([table])
    return stream.getvalue()
