"""Columns: blocks side by side are read one after the other, tables row by row."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import Word
from archive.ingest.columns import Line, reading_order

HEIGHT = 120


def line(top: int, *blocks: tuple[int, str]) -> Line:
    """A line of words from blocks, each at its left edge; 100 units a letter."""
    words = []
    for left, text in blocks:
        at = left
        for piece in text.split():
            words.append(Word(piece, at, top, at + 80 * len(piece), top + HEIGHT))
            at += 80 * len(piece) + 40
    return tuple(words)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [" ".join(word.text for word in each) for each in lines]


HEAD = (
    line(500, (1500, "UBND XÃ A"), (4800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    line(660, (1400, "TRƯỜNG THCS B"), (5200, "Độc lập - Tự do - Hạnh phúc")),
    line(900, (1500, "Số: /KH-THCSB"), (5000, "B, ngày 3 tháng 10 năm 2022")),
    line(1060, (1400, "V/v tự đánh giá")),
)
BODY = (
    line(1800, (4300, "Kính gửi: các tổ")),
    line(2000, (1500, "Nhà trường thông báo tới các tổ chuyên môn nội dung sau đây")),
)
FOOT = (
    line(8000, (1400, "Nơi nhận:"), (6500, "HIỆU TRƯỞNG")),
    line(8200, (1400, "- Như trên;")),
    line(8400, (1400, "- Lưu VT."), (6300, "Nguyễn Văn A")),
)


def test_the_left_block_of_the_head_comes_before_the_right_one() -> None:
    assert texts(reading_order((*HEAD, *BODY)))[:8] == [
        "UBND XÃ A",
        "TRƯỜNG THCS B",
        "Số: /KH-THCSB",
        "V/v tự đánh giá",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "B, ngày 3 tháng 10 năm 2022",
        "Kính gửi: các tổ",
    ]


def test_recipients_come_before_the_signature() -> None:
    assert texts(reading_order((*BODY, *FOOT)))[2:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu VT.",
        "HIỆU TRƯỞNG",
        "Nguyễn Văn A",
    ]


def test_a_heading_that_stands_across_ends_the_head() -> None:
    heading = line(1300, (4300, "KẾ HOẠCH NĂM HỌC"))
    assert texts(reading_order((*HEAD, heading, *BODY)))[7] == "KẾ HOẠCH NĂM HỌC"


def test_a_table_is_read_row_by_row() -> None:
    rows = tuple(line(500 + 200 * at, (1000, f"dòng {at}"), (6000, f"ô {at}")) for at in range(6))
    assert reading_order(rows) == rows


def test_a_table_of_three_columns_under_recipients_is_left_as_it_is() -> None:
    rows = (
        line(500, (1000, "Nơi nhận"), (4000, "Số bản"), (7000, "Ký nhận")),
        line(700, (1000, "Tổ Toán"), (4000, "một"), (7000, "đủ")),
    )
    assert reading_order(rows) == rows


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(("CỘNG HÒA XÃ", "Độc lập", "Nơi nhận:", "Số:", "ngày", "KẾ HOẠCH")),
                st.integers(0, 9000),
            ),
            min_size=1,
            max_size=4,
        ),
        max_size=20,
    )
)
def test_no_word_is_lost_or_made(rows: list[list[tuple[str, int]]]) -> None:
    lines = tuple(
        line(200 * at, *((left, text) for text, left in sorted(row, key=lambda cell: cell[1])))
        for at, row in enumerate(rows)
    )
    ordered = reading_order(lines)
    assert all(ordered)
    assert Counter(word for each in ordered for word in each) == Counter(
        word for each in lines for word in each
    )
