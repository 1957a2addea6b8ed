"""Reading a register: nothing is dropped, nothing is settled silently."""

import time
from collections.abc import Sequence
from itertools import permutations

import pytest

from archive.editions.load import load_edition
from archive.evidence.register import (
    FINDING_KINDS,
    ROW_FIELDS,
    Finding,
    Register,
    Row,
    Source,
    compare,
    read_register,
    table_of,
)
from archive.evidence.tables import Table, TableRow
from archive.wording import LANGUAGES, load_wording
from tests.register_files import HEADINGS, ROWS

TT18 = load_edition("tt18-2018-thcs")
TT57 = load_edition("tt57-2026-pho-thong")
EDITIONS = (TT18, TT57)


def table(
    *rows: Sequence[str], name: str = "Danh mục", numeric: Sequence[int] = (), caption: str = ""
) -> Table:
    """A table of these rows, empty ones left out; ``numeric`` are rows whose first cell is a number."""
    return Table(
        name,
        tuple(
            TableRow(number, tuple(row), frozenset({0} if number in numeric else ()))
            for number, row in enumerate(rows, 1)
            if any(row)
        ),
        caption=caption,
    )


def piece(
    code: str,
    title: str = "Kế hoạch",
    dated: str = "Năm học 2021-2022",
    criterion: str = "",
    note: str = "",
) -> tuple[str, ...]:
    """A row of the seven columns."""
    return (criterion, "1", code, title, dated, "Trường THCS", note)


def read(*tables: Table) -> Register:
    register = read_register(tables, EDITIONS)
    assert_nothing_is_dropped(tables, register)
    return register


def assert_nothing_is_dropped(tables: Sequence[Table], register: Register) -> None:
    every = {Source(table.name, row.number) for table in tables for row in table.rows}
    said = {Source(one.table, one.row) for one in register.findings if one.row}
    taken = {*register.sources, *(source for source, _ in (*register.reused, *register.passed))}
    assert every <= said | taken
    for one in register.findings:
        # Each can be said.
        assert load_wording("vi").say(f"register_finding.{one.kind}", **one.words)
    assert len(register.sources) == len(register.rows)


def only(register: Register, *kinds: str) -> list[Finding]:
    """The findings, of these kinds and no others."""
    assert sorted({one.kind for one in register.findings}) == sorted(set(kinds)), register.findings
    return [one for one in register.findings if one.kind in kinds]


def test_the_seven_columns_are_read() -> None:
    register = read(table(("DANH MỤC MÃ MINH CHỨNG",), HEADINGS, *ROWS))
    assert register.rows == (
        Row(
            "H1-1.1-01",
            "Kế hoạch chiến lược",
            "Số 12/KH-THCSKS ngày 05/9/2020",
            "Trường THCS",
            criteria=("1.10",),
        ),
        Row("H1-1.1-02", "Quyết định phê duyệt", "Số 45/QĐ-UBND ngày 20/9/2020", "UBND huyện"),
        Row("H1-1.10-01", "Phương án an ninh", "Năm học 2021-2022", "Trường THCS", "Bản sao"),
    )
    assert register.edition_id == "tt18-2018-thcs"
    assert register.sources == (Source("Danh mục", 3), Source("Danh mục", 4), Source("Danh mục", 5))
    assert register.reused == ((Source("Danh mục", 6), "H1-1.1-01"),)
    assert register.passed == ((Source("Danh mục", 1), "before"), (Source("Danh mục", 2), "heading"))
    assert register.findings == ()


def test_the_five_columns_of_tt57_are_read() -> None:
    headings = TT57.register.headings
    register = read(
        table(
            headings,
            ("1", "MC.1.1.01", "Kế hoạch phát triển", "PDF, thư mục TC1", "Mã cũ: [H1-1.1-01]"),
            (
                "2",
                "(MC.1.2.01)",
                "Quyết định phân công",
                "Lưu tại phòng văn thư",
                "Dùng cho tiêu chí: 2.1, 2.2",
            ),
        )
    )
    assert register.edition_id == "tt57-2026-pho-thong"
    assert register.rows == (
        Row("MC.1.1.01", "Kế hoạch phát triển", location="PDF, thư mục TC1", old_code="H1-1.1-01"),
        Row("MC.1.2.01", "Quyết định phân công", location="Lưu tại phòng văn thư", criteria=("2.1", "2.2")),
    )
    assert register.findings == ()


