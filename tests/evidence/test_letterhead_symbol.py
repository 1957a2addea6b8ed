"""Numbers and symbols as they are printed, and as they are misread."""

import pytest

from archive.evidence.letterhead import letterhead_of
from samples.heads import LEFT, MIDDLE, RIGHT, head_page


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("S6: 226/KH-THCSKS", "226/KH-THCSKS"),
        ("Sô: 226/KH -THCSKS", "226/KH-THCSKS"),
        ("Só: 226/KH—THCSKS", "226/KH-THCSKS"),
        ("Số: 07 /QÐ-THCSKS", "07/QĐ-THCSKS"),
        ("Số: 12/QD-THCSKS", "12/QĐ-THCSKS"),
        ("số: 226⁄KH-THCSKS", "226/KH-THCSKS"),
        ("Số: 226/KH-THCSK5", "226/KH-THCSKS"),
        ("Số: 41/TTr-THCSKS", "41/TTr-THCSKS"),
        ("Số: 01/BC-TH0SKS", "01/BC-THOSKS"),
        ("Số: 230/THCSKS", "230/THCSKS"),
        ("Số: 18/2018/TT-BGDĐT", "18/2018/TT-BGDĐT"),
        ("Số:      /KH-THCSKS", "/KH-THCSKS"),
        ("Số: ……/KH-THCSKS", "/KH-THCSKS"),
    ],
)
def test_symbols_are_read_through_slips(printed: str, symbol: str) -> None:
    head = letterhead_of(
        head_page(
            ("TRƯỜNG THCS KIM SƠN", LEFT, 700),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
            (printed, LEFT, 1200),
            ("Kim Sơn, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
            ("KẾ HOẠCH" if "KH" in printed else "QUYẾT ĐỊNH", MIDDLE, 1700),
            ("Tự đánh giá chất lượng giáo dục", MIDDLE, 1900),
        )
    )
    assert head.symbol and head.symbol.value == symbol


@pytest.mark.parametrize(
    ("issuer", "printed", "symbol"),
    [
        ("HỘI ĐỒNG TỰ ĐÁNH GIÁ", "Số: 05/KH-TĐG", "05/KH-TĐG"),
        ("TỔ CHUYÊN MÔN", "Số: 05/KH-TCM", "05/KH-TCM"),
        ("HỘI ĐỒNG TRƯỜNG", "Số: 05/KH-HĐT", "05/KH-HĐT"),
        ("TRƯỜNG MN HOA SEN", "Số: 05/KH-MNHS", "05/KH-MNHS"),
        ("TRƯỜNG TH KIM SƠN", "Số: 05/KH-THKS", "05/KH-THKS"),
        ("TRƯỜNG THCS KIM SƠN", "Số: 05/KHCM-THCSKS", "05/KHCM-THCSKS"),
        ("TRƯỜNG THCS KIM SƠN", "Số: 05/KH-BGH", "05/KH-BGH"),
        ("TRƯỜNG THCS KIM SƠN", "Số: 05/KĐCLGD-THCS", "05/KĐCLGD-THCS"),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Số: 05/PGDĐT-GDTrH", "05/PGDĐT-GDTrH"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 05/KH-SGDĐT", "05/KH-SGDĐT"),
        ("ĐẢNG ỦY PHƯỜNG KIM SƠN", "Số 05-KH/ĐU", "05-KH/ĐU"),
        ("CÔNG ĐOÀN CƠ SỞ", "Số: 05/KH-CĐCS", "05/KH-CĐCS"),
        ("CHI ĐOÀN TRƯỜNG THCS", "Số: 05/KH-CĐTN", "05/KH-CĐTN"),
        ("ỦY BAN NHÂN DÂN TỈNH", "Số: 05/KH-UBND", "05/KH-UBND"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "Số: 05/KH-TTg", "05/KH-TTg"),
        ("SỞ Y TẾ", "Số: 05/H-SYT", "05/KH-SYT"),
        ("SỞ Y TẾ", "Số: 05/KH-SY1T", "05/KH-SYT"),
        ("SỞ Y TẾ", "Số: 05/KH-SVT", "05/KH-SYT"),
    ],
)
def test_short_forms_that_are_usual_or_can_be_stay(issuer: str, printed: str, symbol: str) -> None:
    head = letterhead_of(
        head_page(
            (issuer, LEFT, 700),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 700),
            (printed, LEFT, 1200),
            ("Kim Sơn, ngày 03 tháng 10 năm 2022", RIGHT, 1200),
            ("KẾ HOẠCH", MIDDLE, 1700),
            ("Tự đánh giá chất lượng giáo dục", MIDDLE, 1900),
        )
    )
    assert head.symbol and head.symbol.value == symbol
