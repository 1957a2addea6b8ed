"""QR: a text as a QR code, by segno: its dark modules, and one path for SVG."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Light modules that the standard (ISO/IEC 18004) asks for on each side."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of ``size`` modules a side, its quiet zone left out.

    ``runs`` are its dark modules: row and column of the first, from 0 at the top left, and how many there are
    from there to the right.
    """

    size: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def side(self) -> int:
        """Modules on a side, the quiet zone included."""
        return self.size + 2 * QUIET

    @property
    def path(self) -> str:
        """The dark modules as an SVG path, a unit a module, in a square of ``side`` units."""
        return "".join(
            f"M{QUIET + column} {QUIET + row}h{many}v1h-{many}z" for row, column, many in self.runs
        )


def qr_of(text: str, robust: bool = False) -> Qr:
    """The QR code of a text of at most 1,000 characters.

    It bears the loss of 15 % of its modules, of 30 % where it is ``robust``. Raises ``ValueError`` for a text
    too long for a QR code.
    """
    # A code does not say how its letters are written; in UTF-8 readers guess right.
    code = segno.make(text, error="h" if robust else "m", encoding="utf-8", micro=False)
    runs = []
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, group in groupby(modules):
            many = len(tuple(group))
            if dark:
                runs.append((row, column, many))
            column += many
    return Qr(len(code.matrix), tuple(runs))
