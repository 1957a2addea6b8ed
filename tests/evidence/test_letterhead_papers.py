"""Whole letterheads of school papers by NĐ 30/2020, each as office text, as a flat text layer, as a collapsed
table, and as words with places."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from archive.evidence.documents import Letterhead, Page, Word
from archive.evidence.letterhead import letterhead_of
from samples.heads import LEFT, MIDDLE, RIGHT, line_words

COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
YOUTH = ("ĐOÀN TNCS HỒ CHÍ MINH",)
BASE = "Căn cứ Thông tư số 32/2020/TT-BGDĐT ngày 15 tháng 9 năm 2020 của Bộ Giáo dục và Đào tạo;"
MARGIN, INDENT, ROW = 1300, 1900, 170


@dataclass(frozen=True)
class Paper:
    """The left and the right column, what stands in the middle, the body's lines, and what is to be read."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    middle: tuple[str, ...]
    body: tuple[str, ...]
    read: dict[str, str]


PAPERS = {
    "decision of a school of 2025": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH", "Số: 45/QĐ-THCSAK"),
        (*COUNTRY, "An Khánh, ngày 05 tháng 9 năm 2025"),
        ("QUYẾT ĐỊNH", "Về việc thành lập Hội đồng tự đánh giá chất lượng giáo dục", "Năm học 2025 - 2026",
         "HIỆU TRƯỞNG TRƯỜNG THCS AN KHÁNH"),
        (BASE,),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "symbol": "45/QĐ-THCSAK",
         "date": "2025-09-05", "place": "An Khánh", "type": "quyết định",
         "subject": "Về việc thành lập Hội đồng tự đánh giá chất lượng giáo dục Năm học 2025 - 2026"},
    ),
    "minutes without a number": Paper(
        ("TRƯỜNG THCS AN KHÁNH", "TỔ TOÁN - TIN"),
        COUNTRY,
        ("BIÊN BẢN", "Sinh hoạt tổ chuyên môn tháng 10"),
        ("Thời gian: 14 giờ 00 phút ngày 10 tháng 10 năm 2025.",
         "Địa điểm: Phòng họp hội đồng trường THCS An Khánh."),
        {"parent": "TRƯỜNG THCS AN KHÁNH", "issuer": "TỔ TOÁN - TIN", "type": "biên bản",
         "subject": "Sinh hoạt tổ chuyên môn tháng 10", "date": "2025-10-10"},
    ),
    "resolution of a party cell": Paper(
        ("ĐẢNG BỘ XÃ AN KHÁNH", "CHI BỘ TRƯỜNG THCS AN KHÁNH", "*", "Số 05-NQ/CB"),
        (*PARTY, "An Khánh, ngày 03 tháng 10 năm 2025"),
        ("NGHỊ QUYẾT", "Lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2025"),
        ("Chi bộ trường THCS An Khánh họp phiên thường kỳ dưới sự chủ trì của đồng chí Bí thư.",),
        {"parent": "ĐẢNG BỘ XÃ AN KHÁNH", "issuer": "CHI BỘ TRƯỜNG THCS AN KHÁNH", "symbol": "05-NQ/CB",
         "date": "2025-10-03", "place": "An Khánh", "type": "nghị quyết",
         "subject": "Lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2025"},
    ),
    "plan of a trade union": Paper(
        ("CÔNG ĐOÀN XÃ AN KHÁNH", "CĐCS TRƯỜNG THCS AN KHÁNH", "Số: 08/KH-CĐCS"),
        (*COUNTRY, "An Khánh, ngày 12 tháng 9 năm 2025"),
        ("KẾ HOẠCH", "Tổ chức Hội nghị đại biểu viên chức, người lao động", "năm học 2025-2026"),
        ("Thực hiện Hướng dẫn số 12/HD-LĐLĐ ngày 20 tháng 8 năm 2025 của Liên đoàn Lao động tỉnh,",
         "Công đoàn cơ sở trường THCS An Khánh xây dựng kế hoạch như sau:"),
        {"parent": "CÔNG ĐOÀN XÃ AN KHÁNH", "issuer": "CĐCS TRƯỜNG THCS AN KHÁNH", "symbol": "08/KH-CĐCS",
         "date": "2025-09-12", "place": "An Khánh", "type": "kế hoạch",
         "subject": "Tổ chức Hội nghị đại biểu viên chức, người lao động năm học 2025-2026"},
    ),
    "report of a youth branch": Paper(
        ("BCH ĐOÀN XÃ AN KHÁNH", "CHI ĐOÀN TRƯỜNG THCS AN KHÁNH", "***", "Số: 06-BC/CĐ"),
        (*YOUTH, "An Khánh, ngày 26 tháng 3 năm 2026"),
        ("BÁO CÁO", "Kết quả Tháng Thanh niên năm 2026"),
        ("Trong tháng 3, chi đoàn đã tổ chức ba buổi lao động và một buổi tư vấn cho học sinh lớp 9.",),
        {"parent": "BCH ĐOÀN XÃ AN KHÁNH", "issuer": "CHI ĐOÀN TRƯỜNG THCS AN KHÁNH", "symbol": "06-BC/CĐ",
         "date": "2026-03-26", "place": "An Khánh", "type": "báo cáo",
         "subject": "Kết quả Tháng Thanh niên năm 2026"},
    ),
    "programme of the pioneers": Paper(
        ("HỘI ĐỒNG ĐỘI XÃ AN KHÁNH", "LIÊN ĐỘI TRƯỜNG THCS AN KHÁNH", "Số: 02/CTr-LĐ"),
        (*YOUTH, "An Khánh, ngày 15 tháng 9 năm 2025"),
        ("CHƯƠNG TRÌNH", "Công tác Đội và phong trào thiếu nhi", "Năm học 2025 - 2026"),
        ("I. ĐẶC ĐIỂM TÌNH HÌNH", "1. Thuận lợi"),
        {"parent": "HỘI ĐỒNG ĐỘI XÃ AN KHÁNH", "issuer": "LIÊN ĐỘI TRƯỜNG THCS AN KHÁNH",
         "symbol": "02/CTr-LĐ", "date": "2025-09-15", "place": "An Khánh", "type": "chương trình",
         "subject": "Công tác Đội và phong trào thiếu nhi Năm học 2025 - 2026"},
    ),
    "letter with its subject on four lines": Paper(
        ("UBND PHƯỜNG KIM SƠN", "TRƯỜNG THCS KIM SƠN", "Số: 120/THCSKS-VP", "V/v báo cáo kết quả thực hiện",
         "Thông tư số 18/2018/TT-BGDĐT", "và đề nghị đánh giá ngoài", "năm học 2025-2026"),
        (*COUNTRY, "Kim Sơn, ngày 20 tháng 10 năm 2025"),
        ("Kính gửi: Sở Giáo dục và Đào tạo tỉnh Quảng Ninh",),
        ("Thực hiện Công văn số 5932/BGDĐT-QLCL ngày 28/12/2018, trường THCS Kim Sơn báo cáo như sau:",),
        {"parent": "UBND PHƯỜNG KIM SƠN", "issuer": "TRƯỜNG THCS KIM SƠN", "symbol": "120/THCSKS-VP",
         "date": "2025-10-20", "place": "Kim Sơn", "type": "công văn",
         "subject": "báo cáo kết quả thực hiện Thông tư số 18/2018/TT-BGDĐT và đề nghị đánh giá ngoài "
         "năm học 2025-2026"},
    ),
    "joint plan of two issuers on one line": Paper(
        ("UBND PHƯỜNG KIM SƠN", "TRƯỜNG THCS KIM SƠN - TRẠM Y TẾ", "Số: 31/KHPH-THCSKS-TYT"),
        (*COUNTRY, "Kim Sơn, ngày 08 tháng 10 năm 2025"),
        ("KẾ HOẠCH PHỐI HỢP", "Chăm sóc sức khỏe học sinh năm học 2025-2026"),
        (BASE,),
        {"parent": "UBND PHƯỜNG KIM SƠN", "issuer": "TRƯỜNG THCS KIM SƠN - TRẠM Y TẾ",
         "symbol": "31/KHPH-THCSKS-TYT", "date": "2025-10-08", "place": "Kim Sơn", "type": "kế hoạch",
         "subject": "PHỐI HỢP Chăm sóc sức khỏe học sinh năm học 2025-2026"},
    ),
    "school whose name takes two lines": Paper(
        ("UBND PHƯỜNG HỒNG BÀNG", "TRƯỜNG TRUNG HỌC CƠ SỞ", "NGUYỄN TRÃI", "Số: 77/TB-THCSNT"),
        (*COUNTRY, "Hồng Bàng, ngày 02 tháng 01 năm 2026"),
        ("THÔNG BÁO", "Về việc nghỉ Tết Nguyên đán Bính Ngọ năm 2026", "đối với cán bộ và học sinh"),
        ("Kính gửi: Quý phụ huynh học sinh",),
        {"parent": "UBND PHƯỜNG HỒNG BÀNG", "issuer": "TRƯỜNG TRUNG HỌC CƠ SỞ NGUYỄN TRÃI",
         "symbol": "77/TB-THCSNT", "date": "2026-01-02", "place": "Hồng Bàng", "type": "thông báo",
         "subject": "Về việc nghỉ Tết Nguyên đán Bính Ngọ năm 2026 đối với cán bộ và học sinh"},
    ),
    "decision of a commune": Paper(
        ("ỦY BAN NHÂN DÂN", "XÃ AN KHÁNH", "Số: 1120/QĐ-UBND"),
        (*COUNTRY, "An Khánh, ngày 18 tháng 12 năm 2025"),
        ("QUYẾT ĐỊNH", "Về việc công nhận trường học đạt chuẩn phổ cập giáo dục",
         "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN KHÁNH"),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",),
        {"issuer": "ỦY BAN NHÂN DÂN XÃ AN KHÁNH", "symbol": "1120/QĐ-UBND", "date": "2025-12-18",
         "place": "An Khánh", "type": "quyết định",
         "subject": "Về việc công nhận trường học đạt chuẩn phổ cập giáo dục"},
    ),
    "invitation": Paper(
        ("TRƯỜNG THCS KIM SƠN", "BAN ĐẠI DIỆN CHA MẸ HỌC SINH", "Số: 03/GM-BĐDCMHS"),
        (*COUNTRY, "Kim Sơn, ngày 09 tháng 9 năm 2025"),
        ("GIẤY MỜI", "Họp cha mẹ học sinh đầu năm học 2025-2026"),
        ("Kính mời: Ông (bà) là phụ huynh của học sinh lớp 9A",),
        {"parent": "TRƯỜNG THCS KIM SƠN", "issuer": "BAN ĐẠI DIỆN CHA MẸ HỌC SINH", "symbol": "03/GM-BĐDCMHS",
         "date": "2025-09-09", "place": "Kim Sơn", "type": "giấy mời",
         "subject": "Họp cha mẹ học sinh đầu năm học 2025-2026"},
    ),
    "request": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH", "Số: 19/TTr-THCSAK"),
        (*COUNTRY, "An Khánh, ngày 14 tháng 7 năm 2025"),
        ("TỜ TRÌNH", "Về việc xin kinh phí sửa chữa nhà vệ sinh học sinh"),
        ("Kính gửi: Ủy ban nhân dân xã An Khánh",),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "symbol": "19/TTr-THCSAK",
         "date": "2025-07-14", "place": "An Khánh", "type": "tờ trình",
         "subject": "Về việc xin kinh phí sửa chữa nhà vệ sinh học sinh"},
    ),
    "rules issued with a decision": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH"),
        COUNTRY,
        ("QUY CHẾ", "Chi tiêu nội bộ năm 2026",
         "(Ban hành kèm theo Quyết định số 45/QĐ-THCSAK ngày 05/01/2026",
         "của Hiệu trưởng trường THCS An Khánh)"),
        ("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh"),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "type": "quy chế",
         "subject": "Chi tiêu nội bộ năm 2026"},
    ),
    "plan that carries out a resolution": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH", "Số: 88/KH-THCSAK"),
        (*COUNTRY, "An Khánh, ngày 01 tháng 12 năm 2025"),
        ("KẾ HOẠCH", "Thực hiện Nghị quyết số 71-NQ/TW về đột phá phát triển giáo dục",
         "giai đoạn 2025-2030"),
        (BASE,),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "symbol": "88/KH-THCSAK",
         "date": "2025-12-01", "place": "An Khánh", "type": "kế hoạch",
         "subject": "Thực hiện Nghị quyết số 71-NQ/TW về đột phá phát triển giáo dục giai đoạn 2025-2030"},
    ),
    "plan of a day, its body without any mark of its beginning": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH", "Số: 15/KH-THCSAK"),
        (*COUNTRY, "An Khánh, ngày 12 tháng 4 năm 2026"),
        ("KẾ HOẠCH", "Ngày hội đọc sách năm học 2025-2026"),
        ("Mỗi lớp chuẩn bị một gian hàng sách, giáo viên chủ nhiệm hướng dẫn học sinh giới thiệu",
         "cuốn sách mà các em yêu thích và trao đổi với các bạn lớp khác trong buổi sáng."),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "symbol": "15/KH-THCSAK",
         "date": "2026-04-12", "place": "An Khánh", "type": "kế hoạch",
         "subject": "Ngày hội đọc sách năm học 2025-2026"},
    ),
    "list": Paper(
        ("UBND XÃ AN KHÁNH", "TRƯỜNG THCS AN KHÁNH"),
        (*COUNTRY, "An Khánh, ngày 25 tháng 5 năm 2026"),
        ("DANH SÁCH", "Học sinh đạt danh hiệu Học sinh Xuất sắc", "Học kỳ II năm học 2025-2026"),
        ("STT Họ và tên Lớp Ghi chú", "1 Nguyễn Văn An 9A"),
        {"parent": "UBND XÃ AN KHÁNH", "issuer": "TRƯỜNG THCS AN KHÁNH", "date": "2026-05-25",
         "place": "An Khánh", "type": "danh sách",
         "subject": "Học sinh đạt danh hiệu Học sinh Xuất sắc Học kỳ II năm học 2025-2026"},
    ),
    "report of a trade union over its school's name": Paper(
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH HƯNG YÊN", "CÔNG ĐOÀN CƠ SỞ", "TRƯỜNG THCS AN KHÁNH", "Số: 03/BC-CĐCS"),
        (*COUNTRY, "An Khánh, ngày 30 tháng 12 năm 2025"),
        ("BÁO CÁO", "Tổng kết hoạt động công đoàn năm 2025"),
        ("Năm 2025, công đoàn cơ sở có 45 đoàn viên,", "trong đó 30 đoàn viên nữ."),
        {"parent": "LIÊN ĐOÀN LAO ĐỘNG TỈNH HƯNG YÊN", "issuer": "CÔNG ĐOÀN CƠ SỞ TRƯỜNG THCS AN KHÁNH",
         "symbol": "03/BC-CĐCS", "date": "2025-12-30", "place": "An Khánh", "type": "báo cáo",
         "subject": "Tổng kết hoạt động công đoàn năm 2025"},
    ),
    "letter of a ward's department": Paper(
        ("ỦY BAN NHÂN DÂN PHƯỜNG KIM SƠN", "PHÒNG VĂN HÓA - XÃ HỘI", "Số: 112/VHXH-GD",
         "V/v hướng dẫn thực hiện nhiệm vụ", "giáo dục trung học cơ sở", "năm học 2025-2026"),
        (*COUNTRY, "Kim Sơn, ngày 05 tháng 9 năm 2025"),
        ("Kính gửi: Hiệu trưởng các trường THCS trên địa bàn phường",),
        ("Phòng Văn hóa - Xã hội hướng dẫn như sau:",),
        {"parent": "ỦY BAN NHÂN DÂN PHƯỜNG KIM SƠN", "issuer": "PHÒNG VĂN HÓA - XÃ HỘI",
         "symbol": "112/VHXH-GD", "date": "2025-09-05", "place": "Kim Sơn", "type": "công văn",
         "subject": "hướng dẫn thực hiện nhiệm vụ giáo dục trung học cơ sở năm học 2025-2026"},
    ),
    "plan whose number and day a pen is to write": Paper(
        ("UBND XÃ NẬM CẮN", "TRƯỜNG PTDTBT THCS NẬM CẮN", "Số:      /KH-PTDTBTTHCS"),
        (*COUNTRY, "Nậm Cắn, ngày      tháng 10 năm 2025"),
        ("KẾ HOẠCH", "Nuôi dưỡng, chăm sóc học sinh bán trú", "Năm học 2025 – 2026"),
        ("I. MỤC ĐÍCH, YÊU CẦU",),
        {"parent": "UBND XÃ NẬM CẮN", "issuer": "TRƯỜNG PTDTBT THCS NẬM CẮN", "symbol": "/KH-PTDTBTTHCS",
         "place": "Nậm Cắn", "type": "kế hoạch",
         "subject": "Nuôi dưỡng, chăm sóc học sinh bán trú Năm học 2025 – 2026"},
    ),
}  # fmt: skip


