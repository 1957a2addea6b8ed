"""Several papers in one file: where each begins, and what belongs to the one before."""

import msgspec
import pytest

from archive.evidence.bundles import parts_of
from archive.evidence.documents import Page
from samples.heads import LEFT, MIDDLE, RIGHT, Put, head_page

COUNTRY: Put = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700)
WISH: Put = ("Độc lập - Tự do - Hạnh phúc", RIGHT, 900)
GOES_ON = (
    "2. Nhiệm vụ của Ban tổ chức: chủ trì, phối hợp với các đơn vị có liên quan tổ chức thực hiện;",
    "báo cáo kết quả về Phòng Giáo dục và Đào tạo trước ngày 05 tháng 11 năm 2022.",
)


def letter(issuer: str, number: str) -> Page:
    return head_page(
        ("UBND THỊ XÃ ĐÔNG TRIỀU", LEFT, 700), COUNTRY, (issuer, LEFT, 900), WISH,
        (f"Số: {number}", LEFT, 1200), ("Đông Triều, ngày 15 tháng 9 năm 2022", RIGHT, 1200),
        ("V/v hướng dẫn nhiệm vụ năm học", LEFT, 1400), ("Kính gửi: Các trường THCS", MIDDLE, 1900),
        body=GOES_ON,
    )  # fmt: skip


def more() -> Page:
    return head_page(("2", MIDDLE, 400), body=GOES_ON * 3)


def numbered(*pages: Page) -> tuple[Page, ...]:
    return tuple(msgspec.structs.replace(page, number=number) for number, page in enumerate(pages, 1))


def spans(*pages: Page) -> tuple[tuple[int, int], ...]:
    return tuple((part.first, part.last) for part in parts_of(numbered(*pages)))


FIRST = letter("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "1034/PGD&ĐT")
OTHER = letter("PHÒNG NỘI VỤ", "77/PNV-CCVC")


def test_two_papers() -> None:
    parts = parts_of(numbered(FIRST, more(), OTHER, more(), more()))
    assert [(part.first, part.last) for part in parts] == [(1, 2), (3, 5)]
    assert [part.letterhead.symbol and part.letterhead.symbol.value for part in parts] == [
        "1034/PGD&ĐT",
        "77/PNV-CCVC",
    ]


def test_one_paper_has_no_parts() -> None:
    assert spans() == spans(FIRST) == spans(FIRST, more(), more()) == ()


def test_a_paper_with_a_type_and_no_number_begins_too() -> None:
    plan = head_page(
        ("49", MIDDLE, 400), ("TRƯỜNG ĐẠI HỌC Y DƯỢC CẦN THƠ", LEFT, 700), COUNTRY, WISH,
        ("KẾ HOẠCH ĐÀO TẠO CHUYÊN KHOA CẤP I", MIDDLE, 1300), body=GOES_ON,
    )  # fmt: skip
    assert spans(FIRST, plan) == ((1, 1), (2, 2))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ((COUNTRY[0], MIDDLE, 700), (WISH[0], MIDDLE, 900), ("BÁO CÁO THỰC TRẠNG", MIDDLE, 1200),
             ("(Kèm theo Công văn số /SYT-TCCB ngày tháng năm 2017 của Sở Y tế)", MIDDLE, 1400)),
            id="attached",
        ),
        pytest.param(
            (("PHỤ LỤC I", MIDDLE, 500), ("TRƯỜNG THCS KIM SƠN", LEFT, 700), COUNTRY, WISH,
             ("Số: 12/KH-THCSKS", LEFT, 1200), ("KẾ HOẠCH", MIDDLE, 1500)),
            id="appendix",
        ),
        pytest.param(
            (("Mẫu số 01", RIGHT, 400), ("TÊN ĐƠN VỊ", LEFT, 700), COUNTRY, WISH,
             ("Số: …/BC-…", LEFT, 1200), ("…, ngày … tháng … năm 2022", RIGHT, 1200),
             ("BÁO CÁO", MIDDLE, 1500)),
            id="form",
        ),
        pytest.param(
            (("SỞ Y TẾ", LEFT, 700), COUNTRY, ("TÊN ĐƠN VỊ", LEFT, 900), WISH, ("ĐĂNG KÝ", MIDDLE, 1300),
             ("Tham gia Giải bóng đá mini Nam", MIDDLE, 1500)),
            id="registration",
        ),
        pytest.param(
            ((COUNTRY[0], MIDDLE, 700), WISH, ("..., ngày ... tháng ... năm 20..", RIGHT, 999),
             ("BÁO CÁO", MIDDLE, 1400), ("Công tác bảo vệ môi trường năm 2017", MIDDLE, 1600)),
            id="blank-day",
        ),
        pytest.param((("DANH SÁCH", MIDDLE, 700), ("Các đơn vị chưa báo cáo", MIDDLE, 900)), id="list"),
    ],
)  # fmt: skip
def test_appendices_and_forms_belong_to_the_paper_before(lines: tuple[Put, ...]) -> None:
    assert spans(FIRST, head_page(*lines, body=GOES_ON)) == ()


def test_a_letter_about_offices_and_units_is_no_form() -> None:
    about = head_page(
        ("UBND THỊ XÃ ĐÔNG TRIỀU", LEFT, 700), COUNTRY, ("PHÒNG NỘI VỤ", LEFT, 900), WISH,
        ("Số: 78/PNV-CCVC", LEFT, 1200), ("Đông Triều, ngày 16 tháng 9 năm 2022", RIGHT, 1200),
        ("V/v báo cáo biên chế của các", LEFT, 1380), ("cơ quan, đơn vị, trường học", LEFT, 1540),
        ("Kính gửi: Các trường THCS", MIDDLE, 2000), body=GOES_ON,
    )  # fmt: skip
    assert spans(FIRST, about) == ((1, 1), (2, 2))


def test_a_paper_scanned_twice_over_is_one() -> None:
    assert spans(FIRST, more(), FIRST) == ()


def test_pages_that_cannot_be_read_go_with_the_paper_before_or_after() -> None:
    blank = Page(1, "", "none", fault="broken")
    assert spans(FIRST, blank, OTHER) == ((1, 2), (3, 3))
    assert spans(blank, FIRST, OTHER) == ((1, 2), (3, 3))
    assert spans(blank, blank) == ()
