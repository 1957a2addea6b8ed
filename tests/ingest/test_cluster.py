"""A real Dask cluster of two workers reads as the processes here do, also when one of them is killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from archive.doctor import Examined, examine
from archive.evidence.refusals import Reason
from archive.failures import Exit, failure_of
from archive.ingest import ocr
from archive.ingest.cluster import ClusterReaders
from archive.ingest.faults import ClusterDiffers, ClusterFault, ClusterLost
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.readers import Pool, Readers, open_readers, result_of
from archive.settings import Settings
from archive.wording import load_wording
from tests.builders import FAST, drop, jpeg, make_home, pdf, picture, run, tiff, word
from tests.running import ROOT

DASK = Path(sys.executable).parent / "dask"
LIMITS = Limits.of(Settings())


class Cluster:
    """A scheduler and workers, each a process as the command line starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.port)

    def _start(self, kind: str, *options: str, **environment: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [DASK, kind, "--no-dashboard", *options],
                env={
                    **os.environ,
                    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'ingest'}",
                    **environment,
                },
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )

    def add_worker(self, name: str, **environment: str) -> "subprocess.Popen[bytes]":
        """One more worker; its files are in the folder of its name."""
        options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder / name))
        self.workers.append(self._start("worker", f"tcp://127.0.0.1:{self.port}", *options, **environment))
        return self.workers[-1]

    def readers(self, workers: int) -> ClusterReaders:
        """Readers, once so many workers are there."""
        wait_for(self._listens)
        readers = open_readers(Settings(readers=f"dask://127.0.0.1:{self.port}"), 0)
        assert isinstance(readers, ClusterReaders)
        wait_for(lambda: readers.jobs == workers)
        return readers

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(self.port)), 1):
            return True
        return False

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        for name in ("one", "two"):
            cluster.add_worker(name)
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def readers(cluster: Cluster) -> Iterator[ClusterReaders]:
    with cluster.readers(2) as readers:
        yield readers


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Papers of several kinds, one of them in many tasks, and some that cannot be read."""
    folder = tmp_path_factory.mktemp("files")
    pages = [picture(f"Trang {number} của kế hoạch năm học", 1000) for number in range(1, 7)]
    contents = {
        "nhiều trang.tif": tiff(*pages),
        "kế hoạch.pdf": pdf(*(f"Trang {number}: nhà trường xây dựng kế hoạch" for number in range(20))),
        "biên bản.docx": word("Biên bản họp hội đồng trường"),
        "ảnh.jpg": jpeg(picture(width=1200)),
        "hỏng.pdf": b"%PDF-1.4 and no more",
        "rỗng.pdf": b"",
        "lạ.bin": b"\0\1\2",
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in contents)


@pytest.fixture(scope="module")
def expected(files: tuple[Path, ...]) -> list[bytes]:
    """What the processes of this machine read."""
    with Readers(2, LIMITS.memory) as here:
        return read(here, files)


def read(readers: Pool, files: tuple[Path, ...], then: Callable[[Job], None] = lambda _: None) -> list[bytes]:
    """Each file's reading to the byte, or why there is none. ``then`` is called when the first has begun."""
    jobs = [Job(file, readers, LIMITS) for file in files]
    while jobs[0].beginning is None:
        readers.wait(tuple(jobs[0].waiting_for))
        jobs[0].advance()
    then(jobs[0])
    for job in jobs:
        job.wait()
    return [
        str(job.refusal).encode() if job.refusal else msgspec.json.encode(job.reading("0" * 64, "reader"))
        for job in jobs
    ]


def kept(cluster: Cluster, worker: str) -> list[str]:
    return sorted(path.name for path in (cluster.folder / worker).glob("*/*/evidence-archive-files/*"))


def test_it_is_read_as_here_to_the_byte(
    cluster: Cluster, files: tuple[Path, ...], expected: list[bytes], readers: ClusterReaders
) -> None:
    assert readers.jobs == 2
    assert read(readers, files) == expected
    assert expected[-3:] == [b"broken", b"empty", b"unsupported"]
    assert expected[0].count(b'"Trang"') == 6
    # Each worker has what it read, whole, and nothing of it twice.
    everything = kept(cluster, "one") + kept(cluster, "two")
    assert set(map(len, everything)) == {64}
    assert len(files) <= len(everything) <= 2 * len(files)


def test_the_bounds_hold_on_a_worker(readers: ClusterReaders) -> None:
    """Too slow, killed, too much memory: one task's fault, and the next is read."""
    assert reason_of(readers, 1.0, time.sleep, 60) is Reason.READER_SLOW
    assert reason_of(readers, 60.0, os.abort) is Reason.READER_DIED
    assert reason_of(readers, 60.0, bytes, LIMITS.memory) is Reason.READER_DIED
    assert result_of(readers.submit(60.0, os.path.basename, "a/b")) == "b"


def reason_of(readers: Pool, seconds: float, task: Callable[..., object], *arguments: object) -> Reason:
    with pytest.raises(ReadFault) as fault:
        result_of(readers.submit(seconds, task, *arguments))
    return fault.value.reason


def test_what_must_see_this_machines_files_runs_here(readers: ClusterReaders) -> None:
    assert readers.here.here is readers.here
    there, here = readers.submit(60.0, os.getppid), readers.here.submit(60.0, os.getppid)
    assert result_of(here) == os.getpid() != result_of(there)


