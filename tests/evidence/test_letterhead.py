"""What page 1 says of its paper is read where it is clear, and left open where it is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import Letterhead, Origin, Page
from archive.evidence.letterhead import letterhead_of, month_of
from archive.evidence.titles import own_title

PLAN = """\
UBND THỊ XÃ ĐÔNG TRIỀU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRƯỜNG THCS KIM SƠN Độc lập - Tự do - Hạnh phúc
Số: 226/KH-THCS Kim Sơn, ngày 03 tháng 10 năm 2022
KẾ HOẠCH
Tự đánh giá chất lượng giáo dục
năm học 2022-2023
Căn cứ Quyết định số 12/QĐ-SGDĐT ngày 01 tháng 9 năm 2021 của Sở Giáo dục và Đào tạo;
"""
LETTER = """\
PHÒNG GIÁO DỤC VÀ ĐÀO TẠO CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRƯỜNG THCS KIM SƠN Độc lập - Tự do - Hạnh phúc
Số: 15/CV-THCS
V/v phối hợp bảo đảm an ninh trường học
Đông Triều, ngày 5 tháng 9 năm 2022
Kính gửi: Công an phường Kim Sơn
"""
MINUTES = """\
TRƯỜNG THCS KIM SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỔ KHOA HỌC TỰ NHIÊN Độc lập - Tự do - Hạnh phúc
BIÊN BẢN
Họp tổ chuyên môn tháng 10
Hôm nay, ngày 14 tháng 10 năm 2022
"""
COLLAPSED = """\
\tTRƯỜNG THCS KIM SƠN
HỘI ĐỒNG TỰ ĐÁNH GIÁ
\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 226/KH-THCSKS
\t
            Kim Sơn, ngày 03 tháng 10 năm 2022


KẾ HOẠCH TỰ ĐÁNH GIÁ

