"""Killed at any moment, the next run finishes the work: every file once in the archive, nothing left over."""

import codecs
import random
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archive.evidence import events
from archive.home import Archive
from archive.ingest.arrivals import look
from storage.digest import Digest
from tests.builders import (
    command,
    drop,
    hanging_pdf,
    jpeg,
    make_home,
    pdf,
    picture,
    run,
    tiff,
    word,
    workbook,
)
from tests.running import HEEDS_CTRL_C


@dataclass(frozen=True)
class Kill:
    """One kill: seconds after the first thing done, and what was done and left behind at that moment."""

    moment: float
    ended_before: bool
    lines: int
    left_in_drop: int
    left_in_staging: int
    findings: tuple[str, ...]


def kill_while_ingesting(archive: Archive, moment: float) -> Kill:
    """Begin to ingest and kill the process ``moment`` seconds after it has done something."""
    before, size = archive.ledger.end().head.sequence, archive.ledger.size()
    staging = archive.root / "objects" / ".staging"
    left = set(staging.glob("*"))
    process = subprocess.Popen(
        command("ingest", "--home", str(archive.root), "--json"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        if archive.ledger.size() != size or set(staging.glob("*")) - left:
            break
        time.sleep(0.01)
    try:
        process.wait(moment)
        ended = True
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        ended = False
    return Kill(
        moment,
        ended,
        archive.ledger.end().head.sequence - before,
        len(look(archive.drop)),
        len(tuple(staging.glob("*"))),
        tuple(finding.kind for finding in archive.check()),
    )


def survive(
    archive: Archive, batches: Iterable[Mapping[str, bytes]], moments: Iterable[float]
) -> tuple[Kill, ...]:
    """Drop a batch, ingest, kill; again and again; then finish, and check that all came in just once.

    ``batches`` may end before ``moments`` do: what is left is gone on with.
    """
    dropped: dict[str, bytes] = {}
    coming = iter(batches)
    kills = []
    for moment in moments:
        batch = next(coming, {})
        for path, data in batch.items():
            drop(archive, path, data)
        dropped.update(batch)
        kills.append(kill_while_ingesting(archive, moment))
        assert not set(kills[-1].findings) - {"line-unfinished", "object-unknown", "stray-file"}
    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode == 0, done.stderr
    assert_all_came_in_once(archive, dropped)
    return tuple(kills)


def assert_all_came_in_once(archive: Archive, dropped: Mapping[str, bytes]) -> None:
    """Each dropped file is a document or a refusal, with one ledger line; nothing else is left anywhere."""
    verified = run("verify", "--home", str(archive.root), "--json")
    assert verified.returncode == 0, verified.stdout
    assert msgspec.json.decode(verified.stdout)["findings"] == []
    assert look(archive.drop) == ()
    assert tuple((archive.root / "objects" / ".staging").glob("*")) == ()
    history = [events.decode(line.event) for line, _ in archive.ledger.read()]
    received = [event.document for event in history if isinstance(event, events.Received)]
    refused = [event for event in history if isinstance(event, events.Refused)]
    assert len(received) == len(set(received)) and set(received) == set(archive.objects)
    assert len({event.document for event in refused}) == len(refused)
    assert {Digest.of(data) for data in dropped.values()} == {
        *received,
        *(event.document for event in refused),
    }
    for event in refused:
        assert Digest.of((archive.refused / event.kept).read_bytes()) == event.document
        assert (archive.refused / f"{event.kept}.txt").is_file()
    filed = [event.document for event in history if isinstance(event, events.Filed)]
    assert len(filed) == len(set(filed))
    with archive.catalogue() as catalogue:
        assert {document.digest for document in catalogue.all_documents()} == set(received)
        assert {document.digest for document in catalogue.all_documents() if document.code} == set(filed)


def small_files(number: int) -> dict[str, bytes]:
    """Eight files of all kinds, unlike those of any other number."""
    line = f"Báo cáo số {number} của trường trung học cơ sở về kết quả kiểm tra nội bộ năm học"
    return {
        f"[H1-1.{number + 1}-01] Báo cáo.pdf": pdf(line, line, line),
        f"TC 2.1/{number} kế hoạch.pdf": pdf(f"{line} (kế hoạch)"),
        f"TC 2.1/{number} biên bản.docx": word(line, "Biên bản"),
        f"TC 2.2/{number} danh sách.xlsx": workbook((number, "Danh sách")),
        f"SCAN_{number}.jpg": jpeg(picture(line, 1400, 24)),
        f"SCAN_{number}.tif": tiff(picture(f"Trang {number}", 400), picture("Trang sau", 400)),
        f"{number} rỗng hỏng.pdf": b"%PDF-1.4 " + bytes([number]),
        f"{number} ghi chú.txt": line.encode(),
    }


def test_ended_by_ctrl_c_the_answers_so_far_are_there(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "a ghi chú.bin", b"???")
    drop(archive, "b treo.pdf", hanging_pdf())
    answers = archive.drop / "_ket-qua"
    with subprocess.Popen(
        [*HEEDS_CTRL_C, *command("ingest", "--home", str(archive.root), "--json")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 20
        while not any(answers.glob("*.html")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
    (written,) = answers.glob("*.txt")
    assert written.read_bytes().startswith(codecs.BOM_UTF8)
    assert "a ghi chú.bin → KHÔNG NHẬN" in written.read_text("utf-8-sig")
    (archive.drop / "b treo.pdf").unlink()
    drop(archive, "c.bin", b"!!!")
    assert run("ingest", "--home", str(archive.root)).returncode == 0
    (written,) = answers.glob("*.txt")
    assert len(written.read_text("utf-8-sig").splitlines()) == 2
    assert written.read_bytes().count(codecs.BOM_UTF8) == 1


def test_killed_at_six_random_moments(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    chance = random.Random(20221003)
    began = time.monotonic()
    kills = survive(archive, map(small_files, range(6)), [chance.uniform(0.2, 3.0) for _ in range(6)])
    assert time.monotonic() - began < 100
    # The moments are of use only when they fall into the work.
    assert any(not kill.ended_before and kill.lines for kill in kills)
    assert any(kill.left_in_drop for kill in kills)
