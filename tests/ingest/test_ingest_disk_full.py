"""A disk that fills up while papers come in: what fits is kept, the rest waits, nothing is lost."""

import ctypes
import os
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from archive.home import Archive
from archive.ingest.arrivals import look
from storage.digest import Digest
from tests.builders import FAST, drop, make_home, pdf, run


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=16m"):
        pytest.skip("mounting a small disk needs root")
    yield folder
    # 2: MNT_DETACH
    libc.umount2(os.fsencode(folder), 2)


def fill(disk: Path, leaving: int) -> Path:
    """Fill the disk but for some bytes."""
    filler = disk / "filler"
    status = os.statvfs(disk)
    filler.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - leaving)))
    return filler


def accounted_for(archive: Archive) -> set[str]:
    """The digests of what is in the archive or still in the drop folder."""
    dropped = {Digest.of(arrival.path.read_bytes()) for arrival in look(archive.drop)}
    return dropped | {digest for digest in archive.objects if archive.objects.intact(digest)}


@pytest.mark.parametrize("leaving", [0, 100_000, 500_000, 1_200_000])
def test_what_does_not_fit_waits_and_comes_in_later(disk: Path, leaving: int) -> None:
    archive = make_home(disk / "kho", FAST + "[reading]\njobs = 1\n")
    chance = random.Random(leaving)
    # A comment of noise makes each of them 300 kB that cannot be pressed.
    papers = [
        pdf(f"Báo cáo số {n} của nhà trường về kết quả năm học vừa qua tại địa phương") for n in range(5)
    ]
    papers = [paper + b"\n%" + chance.randbytes(150_000).hex().encode() for paper in papers]
    for number, paper in enumerate(papers):
        drop(archive, f"H1-1.1-{number + 1:02}.pdf", paper)
    digests = {Digest.of(paper) for paper in papers}
    filler = fill(disk, leaving)

    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode in (7, 12), done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode == 12:
        outcomes = msgspec.json.decode(done.stdout)["outcomes"]
        assert len({outcome["path"] for outcome in outcomes}) == len(outcomes) == 5
        assert {(one["kind"], one["reason"]) for one in outcomes} <= {
            ("filed", "code-in-name"),
            ("waiting", "disk-full"),
        }
    else:
        assert "Đĩa đã đầy" in done.stderr
    assert accounted_for(archive) == digests
    assert all(finding.harmless for finding in archive.check())

    filler.unlink()
    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode == 0, done.stderr
    assert look(archive.drop) == () and set(archive.objects) == digests
    done = run("verify", "--home", str(archive.root), "--json")
    assert done.returncode == 0 and msgspec.json.decode(done.stdout)["findings"] == []
    with archive.catalogue() as catalogue:
        assert {document.code for document in catalogue.all_documents()} == {
            f"H1-1.1-0{n}" for n in range(1, 6)
        }
