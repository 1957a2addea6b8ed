import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.numbering import next_code

FIRST, OTHER = CriterionId(1, 1), CriterionId(1, 10)

# Few criteria, so that the codes of a list often share one; numbers short of the last.
criteria = st.sampled_from([FIRST, OTHER, CriterionId(2, 1)])
boxes = st.none() | st.integers(1, 30)
codes = st.builds(EvidenceCode, criteria, st.integers(1, 900), boxes)


def test_the_first_code_of_a_criterion_takes_the_box_handed_in() -> None:
    assert next_code(FIRST, (), 3) == EvidenceCode(FIRST, 1, 3)
    assert next_code(FIRST, (), None) == EvidenceCode(FIRST, 1, None)
    assert next_code(FIRST, [EvidenceCode(OTHER, 8, 9)], 3) == EvidenceCode(FIRST, 1, 3)


def test_gaps_stay_and_the_box_is_that_of_the_latest_code() -> None:
    given = [EvidenceCode(FIRST, 1, 1), EvidenceCode(FIRST, 7, 2), EvidenceCode(FIRST, 3, 5)]
    assert next_code(FIRST, given, 9) == EvidenceCode(FIRST, 8, 2)


def test_no_number_is_left_after_the_last() -> None:
    with pytest.raises(ValueError, match="numbered 1 to 999, not 1000"):
        next_code(FIRST, [EvidenceCode(FIRST, 999, 1)], 1)


@given(criteria, st.lists(codes), boxes)
def test_a_number_is_never_given_twice(
    criterion: CriterionId, given: list[EvidenceCode], box: int | None
) -> None:
    new = next_code(criterion, given, box)
    taken = {code.number for code in given if code.criterion == criterion}
    assert new.criterion == criterion
    assert new.number == max(taken, default=0) + 1


@given(criteria, st.lists(codes), boxes, st.integers(1, 20))
def test_numbers_only_rise(
    criterion: CriterionId, given: list[EvidenceCode], box: int | None, times: int
) -> None:
    new: list[EvidenceCode] = []
    for _ in range(times):
        new.append(next_code(criterion, [*given, *new], box))
    assert [code.number for code in new] == list(range(new[0].number, new[0].number + times))
    assert len({code.box for code in new}) == 1


@given(criteria, st.lists(codes), boxes, st.randoms())
def test_the_order_of_the_codes_does_not_matter(
    criterion: CriterionId, given: list[EvidenceCode], box: int | None, random: object
) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert next_code(criterion, shuffled, box) == next_code(criterion, given, box)
