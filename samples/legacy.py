"""PDFs whose text layer is not what the page shows, or is all there is: old fonts, split letters, curves.

Each with its truth: the text as it is printed, one line a printed line.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from samples.old_fonts import ASCII, SERIF, TCVN3, is_typeable, tcvn3_font, tcvn3_text, vni_font, vni_text
from samples.papers import lines, load
from samples.pdf_by_hand import Face, Run, Sheet, as_curves, face, write_pdf

LATIN = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")
TAGGED = b"/MarkInfo<</Marked true>>/StructTreeRoot<</Type/StructTreeRoot>>/Lang(vi-VN)"
LEFT, TOP, SIZE, LEADING = 70.0, 770.0, 11.5, 17.0

HEAD = (
    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO ĐÔNG TRIỀU",
    "TRƯỜNG TRUNG HỌC CƠ SỞ KIM SƠN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
)
ENGLISH = """
The school council met on Monday, 12 September 2022, to approve the strategic plan of Kim Son
lower secondary school for the period from 2020 to 2025. The headteacher reported that all
teachers of English had completed the course on digital lessons, and that the new language room
would be opened before the end of the first term. Parents asked how often pupils of grade 9
would practise speaking with visitors from abroad. The council agreed to invite two visiting
teachers each month, to publish the timetable on the web site, and to review the results
together in January. Every class will keep a small diary of new words, and the best three
diaries will be shown in the library at Easter.
"""
MATHEMATICS = """
ĐỀ KIỂM TRA HỌC KỲ I - TOÁN 9
Bài 1. Giải các phương trình: a) x² - 5x + 6 = 0; b) 2x² + 3x - 5 = 0; c) √(x + 3) = x - 3
Bài 2. Cho hàm số y = (m - 2)x + 3 với m ≠ 2. Tìm m để đồ thị song song với y = 2x + 1
Bài 3. Rút gọn: A = (√a + 1)/(√a - 1) - (√a - 1)/(√a + 1), với a ≥ 0, a ≠ 1
Δ = b² - 4ac = 25 - 24 = 1 > 0 ⇒ x₁ = (5 + 1)/2 = 3; x₂ = (5 - 1)/2 = 2
Bài 4. Cho (O; R), dây AB = R√3. Tính ∠AOB, cung AB và diện tích S = πR²·n/360
sin²α + cos²α = 1; tan α = sin α / cos α; ∑(2k - 1) = n², 1 ≤ k ≤ n
AB² + AC² = BC² ⇔ ∠A = 90°; AH² = BH · CH; 1/AH² = 1/AB² + 1/AC²
f(x) = ax² + bx + c, a ≠ 0; f(-b/2a) = -Δ/4a; x₁ + x₂ = -b/a; x₁·x₂ = c/a
Bài 5. Một ô tô đi từ A đến B dài 120 km với vận tốc v (km/h), lúc về v + 10 (km/h)
"""
TABLE = (
    "STT LOP SI SO NU HSG HSTT KHA TB GHI CHU",
    *(
        f"{n} {6 + n // 7}{'ABCDEFG'[n % 7]} {34 + n % 5} {16 + n % 4} {n % 9} {10 + n % 7} {8 + n % 5} TS"
        for n in range(1, 25)
    ),
    "TONG 512 248 96 301 87 24",
)
TITLE = ("TRƯỜNG THCS KIM SƠN", "NĂM HỌC 2022-2023")


def legacy() -> Iterator[tuple[str, bytes, str]]:
    """Names, bytes and truths of the files, by the same names with ``.pdf`` and ``.txt``."""
    for name, make in FILES.items():
        content, printed = make()
        yield name, content, unicodedata.normalize("NFC", "\n".join(printed)) + "\n"


Made = tuple[bytes, Iterable[str]]


def prose(path: str, most: int = 14) -> tuple[str, ...]:
    """Lines of a sample paper's body as they are set, without tables and mark-up."""
    paper = next(paper for paper in load() if paper.path == path)
    kept = [re.sub(r"^[\^=!>]+ |\*\*", "", line) for line in lines(paper.body) if line[0] not in "|@%-"]
    wrapped = [row for line in kept for row in textwrap.wrap(line, 84, break_on_hyphens=False)]
    return tuple(wrapped[:most])


