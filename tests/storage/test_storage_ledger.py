"""The ledger: what went in comes out, and what was changed is named."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.digest import ZERO, Digest
from storage.ledger import START, BrokenChain, Ledger, LedgerWriter, Line

YEARS = ("2020-2021", "2021-2022", "2022-2023")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.dictionaries(st.text(max_size=8), JSON, max_size=4)
BATCHES = st.lists(
    st.tuples(st.sampled_from(YEARS), st.lists(EVENTS, min_size=1, max_size=3)), min_size=1, max_size=6
)


def write(ledger: Ledger, batches: list[tuple[str, list[dict[str, object]]]]) -> LedgerWriter:
    writer = LedgerWriter(ledger)
    for number, (segment, events) in enumerate(batches):
        writer.append(segment, f"at {number}", "văn thư", [msgspec.json.encode(event) for event in events])
    return writer


def lines(ledger: Ledger) -> tuple[Line, ...]:
    return tuple(line for line, _ in ledger.read())


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Nine lines in three segments."""
    made = Ledger(tmp_path / "ledger")
    write(made, [(year, [{"n": n, "tên": "Kế hoạch"} for n in range(3)]) for year in YEARS])
    return made


@settings(max_examples=60, deadline=None)
@given(BATCHES)
def test_events_round_trip(tmp_path_factory: pytest.TempPathFactory, batches: object) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    writer = write(ledger, batches)  # type: ignore[arg-type]
    given_events = [event for _, events in batches for event in events]  # type: ignore[attr-defined]
    read = lines(ledger)
    assert [msgspec.json.decode(line.event) for line in read] == given_events
    assert [line.sequence for line in read] == list(range(1, len(read) + 1))
    assert ledger.end().head == writer.head == LedgerWriter(ledger).head
    positions = [START, *(position for _, position in ledger.read())]
    for done, position in enumerate(positions):
        assert tuple(line for line, _ in ledger.read(position)) == read[done:]
    assert positions[-1] == ledger.end()


def test_each_line_carries_the_digest_of_the_one_before(ledger: Ledger) -> None:
    before = str(ZERO)
    for segment in ledger.segments():
        for raw in ledger.path(segment).read_bytes().splitlines():
            assert msgspec.json.decode(raw)["previous"] == before
            before = Digest.of(raw)


def test_every_changed_byte_is_named(ledger: Ledger) -> None:
    """Each byte of all lines but the last is changed, one at a time."""
    for segment in YEARS:
        path = ledger.path(segment)
        whole = path.read_bytes()
        last = len(whole.splitlines(keepends=True)[-1]) if segment == YEARS[-1] else 0
        # Every third byte and all line ends: each kind of place is met many times over.
        places = [at for at in range(len(whole) - last) if at % 3 == 0 or whole[at : at + 1] == b"\n"]
        for at in places:
            changed = bytearray(whole)
            changed[at] ^= 1
            path.write_bytes(changed)
            number = whole[:at].count(b"\n") + 1
            named = {(segment, number), (segment, number + 1)}
            if number == 3:
                # The line after it is the first of the next segment.
                named = {(segment, 3), *((year, 1) for year in YEARS if year > segment)}
            with pytest.raises(BrokenChain) as broken:
                lines(ledger)
            assert (broken.value.segment, broken.value.number) in named, at
        path.write_bytes(whole)
    assert len(lines(ledger)) == 9


@pytest.mark.parametrize("segment", YEARS)
def test_a_removed_line_is_named(ledger: Ledger, segment: str) -> None:
    path = ledger.path(segment)
    raw = path.read_bytes().splitlines(keepends=True)
    for number in (1, 2):
        path.write_bytes(b"".join(line for at, line in enumerate(raw, 1) if at != number))
        with pytest.raises(BrokenChain, match="the line before it is not the one") as broken:
            lines(ledger)
        assert (broken.value.segment, broken.value.number) == (segment, number)


@pytest.mark.parametrize("segment", YEARS)
def test_swapped_lines_are_named(ledger: Ledger, segment: str) -> None:
    path = ledger.path(segment)
    one, two, three = path.read_bytes().splitlines(keepends=True)
    for number, order in ((1, (two, one, three)), (2, (one, three, two))):
        path.write_bytes(b"".join(order))
        with pytest.raises(BrokenChain) as broken:
            lines(ledger)
        assert (broken.value.segment, broken.value.number) == (segment, number)


def test_a_line_written_twice_or_put_in_is_named(ledger: Ledger) -> None:
    path = ledger.path(YEARS[1])
    one, two, three = path.read_bytes().splitlines(keepends=True)
    for put in (one, msgspec.json.encode(msgspec.structs.replace(lines(ledger)[3], by="x")) + b"\n", b"\n"):
        path.write_bytes(b"".join((one, put, two, three)))
        with pytest.raises(BrokenChain) as broken:
            lines(ledger)
        assert (broken.value.segment, broken.value.number) == (YEARS[1], 2)


