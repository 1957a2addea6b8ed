"""Words read wrong are put right where their neighbours say what they were, and are left alone elsewhere."""

import pytest

from archive.evidence.documents import Letterhead
from archive.evidence.letterhead import letterhead_of
from samples.heads import LEFT, MIDDLE, RIGHT, Put, head_page

BODY = (
    "Căn cứ Quyết định số 12/QĐ-UBND ngày 01 tháng 9 năm 2021 của Ủy ban nhân dân tỉnh Hậu Giang;",
    "Sở Y tế tỉnh Hậu Giang lập kế hoạch như sau, các đơn vị trực thuộc Sở Y tế căn cứ thực hiện.",
    "Các bệnh viện báo cáo về Bộ Y tế; Bộ Y tế tổng hợp và Bộ Y tế trả lời theo phân cấp hiện hành.",
)


def read(
    parent: str = "UBND TỈNH HẬU GIANG",
    issuer: str = "SỞ Y TẾ",
    number: str = "Số: 226/KH-SYT",
    subject: str = "Kiểm tra công tác quản lý",
    extra: tuple[Put, ...] = (),
) -> Letterhead:
    return letterhead_of(
        head_page(
            (parent, LEFT, 700),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
            (issuer, LEFT, 900),
            ("Độc lập - Tự do - Hạnh phúc", RIGHT, 900),
            (number, LEFT, 1200),
            ("Vị Thanh, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
            *extra,
            ("KẾ HOẠCH", MIDDLE, 1700),
            (subject, MIDDLE, 1900),
            body=BODY,
        )
    )


@pytest.mark.parametrize(
    "name", ["SỞ YTẾ", "SỞ Y TÉ", "SỞ V TẾ", "SỞ: Y TẾ", "SƠ Y 'TẾ", "SỞ Y _TẾ", "5Ở Y TẾ", "SỞ YTẺ"]
)
def test_a_health_department_stays_one_however_often_the_ministry_is_named(name: str) -> None:
    head = read(issuer=name)
    assert head.issuer and head.issuer.value == "SỞ Y TẾ"
    assert head.parent and head.parent.value == "UBND TỈNH HẬU GIANG"


@pytest.mark.parametrize(
    "name",
    [
        "UBND TỈNH HẬU. GIANG", "UBND TỈNH HẬU, GIANG:", "UBNDTỈNH HẬU GIANG", "UBND TỈNHHẬU GIANG",
        "UBNDTỈNHHẬUGIANG",
        "UBND TỈNH HẬU GIAN6", "UBND T ỈNH HẬU GIANG", "UBND TÌNH HÂU GIANG", "7BND TỈNH HẬU GIANG",
        "UBND TỈMH HẬU GIANG",
    ],
)  # fmt: skip
def test_a_parent_is_put_right(name: str) -> None:
    head = read(parent=name)
    assert head.parent and head.parent.value == "UBND TỈNH HẬU GIANG"
    assert head.issuer and head.issuer.value == "SỞ Y TẾ"


@pytest.mark.parametrize(
    "name",
    [
        "BỘ TÀI CHÍNH", "BAN VĂN HÓA - XÃ HỘI", "CỤC QUẢN LÝ KHÁM, CHỮA BỆNH", "TRƯỜNG TH&THCS VĨNH THẮNG",
        "TRƯỜNG MN HOA SEN", "PHÒNG GD&ĐT TP. VỊ THANH", "CHI NHÁNH TỈNH HẬU GIANG", "TRƯỜNG THCS KIM SEN",
        "TỔ TOÁN - TIN", "HỘI ĐỒNG TỰ ĐÁNH GIÁ", "LIÊN ĐỘI LÊ QUÝ ĐÔN", "ĐẢNG ỦY SỞ Y TẾ",
    ],
)  # fmt: skip
def test_names_that_are_right_stay_as_they_are(name: str) -> None:
    head = read(issuer=name)
    assert head.issuer and head.issuer.value == name


def test_a_name_with_letters_that_no_word_has_is_not_sure() -> None:
    head = read(parent="UBND THỊ XÃ QXTRN")
    assert head.parent and head.parent.confidence < 0.7


def test_a_name_of_which_letters_were_guessed_is_not_sure_unless_well_known() -> None:
    guessed, known = read(parent="UBND TỈMH HẬU GIANG").parent, read(issuer="SỞ V TẾ").issuer
    assert guessed and known and guessed.confidence < 0.7 <= known.confidence < 0.9


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Kiểm tra côngtác quản lý", "Kiểm tra công tác quản lý"),
        ("Kiểm tra công t ác quản lý", "Kiểm tra công tác quản lý"),
        ("Kiểm tra công tác quàn lý", "Kiểm tra công tác quản lý"),
        ("Tổ chức ngày hội tại sân trường", "Tổ chức ngày hội tại sân trường"),
        ("Họp giao ban tháng 10 năm 202 2", "Họp giao ban tháng 10 năm 2022"),
    ],
)
def test_subjects(written: str, meant: str) -> None:
    subject = read(subject=written).subject
    assert subject and subject.value == meant


@pytest.mark.parametrize("stamp", ["[nỏa Tốc]", "|HỎA rốc]", "ÔA TỐC", "A TỐC", "HỎA TỐC"])
def test_a_stamp_of_haste_read_in_part(stamp: str) -> None:
    head = read(extra=((stamp, 2000, 1450),))
    assert head.urgency and head.urgency.value == "hỏa tốc"
    assert (head.urgency.confidence < 0.7) == (stamp != "HỎA TỐC")
    assert head.type and head.type.value == "kế hoạch"


def test_chemistry_is_no_haste() -> None:
    assert read(issuer="TỔ VẬT LÍ", extra=(("HÓA HỌC", LEFT, 1450),)).urgency is None
