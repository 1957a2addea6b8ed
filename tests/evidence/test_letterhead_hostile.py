"""Letterheads of pages nobody wrote: any words anywhere, too many, too long; and how long they take."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import GRID, Letterhead, Page, Word
from archive.evidence.letterhead import letterhead_of, month_of
from samples.heads import LEFT, MIDDLE, RIGHT, head_page

words = st.builds(
    lambda text, left, top, width, height, confidence: Word(
        text, left, top, min(left + width, GRID), min(top + height, GRID), confidence
    ),
    st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8)
    | st.sampled_from("Số: /KH-THCS ngày tháng năm 2022 KẾ HOẠCH V/v HÒA XÃ HỘI CHỦ NGHĨA - TỐC".split()),
    st.integers(0, GRID), st.integers(0, GRID), st.integers(0, 3000), st.integers(0, 500),
    st.integers(0, 100),
)  # fmt: skip


@given(st.lists(words, max_size=40), st.sampled_from([0.0, 595.0]))
def test_any_words_are_read(found: list[Word], width: float) -> None:
    page = Page(1, " ".join(one.text for one in found), "ocr", 0.5, width, width * 1.4, tuple(found))
    head = letterhead_of(page)
    for name in Letterhead.__struct_fields__:
        if field := getattr(head, name):
            assert field.value.strip() == field.value != "", name


def many(text: str, count: int) -> Page:
    words = (Word(text, at % 97 * 100, at % 40 * 90, 9000, at % 40 * 90 + 90, 9) for at in range(count))
    return Page(1, "x", "ocr", 0.1, 595, 842, tuple(words))


LONG = Page(1, "A" * 100_000, "ocr", 0.9, 595, 842, (Word("A" * 100_000, 100, 100, 9000, 300, 96),))
HEAP = Page(1, "x", "ocr", 0.9, 595, 842, (Word("/-" * 40, 100, 100, 101, 102, 99),) * 5_000)


@pytest.mark.parametrize(
    "page",
    [many("KẾ", 50_000), many("Số:/KH-", 50_000), LONG, HEAP],
    ids=["words", "numbers", "long", "heap"],
)
def test_a_hostile_page_takes_no_time(page: Page) -> None:
    began = time.process_time()
    letterhead_of(page)
    month_of(page)
    assert time.process_time() - began < 2


def test_a_page_is_read_within_milliseconds() -> None:
    page = head_page(
        ("TRƯỜNG THCS KIM SƠN", LEFT, 700), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
        ("Số: 226/KH-THCSKS", LEFT, 1200), ("Kim Sơn, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
        ("KẾ HOẠCH", MIDDLE, 1700), ("Tự đánh giá chất lượng giáo dục", MIDDLE, 1900),
        body=("Trường THCS Kim Sơn lập kế hoạch như sau, các tổ chuyên môn căn cứ thực hiện:",) * 16,
    )  # fmt: skip
    letterhead_of(page)
    began = time.process_time()
    for _ in range(10):
        letterhead_of(page)
    assert (time.process_time() - began) / 10 < 0.02
