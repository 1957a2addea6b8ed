"""Matching: a paper goes to the line of the register that it is, and to none when two may be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.matching import Line, Match, Paper, line_of, match
from archive.evidence.years import SchoolYear

REGISTER = """
H1-1.1-01 | 1.1 | Kế hoạch chiến lược phát triển nhà trường giai đoạn 2020-2025 | Số 45/KH-X ngày 15/9/2020
H1-1.8-01 | 1.8 | Kế hoạch giáo dục nhà trường năm học 2020-2021 | Số 112/KH-THCSKS ngày 10/9/2020
H1-1.8-02 | 1.8 | Kế hoạch giáo dục nhà trường năm học 2021-2022 | Số 120/KH-THCSKS ngày 11/9/2021
H1-1.8-03 | 1.8 | Báo cáo sơ kết học kỳ I năm học 2021-2022 | Số 7/BC-THCSKS ngày 12/01/2022
H1-1.8-04 | 1.8 | Báo cáo sơ kết học kỳ II năm học 2021-2022 | Số 58/BC-THCSKS ngày 30/5/2022
H1-1.2-01 | 1.2 | Quyết định thành lập Hội đồng trường | QĐ số 12/QĐ-UBND, 5/9/2021
H3-3.6-01 | 3.6 | Quy chế hoạt động của thư viện trường học |
"""
LINES = tuple(
    line_of(*(part.strip() for part in row.split("|")), "") for row in REGISTER.strip().splitlines()
)


def sure(found: Match) -> tuple[str, str] | None:
    return (found.sure.line.code, found.sure.reason) if found.sure else None


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        # The whole symbol and the day are enough, whatever the title became.
        (Paper(("Scan",), "12/QĐ-UBND", date(2021, 9, 5)), ("H1-1.2-01", "symbol-and-date")),
        (Paper(("Scan",), "12/QD-UBND", date(2021, 9, 5)), ("H1-1.2-01", "symbol-and-date")),
        # The number was written by hand and not read: the day and the title say which year's plan it is.
        (
            Paper(("Kế hoạch giáo dục nhà trường",), "/KH-THCSKS", date(2021, 9, 11)),
            ("H1-1.8-02", "date-and-title"),
        ),
        (Paper(("Kế hoạch giáo dục nhà trường",), "120/KH-THCSKS"), ("H1-1.8-02", "symbol-and-title")),
        # Slips of OCR and lost marks are forgiven.
        (Paper(("Quy chê hoat đông cùa thư vién trường hoc",)), ("H3-3.6-01", "title")),
        (Paper(("Quy chế hoạt động thư viện",), criterion="1.1"), None),
        # Nothing says which year: two plans may be meant.
        (Paper(("Kế hoạch giáo dục nhà trường",), "/KH-THCSKS"), None),
        (
            Paper(("Kế hoạch giáo dục nhà trường",), None, None, None, SchoolYear(2020)),
            ("H1-1.8-01", "title"),
        ),
        # The number is of another paper of the same tail, and the day too.
        (Paper(("Quyết định thành lập Hội đồng thi đua",), "99/QĐ-UBND", date(2022, 9, 5)), None),
        (
            Paper(("Báo cáo sơ kết học kỳ II",), "/BC-THCSKS", None, None, SchoolYear(2021)),
            ("H1-1.8-04", "title"),
        ),
        (Paper(("Kế hoạch",), None, date(2019, 1, 1)), None),
        (Paper(()), None),
    ],
)
def test_a_paper_is_the_line_that_agrees(paper: Paper, expected: tuple[str, str] | None) -> None:
    assert sure(match(paper, LINES)) == expected


def test_a_second_paper_of_a_title_is_not_filed_by_its_title_alone() -> None:
    paper = Paper(("Quy chế hoạt động của thư viện trường học",))
    assert sure(match(paper, LINES, frozenset({"H3-3.6-01"}))) is None
    assert match(paper, LINES, frozenset({"H3-3.6-01"})).likely[0].line.code == "H3-3.6-01"


def test_two_lines_of_one_symbol_and_day_are_told_apart_by_the_title_or_not_at_all() -> None:
    twins = (
        line_of("H1-1.1-01", "1.1", "Kế hoạch năm", "Số 9/KH-X ngày 1/2/2022", ""),
        line_of("H1-1.1-02", "1.1", "Phụ lục kế hoạch năm", "Số 9/KH-X ngày 1/2/2022", ""),
    )
    assert sure(match(Paper(("Văn bản khác hẳn",), "9/KH-X", date(2022, 2, 1)), twins)) is None


DAY = date(2022, 9, 12)


@pytest.mark.parametrize(
    ("listed", "paper"),
    [
        ("Quyết định bổ nhiệm tổ trưởng chuyên môn", "Quyết định bổ nhiệm tổ phó chuyên môn"),
        ("Kế hoạch hoạt động tổ Khoa học tự nhiên", "Kế hoạch hoạt động tổ Khoa học xã hội"),
        ("Biên bản hội nghị viên chức đầu năm", "Biên bản hội nghị viên chức cuối năm"),
        ("Biên bản họp Hội đồng trường", "Biên bản họp Hội đồng tư vấn"),
        (
            "Quyết định nâng lương đối với bà Nguyễn Thị Lan",
            "Quyết định nâng lương đối với bà Nguyễn Thị Hoa",
        ),
        ("Hợp đồng lao động nhân viên bảo vệ", "Hợp đồng lao động nhân viên y tế"),
        ("Kế hoạch năm học của tổ Toán", "Kế hoạch năm học của tổ Anh"),
        ("Danh sách học sinh được khen thưởng", "Danh sách học sinh không được khen thưởng"),
        (
            "Quyết định công nhận Ban đại diện cha mẹ lớp 6A",
            "Quyết định công nhận Ban đại diện cha mẹ trường",
        ),
        ("Kế hoạch chiến lược giai đoạn 2020-2025", "Kế hoạch chiến lược giai đoạn 2015-2020"),
        ("Báo cáo đánh giá chuẩn giáo viên", "Báo cáo đánh giá chuẩn hiệu trưởng"),
    ],
)
@pytest.mark.parametrize("symbol", [None, "/QĐ-X", "99/QĐ-X"])
@pytest.mark.parametrize("day", [None, DAY])
def test_a_paper_of_the_same_day_about_something_else_stays_in_the_tray(
    listed: str, paper: str, symbol: str | None, day: date | None
) -> None:
    lines = (line_of("H1-1.1-01", "1.1", listed, f"Số 12/QĐ-X ngày {DAY:%d/%m/%Y}", ""),)
    assert match(Paper((paper,), symbol, day), lines).sure is None


@pytest.mark.parametrize(
    ("issuer", "symbol", "files"),
    [
        ("TRƯỜNG THCS KIM SƠN", "12/KH-THCSKS", True),
        (None, "12/KH-THCSKS", True),
        ("TRƯỜNG THCS LÊ QUÝ ĐÔN", "12/KH-THCSLQĐ", False),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "12/KH-PGDĐT", False),
        ("UBND PHƯỜNG KIM SƠN", None, False),
        ("TỔ TOÁN - TIN", "/KH-THCSKS", True),
    ],
)
def test_another_body_s_paper_stays_in_the_tray(issuer: str | None, symbol: str | None, files: bool) -> None:
    lines = (line_of("H1-1.1-01", "1.1", "Kế hoạch giáo dục", "Ngày 12/09/2022", "Trường THCS Kim Sơn"),)
    assert bool(match(Paper(("Kế hoạch giáo dục",), symbol, DAY, issuer), lines).sure) is files


@pytest.mark.parametrize(
    ("dated", "files"), [("Tháng 9/2022", True), ("Năm 2021", False), ("2020-2021", False)]
)
def test_a_line_of_another_year_is_another_paper(dated: str, files: bool) -> None:
    lines = (line_of("H1-1.6-01", "1.6", "Quy chế chi tiêu nội bộ", dated, ""),)
    assert bool(match(Paper(("Quy chế chi tiêu nội bộ",), None, DAY), lines).sure) is files


@given(
    st.lists(st.sampled_from(LINES), unique=True),
    st.builds(
        Paper,
        st.lists(st.text(max_size=60), max_size=3).map(tuple),
        st.none() | st.text(max_size=20),
        st.none() | st.dates(),
        st.none() | st.text(max_size=20),
        st.none() | st.builds(SchoolYear, st.integers(1990, 2030)),
    ),
)
def test_any_paper_gets_lines_in_order_of_likeness(lines: list[Line], paper: Paper) -> None:
    found = match(paper, lines)
    scores = [one.score for one in found.likely]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    assert found.sure is None or found.sure == found.likely[0]