def set_lines(
    sheet: Sheet, printed: Iterable[str], show: Callable[[str], Iterable[Run]], top: float = TOP
) -> None:
    """Lines from the top, each of runs of several fonts."""
    for number, line in enumerate(printed):
        sheet.line(show(line), LEFT, top - number * LEADING, SIZE)


def _tcvn3(names: tuple[str, str], **kind: object) -> Made:
    body = prose("H1-1.1-01 Kế hoạch chiến lược.pdf")
    foot = "Trang này có một dòng bằng phông chữ Unicode của Bộ Giáo dục và Đào tạo."
    small, large = tcvn3_font(names[0], **kind), tcvn3_font(names[1], True, **kind)
    own = face("CCCCCC+TimesNewRoman", str(SERIF), {key: key for key in sorted(set(foot))}, wide=True)
    sheet = Sheet()
    heads = HEAD if names[1].endswith("H") else ()
    body = body if heads else tuple(line for line in body if is_typeable(line))
    set_lines(sheet, heads, lambda line: [(large, tcvn3_text(line.lower()))])
    set_lines(sheet, body, lambda line: _by_size(line, small, large), TOP - 4 * LEADING)
    set_lines(sheet, [foot], lambda line: [(own, line)], 120)
    return write_pdf([sheet]), (*heads, *body, foot)


def _by_size(line: str, small: Face, large: Face) -> Iterator[Run]:
    """Words that the small font lacks letters for are typed in small letters in the other."""
    for part in re.findall(r"\S+|\s+", line):
        whole = is_typeable(part)
        yield (small, tcvn3_text(part)) if whole else (large, tcvn3_text(part.lower()))


def _vni(name: str, **kind: object) -> Made:
    body = prose("H1-1.7-01 Kế hoạch bồi dưỡng thường xuyên.pdf")
    font = vni_font(name, **kind)
    sheet = Sheet()
    set_lines(sheet, (*HEAD, *body), lambda line: [(font, vni_text(line))])
    return write_pdf([sheet]), (*HEAD, *body)


def _split(write: Callable[[str], str], make: Callable[[str, str], Face]) -> Made:
    """Letters of two subsets: a line's first as one text with gaps, then the second one's into the gaps.

    So do programs that draw font by font. Read in the order of the file, the letters with marks come last.
    """
    body = ("Đề tài: Xây dựng trường học thân thiện", *prose("[H1-1.9-02] Quy chế thực hiện dân chủ.pdf"))
    body = tuple(line for line in body if write is str or is_typeable(line))
    first = make("AAAAAA+", "".join(filter(_is_common, sorted(set(write(" ".join(body)))))))
    second = make(
        "BBBBBB+", "".join(key for key in sorted(set(write(" ".join(body)))) if not _is_common(key))
    )
    sheet = Sheet()
    for number, line in enumerate(body):
        y = TOP - number * LEADING
        later = list(_with_gaps(sheet, write(line), first, second, y))
        for x, letter in later:
            sheet.show(second, second.codes(letter) + b" Tj", x, y, SIZE)
    return write_pdf([sheet]), body


def _is_common(letter: str) -> bool:
    return letter in ASCII or letter in "ĐđÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĨĩŨũƠơƯư"


def _with_gaps(sheet: Sheet, line: str, first: Face, second: Face, y: float) -> Iterator[tuple[float, str]]:
    parts, gap, x = bytearray(), 0, LEFT
    for letter in line:
        own = letter in first.glyphs
        if own:
            parts += b"%d " % -gap + first.codes(letter)
            gap = 0
        else:
            gap += second.widths[letter]
            yield x, letter
        x += (first if own else second).width(letter, SIZE)
    sheet.show(first, b"[" + bytes(parts) + b"] TJ", LEFT, y, SIZE)


def _plain(printed: tuple[str, ...], said: Mapping[str, str] | None = None, source: Path = SERIF) -> Made:
    """A page by a word processor; `said` is what its map says wrongly."""
    letters = {key: key for key in sorted(set("".join(printed)))}
    font = face("ABCDEF+TimesNewRoman", str(source), letters, wide=True, said=said)
    sheet = Sheet()
    set_lines(sheet, printed, lambda line: [(font, line)])
    return write_pdf([sheet]), printed