@pytest.mark.parametrize(
    "headings",
    [
        [("TIÊU CHÍ", "STT", "MÃ MC", "TÊN MC", "SỐ/NGÀY BAN HÀNH", "NƠI BAN HÀNH", "GHI CHÚ")],
        [("Tieu chi", "TT", "Ma minh chung", "Ten minh chung", "Thoi gian", "Co quan ban hanh", "Ghi chu")],
        [("Tiêu chí", "TT", "Minh chứng", "Minh chứng", "Minh chứng", "Nơi ban hành", "Ghi chú"),
         ("Tiêu chí", "TT", "Mã", "Tên", "Số, ngày", "Nơi ban hành", "Ghi chú")],
        [HEADINGS, ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)")],
        [("Tiêu\nchí", "Số\nTT", "Mã minh\nchứng", "Tên minh\nchứng", "Số,\nngày", "Nơi ban hành", "")],
    ],
)  # fmt: skip
def test_headings_are_known_in_many_spellings(headings: list[tuple[str, ...]]) -> None:
    register = read(table(*headings, piece("[H1-1.1-01]", criterion="Tiêu chí 1.1")))
    assert register.rows == (Row("H1-1.1-01", "Kế hoạch", "Năm học 2021-2022", "Trường THCS"),)
    assert register.findings == ()


def test_columns_may_stand_in_any_order() -> None:
    order = (3, 6, 2, 0, 5, 4, 1)
    rows = [[row[place] for place in order] for row in (HEADINGS, *ROWS)]
    assert read(table(*rows)).rows == read(table(HEADINGS, *ROWS)).rows


def test_two_columns_of_one_field_are_joined_and_strange_ones_go_to_the_note() -> None:
    register = read(
        table(
            ("Mã MC", "Tên minh chứng", "Số hiệu", "Ngày ban hành", "Số tờ", "Ghi chú"),
            ("H1-1.1-01", "Kế hoạch", "226/KH-THCS", "03/10/2022", "12", "Bản sao"),
        )
    )
    assert register.rows == (
        Row("H1-1.1-01", "Kế hoạch", "226/KH-THCS, 03/10/2022", note="Bản sao\nSố tờ: 12"),
    )
    (finding,) = only(register, "column-unknown")
    assert (finding.row, finding.values) == (2, {"column": "Số tờ"})


def test_rows_over_parts_say_the_criterion() -> None:
    wide = "Tiêu chuẩn 1: Tổ chức và quản lý nhà trường"
    register = read(
        table(
            HEADINGS,
            (wide,) * 7,
            ("Tiêu chí 1.2: Hội đồng trường",),
            ("", "Mức 1"),
            piece("[H1-1.2-01]"),
            ("Tiêu chí 3",),
            piece("[H1-1.3-01]", title="Nghị quyết"),
            piece("[H1-1.2-01]"),
        )
    )
    assert [(row.code, row.criteria) for row in register.rows] == [("H1-1.2-01", ("1.3",)), ("H1-1.3-01", ())]
    assert [why for _, why in register.passed] == ["heading", "standard", "criterion", "level", "criterion"]
    assert register.findings == ()


def test_pages_of_a_pdf_go_on_where_the_last_ended() -> None:
    first = table(HEADINGS, piece("[H1-1.1-01]", criterion="1.1"), name="1")
    second = table(HEADINGS, piece("[H1-1.1-02]", title="Biên bản"), name="2")
    again = piece("", criterion="1.2", note="Đã mã hóa H1-1.1-01")
    third = table(piece("[H1-1.1-03]", title="Báo cáo"), again, name="3")
    register = read(first, second, third)
    assert [row.code for row in register.rows] == ["H1-1.1-01", "H1-1.1-02", "H1-1.1-03"]
    assert register.rows[0].criteria == ("1.2",)
    assert register.findings == ()


def test_the_end_is_passed_over_and_what_comes_after_it_is_said() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", criterion="1.1"),
            ("Tổng cộng: 1 minh chứng",),
            ("", "", "NGƯỜI LẬP", "", "", "HIỆU TRƯỞNG", ""),
            ("", "", "", "", "Kim Sơn, ngày 03 tháng 10 năm 2022", "", ""),
            ("", "", "Nguyễn Thị Lan", "", "", "Trần Văn Minh", ""),
            piece("[H1-1.1-02]", title="Bổ sung"),
            piece("", title="Sổ theo dõi, chưa có mã"),
        )
    )
    assert [row.code for row in register.rows] == ["H1-1.1-01", "H1-1.1-02"]
    assert [why for _, why in register.passed] == ["heading", "total", "end", "end", "end"]
    assert [one.row for one in only(register, "row-after-end")] == [7, 8]


