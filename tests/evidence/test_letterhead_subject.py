"""Where a subject ends and the body begins, and how sure that is."""

import pytest

from archive.evidence.documents import Field, Page
from archive.evidence.letterhead import letterhead_of
from samples.heads import LEFT, MIDDLE, RIGHT, head_page, line_words

HEAD = """\
UBND XÃ AN KHÁNH
TRƯỜNG THCS AN KHÁNH
Số: 15/KH-THCSAK
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Khánh, ngày 12 tháng 4 năm 2026
"""
SURE = 0.7


def subject(below: str) -> Field | None:
    return letterhead_of(Page(1, HEAD + below, "converted")).subject


@pytest.mark.parametrize(
    ("below", "meant"),
    [
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nMỗi tuần hai buổi, giáo viên ôn lại kiến thức cũ.", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\n\nGiáo viên bộ môn ôn lại kiến thức cũ", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\n\tGiáo viên bộ môn ôn lại kiến thức cũ", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nNăm học 2025-2026", "Phụ đạo môn Toán Năm học 2025-2026"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nNăm học 2025-2026 là năm học thứ hai thực hiện chương trình mới, nhà "
         "trường", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\n- Căn cứ Chỉ thị số 40", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nI/ Mục đích", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\n1.Mục đích", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nNgười thực hiện: Trần Văn Bình", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\n(Ban hành kèm theo Quyết định số 4/QĐ)", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhong trào\n“Dạy tốt, học tốt”\nI. Mục đích", "Phong trào “Dạy tốt, học tốt”"),
        ("KẾ HOẠCH\nBáo cáo với\nPhòng Văn hóa - Xã hội\nI. Mục đích", "Báo cáo với Phòng Văn hóa - Xã hội"),
        ("KẾ HOẠCH\nChuyên đề: Dạy học theo trạm\nI. Mục đích", "Chuyên đề: Dạy học theo trạm"),
        ("THÔNG BÁO\nV/v nghỉ lễ 02/9\nI. Lịch nghỉ", "V/v nghỉ lễ 02/9"),
        ("BIÊN BẢN\nHọp xét thi đua\nVào hồi 14 giờ tại văn phòng", "Họp xét thi đua"),
        ("QUYẾT ĐỊNH\nVề việc phân công\nnhiệm vụ\nHIỆU TRƯỞNG", "Về việc phân công nhiệm vụ"),
    ],
)  # fmt: skip
def test_the_end_is_known(below: str, meant: str) -> None:
    found = subject(below)
    assert found and found.value == meant and found.confidence >= SURE


@pytest.mark.parametrize(
    ("below", "meant"),
    [
        ("BÁO CÁO\nTự đánh giá\nTrường THCS An Khánh\nPHẦN I", "Tự đánh giá Trường THCS An Khánh"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nNhằm nâng cao chất lượng", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán\nGiáo viên bộ môn ôn lại kiến thức cũ cho từng nhóm nhỏ học sinh vào "
         "buổi chiều", "Phụ đạo môn Toán"),
        ("KẾ HOẠCH\nPhụ đạo môn Toán. Giáo viên ôn lại kiến thức cũ", None),
    ],
)  # fmt: skip
def test_a_doubtful_end_makes_the_subject_doubtful(below: str, meant: str | None) -> None:
    found = subject(below)
    assert found and found.confidence < SURE
    assert meant is None or found.value == meant


@pytest.mark.parametrize(
    "below",
    [
        "KẾ HOẠCH\nTrong những năm qua, chất lượng giáo dục của nhà trường đã có nhiều chuyển biến.",
        "KẾ HOẠCH\nThực hiện Kế hoạch số 12/KH-UBND của xã, nhà trường xây dựng kế hoạch như sau:",
        "DANH SÁCH\n(Kèm theo Quyết định số 12/QĐ-THCSAK)\nSTT Họ và tên",
    ],
)
def test_a_body_right_below_the_heading_is_no_subject(below: str) -> None:
    assert subject(below) is None


def test_a_line_on_the_left_margin_is_not_of_a_centred_subject() -> None:
    page = head_page(
        ("TRƯỜNG THCS KIM SƠN", LEFT, 700), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
        ("KẾ HOẠCH", MIDDLE, 1700), ("Phụ đạo học sinh", MIDDLE, 1900),
    )  # fmt: skip
    centred, aside = (
        letterhead_of(
            Page(1, page.text, "ocr", 0.9, page.width, page.height,
                 (*page.words, *line_words("Tổ chức vào các buổi chiều", middle, 2080)))
        ).subject
        for middle in (MIDDLE, 3000)
    )  # fmt: skip
    assert centred and centred.value == "Phụ đạo học sinh Tổ chức vào các buổi chiều"
    assert aside and aside.value == "Phụ đạo học sinh" and aside.confidence >= SURE
