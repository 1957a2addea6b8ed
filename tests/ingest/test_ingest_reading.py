"""A page's words are read where they stand, whichever way the page is turned."""

import dataclasses
import io
import struct
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from archive.evidence.documents import GRID, Page
from archive.evidence.refusals import Reason
from archive.ingest import sniff
from archive.ingest.assembly import assemble
from archive.ingest.limits import PAGE_CHARACTERS, Limits, ReadFault
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers
from archive.ingest.reading import CHUNK, Beginning, begin, read_pages
from archive.settings import Settings
from tests.builders import TEXT, drop, ingest, jpeg, make_home, pdf, picture, raw_pdf, tiff, word, workbook

LIMITS = Limits.of(Settings())
PAPER = "KẾ HOẠCH\nTự đánh giá chất lượng giáo dục năm học 2022-2023\nCăn cứ Thông tư số 18/2018/TT-BGDĐT"


def read(tmp_path: Path, data: bytes, limits: Limits = LIMITS) -> Beginning:
    path = tmp_path / "tệp"
    path.write_bytes(data)
    return begin(path, limits)


def page(tmp_path: Path, data: bytes) -> Page:
    (found,) = read(tmp_path, data).pages
    return found


def assert_words_are_the_text(found: Page) -> None:
    assert [one.text for one in found.words] == found.text.split()
    for one in found.words:
        assert 0 <= one.left < one.right <= GRID and 0 <= one.top < one.bottom <= GRID


def ink(path: Path, number: int = 1) -> tuple[float, float, float, float]:
    """The box round all that is printed on a page, by looking at its picture, in units of 1/GRID."""
    with open_pdf(path, LIMITS) as document, document.page(number) as page:
        image = page.render(100)
    # Paper is white; what is clearly darker is print.
    box = image.point([255 if value < 165 else 0 for value in range(256)]).getbbox()
    assert box
    left, top, right, bottom = box
    across, down = GRID / image.width, GRID / image.height
    return left * across, top * down, right * across, bottom * down


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50, 500, 400, 800)], ids=["whole", "cropped"])
def test_boxes_are_where_the_words_are_seen(
    tmp_path: Path, rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = pdf(f"{TEXT[:40]}\n\n\nChữ cuối cùng ở đây", rotation=rotation, crop=crop)
    found = page(tmp_path, data)
    assert found.origin == "text"
    assert sorted(found.text.split()) == sorted(f"{TEXT[:40]} Chữ cuối cùng ở đây".split())
    assert_words_are_the_text(found)
    size = (350, 300) if crop else (595, 842)
    assert (found.width, found.height) == (size if rotation in (0, 180) else size[::-1])
    seen = ink(tmp_path / "tệp")
    box = (
        min(one.left for one in found.words),
        min(one.top for one in found.words),
        max(one.right for one in found.words),
        max(one.bottom for one in found.words),
    )
    assert box == pytest.approx(seen, abs=GRID // 100)
    if rotation == 0:
        assert found.words[0].top < found.words[-1].top and found.words[0].left < found.words[1].left


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    import unicodedata

    text = "Kế hoạch phát triển giáo dục nhà trường giai đoạn tiếp theo"
    found = page(tmp_path, pdf(unicodedata.normalize("NFD", text)))
    assert found.text == text or found.origin == "ocr"
    assert_words_are_the_text(found)


def test_many_pages_are_counted_and_the_first_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, pdf(*(f"Trang {n}. {TEXT}" for n in range(1, 8))))
    assert (found.media_type, found.count, [one.number for one in found.pages]) == (
        sniff.PDF,
        7,
        list(range(1, CHUNK + 1)),
    )
    (last,) = read_pages(tmp_path / "tệp", sniff.PDF, (7,), LIMITS)
    assert last.number == 7 and last.text.startswith("Trang 7.")
    with pytest.raises(ReadFault) as fault:
        begin(tmp_path / "tệp", dataclasses.replace(LIMITS, pages=6))
    assert fault.value.reason is Reason.TOO_MANY_PAGES


@pytest.mark.parametrize("orientation", [None, 1, 3, 6])
def test_a_photograph_is_read_upright(tmp_path: Path, orientation: int | None) -> None:
    found = page(tmp_path, jpeg(picture(PAPER, 1300), orientation))
    assert found.origin == "ocr" and found.confidence and found.confidence > 0.8
    assert "Tự đánh giá chất lượng giáo dục" in found.text
    assert found.width > found.height
    assert_words_are_the_text(found)
    first = found.words[0]
    assert first.left < GRID // 10 and first.top < GRID // 3


def test_a_telephones_second_picture_is_no_page(tmp_path: Path) -> None:
    stream = io.BytesIO()
    picture(PAPER, 1300).save(stream, "MPO", save_all=True, append_images=[Image.new("L", (300, 200))])
    found = read(tmp_path, stream.getvalue())
    assert (found.media_type, found.count) == (sniff.JPEG, 1)


def test_a_tiff_has_the_pages_it_has(tmp_path: Path) -> None:
    found = read(tmp_path, tiff(*(picture(f"Trang số {n} của biên bản", 900) for n in (1, 2))))
    assert (found.media_type, found.count) == (sniff.TIFF, 2)
    assert [one.text.split()[2] for one in found.pages] == ["1", "2"]
    for one in found.pages:
        assert_words_are_the_text(one)


@pytest.mark.parametrize("fault", ["strip beyond the end", "no width", "nonsense type"])
def test_a_broken_second_page_is_noted_and_the_first_is_read(tmp_path: Path, fault: str) -> None:
    data = bytearray(tiff(*(picture(f"Trang số {n} của biên bản", 900) for n in (1, 2))))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * entries)[0]
    for entry in range(second + 2, second + 2 + 12 * struct.unpack_from("<H", data, second)[0], 12):
        tag = struct.unpack_from("<H", data, entry)[0]
        if tag == 273 and fault == "strip beyond the end":
            struct.pack_into("<HII", data, entry + 2, 4, 1, len(data) + 10_000)
        if tag == 256 and fault == "no width":
            struct.pack_into("<I", data, entry + 8, 0)
        if tag == 259 and fault == "nonsense type":
            struct.pack_into("<H", data, entry + 8, 7)
    found = read(tmp_path, bytes(data))
    assert found.count == 2
    assert [one.fault for one in found.pages] == [None, Reason.BROKEN]
    assert "biên bản" in found.pages[0].text and found.pages[1].text == ""


