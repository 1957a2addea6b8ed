"""Seeing: which pieces and documents are within a sight, by the standards and marks of their codes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from archive.evidence.sight import Sight

Mails = Mapping[str, Collection[str]]
"""The mails that a document came with; nothing of one that came with none."""


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
    closed: frozenset[str],
) -> frozenset[str]:
    """The documents that are seen, of all ``documents``, where ``codes`` are seen.

    ``filed``: the code that a document lies under; ``replaced``: its better version; ``closed``: see
    ``closed_documents``. A version that is past is seen when the better one is, and its own code, if it has
    one. What is not filed is seen with the tray.
    """
    known: dict[str, bool] = {}
    hidden = frozenset() if sight.sensitive else closed

    def is_seen(digest: str) -> bool:
        if digest not in known:
            known[digest] = False  # two that stand for each other speak for neither
            code, better = filed.get(digest), replaced.get(digest)
            own = code in codes if code is not None else sight.tray or better is not None
            known[digest] = own and digest not in hidden and (better is None or is_seen(better))
        return known[digest]

    return frozenset(digest for digest in documents if is_seen(digest))


def closed_documents(
    is_sensitive: Callable[[str], bool], filed: Mapping[str, str], mails: Mails
) -> frozenset[str]:
    """The documents for those alone who may see what is sensitive, where ``is_sensitive`` says that of codes.

    A mail holds all that came with it, so it is closed with any of that. What came with a closed mail and is
    not filed has no code to go by, and is closed too.
    """
    closed = {document for document, code in filed.items() if is_sensitive(code)}
    for document in tuple(closed):
        closed.update(_around(document, mails))
    loose = (document for document in mails if document not in filed)
    return frozenset(closed.union(one for one in loose if not closed.isdisjoint(_around(one, mails))))


def with_enclosed(documents: Iterable[str], mails: Mails) -> tuple[str, ...]:
    """The documents, and all those that came in one mail with one of them, or are that mail."""
    given = tuple(documents)
    around = set(given).union(*(_around(one, mails) for one in given))
    enclosed = (one for one in mails if not around.isdisjoint(_around(one, mails)))
    every = frozenset(mail for one in mails for mail in mails[one])
    return tuple(dict.fromkeys((*given, *sorted(around & every), *enclosed)))


def _around(document: str, mails: Mails, inside: frozenset[str] = frozenset()) -> Iterator[str]:
    """The mails that a document came with, also those that these came with. None holds itself."""
    inside |= {document}
    for mail in mails.get(document, ()):
        if mail not in inside:
            yield mail
            yield from _around(mail, mails, inside)