def test_a_piece_used_again_serves_further_criteria() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", title="Kế hoạch chiến lược", criterion="1.1"),
            piece("[H1-1.1-01]", title="Kế hoạch chiến lược", criterion="1.3"),
            piece("", title="Kế hoạch chiến lược", criterion="1.10", note="Đã mã hóa [H1-1.1-01]"),
            piece("Dùng chung H1-1.1-01", title="Kế hoạch chiến lược", criterion="2.1"),
            piece("", title="Kế hoạch chiến lược", criterion="2.2", note="Dùng chung"),
            piece("[H1-1.2-01]", title="Biên bản", criterion="1.2; 1.4"),
        )
    )
    assert [(row.code, row.criteria) for row in register.rows] == [
        ("H1-1.1-01", ("1.3", "1.10", "2.1", "2.2")),
        ("H1-1.2-01", ("1.4",)),
    ]
    (finding,) = only(register, "reuse-by-title")
    assert (finding.row, finding.code) == (6, "H1-1.1-01")


def test_where_a_use_again_tells_another_tale_the_first_row_stays() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Kế hoạch chiến lược phát triển", criterion="1.1"),
            piece("[H1-1.1-01]", "Kế hoạch chiến lược phát triển nhà trường", "Năm học 2020-2021", "1.3"),
            piece(
                "",
                "Kế hoạch chiến lược phát triển",
                criterion="1.4",
                note="Đã mã hóa H1-1.1-01; bản in ở tủ 2",
            ),
        )
    )
    assert register.rows[0].title == "Kế hoạch chiến lược phát triển"
    drift, differs, note = only(register, "title-drift", "reuse-differs", "reuse-note")
    assert (drift.row, drift.values["first"], drift.values["other"]) == (
        3, 2, "Kế hoạch chiến lược phát triển nhà trường",
    )  # fmt: skip
    assert (differs.row, differs.values["field"], differs.values["after"]) == (
        3,
        "dated",
        "Năm học 2020-2021",
    )
    assert (note.row, note.code) == (4, "H1-1.1-01")


def test_codes_that_are_not_sure_are_never_taken() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", criterion="1.1"),
            piece("H1-1.1-02a"),
            piece("[H1-1.1-03]; [H1-1.1-04]"),
            piece("minh chứng 5"),
            piece("", title="Sổ nghị quyết"),
            piece("", title="Kế hoạch"),
            piece("", title="[H1-1.1-06] Nghị quyết"),
            piece("H1-1.11-01"),
            piece("", note="Đã mã hóa [H5-5.1-01]"),
            piece("MC.1.1.01"),
        )
    )
    assert [row.code for row in register.rows] == ["H1-1.1-01"]
    found = {one.row: (one.kind, one.values.get("readings")) for one in register.findings}
    assert found[3] == ("code-doubtful", "H1-1.1-02")
    assert found[4] == ("code-doubtful", "H1-1.1-03, H1-1.1-04")
    assert found[5] == ("code-unreadable", None)
    assert found[6] == ("code-missing", None)
    assert found[7] == ("code-missing-like", None)
    assert found[8] == ("code-doubtful", "H1-1.1-06")
    assert found[9][0] == "code-doubtful"
    assert "H1-1.1-01" in str(found[9][1])
    assert found[10] == ("reuse-unknown", None)
    assert found[11] == ("code-other-edition", None)
    assert all("Trường THCS" in one.values["text"] for one in register.findings)


def test_one_code_for_two_pieces_is_said() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Kế hoạch chiến lược", criterion="1.1"),
            piece("[H1-1.1-01]", "Biên bản họp tổ"),
            piece("[H1-1.1-01]", "Kế hoạch chiến lược"),
            piece("[H1-1.1-01]", "Ảnh chụp cổng trường", criterion="3.1"),
        )
    )
    assert [(row.code, row.title, row.criteria) for row in register.rows] == [
        ("H1-1.1-01", "Kế hoạch chiến lược", ()),
    ]
    assert [(one.row, one.kind) for one in register.findings] == [
        (3, "code-twice"), (4, "row-twice"), (5, "code-twice"),
    ]  # fmt: skip


