"""Overlay: a page's words laid over its picture, so that they can be selected where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from archive.evidence.documents import GRID, Page, Word

A4 = (595.0, 842.0)
"""Points: what is reserved for a page whose size is not known."""

_MOST = 300
"""Stretches of one page: a table of more is read in the text beside the picture."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand side by side: where their line begins (baseline), how long and how high it is."""

    text: str
    left: int
    base: int
    length: int
    height: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """The stretches of a page in points from its top left, the size of the page as it is shown, and what
    turns the ones onto the other (SVG)."""

    width: int
    height: int
    transform: str
    stretches: tuple[Stretch, ...]


def size_of(page: Page | None, turn: int = 0) -> tuple[float, float]:
    """Width and height of a page as it is shown, in points."""
    known = page is not None and page.width > 0 and page.height > 0
    across, down = (page.width, page.height) if page and known else A4
    return (down, across) if turn in (90, 270) else (across, down)


def overlay(page: Page | None, turn: int) -> Overlay | None:
    """The words of a page over its picture, which the reader has turned; None without places of words."""
    if page is None or not page.words:
        return None
    across, down = size_of(page)
    stretches = tuple(_stretch(run, across, down) for run in _runs(page.words))
    if len(stretches) > _MOST:
        return None
    width, height = (round(side) for side in size_of(page, turn))
    moved = {90: f"translate({width} 0)", 180: f"translate({width} {height})", 270: f"translate(0 {height})"}
    transform = f"{moved[turn]} rotate({turn})" if turn else ""
    return Overlay(width, height, transform, stretches)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands right of the one before, no farther than two blanks would."""
    middle = (word.top + word.bottom) / 2
    # The grid is higher than wide on an upright page, so a height across looks wider than it does down.
    height = max(before.bottom - before.top, word.bottom - word.top)
    return before.top <= middle <= before.bottom and -height <= word.left - before.right <= 1.5 * height


def _stretch(run: Sequence[Word], across: float, down: float) -> Stretch:
    left, right = min(word.left for word in run), max(word.right for word in run)
    height = median(word.bottom - word.top for word in run)
    base = median(word.bottom for word in run) - 0.2 * height
    return Stretch(
        " ".join(word.text for word in run),
        round(left * across / GRID),
        round(base * down / GRID),
        max(1, round((right - left) * across / GRID)),
        max(1, round(height * down / GRID)),
    )