def _wrong_letters() -> Made:
    said = {"Ư": "Ƣ", "ư": "ƣ", "Ò": "Õ", "ò": "õ", "Ú": "Ö", "ú": "ö", "Đ": "Ð"}
    return _plain((*HEAD, *prose("H2-2.1-01 Đánh giá chuẩn hiệu trưởng.pdf")), said)


def _lying_map() -> Made:
    """A map that was made for another subset: each letter is said to be the next but four."""
    body = prose("H4-4.2-01 Tờ trình tham mưu.pdf")
    letters = sorted(set("".join(body)) - {" "})
    return _plain(body, {key: letters[(n + 5) % len(letters)] for n, key in enumerate(letters)})


def _curves() -> Made:
    body = prose("H3-3.6-01 Kế hoạch thư viện.pdf", 9)
    sheet = Sheet()
    for number, line in enumerate(body):
        sheet.content += as_curves(line, SERIF, LEFT, TOP - number * LEADING, SIZE)
    return write_pdf([sheet], TAGGED), body


def picture_of(printed: Iterable[str], width: int = 1100) -> Image.Image:
    """Lines of print as a picture, 200 dots an inch."""
    listed = tuple(printed)
    image = Image.new("L", (width, 46 * len(listed) + 30), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(SERIF), 30)
    for number, line in enumerate(listed):
        pen.text((16, 14 + 46 * number), line, font=font, fill=0)
    return image


def _tagged_picture() -> Made:
    """A scan that says it is tagged, and has a layer with nothing but spaces."""
    body = prose("H3-3.2-01 Báo cáo phòng học bộ môn.pdf", 12)
    sheet = Sheet()
    image = Image.new("L", (1240, 1754), 255)
    image.paste(picture_of(body, 1240), (60, 120))
    sheet.picture(image, 0, 0, *sheet.size)
    blank = face("ABCDEF+TimesNewRoman", str(SERIF), {" ": " "}, wide=True)
    sheet.line([(blank, "   ")], LEFT, TOP, SIZE)
    return write_pdf([sheet], TAGGED), body


def _text_and_picture() -> Made:
    body = prose("H1-1.9-01 Biên bản hội nghị viên chức.pdf", 8)
    inside = textwrap.wrap(
        "Trích sổ nghị quyết: " + " ".join(prose("[H1-1.2-02] Nghị quyết Hội đồng trường.pdf")), 64
    )[:6]
    font = face(
        "ABCDEF+TimesNewRoman", str(SERIF), {key: key for key in sorted(set("".join(body)))}, wide=True
    )
    sheet = Sheet()
    set_lines(sheet, body, lambda line: [(font, line)])
    image = picture_of(inside)
    sheet.picture(image, LEFT, 360, 440, 440 * image.height / image.width)
    return write_pdf([sheet]), (*body, *inside)


FILES: dict[str, Callable[[], Made]] = {
    "tcvn3": lambda: _tcvn3(("AAAAAA+.VnTime", "BBBBBB+.VnTimeH"), wide=True),
    "tcvn3-printed": lambda: _tcvn3(("AAAAAA+.VnTime", "BBBBBB+.VnTimeH"), encoding=""),
    "tcvn3-windows": lambda: _tcvn3((".VnTime", ".VnTimeH")),
    "tcvn3-nameless": lambda: _tcvn3(("TT1E3o00", "TT1E4o00"), wide=True),
    "vni": lambda: _vni("AAAAAA+VNI-Times", wide=True),
    "vni-printed": lambda: _vni("VNI-Times", encoding=""),
    "split": lambda: _split(str, lambda mark, keys: _subset(f"{mark}TimesNewRoman", keys)),
    "split-tcvn3": lambda: _split(
        tcvn3_text,
        lambda mark, keys: face(f"{mark}.VnTime", str(SERIF), {k: TCVN3.get(k, k) for k in keys}, wide=True),
    ),
    "wrong-letters": _wrong_letters,
    "english": lambda: _plain(tuple(ENGLISH.strip().splitlines()), source=LATIN),
    "mathematics": lambda: _plain(tuple(MATHEMATICS.strip().splitlines())),
    "table": lambda: _plain(TABLE, source=LATIN),
    "title": lambda: _plain(TITLE),
    "lying-map": _lying_map,
    "curves": _curves,
    "tagged-picture": _tagged_picture,
    "text-and-picture": _text_and_picture,
}


def _subset(name: str, keys: str) -> Face:
    return face(name, str(SERIF), {key: key for key in keys}, wide=True)