def test_papers_under_one_merged_code_are_all_named() -> None:
    first, second = "Kế hoạch năm học 2020-2021", "Kế hoạch năm học 2021-2022"
    rows = tuple(
        TableRow(number, row, repeated=frozenset({2} if number == 3 else ()))
        for number, row in enumerate(
            (HEADINGS, *(piece("[H1-1.1-01]", title) for title in (first, second))), 1
        )
    )
    made = Table("Danh mục", rows)
    (finding,) = only(read(made), "more-papers")
    assert (finding.row, finding.code, finding.values["first"]) == (3, "H1-1.1-01", 2)
    assert second in finding.values["text"]


def test_a_code_under_another_criterion_without_its_own_row_is_said() -> None:
    register = read(table(HEADINGS, piece("[H2-2.1-01]", criterion="2.3")))
    assert register.rows == (
        Row("H2-2.1-01", "Kế hoạch", "Năm học 2021-2022", "Trường THCS", criteria=("2.3",)),
    )
    (finding,) = only(register, "code-against-row")
    assert (finding.row, finding.code, finding.values) == (2, "H2-2.1-01", {"criterion": "2.3"})


@pytest.mark.parametrize("shown", ["1.1", "Tiêu chí 1.1"])
def test_the_zero_that_excel_cut_is_found_by_the_codes(shown: str) -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.9-01]", "Quy chế dân chủ", criterion="1.9"),
            piece("[H1-1.10-01]", "Phương án an ninh", criterion=shown),
            piece("[H1-1.10-02]", "Kế hoạch phòng cháy"),
            piece("[H1-1.9-01]", "Quy chế dân chủ"),
            numeric=(3,),
        )
    )
    assert [(row.code, row.criteria) for row in register.rows] == [
        ("H1-1.9-01", ("1.10",)), ("H1-1.10-01", ()), ("H1-1.10-02", ()),
    ]  # fmt: skip
    (finding,) = only(register, "criterion-lost-zero")
    assert (finding.row, finding.values) == (3, {"written": shown, "criterion": "1.10"})


def test_the_zero_that_excel_cut_is_found_by_the_order() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Chiến lược", criterion="1.1"),
            piece("[H1-1.9-01]", "Quy chế dân chủ", criterion="1.9"),
            piece("", "Quy chế dân chủ", criterion="1.1", note="Đã mã hóa H1-1.9-01"),
            numeric=(2, 3, 4),
        )
    )
    assert register.rows[1].criteria == ("1.10",)
    assert [one.row for one in only(register, "criterion-lost-zero")] == [4]


def test_a_true_criterion_1_1_keeps_its_name() -> None:
    rows = (piece("[H1-1.1-01]", criterion="1.1"), piece("[H1-1.10-01]", "An ninh", criterion="1.10"))
    again = piece("[H1-1.10-01]", "An ninh", criterion="1.1")
    register = read(table(HEADINGS, *rows, again, numeric=(2, 4)))
    assert [(row.code, row.criteria) for row in register.rows] == [
        ("H1-1.1-01", ()),
        ("H1-1.10-01", ("1.1",)),
    ]
    assert register.findings == ()


