"""Look: how a page is looked at, as its address says: how large, how turned, with which place pointed at."""

from dataclasses import dataclass, replace

NEAREST = 3
"""Steps of zoom: as wide as its column (0), as all columns, and two that are wider than the window."""

TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""


@dataclass(frozen=True, slots=True)
class Look:
    """``zoom`` is 0 to ``NEAREST``, ``turn`` one of ``TURNS``; ``place`` counts a page's matches from 1."""

    zoom: int = 0
    turn: int = 0
    place: int = 0

    @property
    def nearer(self) -> "Look | None":
        """One step larger, if there is one."""
        return replace(self, zoom=self.zoom + 1) if self.zoom < NEAREST else None

    @property
    def farther(self) -> "Look | None":
        """One step smaller, if there is one."""
        return replace(self, zoom=self.zoom - 1) if self.zoom else None

    @property
    def turned(self) -> "Look":
        """A quarter further, clockwise."""
        return replace(self, turn=(self.turn + 90) % 360)


PLAIN = Look()