def office_text(paper: Paper) -> Page:
    """As a word processor gives it: the cells of the head's table one after the other."""
    return Page(1, "\n".join((*paper.left, *paper.right, *paper.middle, *paper.body)), "converted")


def text_layer(paper: Paper) -> Page:
    """As a PDF gives it whose words' places are lost: the two columns side by side."""
    left, right = list(paper.left), list(paper.right)
    day = right.pop() if len(right) > 1 and "ngày" in right[-1] else ""
    if len(right) < 2:
        right.append("")
    rows = [f"{one}{' ' * 8}{other}" for one, other in zip(left, right, strict=False)]
    rest = left[len(rows) :]
    if rest:
        rest[0] = f"{rest[0]}{' ' * 8}{day}".rstrip()
    elif day:
        rest = [day]
    return Page(1, "\n".join((*rows, *rest, *paper.middle, *paper.body)), "text")


def collapsed_table(paper: Paper) -> Page:
    """As it is when a table's cells were copied as text: tabs and blank lines where the cells were."""
    first = next((at for at, one in enumerate(paper.left) if one.startswith("Số")), len(paper.left))
    day = [one for one in paper.right if "ngày" in one]
    mottoes = [one for one in paper.right if one not in day]
    cells = ("\n".join(some) for some in (paper.left[:first], mottoes, paper.left[first:], day) if some)
    table = "\n\t".join(cells)
    middle, body = "\n".join(paper.middle), "\n\t".join(paper.body)
    return Page(1, f" \t{table}\n\t\n\n\n{middle}\n\n\t{body}", "converted")


