"""The register goes out and comes back: by Excel, Word and CSV the same, cell by cell and row by row."""

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.codes import EvidenceCode
from archive.evidence.register import Printed, Row, Source, read_register, table_of
from archive.evidence.standards import Edition
from archive.evidence.tables import Table, TableRow
from archive.tables import comma, word, xlsx
from archive.tables.read import read_tables
from archive.tables.register_sheet import register_sheet
from archive.tables.sheet import writable
from tests.register_files import HEADINGS, ROWS, book, first, pdf, saved
from tests.register_files import word as word_file

TT18 = load_edition("tt18-2018-thcs")
TT57 = load_edition("tt57-2026-pho-thong")
EDITIONS = (TT18, TT57)

LETTERS = "abc ắệữĐờ =+-@'\";,|[](){}<>&\\\t\n01.:/_x\u0301\u00a0…–"
PHRASES = (
    "Tổng cộng", "Hiệu trưởng", "Tiêu chí 1.2", "Tiêu chuẩn 1", "Mã minh chứng", "Đã mã hóa [H1-1.1-01]",
    "Dùng chung", "=SUM(A1:A9)", "1.10", "31/02/2022", "Năm học 2021-2022", "[H1-1.1-01]", "MC.1.1.01",
    "_x0041_", "Mức 1", "#REF!", "Số 226/KH-THCSKS ngày 03/10/2022", "Sổ\n  theo dõi",
)  # fmt: skip


def clean(text: str) -> str:
    return writable(unicodedata.normalize("NFC", text)).strip()


texts = st.one_of(st.sampled_from(PHRASES), st.text(LETTERS, max_size=30)).map(clean)
notes = st.text(LETTERS, max_size=30).map(clean)


@st.composite
def registers(draw: st.DrawFn, edition: Edition) -> tuple[Row, ...]:
    criteria = [criterion.id for criterion in edition.criteria]
    style = edition.code_style
    codes = st.builds(
        EvidenceCode,
        st.sampled_from(criteria),
        st.integers(1, 120),
        st.integers(1, 12) if style.has_box else st.none(),
    )
    rows = []
    for code in sorted(
        draw(st.sets(codes, max_size=8)), key=lambda code: (code.criterion, code.number, code.box or 0)
    ):
        further = draw(st.sets(st.sampled_from(criteria), max_size=3)) - {code.criterion}
        old = draw(st.sampled_from(("", "H2-1.10-03", "MC.4.3.07")))
        said = [draw(one) for one in (texts, texts, texts, notes, notes, notes)]
        rows.append(Row(style.plain_of(code), *said, old, tuple(map(str, sorted(further)))))
    return tuple(rows)


def written(printed: Printed, edition: Edition, path: Path) -> Path:
    if path.suffix == ".csv":
        comma.write(path, printed.headings, printed.rows)
    else:
        sheet = register_sheet(
            printed, edition, "Trường THCS Kim Sơn", f"Danh mục này có {len(printed.rows)} dòng."
        )
        if path.suffix == ".docx":
            word.write(path, sheet)
        else:
            xlsx.write(path, [sheet])
    return path


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv"])
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_export_comes_back_as_it_was(suffix: str, edition: Edition, data: st.DataObject) -> None:
    rows = data.draw(registers(edition))
    printed = table_of(rows, edition)
    with tempfile.TemporaryDirectory() as folder:
        (table,) = read_tables(written(printed, edition, Path(folder) / f"danh muc{suffix}"))
    width = len(printed.headings)
    cells = [(*row.cells, *[""] * width)[:width] for row in table.rows]
    begin = cells.index(printed.headings)
    assert cells[begin : begin + 1 + len(printed.rows)] == [printed.headings, *printed.rows]
    register = read_register((table,), EDITIONS)
    assert register.rows == rows
    assert table_of(register.rows, edition) == printed


NOTE = (
    "Mã cũ H2-1.1-05, H2-1.1-06\nNơi lưu: tủ 2\n  ngăn 1\nDo cô Lan giữ tại văn phòng; Dùng cho tiêu chí: 2.3"
)

