"""The rows of a returned sheet of the tray, however it was changed, and what each of them does."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.cycles import Cycles
from archive.evidence.tables import Table, TableRow
from archive.evidence.tray.decisions import RowAnswer, Standing, decide
from archive.evidence.tray.rows import MOST_ROWS, TypedRow, Unusable, find_rows

CYCLES = Cycles((load_edition("tt18-2018-thcs"), load_edition("tt57-2026-pho-thong")))
A, B, C = ("a" * 64, "b" * 64, "c" * 64)
HEADINGS = ("STT", "Ảnh trang 1", "Tên tệp", "Gợi ý", "Mã minh chứng", "Tên minh chứng", "SHA-256")
NOTE = "Điền mã vào cột “Mã minh chứng”: chọn trong danh sách của ô, hoặc gõ như H1-1.1-01."


def table(*rows: tuple[str, ...], **marks: Any) -> Table:
    """A sheet; of ``marks`` each has the number of a row, from 1, and the columns that it is of."""
    made = []
    for number, cells in enumerate(rows, 1):
        own = {name: frozenset(columns) for name, (row, columns) in marks.items() if row == number}
        made.append(TableRow(number, cells, **own))
    return Table("Khay", tuple(made))


def row(digest: str, code: str, name: str = "SCAN.pdf", title: str = "") -> tuple[str, ...]:
    return ("1", "", name, "TC 1.1: … (theo lời của tiêu chí)", code, title, digest)


def codes(*tables: Table, marked: bool = False) -> list[tuple[str, str]]:
    found = find_rows(tables, marked)
    assert found is not None
    return [(one.document[:1], one.code) for one in found]


def test_each_row_is_known_by_its_digest() -> None:
    found = find_rows((table((NOTE,) * 7, HEADINGS, row(A, "1.1", "a.pdf", "Kế hoạch"), row(B, "")),), True)
    assert found == (
        TypedRow("Khay", 3, A, "a.pdf", "1.1", "Kế hoạch"), TypedRow("Khay", 4, B, "SCAN.pdf", "", ""),
    )  # fmt: skip


@pytest.mark.parametrize("order", [(6, 4, 2, 3, 0, 1, 5), (4, 6, 3), (3, 4, 6)])
def test_columns_may_be_moved_and_left_out(order: tuple[int, ...]) -> None:
    def moved(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cells[place] for place in order)

    assert codes(table(moved(HEADINGS), moved(row(A, "1.1")), moved(row(B, "1.2")))) == [
        ("a", "1.1"), ("b", "1.2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "digest"),
    [
        ("MÃ MINH CHỨNG (điền vào đây)", ""),
        ("Mã MC", "sha256"),
        ("Mã số", "Dấu"),
        ("Evidence code", "SHA-256"),
    ],
)
def test_headings_may_be_renamed(code: str, digest: str) -> None:
    headings = (*HEADINGS[:4], code, HEADINGS[5], digest)
    assert codes(table(headings, row(A.upper(), "1.1"))) == [("a", "1.1")]


def test_rows_may_be_sorted_with_the_headings_among_them_and_headings_repeated() -> None:
    assert codes(table(row(B, "1.2"), HEADINGS, row(A, "1.1"), HEADINGS, row(C, "1.3"))) == [
        ("b", "1.2"), ("a", "1.1"), ("c", "1.3"),
    ]  # fmt: skip


def test_a_row_that_was_added_is_told_of_only_when_it_has_a_code() -> None:
    more = ("", "", "Sổ họp", "", "1.1", "", "")
    assert codes(table(HEADINGS, row(A, ""), more, ("",) * 7, ("Người lập", *("",) * 6))) == [
        ("a", ""), ("", "1.1"),
    ]  # fmt: skip


def test_a_code_merged_over_rows_is_for_each_but_a_note_over_columns_is_no_code() -> None:
    merged = table(
        HEADINGS, row(A, "H1-1.1-01"), row(B, "H1-1.1-01"), ("Hiệu trưởng",) * 7,
        repeated=(3, (4,)), numeric=(2, ()),
    )  # fmt: skip
    noted = Table(
        merged.name, (*merged.rows[:3], TableRow(4, merged.rows[3].cells, frozenset(), frozenset((4,))))
    )
    assert codes(noted) == [("a", "H1-1.1-01"), ("b", "H1-1.1-01")]


def test_headings_merged_over_two_rows_or_under_another_are_read() -> None:
    over = ("Văn bản", "Văn bản", "Văn bản", "Văn bản", "Xếp mã", "Xếp mã", "")
    assert codes(table(over, HEADINGS, row(A, "1.1"), repeated=(1, (1, 2, 3, 5)))) == [("a", "1.1")]
    assert codes(table(HEADINGS, HEADINGS, row(A, "1.1"), repeated=(2, range(7)))) == [("a", "1.1")]


def test_other_tables_are_no_sheet_of_the_tray() -> None:
    list_of_the_bag = ("TT", "Mã minh chứng", "Tên minh chứng", "SHA-256")
    assert find_rows((table(list_of_the_bag, ("1", "H1-1.1-01", "Kế hoạch", A)),), False) is None
    assert find_rows((table(("Tên", "Mã"), ("An", "12")),), False) is None
    assert find_rows((), False) is None


@pytest.mark.parametrize("lost", [4, 6])
def test_without_code_or_digest_a_marked_sheet_cannot_be_used(lost: int) -> None:
    left = [
        tuple(cell for place, cell in enumerate(cells) if place != lost)
        for cells in (HEADINGS, row(A, "1.1"))
    ]
    with pytest.raises(Unusable):
        find_rows((table(*left),), True)


def test_a_sheet_of_more_rows_than_any_cannot_be_used() -> None:
    with pytest.raises(Unusable):
        find_rows((table(HEADINGS, *(row(f"{n:064x}", "") for n in range(MOST_ROWS + 1))),), True)


@settings(deadline=None)
@given(st.lists(st.lists(st.text(string.printable + "ảêơĐ\u202e", max_size=12), max_size=8), max_size=6))
def test_whatever_the_cells_hold_they_are_read(cells: list[list[str]]) -> None:
    rows = (HEADINGS, row(A, "1.1"), *(tuple(one) for one in cells))
    assert codes(table(*rows))[0] == ("a", "1.1")


# What the rows do

GIVEN = (EvidenceCode(CriterionId(1, 1), 7, 1), EvidenceCode(CriterionId(1, 2), 999, 1))
STANDING = {
    A: Standing("a.pdf"),
    B: Standing("b.pdf"),
    C: Standing("c.pdf", "H1-1.1-02", "vanthu", "2022-10-03T08:00:00+07:00"),
}
BOXES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


def typed(document: str, code: str, number: int = 5, **marks: bool) -> TypedRow:
    return TypedRow("Khay", number, document, "tên trong bảng", code, "", **marks)


def decided(*rows: TypedRow) -> list[RowAnswer]:
    return list(decide(rows, STANDING, CYCLES, GIVEN, BOXES))


@pytest.mark.parametrize(
    ("code", "kind", "given"),
    [
        ("H1-1.1-01", "filed", "H1-1.1-01"),
        ("[h1–1.1–1]", "filed", "H1-1.1-01"),
        ("MC.1.1.01", "filed", "MC.1.1.01"),
        ("1.1", "filed", "H1-1.1-08"),
        ("TC 1.10", "filed", "H1-1.10-01"),
        ("Tiêu chí 2.4 Nhân viên", "filed", "H2-2.4-01"),
        ("", "empty", None),
        ("1.2", "numbers-used-up", None),
        ("1.99", "unknown-criterion", None),
        ("TC 7.1", "unknown-criterion", None),
        ("H1-1.1-0l", "doubtful", None),
        ("H1-1.1-01, H1-1.3-01", "doubtful", None),
        ("H1-1.1-01 Kế hoạch", "doubtful", None),
        ("H1-1.99-01", "doubtful", None),
        ("H9-9.9-01", "unreadable", None),
        ("H1-1.1-1000", "unreadable", None),
        ("01/01/2022", "unreadable", None),
        ("không rõ", "unreadable", None),
    ],
)
def test_what_a_code_does(code: str, kind: str, given: str | None) -> None:
    (answer,) = decided(typed(A, code))
    assert (answer.kind, answer.code, answer.written, answer.name) == (kind, given, code, "a.pdf")
    assert bool(answer.readings) == (kind == "doubtful")


def test_a_number_may_have_lost_its_zero() -> None:
    (answer,) = decided(typed(A, "1.1", numeric=True))
    assert (answer.kind, answer.readings) == ("lost-zero", ("TC 1.1", "TC 1.10"))
    # Standard 2 has no criterion 2.40.
    assert decided(typed(A, "2.4", numeric=True))[0].code == "H2-2.4-01"


def test_a_formula_without_a_result_is_no_code() -> None:
    assert decided(typed(A, "", unvalued=True))[0].kind == "formula"


def test_rows_of_unknown_documents_are_told_of() -> None:
    first, second = decided(typed("", "1.1"), typed("d" * 64, "1.1"))
    assert (first.kind, first.document, first.name) == ("no-digest", None, "tên trong bảng")
    assert (second.kind, second.document) == ("unknown-document", "d" * 64)


@pytest.mark.parametrize("code", ["H1-1.1-02", "1.1", "TC 1.1", "[H1-1.1-2]"])
def test_what_is_there_already_stays(code: str) -> None:
    (answer,) = decided(typed(C, code))
    assert (answer.kind, answer.code) == ("there", "H1-1.1-02")


def test_what_somebody_filed_elsewhere_stays_and_who_did_is_said() -> None:
    elsewhere, since = decided(typed(C, "H1-1.3-01"), typed(C, "", 6))
    assert (elsewhere.kind, elsewhere.code, elsewhere.by) == ("elsewhere", "H1-1.1-02", "vanthu")
    assert (since.kind, since.at) == ("since", "2022-10-03T08:00:00+07:00")


def test_one_document_with_two_codes_is_not_filed_and_both_rows_say_so() -> None:
    answers = decided(
        typed(A, "H1-1.1-01", 5), typed(B, "1.3", 6), typed(A, "H1-1.1-03", 9), typed(A, "", 10)
    )
    assert [(one.kind, one.rows) for one in answers] == [
        ("twice", (9,)), ("filed", ()), ("twice", (5,)), ("empty", ()),
    ]  # fmt: skip


def test_one_document_with_one_code_twice_is_filed_once() -> None:
    answers = decided(typed(A, "1.3", 5), typed(A, "TC 1.3", 6))
    assert [(one.kind, one.code) for one in answers] == [("filed", "H1-1.3-01"), ("there", "H1-1.3-01")]


def test_two_documents_of_one_code_are_one_piece_and_criteria_count_on() -> None:
    answers = decided(typed(A, "H1-1.1-09"), typed(B, "1.1"))
    assert [one.code for one in answers] == ["H1-1.1-09", "H1-1.1-10"]
    assert [one.code for one in decided(typed(A, "H1-1.1-09"), typed(B, "H1-1.1-09"))] == ["H1-1.1-09"] * 2


def test_a_replaced_version_needs_no_code() -> None:
    old = {A: Standing("a.pdf", replaced=True)}
    assert decide((typed(A, "1.1"),), old, CYCLES, (), BOXES)[0].kind == "replaced"


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((A, B, C, "d" * 64, "")),
            st.sampled_from(("", "1.1", "TC 1.3", "H1-1.1-01", "H1-1.1-0l", "1.2", "x"))
            | st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_to_return_a_sheet_again_changes_nothing(cells: list[tuple[str, str]]) -> None:
    rows = [typed(document, code, number) for number, (document, code) in enumerate(cells, 6)]
    answers = decide(rows, STANDING, CYCLES, GIVEN, BOXES)
    assert [one.row for one in answers] == [one.number for one in rows]
    filed = {one.document: one.code for one in answers if one.kind == "filed"}
    after = STANDING | {
        document: Standing("a.pdf", code) for document, code in filed.items() if document is not None
    }
    again = decide(rows, after, CYCLES, GIVEN, BOXES)
    assert not any(one.kind == "filed" for one in again)
    assert {one.document: one.code for one in again if one.kind == "there"}.items() >= filed.items()