def test_criteria_that_there_are_not_are_said() -> None:
    register = read(
        table(HEADINGS, piece("[H1-1.1-01]", criterion="1.15"), piece("[H1-1.2-01]", criterion="một"))
    )
    assert [row.criteria for row in register.rows] == [(), ()]
    assert {(one.row, one.kind) for one in register.findings} == {
        (2, "code-against-row"), (2, "criterion-unknown"), (3, "criterion-unknown"),
        (3, "same-paper-two-codes"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("note", "kept", "values"),
    [
        ("Mã cũ: [H1-1-01-01]", "", {"old_code": "H1-1.1-01"}),
        ("Bản sao. Mã cũ H2-1.1-05", "Bản sao. Mã cũ H2-1.1-05", {"old_code": "H2-1.1-05"}),
        ("Lưu tại phòng văn thư", "Lưu tại phòng văn thư", {"keeper": "phòng văn thư"}),
        ("Sổ đang dùng tại lớp 9A, bản giấy", "Sổ đang dùng tại lớp 9A, bản giấy", {"keeper": "lớp 9A"}),
        ("Bản cứng tại thư viện", "Bản cứng tại thư viện", {"keeper": "thư viện"}),
        ("Bản sao. Cô Hà giữ", "Bản sao. Cô Hà giữ", {"keeper": "Cô Hà"}),
        ("Cô Hà giữ chức tổ trưởng", "Cô Hà giữ chức tổ trưởng", {}),
        ("Nơi lưu: Tủ số 2", "", {"location": "Tủ số 2"}),
        ("Do cô Lan giữ", "Do cô Lan giữ", {"keeper": "cô Lan"}),
        ("Người giữ: kế toán", "", {"keeper": "kế toán"}),
        ("Về trình độ cán bộ quản lý", "Về trình độ cán bộ quản lý", {}),
    ],
)
def test_what_notes_say_in_clear_words_is_read(note: str, kept: str, values: dict[str, str]) -> None:
    register = read(table(("Mã MC", "Tên minh chứng", "Ghi chú"), ("H1-1.1-01", "Kế hoạch", note)))
    row = Row(code="H1-1.1-01", title="Kế hoạch", note=kept, **values)  # type: ignore[arg-type]
    assert register.rows == (row,)
    assert register.findings == ()
    printed = table_of(register.rows, TT18)
    assert read(table(printed.headings, *printed.rows)).rows == (row,)


def test_an_old_code_that_cannot_be_read_stays_in_the_note() -> None:
    register = read(table(("Mã MC", "Tên", "Ghi chú"), ("H1-1.1-01", "Kế hoạch", "Mã cũ: XY12")))
    assert register.rows == (Row("H1-1.1-01", "Kế hoạch", note="Mã cũ: XY12"),)
    (finding,) = only(register, "old-code-unreadable")
    assert finding.values == {"written": "XY12"}


def test_of_several_old_codes_one_is_taken_and_the_others_are_said() -> None:
    old = "H1-1.1-05; H1-1.1-06"
    register = read(
        table(
            ("Mã MC", "Tên", "Mã cũ", "Ghi chú"),
            ("H1-1.1-01", "Kế hoạch", old, "Bản sao"),
            ("H1-1.1-02", "Sổ", "", f"Mã cũ: {old}"),
        )
    )
    assert [(row.old_code, row.note) for row in register.rows] == [
        ("H1-1.1-05", f"Bản sao\nMã cũ: {old}"),
        ("H1-1.1-05", f"Mã cũ: {old}"),
    ]
    found = only(register, "old-code-several")
    assert [(one.row, one.values["further"]) for one in found] == [(2, "H1-1.1-06"), (3, "H1-1.1-06")]


LABELLED = (
    "Mã cũ: XY12",
    "Số, ngày ban hành: Số 5/KH",
    "Người giữ: kế toán",
    "Dùng cho tiêu chí: 2.1",
    "Bản sao",
)


@pytest.mark.parametrize("lines", list(permutations(LABELLED, 3)), ids="|".join)
def test_labels_round_an_old_code_that_cannot_be_read_keep_their_order(lines: tuple[str, ...]) -> None:
    first = read_register(
        (table(TT57.register.headings, ("1", "MC.1.1.01", "Kế hoạch", "", "\n".join(lines))),), EDITIONS
    )
    printed = table_of(first.rows, TT57)
    again = read_register((table(printed.headings, *printed.rows),), EDITIONS)
    assert again.rows == first.rows
    assert table_of(again.rows, TT57) == printed


def test_an_export_with_an_unreadable_old_code_is_printed_as_it_was() -> None:
    note = "Bản sao\nSố, ngày ban hành: Số 5/KH\nMã cũ: XY12\nNgười giữ: kế toán"
    row = ("1", "MC.1.1.01", "Kế hoạch", "PDF", note)
    register = read(table(TT57.register.headings, row))
    assert register.rows[0].dated == "Số 5/KH" and register.rows[0].keeper == "kế toán"
    assert table_of(register.rows, TT57).rows == (row,)


def test_lacking_and_impossible_dates_are_said() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Một", "", criterion="1.1"),
            piece("[H1-1.1-02]", "Hai", "Số 226/KH-THCS ngày 31/02/2022"),
            piece("[H1-1.1-03]", "Ba", "Số 227/KH-THCS"),
            piece("[H1-1.1-04]", "Bốn", "Hằng năm"),
            piece("[H1-1.1-05]", ""),
        )
    )
    assert [(one.row, one.kind) for one in register.findings] == [
        (2, "date-missing"), (3, "dated-unreadable"), (4, "date-missing"), (6, "title-missing"),
    ]  # fmt: skip
    assert register.findings[1].values["part"] == "31/02/2022"
    assert len(register.rows) == 5


