"""Recognition: pages askew, on their side, upside down, in dirt, with their other side showing through."""

from functools import cache

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from archive.evidence.documents import GRID, Page, Word, mean_confidence
from archive.ingest import prepare
from archive.ingest.limits import Limits
from archive.ingest.recognition import recognise_page, recognise_part, turn
from archive.settings import Settings

LIMITS = Limits.of(Settings())
A4 = (595.0, 842.0)
TEXT = (
    "Căn cứ Điều lệ trường trung học cơ sở, nhà trường xây dựng",
    "kế hoạch kiểm tra nội bộ năm học 2022-2023 với các nội dung",
    "sau đây: kiểm tra việc thực hiện chương trình giáo dục phổ",
    "thông, việc quản lý tài chính và tài sản, công tác bán trú,",
    "công tác thư viện và thiết bị dạy học. Tổ trưởng chuyên môn",
    "chịu trách nhiệm báo cáo kết quả trước ngày hai mươi lăm",
    "hằng tháng để tổng hợp và công bố trong cuộc họp hội đồng.",
    "Giáo viên chủ nhiệm phối hợp với ban đại diện cha mẹ học",
    "sinh để nắm tình hình học tập của từng em và kịp thời giúp",
    "đỡ những học sinh có hoàn cảnh khó khăn trong năm học này.",
)
WORDS = tuple(word for line in TEXT for word in line.split())


@cache
def paper(lines: tuple[str, ...] = TEXT) -> Image.Image:
    """A page as a copier makes it of print: grey, 200 dots an inch, A4."""
    image = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype("DejaVuSerif.ttf", 34)
    for at, line in enumerate(lines):
        ImageDraw.Draw(image).text((200, 300 + 62 * at), line, font=font, fill=20)
    return image


def read(image: Image.Image) -> Page:
    return recognise_page(1, image, 200, A4, LIMITS)


def share(page: Page) -> float:
    """The share of the paper's words that were read."""
    found = page.text.split()
    return sum(word in found for word in WORDS) / len(WORDS)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_read_the_same_whichever_way_it_lies(degrees: int) -> None:
    upright = read(paper())
    page = read(turn(paper(), degrees))
    assert page.turned == (360 - degrees) % 360
    assert page.text == upright.text
    assert page.words == upright.words
    assert share(page) > 0.97


def test_a_page_on_its_side_has_the_size_it_has_when_upright() -> None:
    page = recognise_page(1, turn(paper(), 90), 200, A4[::-1], LIMITS)
    assert (page.width, page.height) == A4


@pytest.mark.parametrize("angle", [-5.0, 1.5])
def test_a_page_askew_is_levelled_and_its_boxes_lie_where_its_words_are(angle: int) -> None:
    askew = paper().rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    page = read(askew)
    assert share(page) > 0.97
    # Every word's box holds ink, and paper round about: it lies on the word.
    for word in page.words:
        box = (
            word.left * askew.width // GRID,
            word.top * askew.height // GRID,
            word.right * askew.width // GRID,
            word.bottom * askew.height // GRID,
        )
        if len(word.text) > 3:
            assert askew.crop(box).getextrema()[0] < 128
    last = page.words[-1]
    where = (last.left + last.right) / 2 / GRID, (last.top + last.bottom) / 2 / GRID
    ink = ImageChops.invert(askew).getbbox()
    assert ink is not None
    assert where[1] > 0.8 * ink[3] / askew.height - 0.1


def test_skew_is_measured_and_small_skew_is_left_alone() -> None:
    assert prepare.skew_of(paper()) == 0
    for angle in (-4.0, 2.5):
        assert prepare.skew_of(prepare.level(paper(), angle)) == pytest.approx(-angle, abs=0.5)


def test_specks_are_found_and_cleared() -> None:
    dirty = paper().copy()
    draw = ImageDraw.Draw(dirty)
    for at in range(9000):
        x, y = (at * 7919) % 1650, (at * 104_729) % 2335
        draw.rectangle((x, y, x + 1, y + 1), fill=0)
    assert prepare.is_specked(dirty)
    assert not prepare.is_specked(paper())
    assert share(read(dirty)) > 0.85


def test_the_other_side_showing_through_is_taken_away() -> None:
    behind = turn(paper(), 180).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    ghost = ImageChops.offset(behind, 40, 31).filter(ImageFilter.GaussianBlur(1.5))
    both = ImageChops.darker(paper(), ghost.point([255 - (255 - tone) * 45 // 100 for tone in range(256)]))
    assert prepare.shows_through(both)
    assert not prepare.shows_through(paper())
    assert share(read(both)) > 0.9


def test_a_faint_page_is_read() -> None:
    faint = paper().point([190 + tone * 55 // 255 for tone in range(256)])
    assert share(read(faint)) > 0.97


def test_an_empty_page_and_a_picture_stay_as_they_lie() -> None:
    empty = read(Image.new("L", (1654, 2339), 250))
    assert (empty.text, empty.turned, empty.words, empty.confidence) == ("", 0, (), None)
    picture = Image.linear_gradient("L").resize((1654, 2339))
    assert read(picture).turned == 0


def test_thin_pale_print_is_ink() -> None:
    pale = Image.new("L", (1654, 2339), 245)
    font = ImageFont.truetype("DejaVuSans.ttf", 18)
    for at, line in enumerate(TEXT):
        ImageDraw.Draw(pale).text((200, 300 + 62 * at), line, font=font, fill=110)
    assert prepare.has_ink(pale)
    assert not prepare.has_ink(Image.new("L", (1654, 2339), 245))


def test_the_rules_of_a_table_are_not_part_of_a_word() -> None:
    ruled = paper().copy()
    for at in range(len(TEXT)):
        ImageDraw.Draw(ruled).line((150, 345 + 62 * at, 1600, 345 + 62 * at), fill=0, width=3)
    assert not any("_" in word.text for word in read(ruled).words)


def test_a_page_is_as_sure_as_its_letters_are_in_the_mean() -> None:
    words = (Word("a", 0, 0, 9, 9, 40), Word("bcd", 0, 0, 9, 9, 100))
    assert (mean_confidence(words), mean_confidence(())) == (0.85, None)
    page = read(paper())
    assert page.confidence == mean_confidence(page.words) and 0.9 < (page.confidence or 0) <= 1


def test_dirt_is_no_word() -> None:
    page = read(paper())
    assert all(any(map(str.isalnum, word.text)) or word.confidence >= 60 for word in page.words)
    assert tuple(word.text for word in page.words) == tuple(page.text.split())


def test_a_picture_that_says_nothing_clearly_says_nothing() -> None:
    assert recognise_part(Image.linear_gradient("L"), 200, LIMITS) == ("", ())
    text, words = recognise_part(paper().crop((150, 250, 1654, 1000)), 200, LIMITS)
    assert len(text.split()) == len(words) > 100
