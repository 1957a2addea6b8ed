"""Suggestions for the tray: lines of the register, papers like it, criteria by their words."""

from archive.editions.load import load_edition
from archive.evidence.matching import Paper, line_of
from archive.evidence.suggesting import SUGGESTIONS, Criteria, neighbour_of, suggest

CRITERIA = Criteria(load_edition("tt18-2018-thcs").criteria)
LINES = (
    line_of("H1-1.8-01", "1.8", "Kế hoạch giáo dục nhà trường năm học 2021-2022", "", ""),
    line_of("H3-3.6-01", "3.6", "Kế hoạch hoạt động thư viện năm học 2021-2022", "", ""),
)
NEIGHBOURS = (
    neighbour_of(
        "H5-5.2-03", "5.2", "Kế hoạch bồi dưỡng học sinh giỏi năm học 2020-2021", "9/KH-THCSKS", "Trường"
    ),
    neighbour_of("H1-1.9-01", "1.9", "Quy chế dân chủ", None, None),
)


def found(title: str, **more: str) -> list[tuple[str | None, str, str]]:
    every = suggest(Paper((title,), **more), LINES, frozenset(), NEIGHBOURS, CRITERIA)  # type: ignore[arg-type]
    scores = [one.score for one in every]
    assert len(every) <= 3 and all(0 < score <= 1 for score in scores)
    assert {one.reason for one in every} <= set(SUGGESTIONS)
    return [(one.code, one.criterion, one.reason) for one in every]


def test_the_line_of_the_register_that_is_most_like_it_comes_first() -> None:
    assert found("Kế hoạch hoạt động thư viện")[0] == ("H3-3.6-01", "3.6", "title")


def test_last_year_s_paper_shows_the_criterion_of_this_year_s() -> None:
    first = found(
        "Kế hoạch bồi dưỡng học sinh giỏi năm học 2022-2023", symbol="12/KH-THCSKS", issuer="Trường"
    )[0]
    assert first == (None, "5.2", "neighbour")
    (one, *_) = suggest(Paper(("Bồi dưỡng học sinh giỏi",)), (), (), NEIGHBOURS, CRITERIA)
    assert (one.criterion, one.like) == ("5.2", "H5-5.2-03")


def test_where_nothing_is_alike_the_words_of_the_criteria_say_where_to_look() -> None:
    assert (None, "4.1", "criterion-text") in found("Danh sách Ban đại diện cha mẹ học sinh")
    assert (None, "1.10", "criterion-text") in found(
        "Phòng chống dịch bệnh, tai nạn thương tích trong trường học"
    )


def test_nothing_is_suggested_for_nothing() -> None:
    assert suggest(Paper(()), LINES, (), NEIGHBOURS, CRITERIA) == ()
    assert suggest(Paper(("SCAN 0001",)), (), (), (), CRITERIA) == ()