def test_days_that_excel_lost_or_nobody_knows_are_said() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Một", "44444", criterion="1.1"),
            piece("[H1-1.1-02]", "Hai", "Chưa rõ"),
            piece("[H1-1.1-03]", "Ba", "…"),
            piece("[H1-1.1-04]", "Bốn", "Hằng năm"),
        )
    )
    lost, *lacking = only(register, "dated-number", "date-missing")
    assert (lost.row, lost.kind, lost.values["day"]) == (2, "dated-number", "05/09/2021")
    assert [(one.row, one.kind) for one in lacking] == [(3, "date-missing"), (4, "date-missing")]


def test_one_number_in_two_boxes_is_said() -> None:
    register = read(
        table(HEADINGS, piece("[H1-1.1-01]", "Một", criterion="1.1"), piece("[H2-1.1-01]", "Hai"))
    )
    (finding,) = only(register, "same-number-two-boxes")
    assert (finding.row, finding.code, finding.values["other"]) == (3, "H2-1.1-01", "H1-1.1-01")
    assert len(register.rows) == 2


def test_a_row_that_is_coded_as_itself_is_said() -> None:
    register = read(table(HEADINGS, piece("[H1-1.1-01]", criterion="1.1", note="Đã mã hóa [H1-1.1-01]")))
    (finding,) = only(register, "reuse-of-itself")
    assert (finding.row, finding.code) == (2, "H1-1.1-01")


def test_a_code_of_an_edition_that_is_not_used_is_named() -> None:
    made = table(HEADINGS, piece("MC.1.1.01", criterion="1.1"), piece("MC.1.1.02"))
    register = read_register((made,), (TT18,), (TT57,))
    assert (register.rows, register.not_taken) == ((), 2)
    assert {(one.kind, one.values["id"]) for one in register.findings} == {("code-unknown-edition", TT57.id)}
    assert {one.kind for one in read_register((made,), (TT18,)).findings} == {"code-unreadable"}


def test_rows_not_taken_are_counted_and_columns_known() -> None:
    register = read(
        table(
            ("Mã MC", "Tên minh chứng"),
            ("H1-1.1-01", "Kế hoạch"),
            ("H1-1.1-01", "Kế hoạch"),
            ("minh chứng 5", "Sổ"),
        )
    )
    assert register.not_taken == 1
    assert register.known == (frozenset({"title"}),)
    with_note = read(table(("Mã MC", "Tên", "Ghi chú"), ("H1-1.1-01", "Kế hoạch", "")))
    assert with_note.known == (frozenset({"title", "note", "keeper", "location", "old_code"}),)


def test_one_paper_under_two_codes_is_said() -> None:
    register = read(
        table(
            HEADINGS,
            piece("[H1-1.1-01]", "Kế hoạch tự đánh giá", "Số 226/KH-THCS ngày 03/10/2022", "1.1"),
            piece("[H1-1.1-02]", "KH TĐG của trường", "226/KH-THCS, 3/10/2022"),
            piece("[H1-1.1-03]", "Kế hoạch giáo dục của nhà trường", "Năm học 2021-2022"),
            piece("[H1-1.1-04]", "Kế hoạch giáo dục của nhà  trường.", "Năm học 2021-2022"),
            piece("[H1-1.1-05]", "Biên bản họp số 1", "Năm học 2021-2022"),
            piece("[H1-1.1-06]", "Biên bản họp số 2", "Năm học 2021-2022"),
            piece("[H1-1.1-07]", "Kế hoạch giáo dục của nhà trường", "Năm học 2022-2023"),
        )
    )
    assert [(one.row, one.code, one.values["other"]) for one in only(register, "same-paper-two-codes")] == [
        (3, "H1-1.1-02", "H1-1.1-01"), (5, "H1-1.1-04", "H1-1.1-03"),
    ]  # fmt: skip


