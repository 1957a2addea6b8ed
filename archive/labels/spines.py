"""Spines (gáy hộp): labels of 65 × 190 mm, four on a lying sheet of A4, with marks to cut along."""

from collections.abc import Sequence

from archive.labels.drawing import Paper
from archive.labels.qr import qr_of
from archive.labels.sheets import BoxSheet
from archive.wording import Wording

WIDTH, HEIGHT = 65.0, 190.0
A_PAGE = 4

_LEFT, _TOP = (297 - A_PAGE * WIDTH) / 2, (210 - HEIGHT) / 2
_MARGIN = 5.0
_INNER = WIDTH - 2 * _MARGIN
_QR = 34.0
_MARK = 4.0


def draw_spines(paper: Paper, sheets: Sequence[BoxSheet], school: str, wording: Wording) -> None:
    """The spines of boxes, one beside the other."""
    for place, sheet in enumerate(sheets):
        column = place % A_PAGE
        if column == 0:
            paper.page(lying=True)
            _cut_marks(paper, min(A_PAGE, len(sheets) - place))
        _spine(paper, sheet, _LEFT + column * WIDTH, school, wording)


def _cut_marks(paper: Paper, labels: int) -> None:
    bottom, right = _TOP + HEIGHT, _LEFT + labels * WIDTH
    for number in range(labels + 1):
        across = _LEFT + number * WIDTH
        paper.rule(across, _TOP - _MARK - 1, across, _TOP - 1)
        paper.rule(across, bottom + 1, across, bottom + _MARK + 1)
    for down in (_TOP, bottom):
        paper.rule(_LEFT - _MARK - 1, down, _LEFT - 1, down)
        paper.rule(right + 1, down, right + _MARK + 1, down)


def _spine(paper: Paper, sheet: BoxSheet, label: float, school: str, wording: Wording) -> None:
    left, top = label + _MARGIN, _TOP + _MARGIN

    def put(text: str, size: float, bold: bool = False, most: int = 3, gap: float = 1.5) -> None:
        nonlocal top
        lines = paper.lines(text, _INNER, size, bold, most)
        top = paper.text(lines, left, top, _INNER, size, bold, "centre") + (gap if lines else 0)

    put(school, 11, bold=True)
    paper.rule(left, top, left + _INNER, top, 0.6)
    top += 1
    put(wording.say("label.box"), 17, bold=True, most=1, gap=0)
    number = str(sheet.box.number)
    put(number, paper.fitting(number, _INNER, 64, bold=True), bold=True, most=1, gap=0)
    for line, bold in standard_lines(sheet, wording):
        put(line, 14 if bold else 12, bold)
    if sheet.criteria:
        put(wording.say("label.criteria", ids=sheet.criteria), 12, most=2)
    for line in code_lines(sheet):
        put(line, paper.fitting(line, _INNER, 15, bold=True), bold=True, most=1, gap=0)
    top += 2
    put(years_line(sheet, wording), 10.5, most=2)
    below = _TOP + HEIGHT - _MARGIN - _QR - paper.height(2, 6.5)
    paper.qr(qr_of(sheet.address), left + (_INNER - _QR) / 2, below, _QR)
    address = paper.lines(sheet.address, _INNER, 6.5, most=2)
    paper.text(address, left, below + _QR, _INNER, 6.5, align="centre")


def standard_lines(sheet: BoxSheet, wording: Wording) -> tuple[tuple[str, bool], ...]:
    """The standards in a box, in lines to be set bold or plain: one with its name, several by number."""
    if len(sheet.standards) == 1:
        (one,) = sheet.standards
        return (wording.say("label.standard", n=one.number), True), (one.name, False)
    if sheet.standards:
        numbers = ", ".join(str(one.number) for one in sheet.standards)
        return ((wording.say("label.standards", numbers=numbers), True),)
    return ()


def code_lines(sheet: BoxSheet) -> tuple[str, ...]:
    """The first and the last code in a box, on lines of their own: "H1-1.1-01 …", "H1-1.3-05"."""
    *first, last = sheet.codes or ("",)
    return *(f"{code} …" for code in first), last


def years_line(sheet: BoxSheet, wording: Wording) -> str:
    """The school years of the cycle, from the first to the last."""
    first, last = sheet.years[0], sheet.years[-1]
    if first == last:
        return wording.say("label.year", first=first)
    return wording.say("label.years", first=first, last=last)
