"""Seeing: which pieces and documents are within a sight, by the standards and marks of their codes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.evidence.sight import Sight


class Codes:
    """What the codes of an archive are of. All codes of one piece, in all editions, are of the same."""

    def __init__(
        self,
        standards: Iterable[tuple[str, int]],
        same: Iterable[tuple[str, str]],
        sensitive: Iterable[str],
    ) -> None:
        """``standards``: each code with each standard that it serves; ``same``: pairs of codes of one piece;
        ``sensitive``: codes marked so.
        """
        self._standards: dict[str, set[int]] = defaultdict(set)
        for code, standard in standards:
            self._standards[code].add(standard)
        self._sensitive = set(sensitive)
        pairs = tuple(same)
        own = {
            code: (frozenset(self._standards[code]), code in self._sensitive)
            for pair in pairs
            for code in pair
        }
        for code, other in pairs:
            self._standards[code] |= own[other][0]
            if own[other][1]:
                self._sensitive.add(code)

    def standards(self, code: str) -> tuple[int, ...]:
        """The standards that a code serves, in order; () of a code that was never given."""
        return tuple(sorted(self._standards.get(code, ())))

    def is_sensitive(self, code: str) -> bool:
        """Whether it is the code of a sensitive piece."""
        return code in self._sensitive

    def within(self, sight: Sight) -> frozenset[str]:
        """The codes that are seen."""
        return frozenset(
            code
            for code, standards in self._standards.items()
            if any(map(sight.has, standards)) and (sight.sensitive or code not in self._sensitive)
        )


def documents_within(
    sight: Sight,
    codes: frozenset[str],
    documents: Iterable[str],
    filed: Mapping[str, str],
    replaced: Mapping[str, str],
) -> frozenset[str]:
    """The documents that are seen, of all ``documents``, where ``codes`` are seen.

    ``filed``: the code that a document lies under; ``replaced``: its better version. A version that is past
    is seen when the better one is, and its own code, if it has one. What is not filed is seen with the tray.
    """
    known: dict[str, bool] = {}

    def is_seen(digest: str) -> bool:
        if digest not in known:
            known[digest] = False  # two that stand for each other speak for neither
            code, better = filed.get(digest), replaced.get(digest)
            own = code in codes if code is not None else sight.tray or better is not None
            known[digest] = own and (better is None or is_seen(better))
        return known[digest]

    return frozenset(digest for digest in documents if is_seen(digest))
