import pytest

from archive.evidence.codes import CodeStyle, EvidenceCode
from archive.evidence.standards import (
    Citation,
    Column,
    Criterion,
    CriterionId,
    Edition,
    Indicator,
    RegisterForm,
    Standard,
)


def indicator(level: int, letter: str | None) -> Indicator:
    return Indicator(level=level, letter=letter, text="Có kế hoạch.", five_years=False, yearly=False)


def criterion(id: str, *indicators: Indicator) -> Criterion:
    return Criterion(CriterionId.parse(id), f"Tiêu chí {id}", indicators or (indicator(1, None),))


@pytest.fixture
def edition() -> Edition:
    return Edition(
        id="mau",
        name="Bộ mẫu",
        instrument="Thông tư mẫu",
        level_of_school="Trung học cơ sở",
        source="mẫu",
        confidence="known, low",
        code_style=CodeStyle("mẫu", "[{number}]", "{number}", "(?P<number>[0-9]+)"),
        standards=(
            Standard(2, "Hai", (criterion("2.1"),)),
            Standard(1, "Một", (criterion("1.10"), criterion("1.9"))),
        ),
        level_four=(),
        register=RegisterForm("Danh mục", (Column("code", "Mã"), Column("title", "Tên minh chứng"))),
        citation=Citation("[]", ";", "each"),
    )


def test_levels_are_those_that_have_indicators() -> None:
    some = criterion("1.3", indicator(3, "a"), indicator(1, "a"), indicator(1, "b"))
    assert some.levels == (1, 3)
    assert [each.letter for each in some.at(1)] == ["a", "b"]
    assert some.at(2) == ()


def test_criteria_come_in_numeric_order(edition: Edition) -> None:
    assert [str(each.id) for each in edition.criteria] == ["1.9", "1.10", "2.1"]


def test_criteria_and_standards_are_looked_up(edition: Edition) -> None:
    found = edition.criterion(CriterionId(1, 10))
    assert found is not None
    assert found.name == "Tiêu chí 1.10"
    assert edition.criterion(CriterionId(1, 1)) is None
    standard = edition.standard(2)
    assert standard is not None
    assert standard.name == "Hai"
    assert edition.standard(3) is None


def test_an_edition_knows_the_codes_of_its_criteria(edition: Edition) -> None:
    assert edition.knows(EvidenceCode(CriterionId(1, 10), 99, 7))
    assert not edition.knows(EvidenceCode(CriterionId(1, 11), 1, 1))


def test_the_register_knows_its_columns(edition: Edition) -> None:
    assert edition.register.headings == ("Mã", "Tên minh chứng")
    assert (edition.register.place("title"), edition.register.place("criterion")) == (1, None)


def test_codes_are_cited_each_in_brackets_or_all_in_one_pair() -> None:
    assert Citation("[]", ";", "each").of(["H1-1.1-01", "H1-1.1-02"]) == "[H1-1.1-01]; [H1-1.1-02]"
    assert Citation("()", ",", "all").of(iter(["MC.1.1.01", "MC.1.1.02"])) == "(MC.1.1.01, MC.1.1.02)"
    assert Citation("()", ",", "all").of(["MC.1.1.01"]) == "(MC.1.1.01)"


def test_an_edition_is_fixed(edition: Edition) -> None:
    with pytest.raises(AttributeError):
        edition.name = "khác"  # type: ignore[misc]
