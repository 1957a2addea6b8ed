"""Cover sheets (tờ bìa): one sheet of A4 a code, laid on top of a paper that is scanned."""

from collections.abc import Iterable

from archive.labels.drawing import Paper
from archive.labels.qr import qr_of
from archive.labels.sheets import Cover
from archive.wording import Wording

_LEFT, _WIDTH = 20.0, 170.0
_QR = 100.0


def draw_covers(paper: Paper, covers: Iterable[Cover], school: str, wording: Wording) -> None:
    """The cover sheets of codes, a page each."""
    for cover in covers:
        paper.page()
        _cover(paper, cover, school, wording)


def _cover(paper: Paper, cover: Cover, school: str, wording: Wording) -> None:
    top = 18.0

    def put(text: str, size: float, bold: bool = False, most: int = 3) -> None:
        nonlocal top
        lines = paper.lines(text, _WIDTH, size, bold, most)
        top = paper.text(lines, _LEFT, top, _WIDTH, size, bold, "centre")

    put(school, 12, most=2)
    top += 3
    put(wording.say("label.cover"), 16, bold=True, most=1)
    paper.qr(qr_of(cover.text, robust=True), _LEFT + (_WIDTH - _QR) / 2, top, _QR)
    top += _QR
    put(cover.code, paper.fitting(cover.code, _WIDTH, 56, bold=True), bold=True, most=1)
    top += 4
    if cover.title:
        put(cover.title, 16)
    else:
        _to_fill_in(paper, wording.say("label.cover_title"), top)
        top += 24
    top += 4
    put(wording.say("label.criterion", name=cover.criterion), 11, most=2)
    how = paper.lines(wording.say("label.cover_how"), _WIDTH, 11)
    paper.text(how, _LEFT, 262, _WIDTH, 11, align="centre")


def _to_fill_in(paper: Paper, label: str, top: float) -> None:
    """Two lines for a pen, behind the label and below it."""
    paper.text((label,), _LEFT, top, _WIDTH, 12)
    beside = _LEFT + paper.width(label, 12) + 3
    paper.rule(beside, top + 6, _LEFT + _WIDTH, top + 6)
    paper.rule(_LEFT, top + 18, _LEFT + _WIDTH, top + 18)
