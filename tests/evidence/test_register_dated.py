"""What the column of numbers and days says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.register.dated import Dated, Paper, parse_dated
from archive.evidence.years import SchoolYear


@pytest.mark.parametrize(
    ("text", "symbol", "day"),
    [
        ("Số 226/KH-THCSKS ngày 03/10/2022", "226/KH-THCSKS", date(2022, 10, 3)),
        ("QĐ số 12/QĐ-UBND, 5/9/2021", "12/QĐ-UBND", date(2021, 9, 5)),
        ("ngày 5/9/2021, số 12/QĐ-UBND", "12/QĐ-UBND", date(2021, 9, 5)),
        ("Số: 45 /TTr - THCSKS, ngày 2/3/2023", "45/TTr-THCSKS", date(2023, 3, 2)),
        ("18/2018/TT-BGDĐT ngày 22/8/2018", "18/2018/TT-BGDĐT", date(2018, 8, 22)),
        ("05-NQ/ĐU ngày 1/2/2021", "05-NQ/ĐU", date(2021, 2, 1)),
        ("1034/PGD&ĐT ngày 05.9.2021", "1034/PGD&ĐT", date(2021, 9, 5)),
        ("33a/QĐ–THCSKS 05 / 9 / 2021", "33a/QĐ-THCSKS", date(2021, 9, 5)),
        ("226/KH-THCS ngày 3/10/22", "226/KH-THCS", date(2022, 10, 3)),
        ("Số 12, ngày 3-10-2022", "12", date(2022, 10, 3)),
        ("12/QĐ-THCS - Bản sao", "12/QĐ-THCS", None),
        ("ngày 3 tháng 10 năm 2022", None, date(2022, 10, 3)),
        ("2022-10-03", None, date(2022, 10, 3)),
        ("Tháng 9/2022", None, None),
        ("Hằng năm", None, None),
        ("", None, None),
    ],
)
def test_symbols_and_days(text: str, symbol: str | None, day: date | None) -> None:
    dated = parse_dated(text)
    assert (dated.symbol, dated.date, dated.school_years, dated.unreadable) == (symbol, day, (), None)


def test_several_papers_in_one_cell() -> None:
    assert parse_dated("QĐ 12/QĐ-THCS ngày 5/9/2021; QĐ 15/QĐ-THCS ngày 6/9/2022").papers == (
        Paper("12/QĐ-THCS", date(2021, 9, 5)),
        Paper("15/QĐ-THCS", date(2022, 9, 6)),
    )


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Năm học 2021-2022", (2021,)),
        ("NH 22-23", (2022,)),
        ("2020 - 2021; 2021–2022", (2020, 2021)),
        ("Từ năm học 2020-2021 đến năm học 2022-2023", (2020, 2021, 2022)),
        ("2020-2021 đến 2022-2023", (2020, 2021, 2022)),
        ("Giai đoạn 2020-2025", (2020, 2021, 2022, 2023, 2024)),
        ("Số 226/KH-THCSKS ngày 03/10/2022, năm học 2022-2023", (2022,)),
        ("Năm 2022", ()),
        ("2025-2020", ()),
    ],
)
def test_school_years_and_periods(text: str, starts: tuple[int, ...]) -> None:
    assert parse_dated(text).school_years == tuple(map(SchoolYear, starts))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Số 226/KH-THCSKS ngày 31/02/2022", "31/02/2022"),
        ("ngày 12/13/2022", "12/13/2022"),
        ("Số 5/QĐ ngày … tháng … năm 2022", "ngày … tháng … năm"),
        ("Năm học 2020-20121", "2020-20121"),
    ],
)
def test_what_is_no_day_is_said(text: str, part: str) -> None:
    dated = parse_dated(text)
    assert (dated.unreadable, dated.date) == (part, None)


@given(st.dates(date(1945, 1, 1), date(2100, 1, 1)), st.integers(1, 99_999), st.sampled_from("/.-"))
def test_any_day_and_number_are_read_back(day: date, number: int, sign: str) -> None:
    text = f"Số {number}/KH-THCSKS ngày {day.day:02}{sign}{day.month:02}{sign}{day.year}"
    assert parse_dated(text) == Dated((Paper(f"{number}/KH-THCSKS", day),))


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    parse_dated(text)