def test_numbers_left_out_are_said() -> None:
    codes = (1, 2, 4, 8)
    register = read(table(HEADINGS, *(piece(f"[H1-1.1-{n:02}]", f"Sổ {n}", criterion="1.1") for n in codes)))
    (finding,) = only(register, "number-gap")
    assert (finding.row, finding.values) == (None, {"criterion": "1.1", "numbers": "03, 05–07"})


def test_formulas_hidden_sheets_pictures_and_stray_codes_are_said() -> None:
    rows = tuple(TableRow(number, row) for number, row in enumerate((("[H1-1.1-09]",), HEADINGS), 1))
    unvalued = TableRow(3, ("1.1", "", "", "Kế hoạch", "", "", ""), unvalued=frozenset({1, 2}))
    register = read(
        Table("Danh mục", (*rows, unvalued)),
        Table("Nháp", (), kind="hidden"),
        Table("4", (), "page", kind="picture"),
        table(("Họ tên", "Ghi chú"), ("Lan", "xem H1-1.1-07"), name="Khác"),
    )
    assert [(one.table, one.row, one.kind) for one in register.findings] == [
        ("Danh mục", 1, "row-outside"),
        ("Danh mục", 3, "formula-without-value"),
        ("Danh mục", 3, "code-missing"),
        ("Nháp", None, "hidden-sheet"),
        ("4", None, "page-is-picture"),
        ("Khác", 2, "row-outside"),
    ]
    assert register.findings[1].values == {"column": "Mã minh chứng"}


def test_a_file_without_a_register_says_so() -> None:
    register = read(table(("Họ tên", "Ngày sinh"), ("Lan", "1/2/1990")))
    assert (register.rows, register.edition_id) == ((), "")
    assert [one.kind for one in register.findings] == ["nothing-found"]
    assert [one.kind for one in read_register((), EDITIONS).findings] == ["nothing-found"]


def test_five_thousand_rows_take_no_time() -> None:
    rows = [
        piece(
            f"[H{n % 9 + 1}-{n % 5 + 1}.1-{n // 45 + 1:02}]",
            f"Kế hoạch số {n} của tổ",
            criterion=f"{n % 5 + 1}.1",
        )
        for n in range(5000)
    ]
    started = time.process_time()
    register = read_register((table(HEADINGS, *rows),), EDITIONS)
    assert time.process_time() - started < 3
    assert len(register.rows) == 5000


def test_titles_of_one_year_are_not_each_compared_with_each() -> None:
    rows = [
        piece(f"[H{n // 900 + 1}-1.1-{n % 900 + 1:02}]", "Kế hoạch " + "ab"[n % 2] * 40) for n in range(5000)
    ]
    started = time.process_time()
    register = read_register((table(HEADINGS, *rows),), EDITIONS)
    assert time.process_time() - started < 6
    assert sum(one.kind == "same-paper-two-codes" for one in register.findings) == 4998


def test_changes_are_said_one_by_one() -> None:
    old = (Row("H1-1.1-01", "Kế hoạch", "Năm học 2020-2021"), Row("H1-1.1-02", "Sổ"))
    first = Row("H1-1.1-01", "Kế hoạch năm", "Năm học 2021-2022", criteria=("1.2",))
    changes = (
        ("title", "Kế hoạch", "Kế hoạch năm"),
        ("dated", "Năm học 2020-2021", "Năm học 2021-2022"),
        ("criteria", "", "1.2"),
    )
    assert compare(old, (first, Row("H1-1.1-03", "Ảnh")), (Source("a", 5), Source("a", 6))) == (
        *(
            Finding("changed", 5, "H1-1.1-01", {"field": field, "before": before, "after": after}, "a")
            for field, before, after in changes
        ),
        Finding("row-new", 6, "H1-1.1-03", {"title": "Ảnh"}, "a"),
        Finding("row-vanished", None, "H1-1.1-02", {"title": "Sổ"}),
    )
    assert compare(old, old) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_and_field_has_its_sentence(language: str) -> None:
    sentences = load_wording(language).sentences
    assert [kind for kind in FINDING_KINDS if f"register_finding.{kind}" not in sentences] == []
    assert [field for field in ROW_FIELDS if f"register_field.{field}" not in sentences] == []
    assert [
        key for key in sentences if key.startswith("register_finding.") and key[17:] not in FINDING_KINDS
    ] == []
