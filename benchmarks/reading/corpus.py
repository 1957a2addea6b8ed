"""The papers to measure on: a folder of scans, and pages of them typed by hand."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import msgspec

Crop = tuple[float, float, float, float]


class _Entry(msgspec.Struct, frozen=True):
    transcript: str
    file: str
    page: int
    crop: Crop | None = None
    omitted_handwriting: tuple[str, ...] = ()
    omitted_stamps: tuple[str, ...] = ()


class _Index(msgspec.Struct, frozen=True):
    pages: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A page typed by hand.

    ``lines`` are its printed lines (NFC, one blank between words, no bars between a table's columns).
    ``omitted`` is how many letters of handwriting and stamps are on the paper and not in ``lines``.
    ``crop`` (left, top, right, bottom, in shares of the page) is the part that was typed; None for all of it.
    """

    path: Path
    page: int
    lines: tuple[str, ...]
    omitted: int
    crop: Crop | None

    @property
    def name(self) -> str:
        """The file and the page, for a table."""
        return f"{self.path.name}, {self.page}"


def papers(folder: Path, most: int | None = None) -> tuple[Path, ...]:
    """The PDFs of ``folder``/scans, or of ``folder``, that are not empty; ``most`` of them at most."""
    scans = folder / "scans"
    found = sorted((scans if scans.is_dir() else folder).glob("*.pdf"))
    return tuple(path for path in found if path.stat().st_size)[:most]


def transcripts(folder: Path, most: int | None = None) -> tuple[Typed, ...]:
    """The pages that ``folder``/transcripts/index.json lists; none where there is no such file."""
    index = folder / "transcripts" / "index.json"
    if not index.is_file():
        return ()
    entries = msgspec.json.decode(index.read_bytes(), type=_Index).pages
    return tuple(_typed(folder, entry) for entry in entries)[:most]


def _typed(folder: Path, entry: _Entry) -> Typed:
    scans = folder / "scans"
    text = (folder / "transcripts" / entry.transcript).read_text("utf-8")
    lines = tuple(plain for line in text.splitlines() if (plain := plain_text(line.replace("|", " "))))
    if entry.crop and not all(0 <= side <= 1 for side in entry.crop):
        raise ValueError(f"{entry.transcript}: crop is in shares of the page (0 to 1), not {entry.crop}")
    omitted = sum(map(_length, entry.omitted_handwriting + entry.omitted_stamps))
    path = (scans if scans.is_dir() else folder) / entry.file
    return Typed(path, entry.page, lines, omitted, entry.crop)


def plain_text(text: str) -> str:
    """NFC, with one blank wherever there is white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _length(note: str) -> int:
    """Letters of an omitted thing: what the note says before it explains ("2084 (number)" has 4)."""
    return len(note.partition(" (")[0])
