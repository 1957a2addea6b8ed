"""OCR: Tesseract through tesserocr, with a box for each word."""

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from archive.evidence.documents import GRID, Word, mean_confidence
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
_NOT_VIETNAMESE = str.maketrans({"Ð": "Đ", "ð": "đ"})
_TWICE = re.compile("([Đđ])[Đđ]+")
_SECTION = re.compile(r"§(?=[^\W\d_])|(?<=[^\W\d_])§")
_VARIABLES = {
    # A line that reads poorly is read once more in negative, in case it is white on black. At the usual 0.7
    # that takes a twentieth of the time, and scans of ink on paper have next to no such lines.
    "invert_threshold": "0.4",
}


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


@dataclass(frozen=True, slots=True)
class Recognised:
    """Lines of words with boxes, in the engine's order."""

    lines: tuple[tuple[Word, ...], ...]

    @property
    def confidence(self) -> float | None:
        """How sure the words are in the mean, 0 to 1; None without any."""
        return mean_confidence(word for line in self.lines for word in line)

    @property
    def weight(self) -> float:
        """Letters, each for as much as it is sure: of two readings of a page the better has more."""
        return sum(len(word.text) * max(0, word.confidence - 40) for line in self.lines for word in line)


def recognise(image: Image.Image, dpi: float, languages: str) -> Recognised:
    """Recognise a page. ``image`` is grey; ``dpi`` tells the engine the size of its letters.

    Raises ``ReadFault`` for more text than a page has.
    """
    engine = _engine(languages, os.environ.get("TESSDATA_PREFIX"))
    # Its other way takes a picture file, which would first have to be made.
    engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)  # type: ignore[attr-defined]
    engine.SetSourceResolution(round(dpi))  # type: ignore[attr-defined]
    engine.Recognize()  # type: ignore[attr-defined]
    table = engine.GetTSVText(0)  # type: ignore[attr-defined]
    # What it holds of the page it would otherwise hold until the next.
    engine.Clear()  # type: ignore[attr-defined]
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
    return tesserocr.PyTessBaseAPI(
        path=str(data), lang=languages, psm=tesserocr.PSM.SINGLE_COLUMN, variables=_VARIABLES
    )


def _assemble(table: str, width: int, height: int) -> Recognised:
    lines: dict[tuple[str, ...], list[Word]] = {}
    letters = count = 0
    for row in table.splitlines():
        columns = row.split("\t", 11)
        if len(columns) < 12 or columns[0] != _WORD_LEVEL:
            continue
        left, top, across, down = (int(column) for column in columns[6:10])
        box = _box(left, top, left + across, top + down, width, height)
        sure = round(max(0.0, float(columns[10])))
        # The engine can give blanks inside a word; each piece is then a word in the same box.
        for piece in _spelled(unicodedata.normalize("NFC", columns[11])).split():
            lines.setdefault(tuple(columns[1:5]), []).append(Word(piece, *box, sure))
            letters += len(piece)
            count += 1
        if letters > PAGE_CHARACTERS or count > PAGE_WORDS:
            raise ReadFault(Reason.TOO_LARGE)
    return Recognised(tuple(map(tuple, lines.values())))


def _spelled(text: str) -> str:
    """Letters that Vietnamese does not have, as those that are meant: "Ð" of Icelandic, "§" for an S."""
    return _SECTION.sub("S", _TWICE.sub(r"\1", text.translate(_NOT_VIETNAMESE)))


def _box(left: int, top: int, right: int, bottom: int, width: int, height: int) -> tuple[int, int, int, int]:
    return left * GRID // width, top * GRID // height, right * GRID // width, bottom * GRID // height
