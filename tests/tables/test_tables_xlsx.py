"""Reading Excel: what is shown is what is read, whatever the workbook."""

import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from archive.evidence.tables import Table
from archive.tables.read import read_tables
from archive.tables.table import TableFault
from tests.register_files import HEADINGS, ROWS, book, first, long_book, replaced, saved


def read(tmp_path: Path, data: bytes, name: str = "danh muc.xlsx") -> tuple[Table, ...]:
    path = tmp_path / name
    path.write_bytes(data)
    return read_tables(path)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_numbers_and_days_are_read_as_they_are_shown(tmp_path: Path) -> None:
    made = book([(1.1, 1.1, 10, 0.5, 1234567, 226, datetime(2022, 10, 3), datetime(2022, 9, 1), True)])
    forms = ("General", "0.00", '"1."00', "0%", "#,##0", "00000", "dd/mm/yyyy", "mm/yyyy", "General")
    for cell, form in zip(first(made)[1], forms, strict=True):
        cell.number_format = form
    (table,) = read(tmp_path, saved(made))
    assert table.rows[0].cells == (
        "1.1", "1.10", "1.10", "50%", "1,234,567", "00226", "03/10/2022", "09/2022", "TRUE",
    )  # fmt: skip
    # That the first was a number is how its lost zero is found out.
    assert table.rows[0].numeric == frozenset(range(6)) | {8}


def test_merged_cells_are_repeated_over_their_span(tmp_path: Path) -> None:
    rows = [("DANH MỤC", None, None), ("1.1", "a", "x"), (None, "b", "y"), (None, "c", "z")]
    (table,) = read(tmp_path, saved(book(rows, ("A1:C1", "A2:A4"))))
    assert cells(table) == [
        ("DANH MỤC", "DANH MỤC", "DANH MỤC"), ("1.1", "a", "x"), ("1.1", "b", "y"), ("1.1", "c", "z"),
    ]  # fmt: skip
    assert [sorted(row.repeated) for row in table.rows] == [[1, 2], [], [0], [0]]


def test_a_row_that_only_a_merged_cell_reaches_is_empty(tmp_path: Path) -> None:
    rows = [("1.1", "a"), (None, None), ("1.2", "b")]
    (table,) = read(tmp_path, saved(book(rows, ("A1:A2",))))
    assert [(row.number, row.cells) for row in table.rows] == [(1, ("1.1", "a")), (3, ("1.2", "b"))]


def test_a_formula_gives_its_saved_value_or_says_that_it_has_none(tmp_path: Path) -> None:
    data = saved(book([("1.1", "=1+1", "=2+2"), ("1.2", '=""', "c")]))
    data = replaced(data, sheet1_xml=("<f>2+2</f><v></v>", "<f>2+2</f><v>4</v>"))
    data = replaced(data, sheet1_xml=('<c r="B2"><f>""</f><v></v>', '<c r="B2" t="str"><f>""</f><v></v>'))
    (table,) = read(tmp_path, data)
    assert cells(table) == [("1.1", "", "4"), ("1.2", "", "c")]
    assert [sorted(row.unvalued) for row in table.rows] == [[1], []]


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    made = book(ROWS)
    for name, state in (("Nháp", "hidden"), ("Cũ", "veryHidden")):
        sheet = made.create_sheet(name)
        sheet.append(["[H1-1.1-09]"])
        sheet.sheet_state = state
    tables = read(tmp_path, saved(made))
    assert [(table.name, table.kind, len(table.rows)) for table in tables] == [
        ("Danh mục", "shown", 4), ("Nháp", "hidden", 0), ("Cũ", "hidden", 0),
    ]  # fmt: skip


def test_a_workbook_with_macros_is_data_like_any_other(tmp_path: Path) -> None:
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    data = replaced(saved(book(ROWS)), _Content_Types__xml=(plain, macros))
    assert len(read(tmp_path, data, "danh muc.xlsm")[0].rows) == 4


def test_a_wrong_size_in_the_sheet_loses_nothing(tmp_path: Path) -> None:
    data = replaced(saved(book(ROWS)), sheet1_xml=('<dimension ref="A1:G4"', '<dimension ref="A1"'))
    (table,) = read(tmp_path, data)
    assert [row.cells[2] for row in table.rows][:3] == ["[H1-1.1-01]", "[H1-1.1-02]", "[H1-1.10-01]"]


def test_letters_are_composed_and_lines_end_in_one_way(tmp_path: Path) -> None:
    (table,) = read(tmp_path, saved(book([("Tie\u0302u chi\u0301", "a\r\nb", "c_x000D_\nd")])))
    assert cells(table) == [("Tiêu chí", "a\nb", "c\nd")]


def test_fifty_thousand_rows_are_read_in_seconds(tmp_path: Path) -> None:
    data = long_book(50_000)
    started = time.process_time()
    (table,) = read(tmp_path, data)
    assert time.process_time() - started < 30
    assert len(table.rows) == 50_001
    assert table.rows[0].cells == HEADINGS
    assert (table.rows[-1].number, table.rows[-1].cells[2]) == (50_001, "[H56-1.6-500]")


def test_more_rows_than_any_register_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.tables.table.MOST_ROWS", 3)
    with pytest.raises(TableFault) as fault:
        read(tmp_path, saved(book(ROWS)))
    assert fault.value.key == "too-large"


def test_merged_cells_without_end_are_refused(tmp_path: Path) -> None:
    made = book([(str(number),) for number in range(3000)])
    spans = "".join(f'<mergeCell ref="A{row}:IV1048576"/>' for row in range(1, 3000))
    data = replaced(saved(made), sheet1_xml=("</sheetData>", f"</sheetData><mergeCells>{spans}</mergeCells>"))
    with pytest.raises(TableFault) as fault:
        read(tmp_path, data)
    assert fault.value.key == "too-large"


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(1 << 20))
    with pytest.raises(TableFault) as fault:
        read_tables(path)
    assert fault.value.key == "too-large"


@pytest.mark.parametrize("keep", [100, 2000, -200])
def test_a_broken_workbook_is_a_fault_and_no_crash(tmp_path: Path, keep: int) -> None:
    with pytest.raises(TableFault) as fault:
        read(tmp_path, saved(book(ROWS))[:keep])
    assert fault.value.key == "broken"


def test_text_where_a_number_is_due_is_a_fault(tmp_path: Path) -> None:
    data = replaced(saved(openpyxl.Workbook()), workbook_xml=("<sheets>", "<sheets><oops/>"))
    with pytest.raises(TableFault):
        read(tmp_path, data)
