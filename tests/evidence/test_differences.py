"""Differences: a word that the other text has too, in the same order, is none."""

from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.differences import differing

WORDS = st.lists(st.sampled_from(["kế", "hoạch", "năm", "học", "2021", "2022", "–"]), max_size=12)


def test_changed_words_are_found_on_both_sides():
    earlier = "Kế hoạch năm học 2020-2021 của nhà trường".split()
    later = "Kế hoạch giáo dục năm học 2021-2022 của nhà trường".split()
    assert [word for word, flag in zip(earlier, differing(earlier, later), strict=True) if flag] == [
        "2020-2021"
    ]
    assert [word for word, flag in zip(later, differing(later, earlier), strict=True) if flag] == [
        "giáo",
        "dục",
        "2021-2022",
    ]


def test_case_and_punctuation_make_no_difference_but_marks_do():
    assert not any(differing(["KẾ", "HOẠCH:", "–"], ["kế", "hoạch"]))
    assert differing(["không"], ["khong"]) == (True,)


@given(WORDS, WORDS)
def test_what_is_left_unmarked_is_the_same_on_both_sides(left, right):
    kept = [word for word, flag in zip(left, differing(left, right), strict=True) if not flag and word != "–"]
    rest = iter(right)
    assert all(word in rest for word in kept), "in the same order"
    assert not any(differing(left, left))
