"""A page's text is taken from its file wherever the file has it, in whatever letters, and only there."""

import dataclasses
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest

from archive.evidence.documents import GRID
from archive.ingest.judge import Why
from archive.ingest.layers import Layer, layer_of
from archive.ingest.limits import Limits
from archive.ingest.pdf import Pdf, open_pdf
from archive.settings import Settings
from samples.born_digital import SIZES, register_fonts, typeset
from samples.hostile_pdf import lying_font
from samples.legacy import FILES, picture_of, prose, set_lines
from samples.old_fonts import SERIF, tcvn3_font, tcvn3_text
from samples.papers import load
from samples.pdf_by_hand import Face, Sheet, as_curves, face, write_pdf
from tests.builders import TEXT, pdf, raw_pdf

LEGACY = Path(__file__).parents[2] / "samples" / "legacy"
LIMITS = Limits.of(Settings())
BODY = prose("H4-4.2-01 Tờ trình tham mưu.pdf")

TRUE = {
    "tcvn3": ("text", Why.TCVN3),
    "tcvn3-printed": ("text", Why.TCVN3),
    "tcvn3-windows": ("text", Why.TCVN3),
    "tcvn3-nameless": ("text", Why.TCVN3),
    "vni": ("text", Why.VNI),
    "vni-printed": ("text", Why.VNI),
    "split": ("layout", Why.ORDER),
    "split-tcvn3": ("layout", Why.TCVN3),
    "wrong-letters": ("text", Why.LETTERS),
    "english": ("text", Why.FOREIGN),
    "mathematics": ("text", Why.VIETNAMESE),
    "table": ("text", Why.FOREIGN),
    "title": ("text", Why.FEW),
}
FALSE = {"lying-map": Why.NOT_VIETNAMESE, "curves": Why.NOTHING, "tagged-picture": Why.NOTHING}


@contextmanager
def opened(folder: Path, data: bytes) -> Iterator[Pdf]:
    path = folder / "tệp.pdf"
    path.write_bytes(data)
    with open_pdf(path, LIMITS) as document:
        yield document


def layer(folder: Path, data: bytes) -> Layer:
    with opened(folder, data) as document, document.page(1) as shown:
        return layer_of(shown)


def sample(name: str) -> tuple[Layer, str]:
    with open_pdf(LEGACY / f"{name}.pdf", LIMITS) as document, document.page(1) as shown:
        return layer_of(shown), (LEGACY / f"{name}.txt").read_text("utf-8")


