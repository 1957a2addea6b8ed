"""QR codes on scans: what was printed is read again, and a cover sheet is no part of its paper."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from archive.evidence.documents import Mark, Page, Reading
from archive.evidence.stamped import COVER_WORDS
from archive.ingest.assembly import assemble
from archive.ingest.limits import Limits
from archive.ingest.qr import LONGEST, marks_in
from archive.ingest.reading import begin
from archive.ingest.sniff import PDF
from archive.labels.qr import QUIET, Qr, qr_of
from archive.settings import Settings
from samples.heads import LEFT, RIGHT, head_page
from samples.scanner import Sheet, image_pdf, layered_pdf
from tests.labels.printing import cover_pdf, pictures, scanned
from tests.running import SAMPLES

LIMITS = Limits.of(Settings())
CODE = "H1-1.1-01"
MARK = f"MC:{CODE}"
LETTERS = "".join(map(chr, range(32, 127))) + "ăâđêôơưĂÂĐÊÔƠƯàảãáạầẩẫấậỳỷỹýỵỲỶỸÝỴ–“”"
DECISION = SAMPLES / "drop" / "225 QD thanh lap HD TDG.pdf"


def drawn(qr: Qr, module: int = 4) -> Image.Image:
    image = Image.new("L", (qr.side * module, qr.side * module), 255)
    for row, column, many in qr.runs:
        left, top = (QUIET + column) * module, (QUIET + row) * module
        box = (left, top, left + many * module - 1, top + module - 1)
        ImageDraw.Draw(image).rectangle(box, 0)
    return image


def on_a_page(text: str) -> Image.Image:
    page = Image.new("L", (827, 1169), 255)
    page.paste(drawn(qr_of(text)), (300, 300))
    return page


def read(path: Path) -> Reading:
    begun = begin(path, LIMITS, chunk=9)
    return assemble("", begun.media_type, begun.pages, "reader")


@cache
def cover() -> Image.Image:
    (page,) = pictures(cover_pdf(CODE))
    return page


# The picture of a page


@pytest.mark.parametrize(
    ("look", "turn", "skew", "dpi", "stamps"),
    [
        ("grey", 0, 0.5, 200, 0),
        ("grey", 180, -5.0, 150, 3),
        ("colour", 90, 3.0, 150, 2),
        ("bilevel", 270, -1.3, 200, 2),
        ("bilevel", 0, 6.0, 150, 1),
    ],
)
def test_a_printed_cover_is_read_from_a_bad_scan(
    look: str, turn: int, skew: float, dpi: int, stamps: int
) -> None:
    image = scanned(cover(), look, skew, seed=turn + dpi, stamps=stamps).rotate(turn, expand=True)
    size = image.width * dpi // 200, image.height * dpi // 200
    assert marks_in(image.resize(size, Image.Resampling.LANCZOS)) == (MARK,)


@settings(max_examples=40, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=60).filter(str.strip), st.booleans())
def test_what_is_drawn_is_read(text: str, robust: bool) -> None:
    assert marks_in(drawn(qr_of(text, robust))) == (text.strip(),)


def test_a_page_without_a_code_has_no_marks() -> None:
    (page, _) = pictures(DECISION.read_bytes())
    assert marks_in(page.convert("L")) == ()


def test_every_code_of_a_page_is_read_once() -> None:
    page = on_a_page(MARK)
    for place, text in enumerate(("Trường THCS Kim Sơn", MARK)):
        page.paste(drawn(qr_of(text)), (100 + 350 * place, 700))
    assert sorted(marks_in(page)) == [MARK, "Trường THCS Kim Sơn"]


@pytest.mark.parametrize("text", ["hai\ndòng", "\x07", "a" * (LONGEST + 1), " "])
def test_what_is_no_line_of_print_is_left_out(text: str) -> None:
    assert marks_in(on_a_page(text)) == ()
    assert marks_in(on_a_page("a" * LONGEST)) == ("a" * LONGEST,)


# A whole scan


@pytest.fixture(scope="module")
def behind_a_cover(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A decision of two pages, as a copier scanned it, with a cover sheet scanned on top."""
    path = tmp_path_factory.mktemp("qr") / "SCAN_0042.pdf"
    pages = (
        scanned(cover(), "grey", 0.8, seed=1),
        *(page.convert("L") for page in pictures(DECISION.read_bytes())),
    )
    path.write_bytes(image_pdf(tuple(Sheet(page, 0.0) for page in pages), "grey"))
    return read(path)


def test_the_cover_of_a_scan_gives_its_mark_and_stays_page_1(behind_a_cover: Reading) -> None:
    assert behind_a_cover.marks == (Mark(1, MARK),)
    assert len(behind_a_cover.pages) == 3
    assert CODE in behind_a_cover.pages[0].text


