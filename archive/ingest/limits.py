"""Limits: the bounds a file meets while it is read, and the fault when it breaks one."""

from dataclasses import dataclass

from archive.evidence.refusals import Reason
from archive.settings import Settings

OCR_DPI = 200
"""Dots per inch for OCR: 300 is slower and no better on real scans, 150 as good but poorer on small print."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading, from the settings."""

    languages: str
    seconds_per_page: float
    memory: int
    pages: int
    pixels: int
    bytes: int

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