def error_rate(found: str, truth: str) -> float:
    """Letters to change, leave out or put in, for each letter of the truth; gaps of words are all alike."""
    have, want = " ".join(found.split()), " ".join(truth.split())
    if have == want:
        return 0.0
    before = list(range(len(want) + 1))
    for row, letter in enumerate(have, 1):
        now = [row]
        for column, other in enumerate(want, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return before[-1] / len(want)


@cache
def font(text: str) -> Face:
    return face("ABCDEF+TimesNewRoman", str(SERIF), {key: key for key in sorted(set(text))}, wide=True)


def page(*lines: str, top: float = 770) -> Sheet:
    sheet, letters = Sheet(), font("".join(lines))
    set_lines(sheet, lines, lambda line: [(letters, line)], top)
    return sheet


def curves(sheet: Sheet, lines: tuple[str, ...], top: float) -> Sheet:
    for number, line in enumerate(lines):
        sheet.content += as_curves(line, SERIF, 70, top - 17 * number, 11)
    return sheet


def test_the_samples_are_those_that_are_made_and_small() -> None:
    files = {path.name for path in LEGACY.iterdir()}
    assert files == {f"{name}.{kind}" for name in FILES for kind in ("pdf", "txt")}
    assert set(FILES) == {*TRUE, *FALSE, "text-and-picture"}
    assert sum(path.stat().st_size for path in LEGACY.iterdir()) < 600_000


@pytest.mark.parametrize("name", TRUE)
def test_text_is_had_without_ocr(name: str) -> None:
    found, truth = sample(name)
    assert (found.good, found.origin, found.why, found.unread) == (True, *TRUE[name], ())
    assert error_rate(found.text, truth) <= 0.01
    assert name == "title" or len(truth.split()) >= 60
    assert [word.text for word in found.words] == found.text.split()
    assert unicodedata.is_normalized("NFC", found.text)
    for word in found.words:
        assert 0 <= word.left < word.right <= GRID and 0 <= word.top < word.bottom <= GRID


@pytest.mark.parametrize("name", FALSE)
def test_what_is_no_text_is_for_ocr(name: str) -> None:
    found, truth = sample(name)
    assert (found.good, found.why, found.unread) == (False, FALSE[name], ())
    assert len(truth.split()) >= 60


def test_pdfium_alone_does_split_the_letters() -> None:
    with open_pdf(LEGACY / "split.pdf", LIMITS) as document:
        text, _ = document.text(1)
    assert text.startswith("Đ tài: Xây d ng trư ng h c thân thi n")


def test_the_picture_beside_the_text_is_unread() -> None:
    found, truth = sample("text-and-picture")
    (box,) = found.unread
    printed = truth.split()
    assert found.good and found.text.split() == printed[: len(found.words)]
    assert max(word.bottom for word in found.words) < box[1] < box[3] <= GRID
    assert len(printed) - len(found.words) > 40


def rows(line: Callable[[int], str]) -> Callable[[], bytes]:
    return lambda: pdf("\n".join(map(line, range(1, 30))))


PAPERS = {paper.path: paper for paper in load() if paper.kind == "born-digital"}
VARIED: dict[str, Callable[[], bytes]] = {
    **{path: partial(lambda paper: typeset(paper)[0], paper) for path, paper in list(PAPERS.items())[::4]},
    "title": lambda: pdf("TRƯỜNG THCS KIM SƠN"),
    "a page's number": lambda: pdf("3"),
    "two words": lambda: pdf("PHỤ LỤC 2"),
    "landscape": lambda: pdf(TEXT, rotation=90),
    "upside down": lambda: pdf("\n".join(BODY), rotation=180),
    "cropped": lambda: pdf("\n".join(BODY), crop=(50, 400, 595, 800)),
    "decomposed": lambda: pdf(unicodedata.normalize("NFD", "\n".join(BODY))),
    "bullets": lambda: pdf("\n".join(f"• {line}" for line in BODY)),
    "a form": lambda: pdf("Họ và tên: ....................\nNgày sinh: ..../..../......\nNơi ở: _________"),
    "figures": rows(lambda n: f"{n} {n * 37 % 11},{n % 10} {n * 13 % 10}.5 {n * n}"),
    "marks of a class": rows(lambda n: f"{n} Nguyễn Văn An 9A {n % 10},5 Giỏi T"),
    "formulas": rows(lambda n: f"a) x² - {n}x + 6 = 0 ⇔ (x - 2)(x - 3) = 0; S = {{2; {n}}}"),
    "two languages": lambda: pdf("\n".join((*BODY[:4], "Unit 3: Community service", "Work in pairs."))),
    "English": rows(lambda n: f"Lesson {n}: the library is open to all pupils on Monday afternoon."),
    "timetable": rows(lambda n: f"Tiet {n} Toan Van Anh Ly Hoa Sinh Su Dia GDCD TD"),
    "addresses": rows(lambda n: f"c2kimson.{n}@quangninh.edu.vn http://c2kimson.edu.vn/tin/{n}"),
    "French": rows(lambda n: f"Leçon {n}. Les élèves vont à la bibliothèque de l'école pour lire."),
    "an emblem": lambda: write_pdf([curves(page(*BODY), ("TRƯỜNG THCS KIM SƠN",), 80)]),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIED)
def test_a_good_page_never_needs_ocr(tmp_path: Path, name: str) -> None:
    register_fonts()
    assert SIZES and len(VARIED) >= 20
    with opened(tmp_path, VARIED[name]()) as document:
        for number in range(1, len(document) + 1):
            with document.page(number) as shown:
                found = layer_of(shown)
            assert (found.good, found.origin, found.unread) == (True, "text", ()), found


def test_old_letters_in_a_heading_of_a_new_page(tmp_path: Path) -> None:
    sheet, old = page(*BODY), tcvn3_font("AAAAAA+.VnTimeH,Bold", True, wide=True)
    set_lines(sheet, ["Trường Kim Sơn"], lambda line: [(old, tcvn3_text(line.lower()))], 800)
    found = layer(tmp_path, write_pdf([sheet]))
    assert (found.good, found.why) == (True, Why.TCVN3)
    assert found.text.split() == [*" ".join(BODY).split(), "TRƯỜNG", "KIM", "SƠN"]


def test_a_font_of_the_old_kind_by_name_only_is_left_alone(tmp_path: Path) -> None:
    new = face(".VnTime", str(SERIF), {key: key for key in sorted(set("".join(BODY)))}, wide=True)
    sheet = Sheet()
    set_lines(sheet, BODY, lambda line: [(new, line)])
    found = layer(tmp_path, write_pdf([sheet]))
    assert found.why == Why.VIETNAMESE and found.text.split() == " ".join(BODY).split()


def test_a_title_in_old_letters(tmp_path: Path) -> None:
    old, sheet = tcvn3_font("AAAAAA+.VnTimeH", True, wide=True), Sheet()
    set_lines(sheet, ["Sổ chủ nhiệm"], lambda line: [(old, tcvn3_text(line.lower()))])
    found = layer(tmp_path, write_pdf([sheet]))
    assert (found.good, found.text) == (True, "SỔ CHỦ NHIỆM")


def test_vietnamese_is_not_broken_at_the_end_of_a_line_and_english_is(tmp_path: Path) -> None:
    found = layer(
        tmp_path,
        write_pdf([page("Công văn của Sở GD-", "ĐT về việc học tập", "This develop-", "ment is new")]),
    )
    assert found.text.split() == "Công văn của Sở GD-ĐT về việc học tập This development is new".split()


def scan_with(*lines: str) -> bytes:
    """A scan with a layer of so much text, over all of the page or in its corner."""
    sheet = Sheet()
    sheet.picture(picture_of(BODY), 0, 0, *sheet.size)
    letters = font("".join(lines))
    set_lines(sheet, lines, lambda line: [(letters, line)])
    return write_pdf([sheet])


def test_a_copiers_layer_is_believed_if_it_has_the_marks(tmp_path: Path) -> None:
    bare = unicodedata.normalize("NFD", "\n".join(BODY)).encode("ascii", "ignore").decode().splitlines()
    good, poor = layer(tmp_path, scan_with(*BODY)), layer(tmp_path, scan_with(*bare))
    assert (good.good, good.unread) == (True, ())
    assert (poor.good, poor.why, poor.unread) == (False, Why.COPIER, ())


def test_a_stamp_on_a_scan_is_not_its_text(tmp_path: Path) -> None:
    found = layer(
        tmp_path,
        scan_with(
            "Ký bởi: TRƯỜNG THCS KIM SƠN", "Cơ quan: PHÒNG GD&ĐT ĐÔNG TRIỀU", "Thời gian ký: 12/10/2022"
        ),
    )
    assert (found.good, found.why) == (False, Why.HARDLY)


@pytest.mark.parametrize("strips", [1, 12])
def test_a_scan_in_strips_is_a_scan(tmp_path: Path, strips: int) -> None:
    sheet = page("Trang 1")
    for number in range(strips):
        sheet.picture(picture_of(BODY[:2]), 0, 842 / strips * number, 595, 842 / strips)
    assert layer(tmp_path, write_pdf([sheet])).good is False


def test_a_seal_and_a_picture_with_its_words_are_read(tmp_path: Path) -> None:
    sheet = page(*BODY, "Hình 1. Sân trường", top=790)
    sheet.picture(picture_of(("KIM SƠN",)), 400, 100, 100, 100)
    sheet.picture(picture_of(BODY[:6]), 60, 690, 480, 110)
    assert layer(tmp_path, write_pdf([sheet])).unread == ()


def test_a_picture_in_a_form_is_where_it_is_shown(tmp_path: Path) -> None:
    text = "BT /F 12 Tf 60 780 Td (the school council approved the plan for the coming school year) Tj ET"
    drawing = f"{text} q .5 0 0 .5 100 200 cm /X Do Q".encode()
    form, image = b"q 400 0 0 600 20 40 cm /I Do Q", bytes(64 * 64)
    found = layer(
        tmp_path,
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>"
            b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
            b"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources<</XObject<</I 6 0 R>>>>/Length %d>>"
            b"\nstream\n%b\nendstream" % (len(form), form),
            b"<</Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Length %d>>\nstream\n%b\nendstream" % (len(image), image),
        ),
    )
    (box,) = found.unread
    left, bottom, right, top = 110 / 595, 220 / 842, 310 / 595, 520 / 842
    assert box == pytest.approx((left * GRID, (1 - top) * GRID, right * GRID, (1 - bottom) * GRID), abs=2)