CELLS = st.sampled_from((
    "", "", "", "1", "1.1", "1.10", "TC 2.3", "1.99", "[H1-1.1-01]", "[H1-1.10-01]", "h2-2.3-4", "H1-1.1-01a",
    "H1-1.1-01; H1-1.1-02", "MC.1.1.01", "?", "Kế hoạch", "Biên bản họp", "Năm học 2021-2022", "Dùng chung",
    "Đã mã hóa [H1-1.1-01]", "Mã cũ: H1-1.1-03", NOTE, "Tổng cộng", "HIỆU TRƯỞNG",
    "Trần Văn Minh", "Mức 1", "(3)",
    "Tiêu chuẩn 2: Cán bộ", "Tiêu chí 1.10", *HEADINGS[2:4],
))  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, ...]:
    made = []
    for name in ("1", "2", "3")[: draw(st.integers(1, 3))]:
        rows = [HEADINGS] if draw(st.booleans()) else []
        rows += draw(st.lists(st.tuples(*[CELLS] * 7), max_size=8))
        places = st.frozensets(st.integers(0, 6), max_size=3)
        made.append(
            Table(
                name,
                tuple(
                    TableRow(number, row, draw(places), draw(places), draw(places))
                    for number, row in enumerate(rows, 1)
                    if any(row)
                ),
            )
        )
    return tuple(made)


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_row_of_any_table_is_accounted_for(made: tuple[Table, ...]) -> None:
    register = read_register(made, EDITIONS)
    every = {Source(table.name, row.number) for table in made for row in table.rows}
    said = {Source(one.table, one.row) for one in register.findings if one.row}
    reused = {source for source, _ in register.reused}
    passed = {source for source, _ in register.passed}
    assert every <= said | passed | reused | set(register.sources)
    # Each is one thing: a row, a further use, or none of both.
    assert len(register.sources) == len(register.rows) == len({row.code for row in register.rows})
    assert not passed & (reused | set(register.sources))
    assert not reused & set(register.sources)


@given(tables())
@settings(max_examples=80, deadline=None)
def test_what_was_read_out_of_any_table_is_read_the_same_again(made: tuple[Table, ...]) -> None:
    register = read_register(made, EDITIONS)
    edition = TT57 if register.edition_id == TT57.id else TT18
    printed = table_of(register.rows, edition)
    lines = enumerate((printed.headings, *printed.rows), 1)
    again = read_register((Table("", tuple(TableRow(number, row) for number, row in lines)),), EDITIONS)
    assert sorted(again.rows, key=str) == sorted(register.rows, key=str)
    assert table_of(again.rows, edition) == printed


def test_the_same_register_is_read_from_files_of_any_kind(tmp_path: Path) -> None:
    made = book((("DANH MỤC MÃ MINH CHỨNG",), HEADINGS, *ROWS), ("A1:G1", "A3:A4", "A5:A6"))
    (tmp_path / "a.xlsx").write_bytes(saved(made))
    (tmp_path / "a.docx").write_bytes(word_file((HEADINGS, *ROWS), merged=((0, 1, 2),)))
    (tmp_path / "a.pdf").write_bytes(pdf((HEADINGS, *ROWS), merged=((0, 1, 2),)))
    comma.write(tmp_path / "a.csv", HEADINGS, ROWS)
    found = {path.suffix: read_register(read_tables(path), EDITIONS) for path in sorted(tmp_path.iterdir())}
    assert len(found) == 4
    assert {register.rows for register in found.values()} == {found[".xlsx"].rows}
    assert [row.code for row in found[".xlsx"].rows] == ["H1-1.1-01", "H1-1.1-02", "H1-1.10-01"]
    assert [register.findings for register in found.values()] == [()] * 4


def test_what_excel_made_of_a_criterion_is_found_in_a_true_file(tmp_path: Path) -> None:
    made = book((HEADINGS, (1.9, 1, "[H1-1.9-01]", "Quy chế", "Năm học 2021-2022", "Trường", None),
                 (1.1, 1, "[H1-1.10-01]", "Phương án", "Năm học 2021-2022", "Trường", None)))  # fmt: skip
    (tmp_path / "a.xlsx").write_bytes(saved(made))
    (finding,) = read_register(read_tables(tmp_path / "a.xlsx"), EDITIONS).findings
    assert (finding.kind, finding.row) == ("criterion-lost-zero", 3)
    first(made)["A3"].number_format = "0.00"
    (tmp_path / "a.xlsx").write_bytes(saved(made))
    assert read_register(read_tables(tmp_path / "a.xlsx"), EDITIONS).findings == ()