\tCăn cứ Thông tư số 18/2018/TT-BGDĐT ngày 22/08/2018 của Bộ Giáo dục và Đào tạo
"""
PARTY = """\
ĐẢNG BỘ PHƯỜNG KIM SƠN
CHI BỘ TRƯỜNG THCS KIM SƠN
*
Số 12-BC/CB
ĐẢNG CỘNG SẢN VIỆT NAM
Kim Sơn, ngày 10 tháng 12 năm 2021
BÁO CÁO
Tổng kết công tác xây dựng Đảng năm 2021
"""
YOUTH = """\
BCH ĐOÀN PHƯỜNG KIM SƠN ĐOÀN TNCS HỒ CHÍ MINH
CHI ĐOÀN TRƯỜNG THCS KIM SƠN
***
Số: 03-KH/ĐTN Kim Sơn, ngày 10 tháng 3 năm 2022
KẾ HOẠCH
Tổ chức Tháng Thanh niên
"""


def read(text: str, origin: Origin = "text") -> dict[str, str | None]:
    head = letterhead_of(Page(1, text, origin))
    return {
        name: field.value if (field := getattr(head, name)) else None for name in Letterhead.__struct_fields__
    }


def test_a_plan() -> None:
    assert read(PLAN) == {
        "symbol": "226/KH-THCS",
        "date": "2022-10-03",
        "issuer": "TRƯỜNG THCS KIM SƠN",
        "type": "kế hoạch",
        "subject": "Tự đánh giá chất lượng giáo dục năm học 2022-2023",
        "parent": "UBND THỊ XÃ ĐÔNG TRIỀU",
        "urgency": None,
        "place": "Kim Sơn",
    }


def test_cells_of_a_table_on_lines_of_their_own() -> None:
    found = read(COLLAPSED, "converted")
    assert found == {
        "symbol": "226/KH-THCSKS",
        "date": "2022-10-03",
        "issuer": "HỘI ĐỒNG TỰ ĐÁNH GIÁ",
        "type": "kế hoạch",
        "subject": "TỰ ĐÁNH GIÁ",
        "parent": "TRƯỜNG THCS KIM SƠN",
        "urgency": None,
        "place": "Kim Sơn",
    }


def test_party_and_youth_papers_as_text() -> None:
    party = read(PARTY, "converted")
    assert (party["symbol"], party["issuer"]) == ("12-BC/CB", "CHI BỘ TRƯỜNG THCS KIM SƠN")
    assert (party["parent"], party["date"]) == ("ĐẢNG BỘ PHƯỜNG KIM SƠN", "2021-12-10")
    youth = read(YOUTH)
    assert (youth["symbol"], youth["issuer"]) == ("03-KH/ĐTN", "CHI ĐOÀN TRƯỜNG THCS KIM SƠN")
    assert youth["parent"] == "BCH ĐOÀN PHƯỜNG KIM SƠN"


def test_a_letter_to_an_office() -> None:
    found = read(LETTER)
    assert found["type"] == "công văn"
    assert found["subject"] and found["subject"].startswith("phối hợp bảo đảm an ninh trường học")
    assert (found["symbol"], found["date"]) == ("15/CV-THCS", "2022-09-05")


def test_minutes_have_no_symbol() -> None:
    found = read(MINUTES)
    assert (found["symbol"], found["type"], found["subject"]) == (
        None,
        "biên bản",
        "Họp tổ chuyên môn tháng 10",
    )
    assert found["issuer"] == "TỔ KHOA HỌC TỰ NHIÊN"


def test_a_subject_in_capitals_makes_a_title_in_small_letters() -> None:
    head = letterhead_of(
        Page(1, COLLAPSED.replace("TỰ ĐÁNH GIÁ\n\n", "TỰ ĐÁNH GIÁ CẤP THCS\n\n"), "converted")
    )
    assert own_title("SCAN_0001", head) == "Kế hoạch tự đánh giá cấp THCS"
    assert own_title("Kế hoạch của trường", head) == "Kế hoạch của trường"


def test_a_handwritten_number_on_a_scan_is_left_open() -> None:
    head = letterhead_of(Page(1, PLAN, "ocr"))
    sure = letterhead_of(Page(1, PLAN, "text"))
    assert head.symbol and sure.symbol
    assert (head.symbol.value, sure.symbol.value) == ("/KH-THCS", "226/KH-THCS")
    assert head.symbol.confidence < sure.symbol.confidence


def test_what_the_body_cites_is_never_the_papers_own() -> None:
    body = "\n".join(PLAN.splitlines()[6:])
    assert set(read(body).values()) == {None}
    found = read("QUYẾT ĐỊNH\nVề việc thành lập hội đồng\n" + body)
    assert (found["symbol"], found["date"]) == (None, None)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("ngày 03 tháng 10 năm 2022", "2022-10-03"),
        ("ngày 3 tháng 1 năm 2022", "2022-01-03"),
        ("NGÀY 31 THÁNG 12 NĂM 1999", "1999-12-31"),
        ("ngày 31 tháng 02 năm 2022", None),
        ("ngày 00 tháng 10 năm 2022", None),
        ("ngày      tháng 10 năm 2022", None),
        ("ngày 3 tháng 10 năm 0022", None),
        ("ngày 3 tháng 10 năm 20221", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert read(f"TRƯỜNG THCS KIM SƠN\nKim Sơn, {written}\nBÁO CÁO\nTổng kết")["date"] == iso


def test_the_month_is_known_where_the_day_is_written_by_hand() -> None:
    assert month_of(Page(1, "Kim Sơn, ngày ... tháng 10 năm 2022", "ocr")) == date(2022, 10, 1)
    assert month_of(Page(1, "Kim Sơn, ngày ... tháng 13 năm 2022", "ocr")) is None
    assert month_of(Page(1, "", "none")) is None


@pytest.mark.parametrize("text", ["", "\n\n", "TRƯỜNG", "Số: /", "V/v", "KẾ HOẠCH", "Căn cứ", "Số:" * 500])
def test_a_poor_page_says_little_and_stops_nothing(text: str) -> None:
    assert read(text)["date"] is None


@given(st.text(max_size=600))
def test_any_text_is_read(text: str) -> None:
    for value in read(text).values():
        assert value is None or value.strip() == value != ""
