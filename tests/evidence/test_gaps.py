"""Gaps: what is asked for by criterion and school year, and what of it is not there."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.codes import CriterionId
from archive.evidence.gaps import Cell, Gaps, Row, gaps_of
from archive.evidence.gaps.years import PLACES, Held, Place, Span, Years, cycle_of, held, years_of
from archive.evidence.years import AUGUST_FIRST as AUGUST
from archive.evidence.years import SchoolYear

TT18 = load_edition("tt18-2018-thcs")
TT57 = load_edition("tt57-2026-pho-thong")
THIS_YEAR = SchoolYear(2022)


def years(*starts: int) -> Years:
    return tuple(map(SchoolYear, starts))


CYCLE = years(2020, 2021, 2022)
FIVE = years(2018, 2019, 2020, 2021, 2022)


def paper(criteria: str, *starts: int, place: Place = "file") -> Held:
    return Held(tuple(criteria.split()), years(*starts), place)


def counted(*pieces: Held, cycle: Years = CYCLE, this_year: SchoolYear = THIS_YEAR) -> Gaps:
    return gaps_of(TT18, Span(cycle, this_year), pieces)


def row(gaps: Gaps, criterion: str) -> Row:
    found = gaps.edition.criterion(CriterionId.parse(criterion))
    assert found
    return gaps.row(found)


def states(gaps: Gaps, criterion: str) -> dict[int, str]:
    return {cell.year.start: cell.state for cell in row(gaps, criterion).cells}


def missing(gaps: Gaps, criterion: str) -> dict[str, list[int]]:
    return {one.label: [year.start for year in one.missing] for one in row(gaps, criterion).gaps}


# The years of a piece


@pytest.mark.parametrize(
    ("of_documents", "dated", "expected"),
    [
        ((), "", ()),
        ((2021,), "", (2021,)),
        ((2022, 2020), "", (2020, 2022)),
        ((), "Năm học 2021-2022", (2021,)),
        ((), "Giai đoạn 2020-2025", (2020, 2021, 2022, 2023, 2024)),
        ((), "từ năm học 2020-2021 đến năm học 2022-2023", (2020, 2021, 2022)),
        ((2019,), "Giai đoạn 2020-2022", (2019, 2020, 2021)),
        ((), "226/KH-THCSKS ngày 03/10/2022", (2022,)),
        ((), "226/KH-THCSKS ngày 03/6/2022", (2021,)),
        ((), "Số 1/QĐ ngày 05/9/2021; Số 2/QĐ ngày 06/9/2022", (2021, 2022)),
        ((2021,), "226/KH-THCSKS ngày 03/6/2022", (2021,)),
        ((), "Quyết định ngày 30/7/2020, năm học 2020-2021", (2020,)),
        ((), "ngày 01/01/0202", ()),
        ((), "Hồ sơ 1200-1205", ()),
    ],
)
def test_a_piece_is_of_the_years_of_its_papers_and_of_the_registers_words(
    of_documents: tuple[int, ...], dated: str, expected: tuple[int, ...]
) -> None:
    assert years_of(years(*of_documents), dated, AUGUST) == years(*expected)


def test_a_day_is_of_the_year_that_the_school_says() -> None:
    assert years_of((), "ngày 15/8/2022", (9, 1)) == years(2021)


# The cycle


def test_the_cycle_is_what_the_settings_say() -> None:
    assert cycle_of(FIVE, (paper("1.1", 2024),), THIS_YEAR) == FIVE


@pytest.mark.parametrize(
    ("pieces", "last"),
    [
        ((), 2022),
        ((paper("1.1", 2019),), 2019),
        ((held(("1.1",), "file", years(2020), "Giai đoạn 2020-2025", AUGUST),), 2020),
        ((held(("1.1",), "no-file", (), "Số 5/KH ngày 03/10/2020", AUGUST),), 2020),
        ((held(("1.1",), "no-file", (), "Năm học 2021-2022", AUGUST),), 2021),
        ((paper("1.1", 2030), paper("1.1", 2021)), 2021),
    ],
)
def test_without_settings_it_is_three_years_up_to_the_latest_paper(
    pieces: tuple[Held, ...], last: int
) -> None:
    assert cycle_of((), pieces, THIS_YEAR) == years(last - 2, last - 1, last)


# What is asked, and what is missing


def test_five_years_are_asked_up_to_the_cycles_last() -> None:
    gaps = counted(paper("2.1", 2018), paper("2.1", 2020), paper("2.1", 2022))
    assert gaps.years == FIVE
    assert missing(gaps, "2.1") == {"2a": [2019, 2021], "3": [2019, 2021]}
    expected = {2018: "has", 2019: "missing", 2020: "has", 2021: "missing", 2022: "has"}
    assert states(gaps, "2.1") == expected
    assert {cell.ask for cell in row(gaps, "2.1").cells} == {"five-years"}


def test_a_yearly_indicator_asks_for_each_year_of_the_cycle() -> None:
    gaps = counted(paper("1.9", 2021))
    assert missing(gaps, "1.9") == {"1c": [2020, 2022]}
    expected = {2018: "not-asked", 2019: "not-asked", 2020: "missing", 2021: "has", 2022: "missing"}
    assert states(gaps, "1.9") == expected


def test_any_other_asks_for_something_within_the_cycle() -> None:
    nothing, early = counted(), counted(paper("1.1", 2019))
    for gaps in (nothing, early):
        assert missing(gaps, "1.1") == {label: [2020, 2021, 2022] for label in ("1a", "1b", "1c", "2", "3")}
        assert [states(gaps, "1.1")[year] for year in (2020, 2021, 2022)] == ["missing"] * 3
    assert states(early, "1.1")[2019] == "has"
    there = counted(paper("1.1", 2021))
    assert missing(there, "1.1") == {} and not row(there, "1.1").is_short
    assert [states(there, "1.1")[year] for year in (2020, 2021, 2022)] == ["not-asked", "has", "not-asked"]


def test_a_piece_of_no_known_year_is_of_the_cycle_but_of_no_year() -> None:
    gaps = counted(paper("1.1"), paper("1.9"))
    assert missing(gaps, "1.1") == {}
    assert missing(gaps, "1.9") == {"1c": [2020, 2021, 2022]}
    assert sum(row(gaps, "1.1").undated) == sum(row(gaps, "1.1").others) == 1


def test_what_somebody_else_keeps_is_there_and_what_has_no_file_is_not() -> None:
    gaps = counted(
        paper("1.9", 2020, place="elsewhere"),
        paper("1.9", 2021, place="no-file"),
        paper("3.1", 2021, place="no-file"),
    )
    assert states(gaps, "1.9") | {2018: "", 2019: ""} == {
        2018: "", 2019: "", 2020: "has", 2021: "no-file", 2022: "missing",
    }  # fmt: skip
    (lacking,) = [one for one in row(gaps, "1.9").asked if one.label == "1c"]
    assert (lacking.missing, lacking.no_file) == (years(2022), years(2021))
    assert all(one.no_file == CYCLE and not one.missing for one in row(gaps, "3.1").asked)
    assert (gaps.total.elsewhere, gaps.total.no_file, gaps.total.there) == (1, 2, 1)


def test_a_year_with_a_file_lacks_none_though_another_piece_has_no_file() -> None:
    gaps = counted(paper("1.9", *range(2020, 2023)), paper("1.9", 2021, place="no-file"))
    assert row(gaps, "1.9").gaps == ()
    (cell,) = [cell for cell in row(gaps, "1.9").cells if cell.year.start == 2021]
    assert (cell.state, cell.count.files, cell.count.no_file) == ("has", 1, 1)


def test_a_linked_piece_counts_for_each_criterion_once() -> None:
    gaps = counted(paper("1.8 1.1 1.8 9.9", 2021), paper("9.9 1.1", 2021), paper("9.9", 2021))
    assert sum(row(gaps, "1.8").total) == 1
    assert sum(row(gaps, "1.1").total) == 2
    assert [group.total for group in gaps.groups] == [1, 0, 0, 0, 0]
    assert gaps.total.files == 1, "the edition has no criterion 9.9"


def test_nothing_is_missing_of_years_that_have_not_begun() -> None:
    cycle = years(2021, 2022, 2023, 2024, 2025)
    gaps = counted(cycle=cycle)
    assert missing(gaps, "1.9")["1c"] == missing(gaps, "1.9")["1a"] == [2021, 2022]
    assert [cell.state for cell in row(gaps, "1.9").cells] == ["missing"] * 2 + ["not-asked"] * 3
    assert counted(cycle=cycle, this_year=SchoolYear(2020)).missing == 0


def test_level_four_is_listed_with_its_years() -> None:
    wide = counted().school_wide
    assert [one.requirement.number for one in wide] == [1, 2, 3, 4, 5, 6]
    assert [one.years for one in wide] == [CYCLE] * 4 + [FIVE] * 2


def test_an_edition_without_five_years_shows_the_cycle_alone() -> None:
    gaps = gaps_of(TT57, Span(CYCLE, THIS_YEAR), ())
    assert gaps.years == CYCLE and len(gaps.rows) == 15 and gaps.school_wide == ()
    assert (gaps.short, gaps.missing) == (15, 45)


def test_a_longer_cycle_is_asked_for_whole() -> None:
    cycle = tuple(map(SchoolYear, range(2015, 2023)))
    gaps = counted(cycle=cycle)
    assert gaps.years == cycle
    assert missing(gaps, "1.9")["1c"] == list(range(2015, 2023))
    assert missing(gaps, "2.1")["2a"] == list(range(2018, 2023))


# What holds for whatever there is

CRITERIA = st.sampled_from(["1.1", "1.9", "2.1", "3.5", "9.9"])
STARTS = st.sets(st.integers(2016, 2024), max_size=3)
PIECES = st.lists(
    st.tuples(st.lists(CRITERIA, min_size=1, max_size=3), STARTS, st.sampled_from(PLACES)).map(
        lambda made: Held(tuple(made[0]), years(*sorted(made[1])), made[2])
    ),
    max_size=12,
)


def cells(gaps: Gaps) -> Iterable[tuple[str, Cell]]:
    return ((str(one.criterion.id), cell) for one in gaps.rows for cell in one.cells)


@given(PIECES)
def test_every_cell_counts_the_pieces_of_its_criterion_and_year(pieces: list[Held]) -> None:
    gaps = counted(*pieces)
    for criterion, cell in cells(gaps):
        own = [piece for piece in pieces if criterion in piece.criteria and cell.year in piece.years]
        by_place = tuple(sum(piece.place == place for piece in own) for place in PLACES)
        assert tuple(cell.count) == by_place
        if cell.state in ("missing", "not-asked"):
            assert own == []
    for one in gaps.rows:
        own = [piece for piece in pieces if str(one.criterion.id) in piece.criteria]
        shown = [piece for piece in own if {*piece.years} & {*gaps.years}]
        assert sum(one.total) == len(own) == sum(one.others) + len(shown)


@given(PIECES)
def test_what_is_missing_was_asked_for_and_is_seen_in_the_matrix(pieces: list[Held]) -> None:
    gaps = counted(*pieces)
    for one in gaps.rows:
        lacking = {year for asked in one.asked for year in asked.missing}
        assert lacking == {cell.year for cell in one.cells if cell.state == "missing"}
        for asked in one.asked:
            assert {*asked.missing, *asked.no_file} <= {*asked.years}
            assert not {*asked.missing} & {*asked.no_file}


@given(PIECES, CRITERIA, st.integers(2018, 2022))
def test_a_further_paper_never_makes_anything_missing(pieces: list[Held], criterion: str, year: int) -> None:
    before = {(id, cell.year) for id, cell in cells(counted(*pieces)) if cell.state == "missing"}
    more = counted(*pieces, paper(criterion, year))
    after = {(id, cell.year) for id, cell in cells(more) if cell.state == "missing"}
    assert after <= before - {(criterion, SchoolYear(year))}