def test_a_file_that_is_gone_is_that_files_fault(readers: ClusterReaders, tmp_path: Path) -> None:
    job = Job(tmp_path / "mất.pdf", readers, LIMITS)
    job.wait()
    assert job.refusal is Reason.BROKEN


def test_a_file_that_vanishes_from_a_worker_is_sent_again(
    cluster: Cluster, readers: ClusterReaders, tmp_path: Path
) -> None:
    """Systems sweep folders such as a worker's: before a task, while it runs, and the folder with it."""
    paper = tmp_path / "giấy.txt"
    paper.write_bytes(b"evidence")
    for name in ("one", "two"):
        for path in cluster.folder.glob(f"{name}/*/*/evidence-archive-files"):
            shutil.rmtree(path)
    assert result_of(readers.submit(60.0, Path.read_bytes, paper)) == b"evidence"
    gone = kept(cluster, "one") + kept(cluster, "two")
    assert len(gone) == 1
    for path in cluster.folder.glob(f"*/*/*/evidence-archive-files/{gone[0]}"):
        path.unlink()
    assert result_of(readers.submit(60.0, Path.read_bytes, paper)) == b"evidence"
    once = tmp_path / "đã xóa"
    assert result_of(readers.submit(60.0, lose_once, paper, str(once))) == b"evidence"
    assert once.exists()


def lose_once(path: Path, mark: str) -> bytes:
    """Read a file; the first time somebody else was quicker."""
    if not Path(mark).exists():
        Path(mark).touch()
        path.unlink()
    return path.read_bytes()


def test_the_doctor_says_whether_the_cluster_would_read(cluster: Cluster, tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho", f'readers = "dask://127.0.0.1:{cluster.port}"\n')
    (found,) = (one for one in examine("vie", archive) if one.name == "dask")
    assert found == Examined("dask", True, True, f"dask://127.0.0.1:{cluster.port} (2)")


def test_one_worker_killed_half_way_costs_nothing(
    cluster: Cluster, readers: ClusterReaders, files: tuple[Path, ...], expected: list[bytes]
) -> None:
    def kill(job: Job) -> None:
        assert not job.finished
        cluster.workers[1].kill()

    assert read(readers, files, kill) == expected
    assert cluster.workers[1].wait() == -signal.SIGKILL


def test_a_worker_that_would_read_otherwise_may_not(
    cluster: Cluster, readers: ClusterReaders, tmp_path: Path
) -> None:
    data = ocr.language_data("vie")
    assert data
    shutil.copyfile(data / "vie.traineddata", tmp_path / "vie.traineddata")
    with (tmp_path / "vie.traineddata").open("ab") as stream:
        stream.write(b"another")
    other = cluster.add_worker("other", TESSDATA_PREFIX=str(tmp_path))
    try:
        # It came after the start, and is found out with the first task that it is given.
        wait_for(lambda: readers.jobs == 2)
        futures = [readers.submit(60.0, time.sleep, 0.3) for _ in range(6)]
        with pytest.raises(ClusterDiffers, match=r"tesseract vie: .* ≠ "):
            for future in futures:
                result_of(future)
        # It is there from the start.
        with pytest.raises(ClusterDiffers, match=r"tesseract vie: .* ≠ ") as fault:
            cluster.readers(2)
        assert_said(fault.value, "tesseract vie")
    finally:
        other.terminate()
        other.wait()


def test_a_lost_cluster_is_no_files_fault(cluster: Cluster, readers: ClusterReaders, tmp_path: Path) -> None:
    future = readers.submit(60.0, time.sleep, 3)
    cluster.scheduler.kill()
    with pytest.raises(ClusterLost) as fault:
        result_of(future)
    assert_said(fault.value, "dask://127.0.0.1")
    with pytest.raises(ClusterLost):
        result_of(readers.submit(60.0, time.sleep, 0))


def test_a_scheduler_that_does_not_answer() -> None:
    with pytest.raises(ClusterLost) as fault:
        open_readers(Settings(readers="dask://127.0.0.1:9"), 0, patience=0.5)
    assert_said(fault.value, "dask://127.0.0.1:9")


def test_the_doctor_says_so_within_seconds(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho", 'readers = "dask://127.0.0.1:9"\n')
    began = time.monotonic()
    said = run("doctor", "--home", str(archive.root))
    assert time.monotonic() - began < 20
    assert said.returncode == Exit.LACKING
    assert "✗  dask  dask://127.0.0.1:9: " in said.stdout
    assert "Hãy xem dask scheduler và dask worker có đang chạy" in said.stdout


def test_without_the_package_nothing_is_taken(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho", 'readers = "dask://127.0.0.1:9"\n' + FAST)
    paper = drop(archive, "a.pdf", pdf())
    without = "import sys; sys.modules['distributed'] = None; from archive.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", without, "ingest", "--home", archive.root, "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == Exit.LACKING
    assert "uv sync --extra cluster" in ended.stderr and "Traceback" not in ended.stderr
    assert paper.exists()


def assert_said(fault: ClusterFault, part: str) -> None:
    """It has an exit status, and a sentence with the next thing to do in both languages."""
    failure = failure_of(fault)
    assert failure and failure.status is Exit.LACKING
    for language in ("vi", "en"):
        sentence = load_wording(language).say(f"failure.{failure.key}", **failure.values)
        assert part in sentence and "dask worker" in sentence
