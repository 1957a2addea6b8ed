"""What a reader may know of an index's words (từ trong tầm xem): counted among the documents in sight alone.

An engine knows the words of all its documents. How often a word stands decides what is worth more, and which
words stand at all decides what is offered for a mistyped one: neither may tell of what is out of sight.
"""

from collections.abc import Iterable, Sequence

from archive.evidence.sight import Sight
from archive.index.clauses import AllOf, Among, Clause, Has, Worth
from archive.index.engine import Snapshot
from archive.index.matching import seen
from archive.index.ranking import rarity


class Known:
    """The words of a snapshot within a sight. All may raise IndexUnusable."""

    def __init__(self, snapshot: Snapshot, sight: Sight) -> None:
        self._snapshot = snapshot
        self._seen = seen(sight)
        self._frequencies: dict[str, int] = {}

    def within(self, clause: Clause) -> Clause:
        """What of a clause is in sight."""
        return AllOf((clause, *self._seen)) if self._seen else clause

    def size(self) -> int:
        """How many documents there are."""
        return self._snapshot.count(AllOf(self._seen)) if self._seen else self._snapshot.size()

    def count(self, clause: Clause) -> int:
        """How many documents a clause has."""
        return self._snapshot.count(self.within(clause))

    def frequency(self, word: str) -> int:
        """How many documents have a word, given without marks."""
        if not self._seen:
            return self._snapshot.frequency(word)
        # Forgiving, the rough worth and the ranking of one question all ask for it.
        if word not in self._frequencies:
            self._frequencies[word] = self.count(Among("words", (word,)))
        return self._frequencies[word]

    def stands(self, exact: str) -> bool:
        """Whether a page has a word with these very marks."""
        return self.count(Has("exact", (exact,))) > 0

    def values(self, field: str) -> Iterable[str]:
        """The different words of a field, also those out of sight: to be looked for before they are used."""
        return self._snapshot.values(field)

    def worth(self, words: Sequence[tuple[str, float]]) -> Worth:
        """That a page has words counts, times a factor: by the engine's own statistics where all is seen."""
        if not self._seen:
            return Worth((), tuple(words))
        documents = self.size()
        counted = ((word, factor * rarity(documents, self.frequency(word))) for word, factor in words)
        return Worth(tuple((Among("words", (word,)), points) for word, points in counted))
