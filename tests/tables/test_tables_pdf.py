"""Reading PDF: ruled tables, over as many pages as they take."""

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.evidence.tables import Table
from archive.tables.read import read_tables
from archive.tables.table import TableFault
from tests.builders import pdf as text_pdf
from tests.builders import picture
from tests.register_files import HEADINGS, ROWS, pdf


def read(tmp_path: Path, data: bytes) -> tuple[Table, ...]:
    path = tmp_path / "danh muc.pdf"
    path.write_bytes(data)
    return read_tables(path)


def scan(tmp_path: Path) -> bytes:
    path = tmp_path / "scan.pdf"
    picture("Mã minh chứng").save(path, "PDF")
    return path.read_bytes()


def test_a_table_is_read_by_its_rules(tmp_path: Path) -> None:
    (table,) = read(tmp_path, pdf((HEADINGS, *ROWS)))
    assert (table.name, table.unit) == ("1", "page")
    assert [row.cells for row in table.rows] == [HEADINGS, *ROWS]


def test_cells_merged_downwards_are_repeated(tmp_path: Path) -> None:
    rows = (HEADINGS, ROWS[0], ROWS[1], ROWS[2])
    (table,) = read(tmp_path, pdf(rows, merged=((0, 1, 2), (5, 1, 3))))
    assert [row.cells[0] for row in table.rows[1:]] == ["1.1", "1.1", "1.10"]
    assert [row.cells[5] for row in table.rows[1:]] == ["Trường THCS"] * 3
    assert [sorted(row.repeated) for row in table.rows] == [[], [], [0, 5], [5]]


def test_each_page_has_its_own_table(tmp_path: Path) -> None:
    rows = [HEADINGS] + [(str(number), *ROWS[0][1:]) for number in range(60)]
    tables = read(tmp_path, pdf(rows))
    assert [table.name for table in tables] == ["1", "2", "3"]
    assert all(table.rows[0].cells == HEADINGS for table in tables)
    assert sum(len(table.rows) - 1 for table in tables) == 60


def test_a_page_that_is_a_picture_is_named(tmp_path: Path) -> None:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for data in (pdf((HEADINGS, *ROWS)), scan(tmp_path)):
        whole.import_pages(pypdfium2.PdfDocument(data))
    whole.save(tmp_path / "both.pdf")
    tables = read(tmp_path, (tmp_path / "both.pdf").read_bytes())
    assert [(table.name, table.kind, len(table.rows)) for table in tables] == [
        ("1", "shown", 5), ("2", "picture", 0),
    ]  # fmt: skip


def locked() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="mật khẩu")
    canvas.drawString(72, 700, "Ma minh chung")
    canvas.save()
    return stream.getvalue()


def test_without_any_table_the_fault_says_what_there_is(tmp_path: Path) -> None:
    cases = (
        (scan(tmp_path), "picture"),
        (text_pdf(), "no-table"),
        (pdf(ROWS)[:900], "broken"),
        (locked(), "locked"),
    )
    for data, key in cases:
        with pytest.raises(TableFault) as fault:
            read(tmp_path, data)
        assert fault.value.key == key
