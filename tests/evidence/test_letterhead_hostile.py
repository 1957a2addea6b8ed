"""Letterheads of pages nobody wrote: any words anywhere, too many, too long; and how long they take."""

import sys
import time
from collections.abc import Callable

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


def long(count: int) -> Page:
    return Page(1, "A" * count, "ocr", 0.9, 595, 842, (Word("A" * count, 100, 100, 9000, 300, 96),))


def heap(count: int) -> Page:
    return Page(1, "x", "ocr", 0.9, 595, 842, (Word("/-" * 40, 100, 100, 101, 102, 99),) * count)


def one_line(text: str, count: int) -> Page:
    line = text * (count // len(text))
    return Page(1, f"{line}\n{line}", "text")


PAGES: dict[str, tuple[Callable[[int], Page], int]] = {
    "words": (lambda count: many("KẾ", count), 25_000),
    "numbers": (lambda count: many("Số:/KH-", count), 25_000),
    "long": (long, 100_000),
    "heap": (heap, 2_500),
    "one letter": (lambda count: one_line("A", count), 1_000_000),
    "types": (lambda count: one_line("KẾ HOẠCH ", count), 1_000_000),
    "symbols": (lambda count: one_line("Số: 1/QĐ-", count), 1_000_000),
    "days": (lambda count: one_line("ngày 1 ", count), 1_000_000),
    "years": (lambda count: one_line("Năm học 2022, ", count), 1_000_000),
}


def seconds(page: Page) -> float:
    """Of the processor, the least of three times: what else the machine does counts as little as can be."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        letterhead_of(page)
        month_of(page)
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.parametrize("name", PAGES)
def test_twice_as_much_takes_hardly_more_than_twice_as_long(name: str) -> None:
    page, count = PAGES[name]
    assert seconds(page(2 * count)) < 3 * seconds(page(count)) + 0.1


def test_what_stands_below_the_head_costs_nothing() -> None:
    lines = (
        ("TRƯỜNG THCS KIM SƠN", LEFT, 700), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
        ("Số: 226/KH-THCSKS", LEFT, 1200), ("Kim Sơn, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
        ("KẾ HOẠCH", MIDDLE, 1700), ("Tự đánh giá chất lượng giáo dục", MIDDLE, 1900),
    )  # fmt: skip
    body = ("Trường THCS Kim Sơn lập kế hoạch như sau, các tổ chuyên môn căn cứ thực hiện:",)
    short, full = (calls(head_page(*lines, body=body * count)) for count in (16, 32))
    assert full < 1.1 * short


def calls(page: Page) -> int:
    """How many functions are called to read a page that was read before."""
    letterhead_of(page)
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        letterhead_of(page)
    finally:
        sys.setprofile(None)
    return count
