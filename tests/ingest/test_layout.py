"""A page's letters are put in order by where they stand, and pages that would take too long are not begun."""

import io
import time
from pathlib import Path

import pypdfium2
import pytest

from archive.evidence.documents import GRID
from archive.ingest.layout import in_order
from archive.ingest.legacy import converted
from archive.ingest.lettering import as_text
from archive.ingest.limits import Limits
from archive.ingest.pdf import open_pdf
from archive.settings import Settings
from samples.old_fonts import SERIF, tcvn3_font, tcvn3_text
from samples.pdf_by_hand import Sheet, face, write_pdf
from tests.builders import drawn_pdf, pdf

LIMITS = Limits.of(Settings())
LINES = "Trường Trung học cơ sở Kim Sơn\nBáo cáo kết quả năm học\n\n\nChữ cuối cùng ở đây"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
SENTENCE = b"BT /F 12 Tf 60 700 Td (the school council approved the plan) Tj ET\n"


def assert_boxes_agree(folder: Path, data: bytes, expected: str) -> None:
    path = folder / "tệp.pdf"
    path.write_bytes(data)
    with open_pdf(path, LIMITS) as document, document.page(1) as page:
        _, seen = document.text(1)
        found = in_order(page.alone())
    assert found
    text, words = as_text(found)
    assert text.split() == expected.split() == [word.text for word in words] == [word.text for word in seen]
    for one, other in zip(words, seen, strict=True):
        assert (one.left, one.right) == pytest.approx((other.left, other.right), abs=GRID // 100)
        assert one.top <= other.top + GRID // 200 and one.bottom >= other.bottom - GRID // 200
        assert one.bottom - one.top < GRID // 15


@pytest.mark.parametrize("crop", [None, (50, 400, 500, 800)], ids=["whole", "cropped"])
def test_words_and_boxes_are_those_of_the_page(
    tmp_path: Path, crop: tuple[float, float, float, float] | None
) -> None:
    assert_boxes_agree(tmp_path, pdf(LINES, crop=crop), LINES)


@pytest.mark.parametrize("box", [b"0 0 595 842", b"40 90 635 932", b"-30 -50 565 792", b"595 842 0 0"])
@pytest.mark.parametrize("crop", [None, (50, 100, 500, 800), (100, 150, 450, 960)])
@pytest.mark.parametrize(
    ("rotation", "matrix"),
    [
        (0, b"1 0 0 1 150 600"),
        (90, b"0 1 -1 0 300 200"),
        (180, b"-1 0 0 -1 400 500"),
        (270, b"0 -1 1 0 300 700"),
    ],
)
def test_a_page_is_read_as_it_is_turned_and_cropped(
    tmp_path: Path, rotation: int, matrix: bytes, crop: tuple[float, float, float, float] | None, box: bytes
) -> None:
    drawing = b"BT /F 12 Tf %b Tm (the school council) Tj 0 -40 Td (approved the plan) Tj ET" % matrix
    document = pypdfium2.PdfDocument(drawn_pdf(drawing, box, FONT))
    document[0].set_rotation(rotation)
    if crop:
        document[0].set_cropbox(*crop)
    target = io.BytesIO()
    document.save(target)
    document.close()
    assert_boxes_agree(tmp_path, target.getvalue(), "the school council approved the plan")


def test_letters_printed_twice_are_read_once() -> None:
    bold = SENTENCE + SENTENCE.replace(b"60 700", b"60.4 700")
    found = in_order(drawn_pdf(bold, resources=FONT))
    assert found and found.words == ("the", "school", "council", "approved", "the", "plan")


def test_gaps_are_spaces_and_kerning_is_none() -> None:
    drawing = b"BT /F 12 Tf 60 700 Td [(wa) 60 (ter) -300 (pla) -90 (ces)] TJ ET"
    found = in_order(drawn_pdf(drawing, resources=FONT))
    assert found and found.words == ("water", "places")


def test_letters_that_are_called_spaces_are_letters() -> None:
    printed = "Trường Trung học cơ sở Kim Sơn có những người như thế"
    old, sheet = tcvn3_font(".VnTime", encoding=""), Sheet()
    sheet.line([(old, tcvn3_text(printed))], 60, 700, 12)
    found = in_order(write_pdf([sheet]))
    assert found and len(found.words) == len(printed.split())
    in_unicode = converted(found)
    assert in_unicode and " ".join(in_unicode[0]) == printed


def test_a_page_without_letters_has_no_words() -> None:
    found = in_order(drawn_pdf(b"0 0 9 9 re f"))
    assert found and found.words == found.ends == found.boxes == ()


def endless_map(ranges: bytes) -> bytes:
    letters = face(
        "ABCDEF+Times", str(SERIF), {key: key for key in "theschoolcouncilapprovedtheplan "}, wide=True
    )
    sheet = Sheet()
    sheet.line([(letters, "the school council approved the plan")], 60, 700, 12)
    return write_pdf([sheet], maps=ranges)


@pytest.mark.parametrize(
    "data",
    [
        drawn_pdf(SENTENCE + b"0 0 m 9 9 l S\n" * 100_000, resources=FONT),
        endless_map(b"1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange"),
        endless_map(b"1 begincidrange <00000000> <0FFFFFFF> 7 endcidrange"),
        drawn_pdf(SENTENCE * 400, resources=FONT),
    ],
    ids=["a long drawing", "a map of everything", "codes of everything", "too many letters"],
)
def test_what_would_take_too_long_is_not_begun(data: bytes) -> None:
    began = time.process_time()
    assert in_order(data) is None
    assert time.process_time() - began < 5


def test_a_font_with_endless_widths_is_not_begun() -> None:
    font = b"/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]>>>>"
    wide = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[0 4000000000 500]>>"
    assert in_order(drawn_pdf(b"BT /F 9 Tf (ab) Tj ET", b"0 0 595 842", font, wide)) is None