def word_boxes(paper: Paper) -> Page:
    """As OCR gives it: centred lines in two columns and in the middle, and a body on the left margin."""
    words: list[Word] = []
    for column, lines in ((LEFT, paper.left), (RIGHT, paper.right)):
        for at, text in enumerate(lines):
            level = 1100 if column == RIGHT and "ngày" in text else 700 + ROW * at
            words += line_words(text, column, level)
    level = 700 + ROW * len(paper.left) + 400
    for text in paper.middle:
        words += line_words(text, MIDDLE, level)
        level += ROW
    for at, text in enumerate(paper.body):
        plain = line_words(text, MIDDLE, level + 60)
        left = INDENT if at == 0 or text[0].isupper() else MARGIN
        words += line_words(text, MIDDLE + left - plain[0].left, level + 60)
        level += ROW
    return Page(1, "\n".join((*paper.middle, *paper.body)), "ocr", 0.96, 595.0, 842.0, tuple(words))


def values(head: Letterhead) -> dict[str, str]:
    return {name: one.value for name in Letterhead.__struct_fields__ if (one := getattr(head, name))}


@pytest.mark.parametrize("form", [office_text, text_layer, collapsed_table, word_boxes])
@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper(paper: Paper, form: Callable[[Paper], Page]) -> None:
    assert values(letterhead_of(form(paper))) == paper.read
