"""Packages that mean harm: ZIP, Word and Excel files. Made for the tests, as large as they must be, and never
kept.
"""

from __future__ import annotations

import io
import struct
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def wandering_names(paper: bytes) -> bytes:
    """One true paper (a PDF), and names that lead out of any folder it is unpacked into."""
    names = (
        *("../outside.pdf", "../../../../tmp/outside.pdf", "/tmp/outside-by-root.pdf", "C:\\outside.pdf"),  # noqa: S108 - written nowhere
        *("..\\..\\outside.pdf", "inside/../../outside.pdf", "./", "a" * 300 + ".pdf", "nul\u202efdp.exe"),
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("Kế hoạch.pdf", paper)
        for name in names:
            package.writestr(name, paper if name.endswith(".pdf") else b"")
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return target.getvalue()


def many_members(count: int = 100_000) -> bytes:
    """A ZIP of 100,000 empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for number in range(count):
            package.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return target.getvalue()


def overlapping_members(copies: int = 2000, size: int = 10 << 20) -> bytes:
    """A ZIP whose list names one pressed member two thousand times: 10 MB each, 20 GB in all."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("0000.txt", bytes(size))
    whole = target.getvalue()
    start = whole.index(b"PK\x01\x02")
    entry = whole[start : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"0000.txt", b"%04d.txt" % number) for number in range(copies))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, copies, copies, len(entries), start, 0)
    return whole[:start] + entries + end


def laughing_document() -> bytes:
    """A Word file of entities that are made of entities: three letters, a billion times."""
    levels = ['<!ENTITY e0 "lol">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    body = "<w:p><w:r><w:t>Kế hoạch &e9;</w:t></w:r></w:p>"
    return _word(body, f"<!DOCTYPE w:document [{''.join(levels)}]>")


def nested_tables(depth: int = 100_000) -> bytes:
    """A Word file of tables within tables."""
    opened = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
    return _word(opened * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl><w:p/>" * depth)


def spanning_cell(columns: int = 2_000_000_000) -> bytes:
    """A Word file with a table's cell that is said to cover two thousand million columns."""
    cell = (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr><w:p><w:r><w:t>Tổng</w:t></w:r></w:p></w:tc>'
    )
    return _word(f"<w:p/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>")


def vast_sheet() -> bytes:
    """An Excel file that is said to have 1,000,000 rows of 10,000 columns, and has a cell at either end."""
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Danh sách lớp 9A</t></is></c></row>'
        '<row r="1000000"><c r="NTP1000000"><v>1</v></c></row>'
    )
    sheet = (
        f'{HEAD}<worksheet xmlns="{SHEET}"><dimension ref="A1:NTP1000000"/>'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
    book = (
        f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    kinds = {
        "/xl/workbook.xml": f"{TYPE}.spreadsheetml.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{TYPE}.spreadsheetml.worksheet+xml",
    }
    return _package(
        kinds,
        {
            "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        },
    )


def _word(body: str, before: str = "") -> bytes:
    document = f'{HEAD}{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return _package(
        {"/word/document.xml": f"{TYPE}.wordprocessingml.document.main+xml"},
        {"_rels/.rels": _relation("officeDocument", "word/document.xml"), "word/document.xml": document},
    )


def _relation(kind: str, target: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _package(kinds: dict[str, str], parts: dict[str, str]) -> bytes:
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"[Content_Types].xml": types, **parts}.items():
            package.writestr(name, content)
    return target.getvalue()
