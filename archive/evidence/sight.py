"""Sight (tầm xem): what a reader may see of an archive, as a value."""

from collections.abc import Iterable

import msgspec

from archive.evidence.standards import Edition


class Sight(msgspec.Struct, frozen=True):
    """``standards``: their numbers, None for all of them; a piece is seen when its criterion, or one that it
    serves too, is of one of them. ``sensitive``: whether pieces marked so are seen. ``tray``: whether
    documents are that are not filed.
    """

    standards: tuple[int, ...] | None = None
    sensitive: bool = True
    tray: bool = True

    def has(self, standard: int) -> bool:
        """Whether pieces of this standard are seen."""
        return self.standards is None or standard in self.standards

    def of(self, edition: Edition) -> Edition:
        """The edition with those of its standards that are seen."""
        if self.standards is None:
            return edition
        kept = tuple(standard for standard in edition.standards if self.has(standard.number))
        return msgspec.structs.replace(edition, standards=kept)

    def marks(self) -> tuple[str, ...] | None:
        """The marks of which a document must have one to be seen; None where everything is seen."""
        if self == ALL:
            return None
        filed = ("filed",) if self.standards is None else tuple(map(str, self.standards))
        plain = (*filed, *(TRAY if self.tray else ()))
        return (*plain, *(f"{mark}{_SENSITIVE}" for mark in plain)) if self.sensitive else plain


ALL = Sight()
"""Everything: what those see who look after the archive."""

TRAY = ("tray",)
"""The marks of a document that is not filed."""

_SENSITIVE = "-sensitive"


def marks_of(standards: Iterable[int], sensitive: bool) -> tuple[str, ...]:
    """What an index keeps of a document, so that it can be asked within a sight.

    ``standards``: those that its piece is seen under; none of a document that is not filed.
    """
    numbers = tuple(dict.fromkeys(standards))
    end = _SENSITIVE if sensitive else ""
    return tuple(f"{mark}{end}" for mark in (("filed", *numbers) if numbers else TRAY))
