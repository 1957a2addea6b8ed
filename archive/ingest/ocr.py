"""OCR: Tesseract through tesserocr, with a box for each word."""

import os
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from archive.evidence.documents import GRID, Word
from archive.evidence.refusals import Reason
from archive.ingest.limits import PAGE_CHARACTERS, PAGE_WORDS, ReadFault

_DATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where systems keep Tesseract's language files."""

_WORD_LEVEL = "5"


def language_data(languages: str, prefix: str | None = None) -> Path | None:
    """The folder that has the data of all ``languages`` ("vie", "vie+eng"); None when there is none.

    ``prefix`` is looked in first (what a system sets as TESSDATA_PREFIX).
    """
    for folder in (*((prefix,) if prefix else ()), *_DATA):
        if all((Path(folder) / f"{language}.traineddata").is_file() for language in languages.split("+")):
            return Path(folder)
    return None


def available(languages: str, prefix: str | None = None) -> bool:
    """Whether OCR in ``languages`` can be used here. Loads nothing."""
    return find_spec("tesserocr") is not None and language_data(languages, prefix) is not None


def version() -> str:
    """The engine's name and version, part of a reading's reader."""
    import tesserocr

    return f"tesseract-{tesserocr.tesseract_version().split()[1]}"


def recognise(image: Image.Image, dpi: float, languages: str) -> tuple[str, tuple[Word, ...], float | None]:
    """Text, its words with boxes (``text.split()`` word for word), and the mean confidence (0 to 1).

    ``image`` is grey; ``dpi`` tells the engine the size of its letters. Lines end with a newline, paragraphs
    with two. Raises ``ReadFault`` for more of it than a page has.
    """
    engine = _engine(languages, os.environ.get("TESSDATA_PREFIX"))
    engine.SetImage(image)  # type: ignore[attr-defined]
    engine.SetSourceResolution(round(dpi))  # type: ignore[attr-defined]
    engine.Recognize()  # type: ignore[attr-defined]
    table = engine.GetTSVText(0)  # type: ignore[attr-defined]
    return _assemble(table, image.width, image.height)


@cache
def _engine(languages: str, prefix: str | None) -> object:
    """One engine a process; it takes 0.1 s to load. Only ever used in a reading process."""
    # More threads than processes only wait for one another; the pool of processes fills the cores.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    data = language_data(languages, prefix)
    if data is None:
        raise FileNotFoundError(f"no Tesseract data for {languages}")
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    return tesserocr.PyTessBaseAPI(path=str(data), lang=languages, psm=tesserocr.PSM.SINGLE_COLUMN)


def _assemble(table: str, width: int, height: int) -> tuple[str, tuple[Word, ...], float | None]:
    parts: list[str] = []
    words: list[Word] = []
    certain = 0.0
    letters = 0
    before: tuple[str, ...] = ()
    for row in table.splitlines():
        columns = row.split("\t", 11)
        if len(columns) < 12 or columns[0] != _WORD_LEVEL:
            continue
        # The engine can give blanks inside a word; each piece is then a word in the same box.
        pieces = unicodedata.normalize("NFC", columns[11]).split()
        if not pieces:
            continue
        line = tuple(columns[1:5])
        if before:
            parts.append(" " if line == before else "\n" if line[:3] == before[:3] else "\n\n")
        parts.append(" ".join(pieces))
        before = line
        left, top, across, down = (int(column) for column in columns[6:10])
        box = _box(left, top, left + across, top + down, width, height)
        words += [Word(piece, *box) for piece in pieces]
        count = sum(map(len, pieces))
        certain += max(0.0, float(columns[10])) * count
        letters += count
        if letters > PAGE_CHARACTERS or len(words) > PAGE_WORDS:
            raise ReadFault(Reason.TOO_LARGE)
    return "".join(parts), tuple(words), round(certain / letters / 100, 3) if letters else None


def _box(left: int, top: int, right: int, bottom: int, width: int, height: int) -> tuple[int, int, int, int]:
    return left * GRID // width, top * GRID // height, right * GRID // width, bottom * GRID // height
