"""Checking finds each fault, names it, and repairs nothing."""

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from storage.check import Finding, check
from storage.digest import Digest
from storage.ledger import Ledger, LedgerWriter, Line
from storage.objects import ObjectStore
from tests.builders import tree

PAPERS = (b"plan", b"minutes", b"report")


class Store:
    """Three objects, and a ledger of one line for each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = ObjectStore(root / "objects")
        self.ledger = Ledger(root / "ledger")
        self.digests = tuple(self.objects.put(io.BytesIO(paper)) for paper in PAPERS)
        writer = LedgerWriter(self.ledger)
        for digest in self.digests:
            writer.append("2022-2023", "now", "x", [msgspec.json.encode(str(digest))])

    def findings(self) -> tuple[Finding, ...]:
        """What is found; the check must leave every file as it is."""
        before = tree(self.root)
        found = tuple(check(self.objects, self.ledger, named))
        assert tree(self.root) == before
        return found


def named(line: Line) -> Iterator[Digest]:
    yield Digest(msgspec.json.decode(line.event))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def kinds(findings: tuple[Finding, ...]) -> list[tuple[str, str, bool]]:
    return [(finding.kind, finding.where, finding.harmless) for finding in findings]


def test_a_sound_store_has_no_findings_and_every_object_is_read(store: Store) -> None:
    seen: list[Digest] = []
    assert tuple(check(store.objects, store.ledger, named, seen.append)) == ()
    assert seen == sorted(store.digests)


def test_an_object_gone_changed_cut_or_unreadable_is_a_grave_finding(store: Store) -> None:
    gone, changed, looped = store.digests
    store.objects.path(gone).unlink()
    store.objects.path(changed).chmod(0o644)
    store.objects.path(changed).write_bytes(b"minutez")
    path = store.objects.path(looped)
    path.unlink()
    path.symlink_to(path.name)
    found = kinds(store.findings())
    assert sorted(found) == sorted(
        [
            ("object-missing", gone, False),
            ("object-changed", changed, False),
            ("object-changed", looped, False),
        ]
    )


def test_an_object_that_no_line_names_and_a_stray_are_harmless(store: Store) -> None:
    unknown = store.objects.put(io.BytesIO(b"killed before its line"))
    store.objects.stage(io.BytesIO(b"killed before it was an object"))
    (store.root / "objects" / "x.tmp").write_bytes(b"")
    found = kinds(store.findings())
    assert ("object-unknown", unknown, True) in found
    assert [(kind, harmless) for kind, _, harmless in found].count(("stray-file", True)) == 2
    assert ("stray-file", "x.tmp", True) in found
    assert len(found) == 3


def test_an_unknown_object_that_is_damaged_is_grave(store: Store) -> None:
    unknown = store.objects.put(io.BytesIO(b"whole"))
    store.objects.path(unknown).chmod(0o644)
    store.objects.path(unknown).write_bytes(b"torn")
    assert kinds(store.findings()) == [("object-changed", unknown, False)]


def test_a_broken_chain_is_one_finding_and_blames_no_object(store: Store) -> None:
    path = store.ledger.path("2022-2023")
    one, two, three = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(one + two.replace(b'"by":"x"', b'"by":"y"') + three)
    assert kinds(store.findings()) == [("chain-broken", "2022-2023, 3", False)]


def test_an_unfinished_line_is_harmless_but_its_object_is_not_named(store: Store) -> None:
    path = store.ledger.path("2022-2023")
    path.write_bytes(path.read_bytes()[:-5])
    assert kinds(store.findings()) == [
        ("line-unfinished", "2022-2023", True),
        ("object-unknown", store.digests[2], True),
    ]


def test_nothing_at_all_is_sound(tmp_path: Path) -> None:
    assert tuple(check(ObjectStore(tmp_path / "o"), Ledger(tmp_path / "l"), named)) == ()