def test_the_letterhead_is_that_of_the_paper_behind(behind_a_cover: Reading) -> None:
    head = behind_a_cover.letterhead
    assert head.symbol and head.symbol.value.endswith("/QĐ-THCSKS")
    assert head.issuer and head.issuer.value == "TRƯỜNG THCS KIM SƠN"
    assert head.subject and "Hội đồng tự đánh giá" in head.subject.value
    assert behind_a_cover.parts == ()


def test_a_cover_that_the_copier_read_gives_its_mark_too(tmp_path: Path) -> None:
    # Words enough over enough of the page for the copier's text to be taken for the page's.
    path = tmp_path / "scan.pdf"
    title = "Kế hoạch chiến lược xây dựng và phát triển nhà trường giai đoạn 2020-2025, tầm nhìn đến năm 2030"
    original = cover_pdf(CODE, title)
    (page,) = pictures(original)
    path.write_bytes(
        layered_pdf((Sheet(scanned(page, "grey", 0.0, seed=2), 0.0),), original, (), "DejaVuSans")
    )
    reading = read(path)
    assert reading.pages[0].origin == "text"
    assert reading.marks == (Mark(1, MARK),)


def test_a_cover_alone_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    scanned(cover(), "grey", 0.5, seed=3).save(path, dpi=(200, 200))
    reading = read(path)
    assert reading.marks == (Mark(1, MARK),)
    assert len(reading.pages) == 1 and CODE in reading.pages[0].text


def test_of_other_codes_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    identity_card = "001090012345|123456789|Nguyễn Văn A|01011990|Nam"
    page = on_a_page(identity_card)
    assert marks_in(page) == (identity_card,)
    page.save(path, dpi=(100, 100))
    assert read(path).marks == ()


def test_only_the_first_page_is_looked_at_and_no_born_digital_one(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(cover_pdf(CODE))
    assert read(path).marks == ()
    sheets = tuple(Sheet(page, 0.0) for page in (Image.new("L", cover().size, 255), cover().convert("L")))
    path.write_bytes(image_pdf(sheets, "grey"))
    assert read(path).marks == ()


# Put together


def marked(page: Page, *marks: str) -> Page:
    return msgspec.structs.replace(page, marks=marks)


def numbered(*pages: Page) -> tuple[Page, ...]:
    return tuple(msgspec.structs.replace(page, number=number) for number, page in enumerate(pages, 1))


def of_school(symbol: str, day: str, *body: str) -> Page:
    return head_page(
        ("UBND THỊ XÃ ĐÔNG TRIỀU", LEFT, 500), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, 500),
        ("TRƯỜNG THCS KIM SƠN", LEFT, 700), ("Độc lập - Tự do - Hạnh phúc", RIGHT, 700),
        (f"Số: {symbol}", LEFT, 900), (day, RIGHT, 900),
        ("QUYẾT ĐỊNH", 5000, 1300), ("Về việc thành lập Hội đồng tự đánh giá", 5000, 1500),
        body=body,
    )  # fmt: skip


COVER_PAGE = Page(1, f"TỜ BÌA MINH CHỨNG\n{CODE}\nKế hoạch", "ocr", 0.9, 595, 842, marks=(MARK,))
FIRST = of_school("12/QĐ-THCSKS", "Kim Sơn, ngày 03 tháng 10 năm 2022")
SECOND = of_school("15/QĐ-THCSKS", "Kim Sơn, ngày 05 tháng 11 năm 2022")


def symbol(reading: Reading) -> str | None:
    return reading.letterhead.symbol.value if reading.letterhead.symbol else None


def test_a_bundle_behind_a_cover_is_that_bundle() -> None:
    pages = numbered(COVER_PAGE, FIRST, SECOND)
    reading = assemble("", PDF, pages, "reader")
    assert symbol(reading) == "12/QĐ-THCSKS"
    assert [(part.first, part.last) for part in reading.parts] == [(1, 2), (3, 3)]
    assert reading.pages == pages


def test_a_paper_with_a_sticker_is_no_cover() -> None:
    words = ("nhà trường",) * COVER_WORDS
    pages = numbered(marked(of_school("12/QĐ-THCSKS", "ngày 03 tháng 10 năm 2022", *words), MARK), SECOND)
    assert symbol(assemble("", PDF, pages, "reader")) == "12/QĐ-THCSKS"


def test_another_code_makes_no_cover() -> None:
    page = marked(FIRST, "https://kiemdinh.edu.vn/MC:H1-1.1-01")
    reading = assemble("", PDF, numbered(page, SECOND), "reader")
    assert symbol(reading) == "12/QĐ-THCSKS"
    assert reading.marks == (Mark(1, "https://kiemdinh.edu.vn/MC:H1-1.1-01"),)


def test_a_reading_without_marks_says_nothing_of_them() -> None:
    with_marks, without = (assemble("", PDF, (page,), "reader") for page in (COVER_PAGE, FIRST))
    assert b"marks" not in msgspec.json.encode(without)
    for reading in (with_marks, without):
        assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading
