"""Word and Excel samples, with the clock taken out of them so that they come out the same each time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from random import Random

import docx
import docx.document
import docx.text.paragraph
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from samples.papers import Paper, lines
from samples.people import Row, names

EPOCH = (2023, 1, 3, 8, 0, 0)
CLASS_NOTES = (
    "Chuyển đến từ trường THCS Mạo Khê 2 ngày 15/9/2022: 01 học sinh.",
    "Con liệt sĩ, thương binh: 02; dân tộc Sán Dìu: 03; khuyết tật nhẹ: 01.",
    "Danh sách này thay cho danh sách tạm lập ngày 22/8/2022.",
)
CLASS_PHRASES = ("Chuyển đến từ trường", "dân tộc Sán Dìu", "danh sách tạm lập ngày")


def word(paper: Paper) -> bytes:
    """The paper as DOCX: a two-celled letterhead table, then paragraphs and tables."""
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(*EPOCH)
    document.core_properties.author = "Văn thư"
    document.core_properties.title = paper.subject
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    _letterhead(document, paper)
    rows: list[Row] = []
    for line in (*lines(paper.body), ""):
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line[1:].split("|")))
            continue
        if rows:
            _table(document, rows)
            rows = []
        if line:
            _paragraph(document, line)
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n" + "\n".join(f"- {to};" for to in paper.copies)
    _centre(
        foot.cell(0, 1).paragraphs[0],
        "\n".join(paper.office.signs_as) + f"\n\n(Đã ký)\n\n{paper.office.signer}",
        True,
    )
    target = io.BytesIO()
    document.save(target)
    return timeless(target.getvalue())


def class_list() -> bytes:
    """The list of class 9A as XLSX: a title over the table, 38 pupils, notes under it."""
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("9A")
    bold, thin = Font(name="Times New Roman", size=13, bold=True), Side(style="thin")
    sheet["A1"], sheet["A2"] = "PHÒNG GD&ĐT ĐÔNG TRIỀU", "TRƯỜNG THCS KIM SƠN"
    sheet["A4"] = "DANH SÁCH HỌC SINH LỚP 9A NĂM HỌC 2022-2023"
    for cell in ("A2", "A4"):
        sheet[cell].font = bold
    sheet.append([])
    sheet.append(["TT", "Họ và tên", "Ngày sinh", "Nữ", "Nơi sinh", "Khu phố", "Ghi chú"])
    rng = Random("9A")
    for number, who in enumerate(names(rng, 38), 1):
        born = f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2008"
        girl = "x" if "Thị" in who or rng.random() < 0.2 else ""
        quarter = rng.choice(("Kim Thành", "Cổ Giản", "Gia Mô", "Nhuệ Hổ", "Kim Sen"))
        sheet.append(
            [number, who, born, girl, "Quảng Ninh", quarter, rng.choice(("", "", "", "Lớp phó", "Tổ trưởng"))]
        )
    for row in sheet.iter_rows(min_row=6, max_row=44, max_col=7):
        for entry in row:
            entry.border = Border(thin, thin, thin, thin)
            entry.alignment = Alignment(horizontal="left" if entry.column == 2 else "center")
    sheet.append([])
    for note in CLASS_NOTES:
        sheet.append([note])
    for column, width in zip("ABCDEFG", (6, 28, 13, 6, 16, 16, 14), strict=True):
        sheet.column_dimensions[column].width = width
    target = io.BytesIO()
    book.save(target)
    return timeless(target.getvalue())


def timeless(package: bytes) -> bytes:
    """The same ZIP with every time set to one moment, in its directory and in `docProps/core.xml`."""
    target = io.BytesIO()
    stamp = b"%04d-%02d-%02dT%02d:%02d:%02dZ" % EPOCH
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            copy.writestr(zipfile.ZipInfo(entry.filename, EPOCH), content, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def _letterhead(document: docx.document.Document, paper: Paper) -> None:
    head = document.add_table(1, 2)
    number = f"\nSố: {paper.symbol}" if paper.symbol else ""
    left, right = head.cell(0, 0).paragraphs[0], head.cell(0, 1).paragraphs[0]
    _centre(left, f"{paper.office.parent}\n{paper.office.issuer}{number}", True)
    _centre(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", True)
    day = f"{paper.office.place}, ngày {paper.date.day:02} tháng {paper.date.month} năm {paper.date.year}"
    _centre(head.cell(0, 1).add_paragraph(), day, False)
    _centre(document.add_paragraph(), paper.type.upper(), True)
    _centre(document.add_paragraph(), paper.subject, True)


def _centre(paragraph: docx.text.paragraph.Paragraph, text: str, bold: bool) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _paragraph(document: docx.document.Document, line: str) -> None:
    mark, _, rest = line.partition(" ")
    paragraph = document.add_paragraph()
    if mark in ("^", "=", "=="):
        run = paragraph.add_run(rest)
        run.bold, run.italic = mark != "^", mark != "="
        return
    for number, part in enumerate(line.split("**")):
        paragraph.add_run(part).bold = number % 2 == 1


def _table(document: docx.document.Document, rows: list[Row]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
