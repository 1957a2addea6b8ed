"""Several jobs at once, given back in the order in which they were begun."""

from pathlib import Path

import pytest

from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.line import in_order
from archive.ingest.readers import Readers
from archive.settings import Settings
from tests.builders import pdf, picture, tiff

LIMITS = Limits.of(Settings())
Begun = tuple[str, Job | None]


def job_of(begun: Begun) -> Job | None:
    return begun[1]


def test_what_has_no_job_starts_no_process_and_is_not_asked_for_early() -> None:
    asked: list[int] = []

    def begin(number: int) -> int:
        asked.append(number)
        return number

    line = in_order(range(20), begin, lambda _: None, Readers(2, 1 << 30))
    assert next(line) == 0
    assert asked == list(range(6))
    assert list(line) == list(range(1, 20))


def test_the_order_is_kept_however_long_each_takes(tmp_path: Path, readers: Readers) -> None:
    contents = {
        "a": tiff(*(picture(f"Trang {number} của kế hoạch", 900) for number in range(6))),
        "b": pdf(),
        "c": None,
        "d": b"",
        "e": pdf(),
    }
    for name, data in contents.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)

    def begin(name: str) -> Begun:
        return name, Job(tmp_path / name, readers, LIMITS) if contents[name] is not None else None

    found = []
    for name, job in in_order(contents, begin, job_of, readers):
        assert job is None or job.finished
        found.append((name, len(job.pages) if job else None, job.refusal if job else None))
    assert found == [("a", 6, None), ("b", 1, None), ("c", None, None), ("d", 0, "empty"), ("e", 1, None)]


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_closed_before_its_end_it_leaves_what_was_not_worked_on(
    tmp_path: Path, readers: Readers, taken: int
) -> None:
    (tmp_path / "a").write_bytes(pdf())
    left: list[str] = []

    def begin(name: str) -> Begun:
        return name, Job(tmp_path / "a", readers, LIMITS) if name != "b" else None

    line = in_order("abcdefghij", begin, job_of, readers, lambda begun: left.append(begun[0]))
    for _ in range(taken):
        next(line)
    line.close()
    # The one that was given last may have failed while it was worked on.
    assert left == (list("abcdefg"[taken - 1 : taken + 5]) if taken else [])
