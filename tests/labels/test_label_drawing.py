"""The printed sheets: read back as a person and a telephone read them, and nothing over anything else."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.evidence.years import SchoolYear
from archive.ingest.qr import marks_in
from archive.labels.contents import draw_contents
from archive.labels.covers import draw_covers
from archive.labels.drawing import FontsMissing, Paper, font_folder
from archive.labels.sheets import BoxSheet, box_sheet, cover_of
from archive.labels.spines import WIDTH, draw_spines
from archive.records import BoxRecord, PieceRecord
from tests.labels.printing import CYCLES, SCHOOL, WORDING, cover_pdf, paper, pictures, piece

MM = 72 / 25.4
PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH
YEARS = (SchoolYear(2020), SchoolYear(2021), SchoolYear(2022))
LONG_SCHOOL = (
    "Trường Phổ thông dân tộc bán trú Trung học cơ sở Nguyễn Bỉnh Khiêm, xã Kim Sơn, thị xã Đông Triều, "
    "tỉnh Quảng Ninh"
)
LONG = (
    "Kế hoạch chiến lược xây dựng và phát triển nhà trường giai đoạn 2020-2025, tầm nhìn đến năm 2030, "
    "và các văn bản kèm theo của Phòng Giáo dục và Đào tạo thị xã về việc phê duyệt, điều chỉnh, bổ sung "
    "ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỨỪỬỮỰ và kết quả rà soát hằng năm theo từng chỉ tiêu của chiến lược"
)


def sheet_of(number: int, pieces: Sequence[PieceRecord], place: str = "", address: str = "") -> BoxSheet:
    box = BoxRecord(number, "", len(pieces), len(pieces), 12 * len(pieces), 400, place)
    return box_sheet(box, pieces, CYCLES, YEARS, address or f"http://192.168.1.10:8080/hop/{number}")


def full(number: int, count: int) -> BoxSheet:
    """A box whose every cell is as full as it gets."""
    pieces = [
        piece(f"H{number}-1.{1 + at // 90}-{1 + at % 90:02}", LONG, dated=LONG[:160]) for at in range(count)
    ]
    pieces += [piece(f"H{number}-5.6-{900 + at}", LONG, documents=0, pages=0, keeper=LONG) for at in range(3)]
    return sheet_of(number, pieces, LONG, "http://" + "kho-minh-chung." * 10 + f"lan:8080/hop/{number}")


def spines(sheets: Sequence[BoxSheet], school: str = SCHOOL) -> bytes:
    drawing = paper()
    draw_spines(drawing, sheets, school, WORDING)
    return drawing.finished()


def contents(sheet: BoxSheet, school: str = SCHOOL) -> bytes:
    drawing = paper()
    draw_contents(drawing, sheet, school, WORDING)
    return drawing.finished()


def texts(data: bytes) -> list[str]:
    """The text of each page, a line a line."""
    return [
        page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(data)
    ]


def assert_nothing_overlaps(data: bytes) -> None:
    """No two lines of print, nor a line and a QR code, lie over each other, and all are on the page."""
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(at) for at in range(text.count_rects())]
        paths = [one.get_bounds() for one in page.get_objects() if one.type == PATH]
        boxes += [box for box in paths if box[2] - box[0] > 5 and box[3] - box[1] > 5]
        assert boxes
        for left, bottom, right, top in boxes:
            assert left >= 5 * MM and bottom >= 5 * MM and right <= width - 5 * MM and top <= height - 5 * MM
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            # Glyphs may touch by the thickness of a hair.
            assert across <= 0.5 or down <= 0.5, (one, other)


# Spines


def test_a_spine_says_what_is_in_the_box_and_opens_it() -> None:
    pieces = [piece(code, "x") for code in ("H1-1.1-01", "H1-1.2-01", "H1-1.10-05")]
    data = spines([sheet_of(1, pieces)])
    (text,) = texts(data)
    for words in (
        "Trường THCS Kim Sơn", "HỘP SỐ", "Tiêu chuẩn 1", "Tổ chức và quản lý nhà", "Tiêu chí 1.1–1.2, 1.10",
        "H1-1.1-01 …", "H1-1.10-05", "Năm học 2020-2021 đến",
    ):  # fmt: skip
        assert words in text
    assert "1" in text.splitlines()
    (page,) = pictures(data)
    assert marks_in(page.convert("L")) == ("http://192.168.1.10:8080/hop/1",)


def test_spines_are_65_mm_wide_and_four_stand_on_a_sheet() -> None:
    data = spines([sheet_of(number, [piece(f"H{number}-1.1-01", "x")]) for number in range(1, 6)])
    first, _ = pypdfium2.PdfDocument(data)
    assert [round(side / MM) for side in first.get_size()] == [297, 210]
    bounds = [one.get_bounds() for one in first.get_objects() if one.type == PATH]
    upright = {round((left + right) / 2 / MM, 1) for left, _, right, _ in bounds if right - left < 2}
    assert [round(after - before) for before, after in pairwise(sorted(upright))] == [WIDTH] * 4
    page, last = pictures(data)
    assert sorted(marks_in(page.convert("L"))) == [f"http://192.168.1.10:8080/hop/{n}" for n in range(1, 5)]
    assert marks_in(last.convert("L")) == ("http://192.168.1.10:8080/hop/5",)


def test_nothing_on_a_spine_overlaps() -> None:
    many = [
        piece(f"H4-{criterion}-01", "x") for criterion in ("1.1", "1.3", "1.5", "1.7", "2.1", "3.1", "5.1")
    ]
    empty = sheet_of(999, [])
    data = spines([full(128, 200), sheet_of(4, many), empty, full(105, 100)], LONG_SCHOOL)
    assert_nothing_overlaps(data)


# Contents


def test_a_contents_sheet_lists_every_piece_in_order() -> None:
    pieces = [piece(f"H1-1.1-{n:02}", f"Báo cáo {n}", dated=f"Số {n}/BC") for n in range(1, 71)]
    pages = texts(contents(sheet_of(1, pieces, "Kệ 2, ngăn 1")))
    assert len(pages) > 1
    whole = "\n".join(pages)
    codes = [line.split()[0] for line in whole.splitlines() if line.startswith("H1-1.1-")]
    assert codes == [one.code for one in pieces]
    assert "Nơi để: Kệ 2, ngăn 1" in pages[0] and "MỤC LỤC HỘP SỐ 1" in pages[0]
    for number, page in enumerate(pages, 1):
        assert "Mã minh chứng" in page and f"Trang {number}/{len(pages)}" in page
        assert ("MỤC LỤC HỘP SỐ 1 (tiếp theo)" in page) == (number > 1)
    assert [page.count("Cộng: 70 minh chứng, 840 trang") for page in pages] == [0] * (len(pages) - 1) + [1]


def test_a_contents_sheet_says_who_keeps_a_piece_and_what_is_missing() -> None:
    pieces = [
        piece("H1-1.2-01", "Sổ đăng bộ", documents=0, pages=0, keeper="Bà Lê Thị Thư", location="tủ 3"),
        piece("H1-1.2-02", "Nghị quyết", documents=0, pages=0),
    ]
    (page,) = texts(contents(sheet_of(1, pieces)))
    assert "Giữ tại: Bà Lê Thị Thư, tủ 3" in page and "chưa có tệp" in page


def test_an_empty_box_has_a_contents_sheet() -> None:
    (page,) = texts(contents(sheet_of(7, [])))
    assert "Hộp chưa có minh chứng nào." in page


@pytest.mark.parametrize("count", [0, 5, 40])
def test_nothing_on_a_contents_sheet_overlaps(count: int) -> None:
    data = contents(full(128, count), LONG_SCHOOL)
    assert_nothing_overlaps(data)
    (first, *_) = pictures(data)
    assert len(marks_in(first.convert("L"))) == 1


# Covers


def test_a_cover_says_its_code_title_and_criterion() -> None:
    (text,) = texts(cover_pdf("H1-1.1-01", "Kế hoạch chiến lược"))
    lines = text.splitlines()
    assert {"TỜ BÌA MINH CHỨNG", "H1-1.1-01", "Kế hoạch chiến lược"} <= set(lines)
    assert any(line.startswith("Tiêu chí 1.1. Phương hướng") for line in lines)
    assert "Tên minh chứng:" in texts(cover_pdf("H1-1.1-01", ""))[0]


def test_nothing_on_a_cover_overlaps() -> None:
    drawing = paper()
    codes = ("H1-1.1-01", "H999-4.2-999")
    draw_covers(drawing, [cover_of(CYCLES.parse(code), LONG) for code in codes], LONG_SCHOOL, WORDING)
    data = drawing.finished()
    assert_nothing_overlaps(data)
    assert [marks_in(page.convert("L")) for page in pictures(data)] == [(f"MC:{code}",) for code in codes]


# The paper itself


def test_the_same_sheets_are_the_same_bytes() -> None:
    sheet = full(3, 10)
    assert contents(sheet) == contents(sheet)


def test_without_letters_nothing_is_drawn(tmp_path: Path) -> None:
    assert font_folder((str(tmp_path),)) is None
    with pytest.raises(FontsMissing):
        Paper("Nhãn", SCHOOL, None)
    there = font_folder((str(tmp_path), "/usr/share/fonts/truetype/dejavu"))
    assert there == Path("/usr/share/fonts/truetype/dejavu")


@settings(max_examples=100, deadline=None)
@given(
    st.text("aẤềw– \n12", max_size=200), st.floats(4, 180), st.floats(6, 60), st.integers(1, 4), st.booleans()
)
def test_lines_fit_and_say_the_text(text: str, width: float, size: float, most: int, bold: bool) -> None:
    drawing = paper()
    lines = drawing.lines(text, width, size, bold, most)
    assert len(lines) <= most
    broad = max((drawing.width(letter, size, bold) for letter in text), default=0.0)
    for line in lines:
        assert drawing.width(line, size, bold) <= max(width, broad) + 1e-6 or line.endswith("…")
    said, whole = "".join(lines).replace(" ", ""), "".join(text.split())
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]))
