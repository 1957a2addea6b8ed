"""Reading Word: the tables as they show themselves."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml

from archive.evidence.tables import Table
from archive.tables.read import read_tables
from archive.tables.table import TableFault
from tests.builders import picture
from tests.builders import word as paragraphs
from tests.register_files import HEADINGS, ROWS, replaced, word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(tmp_path: Path, data: bytes) -> tuple[Table, ...]:
    path = tmp_path / "danh muc.docx"
    path.write_bytes(data)
    return read_tables(path)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_a_table_is_read_with_the_paragraph_before_it(tmp_path: Path) -> None:
    (table,) = read(tmp_path, word((HEADINGS, *ROWS), "Tiêu chuẩn 1: Tổ chức"))
    assert (table.name, table.unit, table.caption) == ("1", "table", "Tiêu chuẩn 1: Tổ chức")
    assert cells(table) == [HEADINGS, *ROWS]


def test_cells_merged_downwards_and_across_are_repeated(tmp_path: Path) -> None:
    (table,) = read(tmp_path, word((("1.1", "a"), ("", "b"), ("1.2", "c")), merged=((0, 0, 1),)))
    assert cells(table) == [("1.1", "a"), ("1.1", "b"), ("1.2", "c")]
    assert [sorted(row.repeated) for row in table.rows] == [[], [0], []]
    document = docx.Document()
    wide = document.add_table(1, 3)
    wide.cell(0, 0).merge(wide.cell(0, 1)).text = "Tiêu chí 1.1"
    wide.cell(0, 2).text = "x"
    stream = io.BytesIO()
    document.save(stream)
    (table,) = read(tmp_path, stream.getvalue())
    assert cells(table) == [("Tiêu chí 1.1", "Tiêu chí 1.1", "x")]
    assert table.rows[0].repeated == {1}


def test_deleted_text_is_gone_and_inserted_text_is_there(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    for xml in (
        f"<w:del {_W}><w:r><w:delText>cũ</w:delText></w:r></w:del>",
        f"<w:ins {_W}><w:r><w:t>[H1</w:t><w:noBreakHyphen/><w:t>1.1-01]</w:t></w:r></w:ins>",
        f"<w:r {_W}><w:br/><w:t>dòng hai</w:t></w:r>",
    ):
        cell.paragraphs[0]._p.append(parse_xml(xml))
    stream = io.BytesIO()
    document.save(stream)
    (table,) = read(tmp_path, stream.getvalue())
    assert cells(table) == [("[H1-1.1-01]\ndòng hai", "")]


def test_a_table_within_a_table_is_one_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "Khung"
    inner = outer.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Mã", "Tên"
    stream = io.BytesIO()
    document.save(stream)
    framed, table = read(tmp_path, stream.getvalue())
    assert cells(framed) == [("Khung\n",)]
    assert cells(table) == [("Mã", "Tên")]


def test_rows_in_a_content_control_are_read(tmp_path: Path) -> None:
    data = replaced(
        word(ROWS[:2]), document_xml=("</w:tblGrid><w:tr>", "</w:tblGrid><w:sdt><w:sdtContent><w:tr>")
    )
    data = replaced(data, document_xml=("</w:tr></w:tbl>", "</w:tr></w:sdtContent></w:sdt></w:tbl>"))
    assert cells(read(tmp_path, data)[0]) == list(ROWS[:2])


def test_a_document_with_macros_is_data_like_any_other(tmp_path: Path) -> None:
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = replaced(
        word(ROWS), _Content_Types__xml=(plain, "application/vnd.ms-word.document.macroEnabled.main+xml")
    )
    assert cells(read(tmp_path, data)[0]) == list(ROWS)


def test_a_table_that_is_a_picture_is_said_to_be_none(tmp_path: Path) -> None:
    document = docx.Document()
    stream = io.BytesIO()
    picture("Mã minh chứng").save(stream, "PNG")
    document.add_picture(stream)
    data = io.BytesIO()
    document.save(data)
    for document_bytes in (data.getvalue(), paragraphs("Danh mục mã minh chứng")):
        with pytest.raises(TableFault) as fault:
            read(tmp_path, document_bytes)
        assert fault.value.key == "no-table"


def test_a_cell_that_claims_to_be_endless_is_a_fault(tmp_path: Path) -> None:
    data = replaced(word(ROWS), document_xml=("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2147483647"/>'))
    with pytest.raises(TableFault) as fault:
        read(tmp_path, data)
    assert fault.value.key == "broken"


def test_a_broken_document_is_a_fault(tmp_path: Path) -> None:
    for data in (word(ROWS)[:2000], replaced(word(ROWS), document_xml=("<w:body>", "<w:bodie>"))):
        with pytest.raises(TableFault) as fault:
            read(tmp_path, data)
        assert fault.value.key == "broken"
