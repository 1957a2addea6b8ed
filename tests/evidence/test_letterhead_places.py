"""Letterheads from words with places: columns, hands, mottoes of other bodies, and dirt."""

from dataclasses import dataclass

import pytest

from archive.evidence.documents import GRID, Letterhead, Page, Word
from archive.evidence.letterhead import letterhead_of, month_of
from samples.heads import LEFT, MIDDLE, RIGHT, Put, head_page, line_words, word_at

COUNTRY: Put = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700)
WISH: Put = ("Độc lập - Tự do - Hạnh phúc", RIGHT, 900)
BODY = (
    "Căn cứ Quyết định số 12/QĐ-SGDĐT ngày 01 tháng 9 năm 2021 của Sở Giáo dục và Đào tạo;",
    "Trường THCS Kim Sơn lập kế hoạch như sau, các tổ chuyên môn căn cứ thực hiện:",
)
PLAN: tuple[Put, ...] = (
    ("PHÒNG GD&ĐT ĐÔNG TRIỀU", LEFT, 700),
    COUNTRY,
    ("TRƯỜNG THCS KIM SƠN", LEFT, 900),
    WISH,
    ("Số: 226/KH-THCSKS", LEFT, 1200),
    ("Kim Sơn, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
    ("KẾ HOẠCH", MIDDLE, 1700),
    ("Tự đánh giá chất lượng giáo dục", MIDDLE, 1900),
    ("năm học 2022-2023", MIDDLE, 2080),
)


def values(head: Letterhead) -> dict[str, str]:
    return {
        name: field.value
        for name in Letterhead.__struct_fields__
        if (field := getattr(head, name)) is not None
    }


def read(*lines: Put, body: tuple[str, ...] = BODY) -> dict[str, str]:
    return values(letterhead_of(head_page(*lines, body=body)))


def without(lines: tuple[Put, ...], *texts: str) -> tuple[Put, ...]:
    return tuple(line for line in lines if line[0] not in texts)


def test_a_plan_in_two_columns() -> None:
    assert read(*PLAN) == {
        "symbol": "226/KH-THCSKS",
        "date": "2022-10-03",
        "issuer": "TRƯỜNG THCS KIM SƠN",
        "parent": "PHÒNG GD&ĐT ĐÔNG TRIỀU",
        "type": "kế hoạch",
        "subject": "Tự đánh giá chất lượng giáo dục năm học 2022-2023",
        "place": "Kim Sơn",
    }


def test_each_field_says_where_it_is_from_and_how_sure_it_is() -> None:
    head = letterhead_of(head_page(*PLAN, body=BODY))
    for name in Letterhead.__struct_fields__:
        if field := getattr(head, name):
            assert field.source == "ocr" and 0.8 < field.confidence <= 0.96


@pytest.mark.parametrize("slope", [-0.025, 0.0, 0.025])
def test_a_page_askew_reads_the_same(slope: float) -> None:
    page = head_page(*PLAN, body=BODY)
    # Over its width a page that is askew by 1.4 degrees sinks by more than a line is tall.
    askew = tuple(
        Word(one.text, one.left, one.top + fall, one.right, one.bottom + fall, one.confidence)
        for one in page.words
        for fall in [max(int(slope * (one.left - GRID / 2)), -400)]
    )
    assert values(letterhead_of(Page(1, page.text, "ocr", 0.9, page.width, page.height, askew))) == read(
        *PLAN
    )


def test_the_order_of_the_words_does_not_matter() -> None:
    page = head_page(*PLAN, body=BODY)
    mixed = tuple(sorted(page.words, key=lambda one: one.right % 97))
    found = letterhead_of(Page(1, page.text, "ocr", 0.9, page.width, page.height, mixed))
    assert values(found) == read(*PLAN)


def test_a_letter_has_its_subject_under_the_symbol_over_several_lines() -> None:
    found = read(
        ("UBND THỊ XÃ ĐÔNG TRIỀU", LEFT, 700),
        COUNTRY,
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", LEFT, 900),
        WISH,
        ("Số: 1034/PGD&ĐT", LEFT, 1200),
        ("Đông Triều, ngày 15 tháng 9 năm 2022", RIGHT, 1210),
        ("V/v hướng dẫn thực hiện", LEFT, 1380),
        ("nhiệm vụ giáo dục trung học", LEFT, 1540),
        ("cơ sở năm học 2022-2023", LEFT, 1700),
        ("Kính gửi: Hiệu trưởng các trường trung học cơ sở", MIDDLE, 2200),
    )
    assert found["type"] == "công văn"
    assert found["subject"] == "hướng dẫn thực hiện nhiệm vụ giáo dục trung học cơ sở năm học 2022-2023"
    assert (found["symbol"], found["date"]) == ("1034/PGD&ĐT", "2022-09-15")
    assert (found["parent"], found["issuer"]) == ("UBND THỊ XÃ ĐÔNG TRIỀU", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO")


@dataclass(frozen=True)
class Hand:
    """Digits that a pen wrote: what was read, how tall they stand, and how sure the engine is."""

    text: str
    height: int
    confidence: int


def written(number: Hand, day: Hand) -> Letterhead:
    kept = without(PLAN, "Số: 226/KH-THCSKS", "Kim Sơn, ngày 03 tháng 10 năm 2022")
    page = head_page(*kept, body=BODY)
    extra = [
        *line_words("Số:", 1900, 1200),
        word_at(number.text, 2100, 1200, 300, number.confidence, number.height),
        *line_words("/KH-THCSKS", 3000, 1200),
        *line_words("Kim Sơn, ngày", 6000, 1200),
        word_at(day.text, 6850, 1200, 200, day.confidence, day.height),
        *line_words("tháng 10 năm 2022", 8000, 1200),
    ]
    return letterhead_of(Page(1, page.text, "ocr", 0.9, page.width, page.height, page.words + tuple(extra)))


@pytest.mark.parametrize("number", [Hand("2?6", 100, 90), Hand("226", 210, 90), Hand("226", 100, 50)])
def test_a_handwritten_number_is_left_open(number: Hand) -> None:
    head = written(number, Hand("03", 100, 96))
    assert head.symbol and (head.symbol.value, head.date and head.date.value) == ("/KH-THCSKS", "2022-10-03")
    assert head.symbol.confidence < 0.7


@pytest.mark.parametrize(
    "day", [Hand("0?", 100, 90), Hand("8", 190, 86), Hand("13", 100, 40), Hand("Í", 110, 92)]
)
def test_a_handwritten_day_leaves_the_date_open(day: Hand) -> None:
    head = written(Hand("226", 100, 96), day)
    assert head.symbol and (head.symbol.value, head.date) == ("226/KH-THCSKS", None)
    assert head.place and head.place.value == "Kim Sơn"


def test_a_tall_day_that_the_engine_does_not_doubt_is_given_but_not_for_sure() -> None:
    head = written(Hand("226", 100, 96), Hand("03", 170, 97))
    assert head.date and head.date.value == "2022-10-03" and head.date.confidence < 0.7


def test_a_printed_day_with_dirt_on_a_digit_is_given_but_not_for_sure() -> None:
    head = written(Hand("226", 100, 96), Hand("0]", 100, 55))
    assert head.date and (head.date.value, head.date.confidence < 0.7) == ("2022-10-01", True)


def test_the_month_is_known_where_the_day_is_a_pens() -> None:
    page = head_page(("Kim Sơn, ngày (Ò tháng 10 năm 2022", RIGHT, 1200), ("KẾ HOẠCH", MIDDLE, 1500))
    month = month_of(page)
    assert month and month.isoformat() == "2022-10-01"
    assert letterhead_of(page).date is None


def test_a_party_cells_report() -> None:
    found = read(
        ("ĐẢNG BỘ PHƯỜNG KIM SƠN", LEFT, 700),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", RIGHT, 700),
        ("CHI BỘ TRƯỜNG THCS KIM SƠN", LEFT, 900),
        ("*", LEFT, 1050),
        ("Số 12-BC/CB", LEFT, 1200),
        ("Kim Sơn, ngày 10 tháng 12 năm 2021", RIGHT, 1200),
        ("BÁO CÁO", MIDDLE, 1700),
        ("Tổng kết công tác xây dựng Đảng năm 2021", MIDDLE, 1900),
    )
    assert found == {
        "symbol": "12-BC/CB",
        "date": "2021-12-10",
        "issuer": "CHI BỘ TRƯỜNG THCS KIM SƠN",
        "parent": "ĐẢNG BỘ PHƯỜNG KIM SƠN",
        "type": "báo cáo",
        "subject": "Tổng kết công tác xây dựng Đảng năm 2021",
        "place": "Kim Sơn",
    }


def test_a_youth_unions_plan_bears_the_unions_name_where_others_have_the_motto() -> None:
    found = read(
        ("BCH ĐOÀN PHƯỜNG KIM SƠN", LEFT, 700),
        ("ĐOÀN TNCS HỒ CHÍ MINH", RIGHT, 700),
        ("CHI ĐOÀN TRƯỜNG THCS KIM SƠN", LEFT, 900),
        ("***", LEFT, 1050),
        ("Số: 03-KH/CĐ", LEFT, 1200),
        ("Kim Sơn, ngày 10 tháng 3 năm 2022", RIGHT, 1200),
        ("KẾ HOẠCH", MIDDLE, 1700),
        ("Tổ chức Tháng Thanh niên năm 2022", MIDDLE, 1900),
    )
    assert (found["issuer"], found["parent"]) == ("CHI ĐOÀN TRƯỜNG THCS KIM SƠN", "BCH ĐOÀN PHƯỜNG KIM SƠN")
    assert (found["symbol"], found["type"]) == ("03-KH/CĐ", "kế hoạch")


def test_under_the_countrys_motto_the_youth_unions_name_is_a_parent() -> None:
    lines = (("ĐOÀN TNCS HỒ CHÍ MINH", LEFT, 700), *PLAN[1:])
    assert read(*lines)["parent"] == "ĐOÀN TNCS HỒ CHÍ MINH"


def test_a_trade_unions_report() -> None:
    lines = (
        ("LIÊN ĐOÀN LAO ĐỘNG TX ĐÔNG TRIỀU", LEFT - 300, 700),
        COUNTRY,
        ("CĐCS TRƯỜNG THCS KIM SƠN", LEFT, 900),
        WISH,
        ("Số: 08/BC-CĐCS", LEFT, 1200),
        *PLAN[5:],
    )
    found = read(*lines)
    assert (found["issuer"], found["symbol"]) == ("CĐCS TRƯỜNG THCS KIM SƠN", "08/BC-CĐCS")
    assert found["parent"] == "LIÊN ĐOÀN LAO ĐỘNG TX ĐÔNG TRIỀU"


def test_two_issuers_side_by_side_and_two_on_one_line() -> None:
    country, wish = (COUNTRY[0], 7450, 700), (WISH[0], 7450, 900)
    beside = (("TRƯỜNG THCS KIM SƠN", 1500, 700), ("CÔNG ĐOÀN CƠ SỞ", 4200, 700), country, wish, *PLAN[4:])
    assert read(*beside)["issuer"] == "TRƯỜNG THCS KIM SƠN - CÔNG ĐOÀN CƠ SỞ"
    one = (
        ("UBND TỈNH QUẢNG NINH", LEFT, 700),
        COUNTRY,
        ("SỞ Y TẾ - CÔNG ĐOÀN NGÀNH", LEFT, 900),
        WISH,
        *PLAN[4:],
    )
    assert read(*one)["issuer"] == "SỞ Y TẾ - CÔNG ĐOÀN NGÀNH"
    assert read(*one)["parent"] == "UBND TỈNH QUẢNG NINH"


def test_a_long_name_goes_on_over_lines() -> None:
    found = read(
        ("BỘ Y TẾ", LEFT, 500),
        COUNTRY,
        ("BỆNH VIỆN RĂNG HÀM MẶT", LEFT, 700),
        ("TRUNG ƯƠNG THÀNH PHỐ HUẾ", LEFT, 900),
        WISH,
        *PLAN[4:],
    )
    assert (found["parent"], found["issuer"]) == (
        "BỘ Y TẾ",
        "BỆNH VIỆN RĂNG HÀM MẶT TRUNG ƯƠNG THÀNH PHỐ HUẾ",
    )


def test_minutes_in_one_column_without_a_number() -> None:
    found = read(
        (COUNTRY[0], MIDDLE, 700),
        (WISH[0], MIDDLE, 900),
        ("Kim Sơn, ngày 02 tháng 6 năm 2022", RIGHT, 1200),
        ("BIÊN BẢN", MIDDLE, 1600),
        ("Họp Hội đồng trường lần thứ hai", MIDDLE, 1800),
        ("Hôm nay, ngày 03 tháng 6 năm 2022, tại trường THCS Kim Sơn, chúng tôi gồm:", MIDDLE, 2200),
    )
    assert found == {
        "date": "2022-06-02",
        "type": "biên bản",
        "subject": "Họp Hội đồng trường lần thứ hai",
        "place": "Kim Sơn",
    }


def test_minutes_without_a_days_line_are_of_the_day_they_were_held() -> None:
    lines = (*without(PLAN[:4]), ("BIÊN BẢN", MIDDLE, 1500), ("Họp tổ chuyên môn", MIDDLE, 1700))
    head = letterhead_of(
        head_page(*lines, body=("Hôm nay, vào hồi 8 giờ ngày 14 tháng 10 năm 2022, tổ họp",))
    )
    assert head.date and (head.date.value, head.date.confidence) == ("2022-10-14", 0.6)


def test_a_stamp_beside_the_heading_is_the_degree_of_haste() -> None:
    lines = (*PLAN[:6], ("HỎA TỐC", 2000, 1690), *PLAN[6:])
    assert read(*lines) == {**read(*PLAN), "urgency": "hỏa tốc"}
    assert read(*PLAN[:6], ("KHẨN", LEFT, 1450), *PLAN[6:])["urgency"] == "khẩn"


def test_marks_read_wrong_are_set_right_by_common_phrases_and_by_the_page_itself() -> None:
    wrong = {
        "TRƯỜNG THCS KIM SƠN": "TRUỜNG THCS KIM SON",
        "KẾ HOẠCH": "KÉ HOACH",
        "Tự đánh giá chất lượng giáo dục": "Tự đánh gia chất lương giáo duc",
    }
    lines = tuple((wrong.get(text, text), x, y) for text, x, y in PLAN)
    body = (*BODY, "Hội đồng trường THCS Kim Sơn và Hiệu trưởng trường THCS Kim Sơn tổ chức thực hiện:")
    assert read(*lines, body=body) == read(*PLAN)


def test_what_the_body_cites_is_not_the_papers_own() -> None:
    cited = "Căn cứ Công văn số 5932/BGDĐT-QLCL ngày 28 tháng 12 năm 2018 của Bộ Giáo dục và Đào tạo;"
    kept = without(PLAN, "Số: 226/KH-THCSKS", "Kim Sơn, ngày 03 tháng 10 năm 2022")
    found = read(*kept, body=(cited, cited))
    assert "symbol" not in found and "date" not in found and found["type"] == "kế hoạch"


def test_a_page_without_a_letterhead_says_nothing() -> None:
    body = (
        "2. Nhiệm vụ của Ban tổ chức: chủ trì, phối hợp với các đơn vị có liên quan tổ chức Giải bóng đá",
    )
    assert read(body=body * 6) == {}