@pytest.mark.parametrize("segment", YEARS[:2])
def test_a_missing_segment_is_named(ledger: Ledger, segment: str) -> None:
    ledger.path(segment).unlink()
    following = YEARS[YEARS.index(segment) + 1]
    with pytest.raises(BrokenChain) as broken:
        lines(ledger)
    assert (broken.value.segment, broken.value.number) == (following, 1)


def test_an_older_segment_without_its_last_line_end_is_named(ledger: Ledger) -> None:
    path = ledger.path(YEARS[0])
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BrokenChain, match="without an end") as broken:
        lines(ledger)
    assert (broken.value.segment, broken.value.number) == (YEARS[0], 3)


def test_an_unfinished_last_line_is_passed_over_and_mended(ledger: Ledger) -> None:
    path = ledger.path(YEARS[2])
    whole = path.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    for cut in (1, 2, last // 2, last - 1):
        path.write_bytes(whole[:-cut])
        assert len(lines(ledger)) == 8
        assert ledger.end().head.sequence == 8
        writer = LedgerWriter(ledger)
        assert writer.mended and path.read_bytes() == whole[:-last]
        assert not LedgerWriter(ledger).mended
        assert writer.append(YEARS[2], "now", "ai đó", [b'{"n":9}']).sequence == 9
        assert len(lines(ledger)) == 9


def test_a_new_segment_with_nothing_but_an_unfinished_line_is_mended(ledger: Ledger) -> None:
    ledger.path("2023-2024").write_bytes(b'{"sequence":10,"prev')
    assert len(lines(ledger)) == 9
    writer = LedgerWriter(ledger)
    assert writer.mended and writer.head.sequence == 9
    assert ledger.path("2023-2024").read_bytes() == b""
    writer.append("2023-2024", "now", "ai đó", [b"{}", b"{}"])
    assert len(lines(ledger)) == 11


def test_a_last_line_that_is_no_line_stops_the_writer(ledger: Ledger) -> None:
    path = ledger.path(YEARS[2])
    path.write_bytes(path.read_bytes()[:-20] + b"\n")
    with pytest.raises(BrokenChain) as broken:
        LedgerWriter(ledger)
    assert (broken.value.segment, broken.value.number) == (YEARS[2], 3)


def test_segments_never_go_back_with_the_clock(ledger: Ledger) -> None:
    writer = LedgerWriter(ledger)
    writer.append("1970-1971", "1970", "đồng hồ sai", [b"{}"])
    assert ledger.segments() == YEARS
    assert len(lines(ledger)) == 10


def test_a_line_too_long_writes_nothing(ledger: Ledger) -> None:
    before = ledger.path(YEARS[2]).read_bytes()
    writer = LedgerWriter(ledger)
    with pytest.raises(ValueError, match="the most is"):
        writer.append(YEARS[2], "now", "x", [b"{}", msgspec.json.encode("x" * (1 << 20))])
    assert ledger.path(YEARS[2]).read_bytes() == before and writer.head.sequence == 9


def test_nothing_to_append_writes_nothing(tmp_path: Path) -> None:
    writer = LedgerWriter(Ledger(tmp_path / "none"))
    assert writer.append("2022-2023", "now", "x", []) == START.head
    assert not (tmp_path / "none").exists()


_FULL = """
import resource, signal, sys
from pathlib import Path
from storage.ledger import Ledger, LedgerWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ledger = Ledger(Path(sys.argv[1]))
writer = LedgerWriter(ledger)
head = writer.head
size = ledger.path(sys.argv[2]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, size + 700))
try:
    writer.append(sys.argv[2], "now", "x", [b'{"a":"%s"}' % (b"x" * 300)] * 3)
except OSError as fault:
    print(fault.errno, writer.head == head == ledger.end().head)
writer.append(sys.argv[2], "later", "x", [b'{"b":1}'])
"""


def test_a_batch_the_disk_does_not_take_leaves_the_ledger_as_it_was(ledger: Ledger) -> None:
    """The file may grow by some bytes only, so that the batch is cut in the middle, as on a full disk."""
    before = ledger.path(YEARS[2]).read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(ledger.root), YEARS[2]], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(errno.EFBIG), "True"]
    after = ledger.path(YEARS[2]).read_bytes()
    assert after.startswith(before) and after.count(b"\n") == 4
    assert msgspec.json.decode(lines(ledger)[-1].event) == {"b": 1}


@pytest.mark.parametrize("way", ["cp -a", "bytes only"])
def test_a_copy_is_a_whole_ledger(ledger: Ledger, tmp_path: Path, way: str) -> None:
    to = tmp_path / "copy"
    if way == "cp -a":
        subprocess.run(["cp", "-a", ledger.root, to], check=True)
    else:
        # As rsync without options does: new times, new owner, another order of names.
        to.mkdir()
        for path in sorted(ledger.root.iterdir(), reverse=True):
            shutil.copyfile(path, to / path.name)
            os.utime(to / path.name, (1, 1))
    copy = Ledger(to)
    assert lines(copy) == lines(ledger) and copy.end().head == ledger.end().head
    assert LedgerWriter(copy).append(YEARS[2], "now", "x", [b"{}"]).sequence == 10
    assert len(lines(copy)) == 10 and len(lines(ledger)) == 9
