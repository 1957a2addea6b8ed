"""Limits: the bounds a file meets while it is read, and the fault when it breaks one."""

from dataclasses import dataclass

from archive.evidence.refusals import Reason
from archive.settings import Settings

OCR_DPI = 200
"""Dots per inch for OCR: 300 is slower and no better on real scans, 150 as good but poorer on small print."""

OCR_LEAST_DPI = 150
"""Dots per inch of a scan from which it is recognised as it is; one of less is read better when enlarged."""

PAGE_CHARACTERS = 200_000
"""Characters of one page's text; a densely printed A3 page has some 20,000."""

PAGE_WORDS = 50_000
"""Words of one page, each with its box: some 300 bytes of memory, much more than the letters' own."""

DOCUMENT_CHARACTERS = 20_000_000
DOCUMENT_WORDS = 2_000_000
"""Bounds of a whole document, which is held in memory until it is taken in: some 600 MB at the very most.
3,000 pages of 600 words, more than most papers have, stay below them."""

GRACE = 20.0
"""Seconds that a task gets besides its pages', for opening the file and loading the engine."""

_WHOLE_TASKS = 20
_SHARE = 1 / 6
"""A document may take the whole time of twenty pages, so that a few that hang do not cost the others, and a
sixth of it for each of its pages: 5 s of the usual 30, where OCR of a page takes one. Without such a bound
3,000 pages, each just within its time, would take a day."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading, from the settings."""

    languages: str
    seconds_per_page: float
    memory: int
    pages: int
    pixels: int
    bytes: int

    @property
    def drawn(self) -> int:
        """Pixels of a page's picture that is drawn or recognised, at most."""
        return self.pixels // 4

    def seconds_for(self, pages: int) -> float:
        """Seconds of one processor that a document of so many pages may take in all."""
        return _WHOLE_TASKS * (GRACE + self.seconds_per_page) + pages * _SHARE * self.seconds_per_page

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """The bounds that ``archive.toml`` sets."""
        reading = settings.reading
        return cls(
            reading.languages,
            reading.seconds_per_page,
            reading.memory_mb << 20,
            reading.max_pages,
            reading.max_megapixels * 1_000_000,
            reading.max_file_mb << 20,
        )


class ReadFault(Exception):
    """A file, or one page of it, cannot be read; ``reason`` is from the closed list."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
