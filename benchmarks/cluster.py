"""Reading a folder with processes of this machine, with a cluster, and with a cluster that loses a worker.

    python -m benchmarks.cluster FOLDER

The cluster is a real one of two workers, all on this machine: what is measured is what the cluster costs, not
what more machines gain. In the third run one worker is killed when half of the pages are read. Ends with an
error when the three do not read the same to the byte.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archive.ingest.jobs import Job
from archive.ingest.line import in_order
from archive.ingest.readers import Pool, Readers
from tests.ingest.test_cluster import LIMITS, Cluster


@dataclass(frozen=True)
class Run:
    """What came of one run. ``readings`` has each file's reading as JSON, or why there is none."""

    name: str
    seconds: float
    pages: int
    readings: tuple[bytes, ...]


def main() -> None:
    """Read the arguments, run, print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    given = arguments.parse_args()
    files = tuple(path for path in sorted(given.folder.rglob("*")) if path.is_file())
    with Readers(2, LIMITS.memory) as readers:
        runs = [read("processes", files, readers)]
    for name, dies in (("cluster", False), ("cluster, one killed", True)):
        with tempfile.TemporaryDirectory() as folder:
            cluster = Cluster(Path(folder))
            try:
                workers = [cluster.add_worker(worker) for worker in ("one", "two")]
                with cluster.readers(2) as readers_there:
                    half = runs[0].pages // 2 if dies else -1
                    runs.append(read(name, files, readers_there, half, workers[0].kill))
            finally:
                cluster.stop()
    for run in runs:
        same = "equal" if run.readings == runs[0].readings else "DIFFERENT"
        print(f"{run.name:<20} {run.seconds:7.1f} s {run.pages / run.seconds:6.2f} pages/s  {same}")
    print(f"{len(files)} files, {runs[0].pages} pages")
    assert all(run.readings == runs[0].readings for run in runs)


def read(
    name: str, files: tuple[Path, ...], readers: Pool, at: int = -1, then: Callable[[], None] = lambda: None
) -> Run:
    """Read all files, doing ``then`` once ``at`` pages are read. Starting the processes is counted."""
    began = time.monotonic()
    pages = 0
    readings: list[bytes] = []
    for job in in_order(files, lambda path: Job(path, readers, LIMITS), lambda job: job, readers):
        readings.append(
            str(job.refusal).encode() if job.refusal else msgspec.json.encode(job.reading("", "reader"))
        )
        before, pages = pages, pages + len(job.pages)
        if before < at <= pages:
            then()
    return Run(name, time.monotonic() - began, pages, tuple(readings))


if __name__ == "__main__":
    main()
