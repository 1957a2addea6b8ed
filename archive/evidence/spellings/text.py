"""A running text made plain to look for codes in, with the place of each character in the text itself."""

import unicodedata
from dataclasses import dataclass

from archive.evidence.codes import SAME
from archive.evidence.letters import bare

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text with letters bare of marks, every dash ``-``, each run of spaces one, and nothing unseen.

    In ``lines`` a run of spaces with a line break in it is ``\\n``, in ``flat`` it is a space as well; both
    are equally long, and ``places`` has the place of each of their characters in the text.
    """

    lines: str
    flat: str
    places: tuple[int, ...]

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text itself a stretch of the plain one, not empty, begins and ends."""
        return self.places[start], self.places[end - 1] + 1


def plain_text(text: str) -> PlainText:
    """The plain form of any text, composed or decomposed."""
    plain: list[str] = []
    places: list[int] = []
    spaced = False
    for place, character in enumerate(text):
        same = SAME.get(ord(character), character)
        if same is None or (same > "\x7f" and plain and plain[-1].isalpha() and unicodedata.combining(same)):
            continue
        if same == " ":
            mark = "\n" if character in _LINE_ENDS else " "
            if spaced:
                plain[-1] = mark if mark == "\n" else plain[-1]
                continue
        else:
            mark = same if same <= "\x7f" else bare(same)
        spaced = same == " "
        plain.append(mark)
        places.append(place)
    lines = "".join(plain)
    return PlainText(lines, lines.replace("\n", " "), tuple(places))
