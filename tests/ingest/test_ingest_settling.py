"""A file on its way into the drop folder is waited for, taken once, and taken whole."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest.arrivals import look
from archive.ingest.outcomes import Outcome
from archive.ingest.pipeline import Pipeline
from archive.ingest.readers import Readers
from storage.digest import Digest
from tests.builders import AT, READER, drop, ingest, make_home, pdf, sentence_of, watch

PAPER = pdf("Kế hoạch giáo dục của nhà trường năm học mới đã được Hội đồng trường thông qua tại phiên họp")
OTHER = pdf("Biên bản họp tổ chuyên môn về việc đổi mới phương pháp dạy học và kiểm tra đánh giá học sinh")

_GROWING = """
import os, sys, time
path, source, old = sys.argv[1:]
data = open(source, "rb").read()
step = len(data) // 10 + 1
for start in range(0, len(data), step):
    with open(path, "ab") as stream:
        stream.write(data[start : start + step])
    if old == "old":
        os.utime(path, (1_500_000_000, 1_500_000_000))
    time.sleep(0.12)
"""
_HELD = """
import sys, time
path, source, _ = sys.argv[1:]
with open(path, "wb") as stream:
    stream.write(open(source, "rb").read())
    stream.flush()
    print("written", flush=True)
    time.sleep(2)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_home(tmp_path / "kho", "[drop]\nsettle_seconds = 0.5\ndoubt_seconds = 1.5\n")


def write(script: str, archive: Archive, tmp_path: Path, old: str = "") -> subprocess.Popen[str]:
    source = tmp_path / "source.pdf"
    source.write_bytes(PAPER)
    arguments = [sys.executable, "-c", script, str(archive.drop / "H1-1.1-01.pdf"), str(source), old]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def documents(archive: Archive) -> list[str]:
    with archive.catalogue() as catalogue:
        return [document.digest for document in catalogue.all_documents()]


@pytest.mark.parametrize("date", ["", "old"])
def test_a_growing_file_is_taken_once_and_whole(
    archive: Archive, readers: Readers, tmp_path: Path, date: str
) -> None:
    with write(_GROWING, archive, tmp_path, date):
        while not look(archive.drop):
            time.sleep(0.01)
        (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.document) == ("filed", Digest.of(PAPER))
    assert documents(archive) == [Digest.of(PAPER)]
    assert look(archive.drop) == () and tuple(archive.check()) == ()


def test_a_file_held_open_is_waited_for(archive: Archive, readers: Readers, tmp_path: Path) -> None:
    with write(_HELD, archive, tmp_path) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        began = time.monotonic()
        (outcome,) = ingest(archive, readers)
        assert time.monotonic() - began > 1.5
    assert (outcome.kind, outcome.document) == ("filed", Digest.of(PAPER))


def test_a_file_held_open_for_ever_does_not_keep_a_single_run(archive: Archive, readers: Readers) -> None:
    with drop(archive, "a.pdf", PAPER).open("ab"):
        batches = watch(archive, readers).once(patience=3)
        found = [(one.kind, one.reason) for batch in batches for one in batch.outcomes]
    assert found == [("waiting", "busy")]


def test_others_may_write_between_two_batches(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho")
    for number in range(45):
        drop(archive, f"{number:02}.bin", b"???%d" % number)
    with closing(watch(archive, readers).once()) as batches:
        sizes = []
        for batch in batches:
            sizes.append((len(batch.arrivals), len(batch.ahead), len(tuple(batch.outcomes))))
            if len(sizes) == 1:
                other = threading.Thread(target=write_once, args=(archive,))
                other.start()
    other.join(15)
    assert sizes == [(20, 45, 20), (20, 25, 20), (5, 5, 5)]
    lines = [line.by for line, _ in archive.ledger.read()]
    assert lines.index("ai đó") < 40


def write_once(archive: Archive) -> None:
    with archive.writing(lambda: AT, "ai đó") as registrar:
        registrar.record(events.ReceivedAgain("0" * 64, "x.pdf"))


def test_a_broken_file_is_waited_for_in_case_it_is_still_coming(archive: Archive, readers: Readers) -> None:
    """A copy that stalls: what is there cannot be read yet; the rest comes late."""
    path = drop(archive, "H1-1.1-01.pdf", PAPER[:300])

    def finish() -> None:
        with path.open("ab") as stream:
            stream.write(PAPER[300:])

    timer = threading.Timer(1.0, finish)
    timer.start()
    (outcome,) = ingest(archive, readers)
    timer.join()
    assert (outcome.kind, outcome.document) == ("filed", Digest.of(PAPER))


def test_a_broken_file_that_stays_so_is_refused_in_the_end(archive: Archive, readers: Readers) -> None:
    drop(archive, "a.pdf", PAPER[:300])
    began = time.monotonic()
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.reason) == ("refused", "broken")
    assert 1.4 < time.monotonic() - began < 20