def test_text_drawn_as_curves_under_a_heading_is_unread(tmp_path: Path) -> None:
    found = layer(tmp_path, write_pdf([curves(page(*BODY[:3]), BODY, 600)]))
    (box,) = found.unread
    assert found.good and box[1] == pytest.approx((842 - 610) / 842 * GRID, abs=60)
    little = layer(tmp_path, write_pdf([curves(page("Mẫu 2"), BODY, 600)]))
    assert (little.good, little.why) == (False, Why.CURVES)


@pytest.mark.parametrize("lines", [BODY, ("Trang 1",)], ids=["much", "little"])
def test_a_layer_that_nobody_sees_is_not_the_page(tmp_path: Path, lines: tuple[str, ...]) -> None:
    sheet = page(*lines)
    sheet.content[:0] = b"3 Tr\n"
    found = layer(tmp_path, write_pdf([sheet]))
    assert (found.good, found.why) == (False, Why.UNSEEN)


def test_nothing_is_no_text(tmp_path: Path) -> None:
    assert layer(tmp_path, write_pdf([Sheet()])) == Layer("text", "", (), False, Why.NOTHING)


def test_a_font_that_lies(tmp_path: Path) -> None:
    assert not layer(tmp_path, lying_font()).good


LINES = b"".join(b"%d %d m %d %d l S\n" % (n % 595, n % 842, n * 7 % 595, n * 3 % 842) for n in range(60_000))


@pytest.mark.parametrize(
    "drawing", [LINES, LINES.replace(b" S\n", b"\n") + b"S\n"], ids=["many lines", "one of many"]
)
@pytest.mark.parametrize("lies", [False, True], ids=["no text", "false text"])
def test_a_crowded_page_ends_soon(tmp_path: Path, drawing: bytes, lies: bool) -> None:
    letters = sorted(set("".join(BODY)) - {" "})
    said = {key: letters[(place + 5) % len(letters)] for place, key in enumerate(letters)}
    false = dataclasses.replace(font("".join(BODY)), said=said)
    sheet = Sheet()
    set_lines(sheet, BODY if lies else (), lambda line: [(false, line)])
    sheet.content += drawing
    began = time.process_time()
    assert not layer(tmp_path, write_pdf([sheet])).good
    assert time.process_time() - began < 5
