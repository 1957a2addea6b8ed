import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.years import SchoolYear

years = st.builds(SchoolYear, st.integers(1900, 2998))
DASHES = "-‐‑‒–—―−⁃_/"


def test_a_year_has_a_label_and_two_days() -> None:
    year = SchoolYear(2022)
    assert str(year) == year.label == "2022-2023"
    assert (year.first_day, year.last_day) == (date(2022, 8, 1), date(2023, 7, 31))
    assert SchoolYear(2021) < year


@given(years, st.sampled_from(DASHES), st.sampled_from(["", " ", "\u00a0", "\u00ad"]))
def test_a_year_is_read_back_however_its_dash_is_written(year: SchoolYear, dash: str, space: str) -> None:
    assert SchoolYear.parse(str(year).replace("-", space + dash + space)) == year


@pytest.mark.parametrize(
    "text",
    [
        "2022-2023",
        "2022 - 2023",
        "2022– 2023",
        "2022_2023",
        " 2022-2023\n",
        "NH 22-23",
        "nh22-23",
        "NH: 2022-2023",
        "Năm học 2022-2023",
        "NĂM HỌC 2022 – 2023",
        "Nam hoc 22-23",
        "năm học 2022-23",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_spelling_of_a_year_is_read_and_found(text: str, form: str) -> None:
    spelled = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert SchoolYear.parse(spelled) == SchoolYear(2022)
    assert SchoolYear.find(f"Kế hoạch {spelled}.pdf") == SchoolYear(2022)


def test_two_digits_may_be_of_the_last_century() -> None:
    assert SchoolYear.parse("NH 99-00") == SchoolYear(1999)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2020-20121", "is not a school year such as"),
        ("2020-2022", "do not follow"),
        ("2023-2022", "do not follow"),
        ("2022-2123", "do not follow"),
        ("2022-2022", "do not follow"),
        ("NH 22-24", "do not follow"),
        ("22-23", "is not a school year such as"),
        ("2022-23", "is not a school year such as"),
        ("NH 22-2023", "is not a school year such as"),
        ("2022", "is not a school year such as"),
        ("2022-2023-2024", "is not a school year such as"),
        ("", "is not a school year such as"),
        ("kế hoạch 2022-2023", "is not a school year such as"),
    ],
)
def test_what_is_no_year_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        SchoolYear.parse(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Kế hoạch giáo dục 2022-2023.pdf", 2022),
        ("KH_2021_2022_ban ky", 2021),
        ("từ năm học 2020-2021 đến 2022-2023", 2020),
        ("H1-1.1-01-2022-2023.pdf", 2022),
        ("H12-1.10-13 NH 22-23", 2022),
        ("Giai đoạn 2020-2025, năm học 2021-2022", 2021),
        ("2019-2021-2022", 2021),
        ("năm học 2020-20121 rồi 2021-2022", 2021),
        ("năm học 2020-20121", None),
        ("Giai đoạn 2020-2025", None),
        ("ngày 12-13", None),
        ("12-13-2022", None),
        ("NH 12-13-2022", None),
        ("ANH 22-23", None),
        ("H12-1.12-13", None),
        ("H1-12-13-14", None),
        ("H22-23-24-25", None),
        ("120222023", None),
        ("12022-2023", None),
        ("2022-20234", None),
        ("31/12/2022-2023", None),
        ("09/2022 - 01/2023", None),
        ("", None),
    ],
)
def test_the_first_year_in_a_text_is_found(text: str, start: int | None) -> None:
    assert SchoolYear.find(text) == (None if start is None else SchoolYear(start))


@given(st.text())
def test_any_text_is_searched(text: str) -> None:
    found = SchoolYear.find(text)
    assert found is None or str(found.start)[-2:] in unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("day", "starts", "start"),
    [
        (date(2022, 10, 3), (8, 1), 2022),
        (date(2023, 5, 31), (8, 1), 2022),
        (date(2023, 7, 31), (8, 1), 2022),
        (date(2023, 8, 1), (8, 1), 2023),
        (date(2023, 8, 20), (9, 1), 2022),
        (date(2023, 9, 5), (9, 5), 2023),
    ],
)
def test_a_day_belongs_to_a_year(day: date, starts: tuple[int, int], start: int) -> None:
    assert SchoolYear.of(day, starts) == SchoolYear(start)


@given(years)
def test_the_first_and_last_day_belong_to_the_year_and_their_neighbours_do_not(year: SchoolYear) -> None:
    assert SchoolYear.of(year.first_day) == SchoolYear.of(year.last_day) == year
    assert (year.last_day + timedelta(days=1)).year == year.start + 1
    if year.start < 2998:
        assert SchoolYear.of(year.last_day + timedelta(days=1)) == SchoolYear(year.start + 1)


@pytest.mark.parametrize("start", [1899, 2999, 22])
def test_a_year_out_of_range_cannot_be_made(start: int) -> None:
    with pytest.raises(ValueError, match="starts in 1900 to 2998"):
        SchoolYear(start)