def test_a_broken_second_page_of_a_pdf_is_noted_and_the_first_is_read(tmp_path: Path) -> None:
    text = b"BT /F 12 Tf 20 100 Td (the school council approved the plan for the coming school year) Tj ET"
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    found = read(
        tmp_path,
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2/MediaBox[0 0 595 842]/Resources%b>>" % font,
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(text), text),
            b"(not a page)",
        ),
    )
    assert found.count == 2
    assert found.pages[0].text.startswith("the school council") and found.pages[0].fault is None
    assert found.pages[1].fault == Reason.BROKEN


def test_a_word_file_is_read_in_order_with_its_tables(tmp_path: Path) -> None:
    found = read(tmp_path, word("Biên bản họp", "Chủ tọa: Đỗ Thị Hằng", "Nội dung 1.10"))
    assert (found.media_type, found.count) == (sniff.DOCX, 1)
    assert found.pages[0].text == "Biên bản họp\nChủ tọa: Đỗ Thị Hằng\nNội dung 1.10"
    assert found.pages[0].origin == "converted"
    long = read(tmp_path, word(*("Một đoạn văn dài của báo cáo. " * 10 for _ in range(40))))
    assert long.count == len(long.pages) > 3


def test_a_workbook_is_read_row_by_row(tmp_path: Path) -> None:
    found = read(
        tmp_path, workbook(("TT", "Họ và tên"), (1, "Nguyễn Văn An"), (None, None), (2, "Lê Thị Đào"))
    )
    assert (found.media_type, found.count) == (sniff.XLSX, 1)
    assert found.pages[0].text == "Danh sách\nTT Họ và tên\n1 Nguyễn Văn An\n2 Lê Thị Đào"


def test_what_is_cut_from_a_sheet_is_said(tmp_path: Path) -> None:
    many = read(tmp_path, workbook(*((number, *[None] * 98, "x") for number in range(1001)))).pages
    assert [one.fault for one in many] == [Reason.TOO_LARGE]
    assert many[0].text.startswith("Danh sách\n0 x") and many[0].text.endswith("\n999 x")
    long = read(tmp_path, workbook(*(("chữ " * 8000,) for _ in range(9)))).pages
    assert [one.fault for one in long] == [Reason.TOO_LARGE]
    assert PAGE_CHARACTERS - 4 < len(long[0].text) <= PAGE_CHARACTERS
    paragraph = read(tmp_path, word("chữ", "chữ " * 60_000, "hết")).pages
    assert [one.fault for one in paragraph] == [None, Reason.TOO_LARGE, None]


def test_a_sheet_read_in_part_is_taken(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "H1-1.1-01.xlsx", workbook(*((number,) * 100 for number in range(1001))))
    with Readers(1, 2 << 30) as readers:
        (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.pages, outcome.unread_pages) == ("filed", 1, 1)


def test_more_sheets_than_pages_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for _ in range(3):
        book.create_sheet()
    book.save(tmp_path / "tệp")
    assert begin(tmp_path / "tệp", dataclasses.replace(LIMITS, pages=4)).count == 4
    with pytest.raises(ReadFault) as fault:
        begin(tmp_path / "tệp", dataclasses.replace(LIMITS, pages=3))
    assert fault.value.reason is Reason.TOO_MANY_PAGES


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\xff\xd8\xff", Reason.BROKEN),
        (b"%PDF-1.7", Reason.BROKEN),
        (b"PK\x03\x04", Reason.PACKED),
        ("Chỉ là chữ".encode(), Reason.UNSUPPORTED),
        (b"GIF89a" + bytes(50), Reason.UNSUPPORTED),
        (b"MZ" + bytes(100), Reason.UNSUPPORTED),
        (b"\x00" * 2000, Reason.UNSUPPORTED),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, reason: Reason) -> None:
    with pytest.raises(ReadFault) as fault:
        read(tmp_path, data)
    assert fault.value.reason is reason


def test_a_suffix_says_nothing_and_bytes_before_the_header_do_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, b"\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf()).media_type == sniff.PDF


def test_the_same_bytes_give_the_same_reading(tmp_path: Path) -> None:
    data = jpeg(picture(PAPER, 1300))
    one, two = (assemble("0" * 64, sniff.JPEG, read(tmp_path, data).pages, "r") for _ in range(2))
    assert one == two


def test_a_picture_over_the_limit_is_not_decoded(tmp_path: Path) -> None:
    with pytest.raises(ReadFault) as fault:
        read(tmp_path, tiff(picture()), dataclasses.replace(LIMITS, pixels=100_000))
    assert fault.value.reason is Reason.TOO_MANY_PIXELS
