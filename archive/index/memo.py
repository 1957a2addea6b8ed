"""What is known of words already (ghi nhớ): made once for each, and looked up as fast as a dictionary can."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")

_MOST = 50_000


class Memo(dict[str, V]):
    """What ``make`` makes of words: ``memo[word]`` makes it when it is first asked for."""

    def __init__(self, make: Callable[[str], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> V:
        # Vietnamese has some 7,000 syllables; the bound keeps the noise of readings from growing without end.
        if len(self) >= _MOST:
            self.clear()
        self[word] = made = self._make(word)
        return made