def take(archive: Archive, readers: Readers, change: str, outside: Path) -> Outcome:
    """Look, then let somebody change the file, then take it."""
    path = drop(archive, "a.pdf", PAPER)
    (arrival,) = look(archive.drop)
    match change:
        case "removed":
            path.unlink()
        case "written over":
            path.write_bytes(PAPER.replace(b"%PDF-1.4", b"%PDF-1.3"))
        case "replaced":
            path.with_name("b.pdf").write_bytes(PAPER)
            path.with_name("b.pdf").replace(path)
        case "cut":
            os.truncate(path, 100)
        case "link":
            outside.write_bytes(PAPER)
            path.unlink()
            path.symlink_to(outside)
        case "pipe":
            path.unlink()
            os.mkfifo(path)
    with archive.writing(lambda: AT, "x") as registrar:
        pipeline = Pipeline(registrar, readers, READER, lambda _: False, sentence_of)
        ((_, outcome),) = pipeline.take((arrival,))
    return outcome


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("removed", "removed"),
        ("written over", "changed"),
        ("replaced", "changed"),
        ("cut", "changed"),
        ("link", "unreadable"),
        ("pipe", "changed"),
    ],
)
def test_a_file_that_changes_after_the_look_is_not_taken(
    archive: Archive, readers: Readers, tmp_path: Path, change: str, reason: str
) -> None:
    outcome = take(archive, readers, change, tmp_path / "outside.pdf")
    assert (outcome.kind, outcome.reason) == ("waiting", reason)
    assert documents(archive) == [] and len(tuple(archive.ledger.read())) == 1
    assert tuple(archive.check()) == ()
    if change == "link":
        (outcome,) = ingest(archive, readers)
        assert (outcome.kind, outcome.reason) == ("refused", "link")
        assert (tmp_path / "outside.pdf").read_bytes() == PAPER


def test_a_new_version_saved_while_the_old_is_taken_is_not_thrown_away(
    archive: Archive, readers: Readers
) -> None:
    path = drop(archive, "a.pdf", PAPER)
    saved: list[bool] = []

    def clock() -> datetime:
        # The time is asked for when the ledger line is written: after the reading, before the removal.
        if path.exists() and not saved:
            path.write_bytes(OTHER)
            saved.append(True)
        return AT

    outcomes = [one for batch in watch(archive, readers, clock).once() for one in batch.outcomes]
    assert [(outcome.kind, outcome.document) for outcome in outcomes] == [
        ("tray", Digest.of(PAPER)),
        ("tray", Digest.of(OTHER)),
    ]
    assert look(archive.drop) == () and tuple(archive.check()) == ()


def test_the_watcher_takes_what_comes_and_outlasts_another_writer(archive: Archive, readers: Readers) -> None:
    stop = threading.Event()
    outcomes: list[Outcome] = []

    def work() -> None:
        for batch in watch(archive, readers).forever(stop):
            outcomes.extend(batch.outcomes)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        drop(archive, "H1-1.1-01.pdf", PAPER)
        wait_for(lambda: len(outcomes) == 1, 15)
        # Longer than the watcher waits for the lock.
        with archive.writing(lambda: AT, "ai đó"):
            drop(archive, "sâu/H1-1.1-02.pdf", OTHER)
            drop(archive, "rỗng.pdf", b"")
            time.sleep(11.5)
            assert thread.is_alive()
        wait_for(lambda: len(outcomes) == 3, 15)
    finally:
        stop.set()
        thread.join(15)
    assert not thread.is_alive()
    assert sorted((outcome.path, outcome.kind) for outcome in outcomes) == [
        ("H1-1.1-01.pdf", "filed"),
        ("rỗng.pdf", "refused"),
        ("sâu/H1-1.1-02.pdf", "filed"),
    ]


def test_the_watcher_says_when_somebody_else_has_written(archive: Archive, readers: Readers) -> None:
    stop = threading.Event()
    positions: list[int] = []

    def work() -> None:
        for batch in watch(archive, readers).forever(stop):
            assert batch.arrivals == () and list(batch.outcomes) == []
            positions.append(batch.registrar.catalogue.position.head.sequence)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        wait_for(lambda: len(positions) == 1, 15)
        with archive.writing(lambda: AT, "ai đó") as registrar:
            registrar.record(events.Boxed(1, 500, "Tủ 2"))
        wait_for(lambda: len(positions) == 2, 15)
    finally:
        stop.set()
        thread.join(15)
    assert positions[1] == positions[0] + 1


def wait_for(true: object, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.05)
    assert true()  # type: ignore[operator]
