"""Check: compare objects and ledger with what they say of themselves. Repairs nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from storage.digest import Digest
from storage.ledger import BrokenChain, Ledger, Line
from storage.objects import ObjectStore

Kind = Literal[
    "chain-broken", "line-unfinished", "object-missing", "object-changed", "object-unknown", "stray-file"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    kind: Kind
    where: str
    detail: str = ""

    @property
    def harmless(self) -> bool:
        """Left by a killed writer; the next one mends it without a loss."""
        return self.kind in ("line-unfinished", "object-unknown", "stray-file")


def check(
    objects: ObjectStore,
    ledger: Ledger,
    named: Callable[[Line], Iterable[Digest]],
    progress: Callable[[Digest], None] = lambda _: None,
) -> Iterator[Finding]:
    """Every finding: the chain line by line, then every object's bytes.

    ``named`` gives the digests whose objects a line says are in the store.
    ``progress`` hears of each object that was read.
    """
    whole = True
    for finding in check_chain(ledger):
        whole = whole and finding.kind != "chain-broken"
        yield finding
    expected: set[Digest] = set()
    try:
        for line, _ in ledger.read():
            expected.update(named(line))
    except BrokenChain:
        pass
    except Exception:
        # Before a break, a line that cannot be understood is the break's own doing: it was changed.
        if whole:
            raise
    present = set(objects)
    for digest in sorted(expected | present):
        if digest not in present:
            yield Finding("object-missing", digest)
            continue
        if fault := _fault(objects, digest):
            yield fault
        elif whole and digest not in expected:
            # Behind a break there may be lines that name it.
            yield Finding("object-unknown", digest)
        progress(digest)
    for path in objects.strays():
        yield Finding("stray-file", path.relative_to(objects.root).as_posix())


def check_chain(ledger: Ledger) -> Iterator[Finding]:
    """Where a chain is broken, and a last line that is not finished."""
    broken = _break(ledger)
    if broken:
        yield Finding("chain-broken", f"{broken.segment}, {broken.number}", broken.why)
    yield from _unfinished(ledger)


def _break(ledger: Ledger) -> BrokenChain | None:
    try:
        for _ in ledger.read():
            pass
    except BrokenChain as broken:
        return broken
    return None


def _fault(objects: ObjectStore, digest: Digest) -> Finding | None:
    try:
        return None if objects.intact(digest) else Finding("object-changed", digest)
    except OSError as fault:
        # A bad sector, a forbidden file: one object's fault, and the others are still looked at.
        return Finding("object-changed", digest, fault.strerror or "")


def _unfinished(ledger: Ledger) -> Iterator[Finding]:
    for segment in ledger.segments()[-1:]:
        with ledger.path(segment).open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(0, size - 1))
            if size and stream.read() != b"\n":
                yield Finding("line-unfinished", segment)
