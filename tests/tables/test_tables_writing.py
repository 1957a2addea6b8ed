"""Writing Excel and Word: ready to print or to fill in, text always text, the same bytes each time."""

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from archive.tables import word, xlsx
from archive.tables.read import read_tables
from archive.tables.sheet import Column, Line, Linked, Picture, Sheet, Tinted
from tests.builders import picture

FORMULAS = ("=1+1", "+84", "-5", "@SUM(A1)", "#N/A", "_x0041_", "00123", "1.10", "5/9/2021")


def png() -> bytes:
    stream = io.BytesIO()
    picture("Trang 1", width=300, points=20).save(stream, "PNG")
    return stream.getvalue()


def tray() -> Sheet:
    columns = (
        Column("Trang đầu", 20),
        Column("Tài liệu", 40),
        Column("Số trang", 8, "center"),
        Column("Mã minh chứng", 16, choices=tuple(f"H1-1.1-{number:02}" for number in range(1, 60))),
        Column("Dấu", 10, hidden=True),
    )
    rows = (
        (Picture(png(), 120, 60), Linked("KH tự đánh giá", "http://kho.local/d/12"), 12, "", "a1b2"),
        (Tinted("thiếu", "FFC7CE"), "=Sổ họp", Tinted(3, "C6EFCE"), "H1-1.1-02", "c3d4"),
    )
    return Sheet(
        "Khay: chờ [xếp] mã", columns, rows, (Line("Khay chờ xếp mã", bold=True, size=14, align="center"),)
    )


def register() -> Sheet:
    columns = (Column("Tiêu chí", 12, merged=True), Column("Tên minh chứng", 40), Column("Ghi chú", 20))
    rows = (*((("1.1", text, "")) for text in FORMULAS), ("1.2", "Sổ\ntheo dõi", 'gọi là "sổ" & <dấu>'))
    return Sheet("Danh mục", columns, rows, (Line("TRƯỜNG THCS", bold=True),), (Line("Tổng cộng: 10"),))


def test_text_in_excel_is_text_whatever_it_looks_like(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "a.xlsx", [register()])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    (table,) = read_tables(tmp_path / "a.xlsx")
    assert [row.cells[1] for row in table.rows[2:-2]] == list(FORMULAS)
    assert all(not row.numeric for row in table.rows)
    assert table.rows[-2].cells == ("1.2", "Sổ\ntheo dõi", 'gọi là "sổ" & <dấu>')
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {cell.number_format for row in sheet["B3:C12"] for cell in row} == {"@"}


def test_a_sheet_to_print_fills_a4_with_its_headings_on_each_page(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "a.xlsx", [register()])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$2", "A3")
    assert sheet["B2"].font.name == "Times New Roman"
    assert sheet["B3"].border.left.style == "thin"
    assert [str(cells) for cells in sheet.merged_cells.ranges if "A3" in str(cells)] == ["A3:A11"]
    assert sheet.row_dimensions[12].height > sheet.row_dimensions[3].height


def test_a_sheet_to_fill_in_has_pictures_a_drop_down_and_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "khay.xlsx"
    xlsx.write(path, [tray()], {"tray": "7f3a", "kho": "Kim Sơn"})
    assert xlsx.properties(path) == {"tray": "7f3a", "kho": "Kim Sơn"}
    made = openpyxl.load_workbook(path)
    sheet = made.worksheets[0]
    assert sheet.title == "Khay  chờ  xếp  mã"
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.showErrorMessage) == ("D3:D4", "_lists!$A$1:$A$59", False)
    assert made["_lists"].sheet_state == "veryHidden"
    assert [cell.value for cell in made["_lists"]["A"]][:2] == ["H1-1.1-01", "H1-1.1-02"]
    assert len(sheet._images) == 1
    assert sheet.row_dimensions[3].height >= 48
    assert sheet["B3"].hyperlink.target == "http://kho.local/d/12"
    assert (sheet["C3"].value, sheet["C4"].value) == (12, 3)
    assert sheet["A4"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet.column_dimensions["E"].hidden


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_same_sheet_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{suffix}"
        if suffix == "xlsx":
            xlsx.write(path, [register(), tray()], {"b": "1", "a": "2"})
        else:
            word.write(path, register())
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_word_has_the_same_cells_and_repeats_its_headings(tmp_path: Path) -> None:
    word.write(tmp_path / "a.docx", register())
    (table,) = read_tables(tmp_path / "a.docx")
    sheet = register()
    assert [row.cells for row in table.rows[1:]] == list(sheet.rows)
    assert table.rows[0].cells == ("Tiêu chí", "Tên minh chứng", "Ghi chú")
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        document = package.read("word/document.xml").decode()
    assert document.count("<w:tblHeader/>") == 1
    assert 'w:orient="landscape"' in document
    assert "Times New Roman" in zipfile.ZipFile(tmp_path / "a.docx").read("word/styles.xml").decode()


def test_word_leaves_out_what_it_cannot_show(tmp_path: Path) -> None:
    word.write(tmp_path / "a.docx", tray())
    (table,) = read_tables(tmp_path / "a.docx")
    assert [row.cells for row in table.rows[1:]] == [
        ("", "KH tự đánh giá", "12", ""), ("thiếu", "=Sổ họp", "3", "H1-1.1-02"),
    ]  # fmt: skip


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    sheet = Sheet("a\x00b", (Column("x\x07y", 10),), (("một\x0bhai\x1f",),), (Line("\ud800Trường"),))
    xlsx.write(tmp_path / "a.xlsx", [sheet])
    word.write(tmp_path / "a.docx", sheet)
    assert read_tables(tmp_path / "a.xlsx")[0].rows[-1].cells == ("mộthai",)
    assert read_tables(tmp_path / "a.docx")[0].rows[-1].cells == ("mộthai",)


def filled(path: Path) -> list[list[str]]:
    return [[cell for cell in row.cells if cell] for row in read_tables(path)[0].rows]


def test_libreoffice_opens_both_as_they_were_written(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "a.xlsx", [register(), tray()], {"tray": "7f3a"})
    word.write(tmp_path / "b.docx", register())
    for name, to in (("a.xlsx", "xlsx"), ("b.docx", "docx")):
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", to,
             "--outdir", tmp_path / "again", tmp_path / name],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        # What looks like a character written by its number LibreOffice itself writes anew as one.
        before, after = (
            [row for row in filled(folder / name) if row[-1] not in ("_x0041_", "_x005F_x0041_", "A")]
            for folder in (tmp_path, tmp_path / "again")
        )
        assert after == before
    # What marks a workbook survives a clerk who works with LibreOffice.
    assert xlsx.properties(tmp_path / "again" / "a.xlsx") == {"tray": "7f3a"}
