"""Questions answered by processes of their own: the same answers, whatever becomes of a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from portal_sample import Sample

from archive.index.asking import question_of
from archive.index.hits import Answer
from archive.web.searchers import Searchers


def summary(answer: Answer) -> tuple[object, ...]:
    return answer.total, answer.hits, answer.facets, answer.matched


def children(process: int) -> set[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def test_answers_are_the_same_also_after_a_process_was_killed(sample: Sample) -> None:
    questions = [question_of(text, sample.archive.cycles) for text in ("chiến lược", "", "H1-1.1-01", "xyz")]
    with Searchers((sample.archive,), 0) as here, Searchers((sample.archive,), 1) as apart:
        expected = [summary(here.search(question)) for question in questions]
        assert expected[0][0]
        assert [summary(apart.search(question)) for question in questions] == expected
        for child in children(os.getpid()):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)
        for _ in range(2):
            assert [summary(apart.search(question)) for question in questions] == expected


def test_they_end_when_the_portal_is_killed(sample: Sample) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from archive.home import Archive\n"
        "from archive.index.hits import Question\n"
        "from archive.web.searchers import Searchers\n"
        "if __name__ == '__main__':\n"
        "    searchers = Searchers((Archive.open(Path(sys.argv[1])),), 1)\n"
        "    print(searchers.search(Question('')).total, flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, sample.archive.root]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
        assert portal.stdout and int(portal.stdout.readline())
        ours = children(portal.pid)
        assert ours
        portal.kill()
    ends = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in ours):
        assert time.monotonic() < ends, "left behind"
        time.sleep(0.05)
